"""Doors come and go with their panels, and show what those report."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from access.models import Door
from access.queries import doors_of_device
from access.workflow import DoorAlarm, DoorKind, Lock, Mode, Phys
from community.core.db import ROW_LOCK
from community.core.uow import UnitOfWork

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True)
class Panel:
    """The panel a door belongs to, as devices tell of it."""

    device_id: str
    community_id: UUID
    entrance_id: UUID | None
    label: str = ""


def set_up_door(uow: UnitOfWork, panel: Panel, number: int) -> Door:
    """Return the panel's door of this number; it takes over one whose panel was retired, or is created.

    A panel at no entrance governs a gate, which the whole community shares.
    """
    mine = select(Door).where(Door.device_id == panel.device_id, Door.number == number)
    if (known := uow.session.scalar(mine)) is not None:
        return known
    door = _orphan(uow, panel, number) or _new_door(uow, panel, number)
    door.device_id, door.reported_at = panel.device_id, None
    uow.session.flush()
    return door


def abandon_doors(uow: UnitOfWork, device_id: str) -> list[Door]:
    """Take a retired panel from its doors. They stay, with their log, until another panel takes them over."""
    doors = doors_of_device(uow.session, device_id)
    for door in doors:
        door.device_id = door.reported_at = None
    return doors


def note_report(uow: UnitOfWork, door: Door, report: dict[str, Any], received_at: datetime) -> bool:
    """Keep what a panel reported, unless a later report is here already. Returns whether anything people see changed."""
    if door.reported_at is not None and received_at < door.reported_at:
        return False
    before = (door.reported_at is None, door.lock, door.phys, door.alarm, door.mode)
    door.lock = _read(Lock, report.get("lock"), Lock.UNKNOWN)
    door.phys = _read(Phys, report.get("phys"), Phys.UNKNOWN)
    door.alarm = _read(DoorAlarm, report.get("alarm"), DoorAlarm.NONE)
    door.mode = _read(Mode, report.get("mode"), Mode.NORMAL)
    door.tamper = bool(report.get("tamper", False))
    door.reported_at = received_at
    return before != (False, door.lock, door.phys, door.alarm, door.mode)


def _orphan(uow: UnitOfWork, panel: Panel, number: int) -> Door | None:
    if panel.entrance_id is None:
        return None  # gates have no place to be recognised by
    query = select(Door).where(
        Door.device_id.is_(None),
        Door.entrance_id == panel.entrance_id,
        Door.community_id == panel.community_id,
        Door.number == number,
    )
    return uow.session.scalars(query.order_by(Door.id).limit(1).with_for_update(**ROW_LOCK)).first()


def _new_door(uow: UnitOfWork, panel: Panel, number: int) -> Door:
    gate = panel.entrance_id is None
    door = Door(
        community_id=panel.community_id,
        entrance_id=panel.entrance_id,
        number=number,
        name=_free_name(uow, panel, (panel.label or "大门") if gate else "单元门"),
        kind=DoorKind.GATE if gate else DoorKind.ENTRANCE,
        lock=Lock.UNKNOWN,
        phys=Phys.UNKNOWN,
        alarm=DoorAlarm.NONE,
        mode=Mode.NORMAL,
    )
    uow.session.add(door)
    return door


def _free_name(uow: UnitOfWork, panel: Panel, name: str) -> str:
    """Number the second and later doors of one name at an entrance (or gates of a community): 单元门, 单元门2, 单元门3.

    Two panels set up at once may find the same name free; at an entrance the constraint then stops the later, whose news is
    delivered again.
    """
    beside = select(Door.name).where(Door.community_id == panel.community_id, Door.entrance_id == panel.entrance_id)
    taken = set(uow.session.scalars(beside))
    return next(candidate for candidate in _numbered(name) if candidate not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}{number}" for number in count(2))


def _read(kind: type[E], value: Any, unknown: E) -> E:
    """Read a word of the contract; one that this version does not know counts as not known."""
    return kind(value) if value in {member.value for member in kind} else unknown
