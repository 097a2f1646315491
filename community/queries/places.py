"""Questions about places that other slices ask: labels, look-ups by number, which district."""

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from community.core.auth import Place
from community.core.errors import NotFound
from community.models import Building, Community, Entrance, Home

T = TypeVar("T")


def communities(session: Session) -> Sequence[Community]:
    """Return all communities by name; for jobs and for the platform's own screens."""
    return session.scalars(select(Community).order_by(Community.name)).all()


def community_of(session: Session, community_id: UUID) -> Community:
    """Return a community; raises NotFound."""
    return _get(session, Community, community_id)


def district_of(session: Session, community_id: UUID) -> UUID | None:
    """Return the district in which a community lies, or None if there is no such community."""
    return session.scalar(select(Community.district_id).where(Community.id == community_id))


def find_building(session: Session, building_id: UUID) -> Building:
    """Return a building; raises NotFound."""
    return _get(session, Building, building_id)


def find_entrance(session: Session, entrance_id: UUID) -> Entrance:
    """Return an entrance, whose `label` is "1栋1单元"; raises NotFound."""
    return _get(session, Entrance, entrance_id)


def find_home(session: Session, home_id: UUID) -> Home:
    """Return a home, whose `label` is "1栋1单元1203"; raises NotFound."""
    return _get(session, Home, home_id)


def place_of_home(session: Session, home_id: UUID) -> Place:
    """Return where a home stands, with its district filled in; raises NotFound."""
    home = find_home(session, home_id)
    return Place(
        district_id=district_of(session, home.community_id),
        community_id=home.community_id,
        building_id=home.building_id,
        home_id=home.id,
    )


def home_label(session: Session, home_id: UUID) -> str:
    """Return "1栋1单元1203", or "" for a home that does not exist."""
    return home_labels(session, [home_id]).get(home_id, "")


def home_labels(session: Session, home_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the labels of many homes in one query; unknown ids are left out."""
    rows = session.execute(
        select(Home.id, Building.name, Entrance.name, Home.number)
        .join(Entrance, Home.entrance_id == Entrance.id)
        .join(Building, Home.building_id == Building.id)
        .where(Home.id.in_(set(home_ids)))
    )
    return {home_id: f"{building}{entrance}{number}" for home_id, building, entrance, number in rows}


def home_floors(session: Session, home_ids: Iterable[UUID]) -> dict[UUID, tuple[str, int]]:
    """Return the number and the floor of many homes in one query; unknown ids are left out."""
    rows = session.execute(select(Home.id, Home.number, Home.floor).where(Home.id.in_(set(home_ids))))
    return {home_id: (number, floor) for home_id, number, floor in rows}


def building_labels(session: Session, building_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of many buildings in one query; unknown ids are left out."""
    rows = session.execute(select(Building.id, Building.name).where(Building.id.in_(set(building_ids))))
    return {row.id: row.name for row in rows}


def entrance_label(session: Session, entrance_id: UUID) -> str:
    """Return "1栋1单元", or "" for an entrance that does not exist."""
    return entrance_labels(session, [entrance_id]).get(entrance_id, "")


def entrance_labels(session: Session, entrance_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the labels of many entrances in one query; unknown ids are left out."""
    rows = session.execute(
        select(Entrance.id, Building.name, Entrance.name)
        .join(Building, Entrance.building_id == Building.id)
        .where(Entrance.id.in_(set(entrance_ids)))
    )
    return {entrance_id: f"{building}{entrance}" for entrance_id, building, entrance in rows}


def entrances_of(session: Session, community_id: UUID) -> Sequence[Entrance]:
    """Return a community's entrances with their buildings, as people count them."""
    query = select(Entrance).join(Entrance.building).options(contains_eager(Entrance.building))
    query = query.where(Entrance.community_id == community_id)
    return session.scalars(query.order_by(Building.sort, Building.name, Entrance.sort, Entrance.name)).all()


def homes_by_number(session: Session, entrance_id: UUID, digits: str) -> Sequence[Home]:
    """Return the homes that a visitor may mean by keying in `digits` at this entrance, an exact match first.

    Leading zeros do not matter ("0302" finds home 302), since panels with a fixed number of places send them.
    """
    wanted = {digits, digits.lstrip("0")} - {""}
    query = select(Home).where(Home.entrance_id == entrance_id, Home.number.in_(wanted))
    return session.scalars(query.order_by(func.length(Home.number).desc())).all()


def _get(session: Session, model: type[T], id_: UUID) -> T:
    found = session.get(model, id_)
    if found is None:
        raise NotFound()
    return found
