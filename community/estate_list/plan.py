"""What a list would change in a community, compared with what is there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.estate_list.columns import FLOOR, NAME, PHONE
from community.estate_list.rows import Row, RowError
from community.models import OPEN_STATUSES, Building, Entrance, Home, Membership, MembershipStatus, Person

HomeKey = tuple[str, str, str]
AT_ONCE = 500  # values in one IN (...)


class KnownBuilding(NamedTuple):
    id: UUID
    floors: int


class KnownHome(NamedTuple):
    id: UUID
    floor: int


class KnownPerson(NamedTuple):
    id: UUID
    name: str
    disabled: bool


class KnownMembership(NamedTuple):
    id: UUID
    active: bool


@dataclass
class Known:
    """What the community and the accounts hold already, by the names that the list uses."""

    buildings: dict[str, KnownBuilding] = field(default_factory=dict)
    entrances: dict[tuple[str, str], UUID] = field(default_factory=dict)
    homes: dict[HomeKey, KnownHome] = field(default_factory=dict)
    people: dict[str, KnownPerson] = field(default_factory=dict)
    memberships: dict[tuple[UUID, UUID], KnownMembership] = field(default_factory=dict)  # by person and home

    def is_bound(self, row: Row) -> bool:
        """Tell whether the row's person belongs to the row's home already."""
        person, home = self.people.get(row.phone or ""), self.homes.get(row.home)
        held = self.memberships.get((person.id, home.id)) if person and home else None
        return held is not None and held.active


def load_known(session: Session, community_id: UUID, rows: Sequence[Row]) -> Known:
    """Read everything that the rows may meet, in a handful of queries."""
    known = Known()
    _load_places(session, community_id, known)
    for phones in _chunks({row.phone for row in rows if row.phone}):
        people = select(Person.phone, Person.id, Person.name, Person.disabled_at).where(Person.phone.in_(phones))
        for phone, id_, name, disabled_at in session.execute(people):
            known.people[phone] = KnownPerson(id_, name, disabled_at is not None)
    held = select(Membership.person_id, Membership.home_id, Membership.id, Membership.status).where(
        Membership.community_id == community_id,
        Membership.home_id.is_not(None),
        Membership.status.in_(OPEN_STATUSES),
    )
    for person_id, home_id, id_, status in session.execute(held):
        known.memberships[(person_id, cast(UUID, home_id))] = KnownMembership(id_, status is MembershipStatus.ACTIVE)
    return known


def conflicts(known: Known, rows: Iterable[Row], actor_id: Any) -> list[RowError]:
    """Find rows that contradict what is registered, or by which the actor would bind a home to themself."""
    errors: list[RowError] = []
    for row in rows:
        home, person = known.homes.get(row.home), known.people.get(row.phone or "")
        if home is not None and home.floor != row.floor:
            errors.append(RowError(row.row, FLOOR, "floor_conflict", {"known": home.floor}))
        if person is None:
            continue
        if person.name != row.name:
            errors.append(RowError(row.row, NAME, "name_conflict"))
        elif person.disabled:
            errors.append(RowError(row.row, PHONE, "disabled"))
        elif person.id == actor_id and not known.is_bound(row):
            errors.append(RowError(row.row, PHONE, "own_binding"))
    return errors


def count_new(known: Known, rows: Sequence[Row]) -> dict[str, int]:
    """Count what carrying out the rows would make."""
    return {
        "buildings": len({r.building for r in rows} - known.buildings.keys()),
        "entrances": len({r.home[:2] for r in rows} - known.entrances.keys()),
        "homes": len({r.home for r in rows} - known.homes.keys()),
        "people": len({r.phone for r in rows if r.phone} - known.people.keys()),
        "memberships": sum(1 for r in rows if r.phone and not known.is_bound(r)),
    }


def _load_places(session: Session, community_id: UUID, known: Known) -> None:
    names: dict[UUID, str] = {}
    buildings = select(Building.id, Building.name, Building.floors).where(Building.community_id == community_id)
    for id_, name, floors in session.execute(buildings):
        known.buildings[name], names[id_] = KnownBuilding(id_, floors), name
    labels: dict[UUID, tuple[str, str]] = {}
    entrances = select(Entrance.id, Entrance.building_id, Entrance.name).where(Entrance.community_id == community_id)
    for id_, building_id, name in session.execute(entrances):
        labels[id_] = (names[building_id], name)
        known.entrances[labels[id_]] = id_
    homes = select(Home.id, Home.entrance_id, Home.number, Home.floor).where(Home.community_id == community_id)
    for id_, entrance_id, number, floor in session.execute(homes):
        known.homes[(*labels[entrance_id], number)] = KnownHome(id_, floor)


def _chunks(values: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[i : i + AT_ONCE] for i in range(0, len(ordered), AT_ONCE))
