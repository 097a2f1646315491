"""One way to change a device's presence: the row, and the news of it, in the same transaction."""

from community.core.uow import UnitOfWork
from devices.events import DevicePresenceChanged
from devices.models import Device, Presence


def change_presence(uow: UnitOfWork, device: Device, presence: Presence, *, renewed: bool = False) -> None:
    """Set the presence of a locked device and tell of it, if it is a change (or if the session is new)."""
    was, device.presence = device.presence, presence
    if was is presence and not renewed:
        return
    uow.record(
        DevicePresenceChanged(
            device_id=device.id,
            community_id=device.community_id,
            entrance_id=device.entrance_id,
            presence=presence.value,
            was=was.value,
            doors=list(device.doors),
            at=uow.now,
        )
    )
