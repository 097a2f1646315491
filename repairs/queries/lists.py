"""Lists of tickets: what the actor may see, filtered, searched and in order."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, desc, or_

from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs import deadlines
from repairs.models import Ticket
from repairs.queries.views import TICKET_ROWS, View, views
from repairs.workflow import State

SORTS: dict[str, tuple[Any, ...]] = {
    "due": (Ticket.due_at, Ticket.id),
    "created": (desc(Ticket.created_at), desc(Ticket.id)),
}


def tickets(
    uow: UnitOfWork,
    language: str,
    *,
    community_id: UUID | None = None,
    states: Iterable[State] = (),
    only_open: bool = False,
    assignee_id: UUID | None = None,
    reporter_id: UUID | None = None,
    overdue: bool | None = None,
    q: str = "",
    sort: str = "created",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[View]:
    """Return one page of the tickets that the actor may see. `q` is looked for in numbers, texts and places."""
    query = TICKET_ROWS.where(scope(uow))
    if community_id is not None:
        query = query.where(Ticket.community_id == community_id)
    if only_open:
        query = query.where(is_open())
    if states := tuple(states):
        query = query.where(Ticket.state.in_(states))
    if assignee_id is not None:
        query = query.where(Ticket.assignee_id == assignee_id)
    if reporter_id is not None:
        query = query.where(Ticket.reporter_id == reporter_id)
    if overdue is not None:
        late = deadlines.overdue(uow.now)
        query = query.where(late if overdue else ~late)
    if q.strip():
        query = query.where(_mentions(q.strip()))
    page = paginate(uow.session, query, SORTS[sort], cursor, limit, rows=True)
    return Page(views(uow, page.items, language), page.next)


def scope(uow: UnitOfWork) -> ColumnElement[bool]:
    """Return the condition that leaves the tickets that the actor may see."""
    columns = {"community": Ticket.community_id, "home": Ticket.home_id, "owner": Ticket.reporter_id}
    return uow.actor.scope("tickets.list", **columns)


def is_open() -> ColumnElement[bool]:
    """Return the condition for tickets that have not ended; in this form it fits the partial indexes."""
    return Ticket.ended_at.is_(None)


def _mentions(q: str) -> ColumnElement[bool]:
    columns = (Ticket.number, Ticket.text, Ticket.place_label)
    return or_(*(column.icontains(q, autoescape=True) for column in columns))
