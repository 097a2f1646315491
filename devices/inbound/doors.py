"""What panels report of their doors; a repeated report (two workers, a reconnect) is no news."""

from datetime import datetime, timedelta

from community.core.db import LOCKED
from community.core.uow import UnitOfWork
from devices.events import DoorReported
from devices.inbound.received import Received
from devices.inbound.when import device_time
from devices.messages import DoorState
from devices.models import Device, DeviceDoor, DeviceState

REORDERED = timedelta(seconds=30)


def take_door(uow: UnitOfWork, item: Received) -> None:
    """Keep the newest report of one door and tell of it once."""
    assert isinstance(item.message, DoorState)
    if item.tail is None or not item.tail.isdecimal() or not 1 <= int(item.tail) <= 64:
        return
    device = uow.session.get(Device, item.device_id)
    if device is None or device.state is not DeviceState.ENROLLED:
        return
    row = uow.session.get(DeviceDoor, (device.id, int(item.tail)), **LOCKED)
    report = item.message.as_dict()
    if row is None:
        row = DeviceDoor(device_id=device.id, door=int(item.tail))
        uow.session.add(row)
    elif row.report == report or _older(row, report.get("t"), item.at):
        return
    row.report, row.received_at = report, item.at
    _tell(uow, device, row, report.get("t"))


def _older(row: DeviceDoor, t: int | None, at: datetime) -> bool:
    """Whether this worker is behind another: by time of receipt, or by the panel's own clock if both came about together."""
    if at < row.received_at:
        return True
    before = row.report.get("t")
    return t is not None and before is not None and t < before and at - row.received_at < REORDERED


def _tell(uow: UnitOfWork, device: Device, row: DeviceDoor, t: int | None) -> None:
    uow.session.flush()
    uow.record(
        DoorReported(
            device_id=device.id,
            community_id=device.community_id,
            entrance_id=device.entrance_id,
            door=row.door,
            report={name: value for name, value in row.report.items() if name != "t"},
            at=device_time(t, row.received_at),
            received_at=row.received_at,
        )
    )
