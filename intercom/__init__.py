"""Intercom: calls from a door panel to a home.

Owns calls and how each stands with every person it rings.
Publishes CallStarted, CallAccepted, CallDeclined and CallEnded.
Hears the panels (CallMessageReceived, DevicePresenceChanged), the doors (DoorOpened, UnlockSettled), and its own news,
to ring and stop phones.
"""

from datetime import timedelta

from flask import Flask

from access.events import DoorOpened, UnlockSettled
from community.core.kernel import Kernel
from devices.events import CallMessageReceived, DevicePresenceChanged
from intercom import jobs, subscribers
from intercom.events import CallAccepted, CallDeclined, CallEnded, CallStarted
from intercom.policies import OPERATIONS
from intercom.routes import blp


def init_app(app: Flask) -> None:
    """Wire the slice into the application."""
    core: Kernel = app.extensions["linli"]
    core.allow(OPERATIONS)
    app.extensions["linli_api"].register_blueprint(blp)
    core.subscribe(CallMessageReceived, subscribers.hear_panel)
    core.subscribe(DevicePresenceChanged, subscribers.notice_absence)
    core.subscribe(DoorOpened, subscribers.notice_open_door)
    core.subscribe(UnlockSettled, subscribers.notice_unlock)
    core.subscribe(CallStarted, subscribers.ring_phones)
    core.subscribe(CallAccepted, subscribers.stop_other_phones)
    core.subscribe(CallDeclined, subscribers.stop_own_phones)
    core.subscribe(CallEnded, subscribers.tell_ended)
    core.job("intercom.end_overdue_calls", every=timedelta(seconds=1), func=jobs.end_overdue_calls)
