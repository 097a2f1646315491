"""Signs of life: they keep a device from being taken for dead, and bring one back that was."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from community.core.db import LOCKED
from community.core.uow import UnitOfWork
from devices.inbound.received import Received
from devices.messages import Telemetry
from devices.models import Device, DeviceState, Presence
from devices.presence import change_presence

PERIOD = timedelta(seconds=60)
WRITE_EVERY = timedelta(seconds=20)


def take(uow: UnitOfWork, batch: Sequence[Received]) -> None:
    """Note the newest telemetry of each device, at most every 20 s; that of another session than the last born is ignored."""
    newest = {item.device_id: item for item in batch}
    rows = uow.session.execute(
        select(Device.id, Device.sess, Device.presence, Device.last_seen_at).where(
            Device.id.in_(newest), Device.state == DeviceState.ENROLLED
        )
    )
    known = [row for row in rows if row.sess == _telemetry(newest[row.id]).sess]
    due = [row.id for row in known if row.last_seen_at is None or newest[row.id].at - row.last_seen_at > WRITE_EVERY]
    if due:
        uow.session.execute(update(Device), [_columns(newest[device_id]) for device_id in sorted(due)])
    revive(uow, (row.id for row in known if row.presence is Presence.STALE))


def revive(uow: UnitOfWork, device_ids: Iterable[str]) -> None:
    """Those that were taken for dead speak again in the same session."""
    for device_id in sorted(device_ids):
        device = uow.session.get_one(Device, device_id, **LOCKED)
        if device.presence is Presence.STALE:
            change_presence(uow, device, Presence.READY)


def _columns(item: Received) -> dict[str, Any]:
    said = _telemetry(item)
    return {
        "id": item.device_id,
        "last_seen_at": item.at,
        "rssi": said.rssi,
        "backlog": said.backlog,
        "clock_error": said.clock_error,
    }


def _telemetry(item: Received) -> Telemetry:
    assert isinstance(item.message, Telemetry)
    return item.message
