"""Carries a list out. Rows go in by the thousand: on SQLite nobody else can write meanwhile, and doors must not wait."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from community.core.db import Base
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.estate_list.plan import Known, KnownBuilding, KnownHome, KnownPerson, count_new
from community.estate_list.rows import Row
from community.models import Building, Entrance, Home, Membership, MembershipStatus, Person
from community.policies import Role

Record = dict[str, Any]


def carry_out(uow: UnitOfWork, community_id: UUID, known: Known, rows: Sequence[Row]) -> dict[str, int]:
    """Add what is missing and put residents into force, approved by the actor; returns what was made."""
    created = count_new(known, rows)
    add_places(uow, community_id, known, rows)
    add_people(uow, known, rows)
    bind(uow, community_id, known, rows)
    return created


def add_places(uow: UnitOfWork, community_id: UUID, known: Known, rows: Sequence[Row]) -> None:
    """Add buildings, entrances and homes, and let a building grow to the highest floor that is named."""
    highest: dict[str, int] = {}
    for row in rows:
        highest[row.building] = max(highest.get(row.building, 1), row.floor)
    buildings: list[Record] = []
    for name, floors in highest.items():
        there = known.buildings.get(name)
        if there is None:
            known.buildings[name] = KnownBuilding(new_id(), floors)
            place = {"id": known.buildings[name].id, "community_id": community_id, "name": name}
            buildings.append(place | {"floors": floors, "sort": _sort(name)})
        elif there.floors < floors:
            uow.session.execute(update(Building).where(Building.id == there.id).values(floors=floors))
    _insert(uow, Building, buildings)
    _insert(uow, Entrance, _new_entrances(community_id, known, rows))
    _insert(uow, Home, _new_homes(community_id, known, rows))


def add_people(uow: UnitOfWork, known: Known, rows: Sequence[Row]) -> None:
    """Add accounts for phone numbers that have none."""
    people: list[Record] = []
    for row in rows:
        if row.phone and row.phone not in known.people:
            known.people[row.phone] = KnownPerson(new_id(), row.name or "", disabled=False)
            person = {"id": known.people[row.phone].id, "phone": row.phone, "name": row.name}
            people.append(person | {"created_at": uow.now})
    _insert(uow, Person, people)


def bind(uow: UnitOfWork, community_id: UUID, known: Known, rows: Sequence[Row]) -> None:
    """Put residents into force; a request that waited is decided by the list."""
    decision = {"status": MembershipStatus.ACTIVE, "decided_by_id": uow.actor.id, "decided_at": uow.now}
    memberships: list[Record] = []
    for row in rows:
        if row.phone is None or known.is_bound(row):
            continue
        person, home = known.people[row.phone], known.homes[row.home]
        waiting = known.memberships.get((person.id, home.id))
        if waiting is not None:
            values = decision | {"title": row.title}
            uow.session.execute(update(Membership).where(Membership.id == waiting.id).values(values))
            continue
        who = {"id": new_id(), "person_id": person.id, "role": Role.RESIDENT, "title": row.title}
        where = {"community_id": community_id, "home_id": home.id}
        memberships.append(who | where | decision | {"requested_by_id": uow.actor.id, "requested_at": uow.now})
    _insert(uow, Membership, memberships)


def _new_entrances(community_id: UUID, known: Known, rows: Sequence[Row]) -> list[Record]:
    entrances: list[Record] = []
    for row in rows:
        key = (row.building, row.entrance)
        if key not in known.entrances:
            known.entrances[key] = new_id()
            place = {"community_id": community_id, "building_id": known.buildings[row.building].id}
            entrances.append(place | {"id": known.entrances[key], "name": row.entrance, "sort": _sort(row.entrance)})
    return entrances


def _new_homes(community_id: UUID, known: Known, rows: Sequence[Row]) -> list[Record]:
    homes: list[Record] = []
    for row in rows:
        if row.home not in known.homes:
            known.homes[row.home] = KnownHome(new_id(), row.floor)
            place = {"community_id": community_id, "building_id": known.buildings[row.building].id}
            place["entrance_id"] = known.entrances[(row.building, row.entrance)]
            homes.append(place | {"id": known.homes[row.home].id, "number": row.number, "floor": row.floor})
    return homes


def _insert(uow: UnitOfWork, model: type[Base], records: list[Record]) -> None:
    if records:
        uow.session.execute(insert(model), records)


def _sort(name: str) -> int:
    """Order by the number in a name, so that 10栋 follows 9栋; names without one come last."""
    found = re.search(r"[0-9]{1,6}", name)
    return int(found[0]) if found else 1_000_000
