"""The platform in this process on a real broker: one application as a web process has it, one with everything a worker runs.

with running_platform(tmp_path) as platform:
    with platform.panel(tmp_path / "p") as panel:       # a simulated panel, enrolled over the API, online and ready
        assert platform.unlock(panel.identity.device).state is CommandState.DONE
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask

from community.app import create_app
from community.core.auth import Actor
from community.core.db import db
from community.core.ids import new_id
from community.core.uow import UnitOfWork, unit_of_work
from community.worker import Worker
from devices import services
from devices.models import Device, Presence
from devices.services import CommandResult, Prepared
from devices.simulator.door import Habits
from devices.simulator.identity import Identity, Seed
from devices.simulator.simulated import SimulatedPanel
from tests.support.broker import BrokerUnderTest, running_broker
from tests.support.clients import Client
from tests.support.estate import Estate, build_estate

PATIENCE = 10.0
T = TypeVar("T")


@dataclass
class Platform:
    """A running platform; `web` and `worker` are applications with a link each."""

    broker: BrokerUnderTest
    web: Flask
    worker: Flask
    estate: Estate

    def enrol(self, *, name: str = "门口机", entrance: bool = True) -> Identity:
        """Create a device as the manager and enrol it, over the API."""
        body = {"community_id": str(self.estate.community_id), "name": name}
        if entrance:
            body["entrance_id"] = str(self.estate.entrance_id)
        client = Client(self.web)
        code = client.as_(self.estate.manager).post("devices", body).json["enrolment"]["code"]
        told = client.post("devices/enrol", {"code": code, "model": "P-100", "serial": "SN-1"}).json
        keys = {key["kid"]: key["ed25519"] for key in told["keys"]}
        return Identity(told["device"], told["secret"], tuple(told["mqtt"]), keys, Seed(code=code, serial="SN-1", name=name))

    @contextmanager
    def panel(self, folder: Path, identity: Identity | None = None, **options: Any) -> Iterator[SimulatedPanel]:
        """A simulated panel that is online, knows the time, and is seen as ready."""
        folder.mkdir(parents=True, exist_ok=True)
        identity = identity or self.enrol()
        options = {"habits": Habits(enter=None), "backoff": (0.05, 0.2)} | options
        with SimulatedPanel(identity, folder, **options) as panel:
            panel.wait_until(lambda view: view["online"] and view["time_known"], PATIENCE)
            self.wait_presence(identity.device, Presence.READY)
            yield panel

    def unlock(self, device: str, *, key: str | None = None, lifetime: timedelta = timedelta(seconds=5)) -> CommandResult:
        """Open door 1 as somebody in the web process."""

        def prepare(uow: UnitOfWork) -> Prepared:
            wish = {"cmd": "unlock", "door": 1, "args": {"seconds": 1}, "via": "app", "lifetime": lifetime}
            return services.prepare_command(uow, device, request_key=key, **wish)

        with self.web.app_context():
            return services.run_command(Actor("person", new_id() if key is None else self.estate.resident, "somebody"), prepare)

    def rows(self, query: Any) -> list[Any]:
        """What a query finds now, detached."""
        with self.web.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
            found = list(uow.session.scalars(query))
            for row in found:
                if hasattr(row, "__table__"):
                    uow.session.expunge(row)
            return found

    def device(self, device: str) -> Device:
        """The row of a device as it is now."""
        row: Device = self.rows(db.select(Device).where(Device.id == device))[0]
        return row

    def wait_presence(self, device: str, presence: Presence, timeout: float = PATIENCE) -> None:
        """Return when the platform has noticed."""
        wait_for(lambda: self.device(device).presence is presence, timeout)


def wait_for(look: Callable[[], T], timeout: float = PATIENCE) -> T:
    """Look until there is something to see; fails with what was seen last."""
    deadline = time.monotonic() + timeout
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {timeout} s; last seen: {seen!r}"
        time.sleep(0.01)
    return seen


@contextmanager
def running_platform(
    folder: Path, *, database_url: str = "", broker: AbstractContextManager[BrokerUnderTest] | None = None
) -> Iterator[Platform]:
    """Broker, database with the estate, a worker and a web application, all ended with the block."""
    with broker or running_broker(folder / "data") as running:
        changes = {"database_url": database_url, "log_level": "error", "sms": "null", "simulator": "off"}
        settings = replace(running.settings, **changes)
        web, worker = create_app(settings, "web"), create_app(settings, "worker")
        with web.app_context():
            estate = build_estate()
        with Worker(worker), _linked(web):
            for app in (web, worker):
                assert app.extensions["linli"].link.wait_connected(PATIENCE)
            yield Platform(running, web, worker, estate)
        for app in (web, worker):
            with app.app_context():
                db.engine.dispose()


@contextmanager
def _linked(app: Flask) -> Iterator[None]:
    link = app.extensions["linli"].link
    link.start()
    try:
        yield
    finally:
        link.stop()
