"""Ticket numbers as people say them: BX-20261122-0001, counted per community and day of its calendar."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from community.core.db import upsert_into
from repairs.models import TicketCounter


def next_number(session: Session, community_id: UUID, day: date) -> str:
    """Take the next number.

    The counter's row stays locked until the commit and falls back with a rollback: no gap, no number twice.
    """
    upsert = upsert_into(session, TicketCounter).values(community_id=community_id, day=day, last=1)
    upsert = upsert.on_conflict_do_update(index_elements=["community_id", "day"], set_={"last": TicketCounter.last + 1})
    last = session.execute(upsert.returning(TicketCounter.last)).scalar_one()
    return f"BX-{day:%Y%m%d}-{last:04d}"
