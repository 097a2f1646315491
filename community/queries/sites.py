"""Everything another slice needs to know of a place in one query: its ids, its label, its community's clock."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from community.core.auth import Place
from community.core.errors import NotFound
from community.models import Building, Community, Entrance, Home


@dataclass(frozen=True)
class Site:
    """A home or a public place: the name of its community; `label` is "1栋1单元1203", "1栋1单元", "1栋" or "" (all of it)."""

    community_id: UUID
    district_id: UUID
    time_zone: ZoneInfo
    community: str
    label: str = ""
    building_id: UUID | None = None
    entrance_id: UUID | None = None
    home_id: UUID | None = None

    @property
    def place(self) -> Place:
        return Place(
            community_id=self.community_id,
            building_id=self.building_id,
            home_id=self.home_id,
            district_id=self.district_id,
        )


def site_of_home(session: Session, home_id: UUID) -> Site:
    """Return where a home stands; raises NotFound."""
    return _one(session, _SITE_OF_HOME, home_id=home_id)


def public_site(session: Session, community_id: UUID, building_id: UUID | None = None, entrance_id: UUID | None = None) -> Site:
    """Return a community, a building of it or an entrance of that; raises NotFound if they do not belong together."""
    columns = (*(_BUILDING if building_id or entrance_id else ()), *(_ENTRANCE if entrance_id else ()))
    query = _sites(*columns).where(Community.id == community_id)
    if columns:
        query = query.join(Building, Building.community_id == Community.id)
    if building_id:
        query = query.where(Building.id == building_id)
    if entrance_id:
        query = query.join(Entrance, Entrance.building_id == Building.id).where(Entrance.id == entrance_id)
    return _one(session, query)


_BUILDING = (Building.name.label("building"), Building.id.label("building_id"))
_ENTRANCE = (Entrance.name.label("entrance"), Entrance.id.label("entrance_id"))


def _sites(*columns: Any) -> Select[Any]:
    base = (Community.id.label("community_id"), Community.district_id, Community.time_zone, Community.name.label("community"))
    return select(*base, *columns).select_from(Community)


_SITE_OF_HOME = (
    _sites(*_BUILDING, *_ENTRANCE, Home.number, Home.id.label("home_id"))
    .join(Home, Home.community_id == Community.id)
    .join(Entrance, Home.entrance_id == Entrance.id)
    .join(Building, Home.building_id == Building.id)
    .where(Home.id == bindparam("home_id"))
)


def _one(session: Session, query: Select[Any], **given: UUID) -> Site:
    row = session.execute(query, given).mappings().one_or_none()
    if row is None:
        raise NotFound
    return Site(
        community=row["community"],
        label="".join(row[part] for part in ("building", "entrance", "number") if part in row),
        time_zone=ZoneInfo(row["time_zone"]),
        **{key: row[key] for key in row if key.endswith("_id")},
    )
