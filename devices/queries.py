"""Questions about devices: lists and figures for screens, and what the slices above ask."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from community import queries as places
from community.core.clock import now
from community.core.db import LOCKED
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from devices.errors import UnknownDevice
from devices.gateway import gateway
from devices.liveness import is_ready, judged
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
    *("id", "name", "kind", "community_id", "state", "last_seen_at", "model", "serial", "fw"),
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


def describe(session: Session, rows: Sequence[Device], *, hearing: bool | None = None) -> list[dict[str, Any]]:
    """Turn rows into what screens show, with the labels of their entrances, in one query for all.

    `hearing` as in `presences`.
    """
    labels = places.entrance_labels(session, {row.entrance_id for row in rows if row.entrance_id})
    moment, hearing = now(), gateway().connected if hearing is None else hearing
    return [
        {name: getattr(row, name) for name in SHOWN}
        | {"entrance": _entrance(row, labels)}
        | {"presence": judged(row.presence, row.last_seen_at, moment, hearing=hearing)}
        for row in rows
    ]


def statistics(uow: UnitOfWork, *, community_id: UUID | None = None) -> dict[str, Any]:
    """Count the devices in service that the asker may see: all, reachable, unreachable, and by kind."""
    mine = uow.actor.scope("devices.statistics", community=Device.community_id)
    ready = is_ready(uow.now, hearing=gateway().connected)
    away = Device.presence.in_((Presence.READY, Presence.OFFLINE, Presence.STALE)) & ~ready
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in (ready, away)]
    query = select(Device.kind, func.count(), *sums).where(mine, Device.state == DeviceState.ENROLLED)
    if community_id is not None:
        query = query.where(Device.community_id == community_id)
    counts = uow.session.execute(query.group_by(Device.kind)).all()
    return {
        "total": sum(total for _, total, _, _ in counts),
        "ready": sum(ready for _, _, ready, _ in counts),
        "offline": sum(offline for _, _, _, offline in counts),
        "by_kind": {kind.value: total for kind, total, _, _ in counts},
    }


def find_device(session: Session, device_id: str, *, lock: bool = False) -> Device | None:
    """Return a device, or None; also for what cannot be an id at all. No rights are checked: the caller does."""
    if not DEVICE_ID.fullmatch(device_id):
        return None  # PostgreSQL refuses some strings, NUL among them, with an error of its own
    return session.get(Device, device_id, **(LOCKED if lock else {}))


def presences(session: Session, device_ids: Iterable[str], *, hearing: bool | None = None) -> dict[str, Presence]:
    """Return the presence of many devices in one query; a device that is not enrolled counts as offline.

    It is judged at this moment (see `liveness`), for a person who asks also by whether this process hears anything. News for a
    feed say `hearing=True`: they are written by a process whose link may just be coming up, and nobody would correct them.
    """
    moment, hearing = now(), gateway().connected if hearing is None else hearing
    columns = select(Device.id, Device.state, Device.presence, Device.last_seen_at).where(Device.id.in_(set(device_ids)))
    return {
        id_: judged(presence, seen, moment, hearing=hearing) if state is DeviceState.ENROLLED else Presence.OFFLINE
        for id_, state, presence, seen in session.execute(columns)
    }


def find_command(session: Session, command_id: UUID) -> DeviceCommand | None:
    """Return a command, or None. No rights are checked: the caller does."""
    return session.get(DeviceCommand, command_id)


def _entrance(row: Device, labels: dict[UUID, str]) -> dict[str, Any] | None:
    return {"id": row.entrance_id, "label": labels.get(row.entrance_id, "")} if row.entrance_id else None
