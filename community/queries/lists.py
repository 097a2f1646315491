"""Lists for the routes: each takes the asker's scope as a condition and returns a page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from community.core.auth import Actor
from community.core.paging import Page, paginate
from community.models import OPEN_STATUSES, Building, Community, Entrance, Home, Membership, Person
from community.queries.search import home_matches, home_named, person_matches

_HOME_PARTS = (joinedload(Home.building), joinedload(Home.entrance).joinedload(Entrance.building))


def membership_parts() -> tuple[ORMOption, ...]:
    """Return what to load along with memberships, so that a list takes one query."""
    home = joinedload(Membership.home)
    return (
        joinedload(Membership.person),
        joinedload(Membership.community),
        joinedload(Membership.district),
        joinedload(Membership.decided_by),
        home.joinedload(Home.building),
        home.joinedload(Home.entrance).joinedload(Entrance.building),
    )


def communities_page(session: Session, actor: Actor, *, q: str = "", cursor: str | None = None, limit: int = 50) -> Page[Community]:
    """Return the communities the actor may read, by name."""
    query = select(Community).options(joinedload(Community.district))
    query = query.where(actor.scope("communities.read", community=Community.id))
    if q:
        query = query.where(Community.name.contains(q, autoescape=True))
    return paginate(session, query, [Community.name, Community.id], cursor, limit)


def communities_named(session: Session, name: str) -> Sequence[Community]:
    """Return the communities of exactly this name, at most 20: how somebody without any membership finds theirs."""
    return session.scalars(select(Community).where(Community.name == name.strip()).limit(20)).all()


def buildings_page(session: Session, community_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[Building]:
    """Return a community's buildings with their entrances, as people count them."""
    query = select(Building).options(selectinload(Building.entrances)).where(Building.community_id == community_id)
    return paginate(session, query, [Building.sort, Building.name, Building.id], cursor, limit)


def homes_page(
    session: Session, actor: Actor, *, q: str = "", cursor: str | None = None, limit: int = 50, **places: UUID
) -> Page[Home]:
    """Return the homes the actor may read, filtered by `community_id`, `building_id`, `entrance_id` and a search text."""
    scope = actor.scope("homes.read", community=Home.community_id, building=Home.building_id, home=Home.id)
    query = select(Home).options(*_HOME_PARTS).where(scope)
    for field, value in places.items():
        query = query.where(getattr(Home, field) == value)
    if q:
        query = query.where(home_matches(q))
    keys = [Home.community_id, Home.building_id, Home.entrance_id, Home.floor, Home.number, Home.id]
    return paginate(session, query, keys, cursor, limit)


def homes_named(session: Session, community_id: UUID, label: str) -> Sequence[Home]:
    """Return the homes with exactly this label or number in a community, at most 50, loaded with their places."""
    query = select(Home).options(*_HOME_PARTS).where(Home.community_id == community_id, home_named(label))
    return session.scalars(query.order_by(Home.building_id, Home.entrance_id, Home.id).limit(50)).all()


def memberships_page(
    session: Session, actor: Actor, *, cursor: str | None = None, limit: int = 50, **filters: Any
) -> Page[Membership]:
    """Return the memberships the actor may read and the actor's own, newest first.

    Filters: `community_id`, `home_id`, `status`, `role`.
    """
    query = select(Membership).options(*membership_parts())
    query = query.where(or_(_readable(actor, "memberships.read"), Membership.person_id == actor.person_id))
    for field, value in filters.items():
        query = query.where(getattr(Membership, field) == value)
    return paginate(session, query, [Membership.requested_at.desc(), Membership.id.desc()], cursor, limit)


def memberships_of(session: Session, person_id: UUID) -> Sequence[Membership]:
    """Return all of a person's memberships but the ended ones, oldest first."""
    query = select(Membership).options(*membership_parts()).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return session.scalars(query.order_by(Membership.requested_at, Membership.id)).all()


def people_page(
    session: Session,
    actor: Actor,
    *,
    community_id: UUID | None = None,
    q: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[dict[str, Any]]:
    """Return people with the memberships by which the actor may see them, and no others, by name."""
    seen = _readable(actor, "people.list") & Membership.status.in_(OPEN_STATUSES)
    if community_id is not None:
        seen &= Membership.community_id == community_id
    query = select(Person).where(Person.id.in_(select(Membership.person_id).where(seen)))
    if q:
        query = query.where(person_matches(q, seen))
    page = paginate(session, query, [Person.name, Person.id], cursor, limit)
    return Page(_with_memberships(session, page.items, seen), page.next)


def _with_memberships(session: Session, people: Sequence[Person], seen: ColumnElement[bool]) -> list[dict[str, Any]]:
    query = select(Membership).options(*membership_parts())
    query = query.where(Membership.person_id.in_([p.id for p in people]), seen).order_by(Membership.requested_at)
    by_person: dict[UUID, list[Membership]] = {p.id: [] for p in people}
    for membership in session.scalars(query):
        by_person[membership.person_id].append(membership)
    return [{"id": p.id, "name": p.name, "phone": p.phone, "memberships": by_person[p.id]} for p in people]


def _readable(actor: Actor, operation: str) -> ColumnElement[bool]:
    return actor.scope(operation, community=Membership.community_id, home=Membership.home_id)
