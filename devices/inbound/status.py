"""Birth, farewell and will: whether a device can be reached, and in which session."""

from typing import Any

from prometheus_client import Counter

from community.core.db import LOCKED
from community.core.uow import UnitOfWork
from devices.inbound.received import Received
from devices.messages import State, Status
from devices.models import Device, DeviceState, Presence
from devices.presence import change_presence

STATUS = Counter("linli_device_status_total", "Status messages by fate", ["fate"])
PRESENCE = {
    State.READY: Presence.READY,
    State.SLEEPING: Presence.SLEEPING,
    State.DISCONNECTED: Presence.OFFLINE,
    State.LOST: Presence.OFFLINE,
}


def take_status(uow: UnitOfWork, item: Received) -> None:
    """Apply one status message. Every worker hears it, so the second to apply it finds nothing to change."""
    status = item.message
    assert isinstance(status, Status)
    device = uow.session.get(Device, item.device_id, **LOCKED)
    fate = _judge(device, status, item)
    STATUS.labels(fate).inc()
    if device is not None and fate == "applied":
        _apply(uow, device, status, item)


def _judge(device: Device | None, status: Status, item: Received) -> str:
    """Say whether the message counts: the later received wins, and a will counts only for the session last born."""
    if device is None or device.state is not DeviceState.ENROLLED:
        return "unknown_device"
    if device.status_at is not None and item.at < device.status_at:
        return "older"
    presence = PRESENCE[status.state]
    if presence is Presence.OFFLINE and status.sess != device.sess:
        return "foreign_session"
    if item.retained and status.sess == device.sess and device.presence in (Presence.STALE, Presence.OFFLINE):
        return "remembered"  # the broker's memory of a session that is known to have ended, or to be silent
    if presence is device.presence and not _differences(device, status):
        return "repeated"
    return "applied"


def _differences(device: Device, status: Status) -> dict[str, Any]:
    """Return what the message says otherwise than the row; what a farewell leaves out stays as it was."""
    told: dict[str, Any] = {"sess": status.sess}
    if PRESENCE[status.state] is not Presence.OFFLINE:
        told |= {"caps": list(status.caps), "cfg_ver": status.cfg_ver, "cred_ver": status.cred_ver}
        told |= {name: value for name, value in (("fw", status.fw), ("model", status.model)) if value}
        told |= {"doors": sorted(set(status.doors))} if status.doors else {}
    return {name: value for name, value in told.items() if getattr(device, name) != value}


def _apply(uow: UnitOfWork, device: Device, status: Status, item: Received) -> None:
    changes = _differences(device, status)
    for name, value in changes.items():
        setattr(device, name, value)
    device.status_at = item.at
    if PRESENCE[status.state] is not Presence.OFFLINE:
        device.last_seen_at = item.at
    change_presence(uow, device, PRESENCE[status.state], renewed="sess" in changes)
