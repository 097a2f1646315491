"""Who shares an entrance: asked by the slices whose things stand between homes, such as doors."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager

from community.core.clock import now
from community.models import Building, Entrance, Home, Membership, Person
from community.policies import Role


def entrances_of_homes(session: Session, home_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return by which entrance each of these homes is reached; unknown ids are left out."""
    rows = session.execute(select(Home.id, Home.entrance_id).where(Home.id.in_(set(home_ids))))
    return {row.id: row.entrance_id for row in rows}


def people_of_entrance(session: Session, entrance_id: UUID) -> list[UUID]:
    """Return the ids of all who live in or own a home at this entrance now, once each."""
    return list(session.scalars(_residents().where(Home.entrance_id == entrance_id)))


def residents_of(session: Session, community_id: UUID) -> list[UUID]:
    """Return the ids of all who live in or own a home in this community now, once each."""
    return list(session.scalars(_residents().where(Home.community_id == community_id)))


def homes_by_address(session: Session, community_id: UUID, digits: str) -> list[Home]:
    """Return the homes that a visitor may mean by "1-1-1203" (building, entrance, number) at a gate.

    Leading zeros do not matter; of a building's or entrance's name only its digits and Latin letters count ("1栋" is 1).
    """
    building, entrance, number = ([_short(part) for part in digits.split("-")] + ["", "", ""])[:3]
    if digits.count("-") != 2 or not number:
        return []
    query = select(Home).join(Entrance, Home.entrance_id == Entrance.id).join(Building, Home.building_id == Building.id)
    query = query.where(Home.community_id == community_id, Home.number.in_({number, digits.rsplit("-", 1)[1]}))
    query = query.options(contains_eager(Home.entrance), contains_eager(Home.building))
    found = session.scalars(query.order_by(Home.id))
    return [home for home in found if (_short(home.building.name), _short(home.entrance.name)) == (building, entrance)]


def _short(name: str) -> str:
    """The part of a place's name that a keypad has: digits and Latin letters, without leading zeros."""
    return "".join(c for c in name.upper() if c.isascii() and c.isalnum()).lstrip("0")


def _residents() -> Select[UUID]:
    query = select(Membership.person_id).join(Person, Membership.person_id == Person.id)
    query = query.join(Home, Membership.home_id == Home.id)
    return query.where(Person.disabled_at.is_(None), Membership.role == Role.RESIDENT, Membership.gives_rights(now())).distinct()
