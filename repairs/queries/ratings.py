"""Ratings, the newest first: a worker's own, or those of a community for its office."""

from typing import Any
from uuid import UUID

from sqlalchemy import desc, select

from community import queries as community_queries
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.models import Category, Rating, Ticket
from repairs.queries.rating_views import RATING_COLUMNS, TICKET_COLUMNS, rating_view, ticket_in_short
from repairs.queries.views import View, photos_of

_ROWS = (
    select(Rating.id, Rating.created_at, *RATING_COLUMNS, *TICKET_COLUMNS)
    .join(Ticket, Rating.ticket_id == Ticket.id)
    .join(Category, Ticket.category_id == Category.id)
)

_NEWEST: list[Any] = [desc(Rating.created_at), desc(Rating.id)]


def ratings(
    uow: UnitOfWork,
    language: str,
    *,
    community_id: UUID | None = None,
    worker_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[View]:
    """Return one page of the ratings that the actor may see."""
    query = _ROWS.where(uow.actor.scope("ratings.list", community=Rating.community_id, owner=Rating.worker_id))
    for column, wanted in ((Rating.community_id, community_id), (Rating.worker_id, worker_id)):
        if wanted is not None:
            query = query.where(column == wanted)
    page = paginate(uow.session, query, _NEWEST, cursor, limit, rows=True)
    names = community_queries.person_names(uow.session, {row.rated_worker_id for row in page.items if row.rated_worker_id})
    photos = photos_of(uow.session, [row.ticket_id for row in page.items])
    return Page([_view(row, photos.get(row.ticket_id, ()), names, language) for row in page.items], page.next)


def one_rating(uow: UnitOfWork, rating_id: UUID, language: str) -> View:
    """Return a rating that the actor is known to may see."""
    row = uow.session.execute(_ROWS.where(Rating.id == rating_id)).one()
    names = community_queries.person_names(uow.session, [row.rated_worker_id] if row.rated_worker_id else [])
    return _view(row, photos_of(uow.session, [row.ticket_id])[row.ticket_id], names, language)


def _view(row: Any, photos: Any, names: dict[UUID, str], language: str) -> View:
    worker = row.rated_worker_id
    return rating_view(row, photos, names, language) | {
        "ticket": ticket_in_short(row, language),
        "worker": {"id": worker, "name": names.get(worker, "")} if worker else None,
    }
