"""What a list of tickets can be narrowed to and ordered by; one set of words for the list, the saved views and the export.

The conditions are written so that both databases find an index for them: one state, one category, one place or person is an
equation that an index answers in the list's own order. A choice of several is looked up while walking through that order, which
SQLite has to be told, as it knows nothing of how common each is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, desc, select
from sqlalchemy.orm import Session

from community.core.uow import UnitOfWork
from repairs import deadlines, search
from repairs.models import Category, Kind, Rating, Ticket, Urgency
from repairs.workflow import ENDED, OPEN, State

SORTS: dict[str, tuple[Any, ...]] = {
    "created": (desc(Ticket.created_at), desc(Ticket.id)),
    "due": (Ticket.due_at, Ticket.id),
    "updated": (desc(Ticket.updated_at), desc(Ticket.id)),
    "urgency": (desc(Ticket.urgency), desc(Ticket.created_at), desc(Ticket.id)),
}
SCORES = 3


@dataclass(frozen=True, kw_only=True)
class TicketFilter:
    """What the tickets of a list have in common; what is None or empty narrows nothing.

    `only_open` adds all open states to `states`. Times are from `since`, included, to `until`, not included. `rating_max` is the
    highest mean of the three scores.
    """

    community_id: UUID | None = None
    states: Sequence[State] = ()
    only_open: bool = False
    category_id: UUID | None = None
    building_id: UUID | None = None
    entrance_id: UUID | None = None
    home_id: UUID | None = None
    assignee_id: UUID | None = None
    unassigned: bool = False
    reporter_id: UUID | None = None
    parent_id: UUID | None = None
    urgency: Urgency | None = None
    overdue: bool | None = None
    created_since: datetime | None = None
    created_until: datetime | None = None
    closed_since: datetime | None = None
    closed_until: datetime | None = None
    due_since: datetime | None = None
    due_until: datetime | None = None
    rating_max: float | None = None
    q: str = ""

    @property
    def community(self) -> Any:
        """The column for conditions on the community: none that has an index where words lead to the tickets.

        Otherwise SQLite would walk through all tickets of the community in search of the few that have a rare word.
        """
        return _one_by_one(Ticket.community_id) if self.q.strip() else Ticket.community_id

    def conditions(self, uow: UnitOfWork) -> Iterator[ColumnElement[bool]]:
        """Yield the conditions on `TICKET_ROWS`; whose tickets the actor may see is not among them."""
        if self.community_id is not None:
            yield self.community == self.community_id
        for name in ("building_id", "entrance_id", "home_id", "assignee_id", "reporter_id", "parent_id", "urgency"):
            if (value := getattr(self, name)) is not None:
                yield getattr(Ticket, name) == value
        yield from self._states()
        if self.unassigned:
            yield Ticket.assignee_id.is_(None) & is_worked_on()
        if self.category_id is not None:
            yield _within(uow.session, self.category_id)
        if self.overdue is not None:
            late = deadlines.overdue(uow.now) & is_worked_on()
            yield late if self.overdue else ~late
        yield from self._times()
        if self.rating_max is not None:
            yield Rating.speed + Rating.quality + Rating.manner <= self.rating_max * SCORES
        if self.q.strip():
            hits = search.matches(uow.session, Kind.TICKET, self.q, community_id=self.community_id)
            yield Ticket.id.in_(select(hits.c.subject_id))

    def _states(self) -> Iterator[ColumnElement[bool]]:
        states = {*self.states, *(OPEN if self.only_open else ())}
        if states and states.isdisjoint(ENDED):
            yield is_open()
        if self.states:
            yield Ticket.state == states.pop() if len(states) == 1 else _one_by_one(Ticket.state).in_(sorted(states))

    def _times(self) -> Iterator[ColumnElement[bool]]:
        for name, column in (("created", Ticket.created_at), ("closed", Ticket.ended_at), ("due", Ticket.due_at)):
            since, until = getattr(self, f"{name}_since"), getattr(self, f"{name}_until")
            if since is not None:
                yield column >= since
            if until is not None:
                yield column < until


def is_open() -> ColumnElement[bool]:
    """Return the condition for tickets that have not ended; in this form it fits the partial indexes."""
    return Ticket.ended_at.is_(None)


def is_worked_on() -> ColumnElement[bool]:
    """Return the condition for tickets that are a piece of work, and do not go along with another that is."""
    return Ticket.parent_id.is_(None)


def _within(session: Session, category_id: UUID) -> ColumnElement[bool]:
    """Return the condition for tickets of a category or of one below it, and of what stands in the place of these or once did."""
    related: dict[UUID, set[UUID]] = {}
    for row in session.execute(select(Category.id, Category.parent_id, Category.origin_id)):
        if row.parent_id:
            related.setdefault(row.parent_id, set()).add(row.id)
        if row.origin_id:
            related.setdefault(row.origin_id, set()).add(row.id)
            related.setdefault(row.id, set()).add(row.origin_id)
    found = [category_id]
    for each in found:  # grows on the way down
        found += related.get(each, set()).difference(found)
    return Ticket.category_id == category_id if len(found) == 1 else _one_by_one(Ticket.category_id).in_(found)


def _one_by_one(column: Any) -> Any:
    """Return a column as something no index is for."""
    return column.op("||", return_type=column.type)("") if isinstance(column.type, String) else cast(column, column.type)
