"""Open tickets near by that look like the same matter, as much of them as the asker may know.

Only so many tickets are looked at, the newest of the building and of the community's public areas, by an index that holds open
tickets alone: what it costs does not grow with the history. A resident reads of another household's ticket where about it is and
how far, but neither home nor people, words or photos; what is in a public area everybody there may read.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, or_, select, union_all

from community import queries as community_queries
from community.core.auth import Place
from community.core.db import find
from community.core.uow import UnitOfWork
from community.queries import Site
from repairs.errors import UnknownPlace
from repairs.likeness import Candidate, Matter, Spot, line_of, rank, words_of
from repairs.models import Category, Ticket
from repairs.parties import standing
from repairs.queries.categories import usable_category
from repairs.queries.filters import is_open, is_worked_on
from repairs.queries.views import photos_of
from repairs.workflow import State

MOST_LOOKED_AT = 100  # of one building, and of the public areas
View = dict[str, Any]
_COLUMNS = (
    Ticket.id,
    Ticket.number,
    Ticket.building_id,
    Ticket.entrance_id,
    Ticket.home_id,
    Ticket.home_label,
    Ticket.place_label,
    Ticket.reporter_id,
    Ticket.category_id,
    Ticket.text,
    Ticket.state,
    Ticket.joined_count,
    Ticket.created_at,
)


def similar(
    uow: UnitOfWork,
    language: str,
    *,
    community_id: UUID,
    home_id: UUID | None = None,
    building_id: UUID | None = None,
    entrance_id: UUID | None = None,
    category_id: UUID | None = None,
    text: str = "",
) -> list[View]:
    """Return what might be the same as a report that is being written about a home or a public place."""
    here = Place(community_id=community_id)
    uow.actor.require("tickets.similar", here)
    site = _site(uow, community_id, home_id, building_id, entrance_id)
    category = usable_category(uow.session, category_id, community_id) if category_id else None
    matter = Matter(category.id, category.parent_id, words_of(text)) if category else Matter(words=words_of(text))
    return _found(uow, language, site, matter)


def like(uow: UnitOfWork, ticket_id: UUID, language: str) -> list[View]:
    """Return what might be the same as a ticket that the actor may read."""
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("tickets.read", ticket.place)
    site = _site(uow, ticket.community_id, ticket.home_id, ticket.building_id, ticket.entrance_id)
    matter = Matter(ticket.category_id, ticket.category.parent_id, words_of(ticket.text))
    return _found(uow, language, site, matter, but=ticket)


def _site(uow: UnitOfWork, community_id: UUID, home_id: UUID | None, building_id: UUID | None, entrance_id: UUID | None) -> Site:
    if home_id is None:
        return community_queries.public_site(uow.session, community_id, building_id, entrance_id)
    site = community_queries.site_of_home(uow.session, home_id)
    uow.actor.require("homes.read", site.place)
    if site.community_id != community_id:
        raise UnknownPlace
    return site


def _found(uow: UnitOfWork, language: str, site: Site, matter: Matter, but: Ticket | None = None) -> list[View]:
    rows = {row.id: row for row in uow.session.execute(_near(site)) if but is None or row.id != but.id}
    homes = {row.home_id for row in rows.values() if row.home_id} | ({site.home_id} if site.home_id else set())
    floors = community_queries.home_floors(uow.session, homes)
    candidates = (
        Candidate(row.id, _spot(row, floors), Matter(row.category_id, row.above_id, words_of(row.text))) for row in rows.values()
    )
    likely = rank(_spot(site, floors), matter, candidates)
    return _views(uow, [rows[id_] for id_ in likely], site.community_id, language)


def _near(site: Site) -> Select[*tuple[Any, ...]]:
    """Return the query for the newest open tickets of the building and of the public areas."""
    places = {site.building_id, None}
    parts = [_newest(site.community_id, building_id) for building_id in places]
    found = union_all(*(select(part.subquery()) for part in parts)).subquery()
    query: Select[*tuple[Any, ...]] = select(found, *_OF_CATEGORY)
    return query.join(Category, found.c.category_id == Category.id)


_OF_CATEGORY = (Category.parent_id.label("above_id"), Category.name, Category.name_en, Category.icon)


def _newest(community_id: UUID, building_id: UUID | None) -> Select[*tuple[Any, ...]]:
    # "Not resolved" instead of the states: an index by state would lead through the whole history.
    query = select(*_COLUMNS).where(Ticket.community_id == community_id, Ticket.building_id == building_id)
    query = query.where(is_open(), is_worked_on(), Ticket.state != State.RESOLVED)
    return query.order_by(Ticket.created_at.desc()).limit(MOST_LOOKED_AT)


def _spot(row: Row[Any] | Site, floors: dict[UUID, tuple[str, int]]) -> Spot:
    if row.home_id not in floors:
        return Spot(row.building_id, row.entrance_id)
    number, floor = floors[row.home_id]
    return Spot(row.building_id, row.entrance_id, row.home_id, floor, line_of(number, floor))


def _views(uow: UnitOfWork, rows: Sequence[Row[Any]], community_id: UUID, language: str) -> list[View]:
    staff = standing(uow.actor, community_id).staff
    mine = {grant.home_id for grant in uow.actor.grants} - {None}
    own = {row.id for row in rows if row.reporter_id == uow.actor.id or row.home_id in mine}
    clear = [row for row in rows if staff or row.id in own or row.home_id is None]
    photos = photos_of(uow.session, [row.id for row in clear]) if clear else {}
    where = community_queries.entrance_labels(uow.session, [row.entrance_id for row in rows if row.entrance_id])
    joined = _joined(uow, [row.id for row in rows], mine)
    return [
        {
            "id": row.id,
            "category": {"id": row.category_id, "name": row.name_en if language == "en" else row.name, "icon": row.icon},
            "state": row.state,
            "created_at": row.created_at,
            "reports": 1 + row.joined_count,
            "own_ticket_id": row.id if row.id in own else joined.get(row.id),
            "place_label": row.place_label if row in clear else where.get(row.entrance_id, ""),
            "number": row.number if staff or row.id in own else None,
            "text": row.text if row in clear else None,
            "attachments": photos.get(row.id, []) if row in clear else [],
        }
        for row in rows
    ]


def _joined(uow: UnitOfWork, ids: Iterable[UUID], mine: set[UUID | None]) -> dict[UUID, UUID]:
    """Return which of these the actor's household has joined, and the own ticket of each."""
    ours = or_(Ticket.home_id.in_(mine), Ticket.reporter_id == uow.actor.id)
    query = select(Ticket.parent_id, Ticket.id).where(and_(Ticket.parent_id.in_(set(ids)), Ticket.state != State.CANCELLED, ours))
    return {parent_id: id_ for parent_id, id_ in uow.session.execute(query) if parent_id is not None}
