"""What a list would change in a community: compared with what is there, then carried out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.uow import UnitOfWork
from community.estate_list.columns import FLOOR, NAME, PHONE
from community.estate_list.rows import Row, RowError
from community.models import (
    OPEN_STATUSES,
    Building,
    Entrance,
    Home,
    Membership,
    MembershipStatus,
    Person,
    Title,
)
from community.policies import Role

HomeKey = tuple[str, str, str]
AT_ONCE = 500  # values in one IN (...)


@dataclass
class Known:
    """What the community and the accounts hold already, by the names that the list uses."""

    buildings: dict[str, Building] = field(default_factory=dict)
    entrances: dict[tuple[str, str], Entrance] = field(default_factory=dict)
    homes: dict[HomeKey, Home] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    memberships: dict[tuple[UUID, UUID], Membership] = field(default_factory=dict)  # by person and home


def load_known(session: Session, community_id: UUID, rows: Sequence[Row]) -> Known:
    """Read everything that the rows may meet, in a handful of queries."""
    known = Known()
    names: dict[UUID, str] = {}
    for building in session.scalars(select(Building).where(Building.community_id == community_id)):
        known.buildings[building.name] = building
        names[building.id] = building.name
    labels: dict[UUID, tuple[str, str]] = {}
    for entrance in session.scalars(select(Entrance).where(Entrance.community_id == community_id)):
        labels[entrance.id] = (names[entrance.building_id], entrance.name)
        known.entrances[labels[entrance.id]] = entrance
    for home in session.scalars(select(Home).where(Home.community_id == community_id)):
        known.homes[(*labels[home.entrance_id], home.number)] = home
    for phones in _chunks({row.phone for row in rows if row.phone}):
        known.people |= {p.phone: p for p in session.scalars(select(Person).where(Person.phone.in_(phones)))}
    mine = select(Membership).where(
        Membership.community_id == community_id,
        Membership.home_id.is_not(None),
        Membership.status.in_(OPEN_STATUSES),
    )
    known.memberships = {(m.person_id, m.home_id): m for m in session.scalars(mine) if m.home_id}
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
        elif person.disabled_at is not None:
            errors.append(RowError(row.row, PHONE, "disabled"))
        elif person.id == actor_id and not _is_bound(known, person, home):
            errors.append(RowError(row.row, PHONE, "own_binding"))
    return errors


def count_new(known: Known, rows: Sequence[Row]) -> dict[str, int]:
    """Count what carrying out the rows would make."""
    return {
        "buildings": len({r.building for r in rows} - known.buildings.keys()),
        "entrances": len({(r.building, r.entrance) for r in rows} - known.entrances.keys()),
        "homes": len({r.home for r in rows} - known.homes.keys()),
        "people": len({r.phone for r in rows if r.phone} - known.people.keys()),
        "memberships": sum(1 for r in rows if r.phone and not _already_bound(known, r)),
    }


def carry_out(uow: UnitOfWork, community_id: UUID, known: Known, rows: Sequence[Row]) -> dict[str, int]:
    """Add what is missing and put residents into force, approved by the actor; returns what was made."""
    created = count_new(known, rows)
    _add_buildings(uow.session, community_id, known, rows)
    _add_entrances(uow.session, community_id, known, rows)
    _add_homes(uow.session, community_id, known, rows)
    _add_people(uow, known, rows)
    uow.session.flush()
    _bind(uow, community_id, known, rows)
    uow.session.flush()
    return created


def _is_bound(known: Known, person: Person, home: Home | None) -> bool:
    membership = known.memberships.get((person.id, home.id)) if home else None
    return membership is not None and membership.status is MembershipStatus.ACTIVE


def _already_bound(known: Known, row: Row) -> bool:
    person = known.people.get(row.phone or "")
    return person is not None and _is_bound(known, person, known.homes.get(row.home))


def _add_buildings(session: Session, community_id: UUID, known: Known, rows: Sequence[Row]) -> None:
    for row in rows:
        building = known.buildings.get(row.building)
        if building is None:
            building = Building(community_id=community_id, name=row.building, floors=1, sort=_sort(row.building))
            session.add(building)
            known.buildings[row.building] = building
        building.floors = max(building.floors, row.floor)
    session.flush()


def _add_entrances(session: Session, community_id: UUID, known: Known, rows: Sequence[Row]) -> None:
    for row in rows:
        key = (row.building, row.entrance)
        if key not in known.entrances:
            building_id = known.buildings[row.building].id
            known.entrances[key] = Entrance(
                community_id=community_id, building_id=building_id, name=row.entrance, sort=_sort(row.entrance)
            )
            session.add(known.entrances[key])
    session.flush()


def _add_homes(session: Session, community_id: UUID, known: Known, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.home not in known.homes:
            entrance = known.entrances[(row.building, row.entrance)]
            known.homes[row.home] = Home(
                community_id=community_id,
                building_id=entrance.building_id,
                entrance_id=entrance.id,
                number=row.number,
                floor=row.floor,
            )
            session.add(known.homes[row.home])


def _add_people(uow: UnitOfWork, known: Known, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.phone and row.phone not in known.people:
            known.people[row.phone] = Person(phone=row.phone, name=row.name or "", created_at=uow.now)
            uow.session.add(known.people[row.phone])


def _bind(uow: UnitOfWork, community_id: UUID, known: Known, rows: Sequence[Row]) -> None:
    for row in rows:
        if row.phone is None:
            continue
        person, home = known.people[row.phone], known.homes[row.home]
        membership = known.memberships.get((person.id, home.id))
        if membership is None:
            membership = Membership(
                person_id=person.id, role=Role.RESIDENT, community_id=community_id, home_id=home.id, requested_at=uow.now
            )
            uow.session.add(membership)
        if membership.status is not MembershipStatus.ACTIVE:  # new, or a request that waited: the list is the decision
            membership.status, membership.title = MembershipStatus.ACTIVE, Title(str(row.title))
            membership.requested_by_id = membership.requested_by_id or uow.actor.id
            membership.decided_by_id, membership.decided_at = uow.actor.id, uow.now


def _sort(name: str) -> int:
    """Order by the number in a name, so that 10栋 follows 9栋; names without one come last."""
    found = re.search(r"[0-9]{1,6}", name)
    return int(found[0]) if found else 1_000_000


def _chunks(values: Iterable[str]) -> Iterable[list[str]]:
    ordered = sorted(values)
    return (ordered[i : i + AT_ONCE] for i in range(0, len(ordered), AT_ONCE))
