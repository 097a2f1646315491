"""What devices does upon its own news: tell the broker who may sign in, and show changes to those who watch."""

from flask import current_app

from community import queries as people
from community.core import feed
from community.core.uow import UnitOfWork
from community.policies import Role
from devices.events import DeviceCreated, DeviceEnrolled, DevicePresenceChanged, DeviceRemoved
from devices.gateway import gateway
from devices.models import Device
from devices.queries import describe
from devices.schemas import DeviceOut

WATCHERS = (Role.PROPERTY_MANAGER, Role.CONTROL_ROOM)


def tell_broker(uow: UnitOfWork, _event: DeviceEnrolled | DeviceRemoved) -> None:
    """Have this worker's keeper compare the broker's list with ours, after the commit."""
    keeper = current_app.extensions.get("devices.keeper")
    if keeper is not None:
        uow.after_commit(keeper.wake)


def clear_retained(uow: UnitOfWork, event: DeviceRemoved) -> None:
    """Have the broker forget what a device that was taken out of service said last."""
    doors = list(uow.session.get_one(Device, event.device_id).doors)
    mouth = gateway()
    uow.after_commit(lambda: mouth.forget_retained(event.device_id, doors))


def show_device(uow: UnitOfWork, event: DeviceCreated | DeviceEnrolled | DevicePresenceChanged | DeviceRemoved) -> None:
    """Put the device as it is now into the feed of the community's managers and control room."""
    device = uow.session.get_one(Device, event.device_id)
    watchers = people.staff_of(uow.session, device.community_id, WATCHERS)
    shown = DeviceOut().dump(describe(uow.session, [device], hearing=True)[0])
    feed.post(uow, watchers, "device.changed", {"device": shown})
