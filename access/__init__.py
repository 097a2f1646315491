"""Access: doors, opening them, and the log of what happened at them.

Owns doors, the requests to open them (`AccessUnlock`, one device command each) and the access log.
Publishes UnlockSettled and DoorOpened.
Hears the devices: DeviceCreated, DeviceRemoved, DoorReported, DevicePresenceChanged, DeviceEventRecorded,
CommandSettled; and its own UnlockSettled, to tell people.
"""

from datetime import timedelta

from flask import Flask

from access import jobs, subscribers
from access.events import UnlockSettled
from access.policies import OPERATIONS
from access.routes import blp
from community.core.kernel import Kernel
from devices import events as devices


def init_app(app: Flask) -> None:
    """Wire the slice into the application."""
    core: Kernel = app.extensions["linli"]
    core.allow(OPERATIONS)
    app.extensions["linli_api"].register_blueprint(blp)
    core.subscribe(devices.DeviceCreated, subscribers.create_doors)
    core.subscribe(devices.DeviceRemoved, subscribers.release_doors)
    core.subscribe(devices.DoorReported, subscribers.note_door_report)
    core.subscribe(devices.DevicePresenceChanged, subscribers.show_presence)
    core.subscribe(devices.DeviceEventRecorded, subscribers.note_device_event)
    core.subscribe(devices.CommandSettled, subscribers.note_command)
    core.subscribe(UnlockSettled, subscribers.tell_unlock)
    core.job("access.settle_overdue", every=timedelta(seconds=2), func=jobs.settle_overdue)
