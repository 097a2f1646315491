"""How many reports one person may make: as many as break in a bad hour, not as many as a script can send."""

import math
from datetime import timedelta
from uuid import UUID

from sqlalchemy import bindparam, select

from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from repairs.errors import TooManyReports
from repairs.models import Ticket
from repairs.parties import standing

HOUR = timedelta(hours=1)
STAFF_TIMES = 10  # who sits at the office's telephone after a storm writes down what many have to say

_RECENT = (
    select(Ticket.created_at)
    .where(Ticket.reporter_id == bindparam("person"), Ticket.created_at > bindparam("since"))
    .order_by(Ticket.created_at.desc())
    .offset(bindparam("before"))
    .limit(1)
)


def insist_on_pace(uow: UnitOfWork, community_id: UUID) -> None:
    """Pass, or raise TooManyReports with the seconds until the oldest of the last hour's reports no longer counts.

    The tickets themselves are counted, so that a refused report costs nothing and waits for no window of the clock. Call it
    after the number was drawn: its lock makes reports of one community wait for one another.
    """
    most = kernel().settings.tickets_per_hour
    if standing(uow.actor, community_id).staff:
        most *= STAFF_TIMES
    given = {"person": uow.actor.person_id, "since": uow.now - HOUR, "before": most - 1}
    oldest = uow.session.scalar(_RECENT, given)
    if oldest is not None:
        raise TooManyReports(most=most, retry_after=max(1, math.ceil((oldest + HOUR - uow.now).total_seconds())))
