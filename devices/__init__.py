"""Devices: the register of door panels and other devices, and the only slice that knows MQTT.

Owns devices, their presence, numbered events and commands, the platform's signing key, the contract `sc/v1` (`topics`,
`messages`, `signing`), the broker's access list, and the simulator.
Publishes DeviceCreated, DeviceEnrolled, DeviceRemoved, DevicePresenceChanged, DoorReported, DeviceEventRecorded,
CallMessageReceived, CommandSettled. Hears only its own news.
"""

import functools
from datetime import timedelta

from flask import Flask

from community.core.kernel import Kernel
from devices import demo, events, jobs, subscribers
from devices.commands.late import LateSettler
from devices.gateway import Gateway
from devices.identity import authenticate
from devices.inbound import start_intake
from devices.keeper import start_keeper
from devices.keys import load_key
from devices.policies import OPERATIONS
from devices.routes import blp, statistics_blp


def init_app(app: Flask) -> None:
    """Wire the slice into the application."""
    core: Kernel = app.extensions["linli"]
    core.allow(OPERATIONS)
    gateway = Gateway(core.link, functools.cache(lambda: load_key(core.settings)))
    gateway.on_late = LateSettler(app)
    app.extensions["devices.gateway"] = gateway
    app.extensions["linli_api"].register_blueprint(blp)
    app.extensions["linli_api"].register_blueprint(statistics_blp)
    core.authenticator("basic", authenticate)
    core.subscribe(events.DeviceEnrolled, subscribers.tell_broker)
    core.subscribe(events.DeviceRemoved, subscribers.tell_broker)
    core.subscribe(events.DeviceRemoved, subscribers.clear_retained)
    for news in (events.DeviceCreated, events.DeviceEnrolled, events.DevicePresenceChanged, events.DeviceRemoved):
        core.subscribe(news, subscribers.show_device)
    core.job("devices.mark_silent", every=timedelta(seconds=15), func=jobs.mark_silent)
    core.job("devices.ask_unheard", every=timedelta(seconds=10), func=jobs.ask_unheard)
    core.job("devices.settle_forgotten", every=timedelta(seconds=10), func=jobs.settle_forgotten)
    core.service(start_intake)
    core.service(start_keeper)
    core.demo(30, demo.panels)
