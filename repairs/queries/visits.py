"""The office's list of return visits: whom to ask, about what, and what came of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import desc, select

from community import queries as community_queries
from community.core.auth import Place
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.models import Category, Rating, ReturnVisit, Ticket, VisitState
from repairs.queries.rating_views import RATING_COLUMNS, TICKET_COLUMNS, rating_view, ticket_in_short
from repairs.queries.views import View, photos_of

_VISIT = tuple(
    getattr(ReturnVisit, name).label(f"visit_{name}")
    for name in ("reason", "state", "attempts", "outcome", "note", "reopened", "handled_by_id", "handled_at")
)
_ROWS = (
    select(ReturnVisit.id, ReturnVisit.due_at, *_VISIT, *TICKET_COLUMNS, Ticket.reporter_id, Ticket.assignee_id, *RATING_COLUMNS)
    .join(Ticket, ReturnVisit.ticket_id == Ticket.id)
    .join(Category, Ticket.category_id == Category.id)
    .outerjoin(Rating, Rating.ticket_id == Ticket.id)
)
_DUE_FIRST: list[Any] = [ReturnVisit.due_at, ReturnVisit.id]
_NEWEST: list[Any] = [desc(key) for key in _DUE_FIRST]


def return_visits(
    uow: UnitOfWork,
    language: str,
    *,
    community_id: UUID,
    state: VisitState | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[View]:
    """Return one page of a community's visits: those that are due by time, others the newest first."""
    uow.actor.require("return_visits.list", Place(community_id=community_id))
    query = _ROWS.where(ReturnVisit.community_id == community_id)
    if state is not None:
        query = query.where(ReturnVisit.state == state)
    page = paginate(uow.session, query, _DUE_FIRST if state is VisitState.DUE else _NEWEST, cursor, limit, rows=True)
    return Page(_views(uow, page.items, language), page.next)


def one_visit(uow: UnitOfWork, visit_id: UUID, language: str) -> View:
    """Return a visit that the actor is known to may see."""
    return _views(uow, uow.session.execute(_ROWS.where(ReturnVisit.id == visit_id)).all(), language)[0]


def _views(uow: UnitOfWork, rows: Any, language: str) -> list[View]:
    people = {p for row in rows for p in (row.reporter_id, row.assignee_id, row.rated_worker_id, row.visit_handled_by_id) if p}
    contacts = community_queries.contacts(uow.session, people)
    photos = photos_of(uow.session, [row.ticket_id for row in rows])
    return [_view(uow, row, contacts, photos.get(row.ticket_id, ()), language) for row in rows]


def _view(uow: UnitOfWork, row: Any, contacts: Any, photos: Any, language: str) -> View:
    names = {person.id: person.name for person in contacts.values()}
    plain = ("reason", "state", "attempts", "outcome", "note", "reopened", "handled_at")
    return {name: getattr(row, f"visit_{name}") for name in plain} | {
        "id": row.id,
        "due_at": row.due_at,
        "overdue": row.visit_state is VisitState.DUE and row.due_at < uow.now,
        "handled_by": _person(row.visit_handled_by_id, names),
        "reporter": contacts[row.reporter_id]._asdict(),
        "worker": _person(row.assignee_id, names),
        "rating": rating_view(row, photos, names, language) if row.rated_at else None,
        "ticket": ticket_in_short(row, language),
    }


def _person(person_id: UUID | None, names: dict[UUID, str]) -> View | None:
    return {"id": person_id, "name": names.get(person_id, "")} if person_id else None
