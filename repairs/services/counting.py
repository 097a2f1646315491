"""Keeping the figures: each entry of a history is added once, whoever comes to add it, and a recount says the same.

A ticket's `counted_version` says up to where its history has been added. Counting locks the ticket and adds everything after
that, so a repeated or late delivery adds nothing twice and leaves nothing out, and a recount may run at any time.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Table, bindparam, delete, select, text, update

from community import queries as community_queries
from community.core.db import ROW_LOCK, insert_for
from community.core.uow import UnitOfWork
from repairs.facts import facts
from repairs.models import Ticket, TicketEvent, TicketRollup
from repairs.models.rollups import MEASURES, NOBODY, SPANS, Dimension, span_start

MISSED_AFTER = timedelta(minutes=10)
MOST_MISSED = 500
_KEYS = ("community_id", "dimension", "span", "start", "key")
_ENTRY = (
    TicketEvent.seq,
    TicketEvent.action,
    TicketEvent.from_state,
    TicketEvent.to_state,
    TicketEvent.happened_at,
    TicketEvent.data,
)
_COUNTED = (Ticket.id, Ticket.category_id, Ticket.building_id, Ticket.counted_version, Ticket.version)


class Cell(NamedTuple):
    """One number of the figures: a column of a row of `TicketRollup`."""

    community_id: UUID
    dimension: Dimension
    span: int
    start: date
    key: UUID
    measure: str


def count(uow: UnitOfWork, ticket_id: UUID) -> None:
    """Add to the figures what of a ticket's history has not been added yet."""
    query = select(Ticket.community_id, *_COUNTED).where(Ticket.id == ticket_id)
    ticket = uow.session.execute(query.with_for_update(**ROW_LOCK)).one()
    if ticket.counted_version == ticket.version:
        return
    zone = community_queries.public_site(uow.session, ticket.community_id).time_zone
    history = uow.session.execute(_HISTORY, {"ticket_id": ticket_id}).all()
    for cells in _cells(ticket.community_id, zone, ticket, history, after=ticket.counted_version):
        uow.collect(_add, cells)
    uow.session.execute(_NOTE, {"ticket_id": ticket_id, "upto": ticket.version})


_HISTORY = select(*_ENTRY).where(TicketEvent.ticket_id == bindparam("ticket_id")).order_by(TicketEvent.seq)
# Past the ORM: a ticket that is being worked on in this session must not be taken for changed.
_TICKET: Table = Ticket.__table__  # type: ignore[assignment]
_NOTE = update(_TICKET).where(_TICKET.c.id == bindparam("ticket_id")).values(counted_version=bindparam("upto"))


def count_missed(uow: UnitOfWork) -> None:
    """Count what has been waiting too long: from before there were figures, or because its delivery failed for good (a job)."""
    waiting = select(Ticket.id).where(text("counted_version < version"), Ticket.updated_at < uow.now - MISSED_AFTER)
    for ticket_id in uow.session.scalars(waiting.order_by(Ticket.updated_at).limit(MOST_MISSED)).all():
        count(uow, ticket_id)


def recount(uow: UnitOfWork, community_id: UUID) -> int:
    """Make a community's figures anew from the histories of all its tickets; returns the number of tickets."""
    # First the tickets, then the figures: the order in which `count` takes its locks.
    stale = Ticket.counted_version < Ticket.version
    uow.session.execute(update(_TICKET).where(Ticket.community_id == community_id, stale).values(counted_version=_TICKET.c.version))
    if uow.session.get_bind().dialect.name == "postgresql":
        uow.session.execute(text("LOCK TABLE ticket_rollup IN SHARE ROW EXCLUSIVE MODE"))
    uow.session.execute(delete(TicketRollup).where(TicketRollup.community_id == community_id))
    tickets, sums = from_histories(uow, community_id)
    _add(uow, [sums])
    return tickets


def from_histories(uow: UnitOfWork, community_id: UUID) -> tuple[int, Counter[Cell]]:
    """Return how many tickets a community has, and what all their histories, as far as counted, add up to."""
    zone = community_queries.public_site(uow.session, community_id).time_zone
    query = select(*_COUNTED, *_ENTRY).join(TicketEvent, TicketEvent.ticket_id == Ticket.id)
    query = query.where(Ticket.community_id == community_id, TicketEvent.seq <= Ticket.counted_version)
    rows = uow.session.execute(query.order_by(Ticket.id, TicketEvent.seq).execution_options(yield_per=5000))
    tickets, sums = 0, Counter[Cell]()
    for _, history in groupby(rows, key=attrgetter("id")):
        entries = list(history)
        tickets += 1
        for cells in _cells(community_id, zone, entries[0], entries, after=0):
            sums.update(cells)
    return tickets, sums


def _cells(community_id: UUID, zone: ZoneInfo, ticket: Any, history: Iterable[Any], after: int) -> Iterator[Counter[Cell]]:
    """Yield what each fact after an entry of the history adds to the figures."""
    for fact in facts(history):
        if fact.seq <= after:
            continue
        day = fact.at.astimezone(zone).date()
        keys = {
            Dimension.ALL: NOBODY,
            Dimension.CATEGORY: ticket.category_id,
            Dimension.BUILDING: ticket.building_id or NOBODY,
            Dimension.WORKER: fact.worker,
        }
        yield Counter(
            {
                Cell(community_id, dimension, span, span_start(day, span), key, measure): amount
                for dimension, key in keys.items()
                for span in SPANS
                for measure, amount in fact.amounts.items()
            }
        )


def _add(uow: UnitOfWork, found: list[Counter[Cell]]) -> None:
    """Add amounts to the figures. Rows are taken in one order, so that two who add wait for each other in turn."""
    rows: dict[tuple[Any, ...], dict[str, int]] = {}
    for cells in found:
        for cell, amount in cells.items():
            sums = rows.setdefault(cell[:-1], dict.fromkeys(MEASURES, 0))
            sums[cell.measure] += amount
    if rows:
        filled = [dict(zip(_KEYS, key, strict=True)) | rows[key] for key in sorted(rows)]
        uow.session.connection().execute(_statement(uow.session.get_bind().dialect.name), filled)


@cache
def _statement(dialect: str) -> Any:
    insert = insert_for(dialect, TicketRollup)
    added = {name: getattr(TicketRollup, name) + insert.excluded[name] for name in MEASURES}
    return insert.on_conflict_do_update(index_elements=_KEYS, set_=added)
