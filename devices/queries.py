"""Questions about devices: lists and figures for screens, and what the slices above ask."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from community import queries as places
from community.core.db import ROW_LOCK
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from devices.errors import UnknownDevice
from devices.models import CommandState, Device, DeviceCommand, DeviceState, Presence
from devices.topics import DEVICE_ID

__all__ = [
    "CommandState",
    "DeviceState",
    "Presence",
    "describe",
    "device_for",
    "devices",
    "find_command",
    "find_device",
    "presences",
    "statistics",
]

SHOWN = (
    *("id", "name", "kind", "community_id", "state", "presence", "last_seen_at", "model", "serial", "fw"),
    *("cfg_ver", "rssi", "backlog", "clock_error", "doors", "created_at"),
)


def devices(
    uow: UnitOfWork,
    *,
    community_id: UUID | None = None,
    state: DeviceState | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[dict[str, Any]]:
    """List the devices that the asker may see, newest first."""
    query = select(Device).where(uow.actor.scope("devices.list", community=Device.community_id))
    if community_id is not None:
        query = query.where(Device.community_id == community_id)
    if state is not None:
        query = query.where(Device.state == state)
    page = paginate(uow.session, query, [Device.created_at.desc(), Device.id.desc()], cursor, limit)
    return Page(describe(uow.session, page.items), page.next)


def device_for(uow: UnitOfWork, device_id: str) -> dict[str, Any]:
    """Return one device as the asker may see it; raises UnknownDevice."""
    device = find_device(uow.session, device_id)
    if device is None:
        raise UnknownDevice
    uow.actor.require("devices.read", device.place)
    return describe(uow.session, [device])[0]


def describe(session: Session, rows: Sequence[Device]) -> list[dict[str, Any]]:
    """Turn rows into what screens show, with the labels of their entrances, in one query for all."""
    labels = places.entrance_labels(session, {row.entrance_id for row in rows if row.entrance_id})
    return [{name: getattr(row, name) for name in SHOWN} | {"entrance": _entrance(row, labels)} for row in rows]


def statistics(uow: UnitOfWork, *, community_id: UUID | None = None) -> dict[str, Any]:
    """Count the devices in service that the asker may see: all, reachable, unreachable, and by kind."""
    mine = uow.actor.scope("devices.statistics", community=Device.community_id)
    query = select(Device.kind, Device.presence, func.count()).where(mine, Device.state == DeviceState.ENROLLED)
    if community_id is not None:
        query = query.where(Device.community_id == community_id)
    counts = uow.session.execute(query.group_by(Device.kind, Device.presence)).all()
    by_kind: dict[str, int] = {}
    for kind, _, count in counts:
        by_kind[kind.value] = by_kind.get(kind.value, 0) + count
    return {
        "total": sum(by_kind.values()),
        "ready": sum(count for _, presence, count in counts if presence is Presence.READY),
        "offline": sum(count for _, presence, count in counts if presence in (Presence.OFFLINE, Presence.STALE)),
        "by_kind": by_kind,
    }


def find_device(session: Session, device_id: str, *, lock: bool = False) -> Device | None:
    """Return a device, or None; also for what cannot be an id at all. No rights are checked: the caller does."""
    if not DEVICE_ID.fullmatch(device_id):
        return None  # PostgreSQL refuses some strings, NUL among them, with an error of its own
    return session.get(Device, device_id, with_for_update=ROW_LOCK if lock else None)


def presences(session: Session, device_ids: Iterable[str]) -> dict[str, Presence]:
    """Return the presence of many devices in one query; a device that is not enrolled counts as offline."""
    rows = session.execute(select(Device.id, Device.state, Device.presence).where(Device.id.in_(set(device_ids))))
    return {id_: presence if state is DeviceState.ENROLLED else Presence.OFFLINE for id_, state, presence in rows}


def find_command(session: Session, command_id: UUID) -> DeviceCommand | None:
    """Return a command, or None. No rights are checked: the caller does."""
    return session.get(DeviceCommand, command_id)


def _entrance(row: Device, labels: dict[UUID, str]) -> dict[str, Any] | None:
    return {"id": row.entrance_id, "label": labels.get(row.entrance_id, "")} if row.entrance_id else None
