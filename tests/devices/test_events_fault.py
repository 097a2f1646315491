"""R5: no event that a device recorded is lost, and none is stored twice, whatever is killed.

`FAULT_SCALE=full` runs the promise's own size: 20 devices with 1,000 events each, 20 kills of the broker and of workers.
"""

import itertools
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from devices.models import DeviceEvent
from devices.simulator.door import Habits
from devices.simulator.identity import Seed, enrol
from devices.simulator.simulated import SimulatedPanel
from tests.support.platform import wait_for
from tests.support.system import LiveSystem

pytestmark = [pytest.mark.fault, pytest.mark.broker]
PANELS, EVENTS, KILLS = (20, 1000, 20) if os.environ.get("FAULT_SCALE") == "full" else (4, 100, 3)
SETTLED_WITHIN = 60.0 + PANELS * EVENTS / 100


@dataclass
class Site:
    """A running platform and its panels."""

    system: LiveSystem
    panels: list[SimulatedPanel]

    def stored(self) -> Counter[tuple[str, int]]:
        """How often each event of each panel is in the table."""
        engine = create_engine(f"sqlite:///{self.system.broker.settings.data / 'linli.db'}")
        with Session(engine) as session:
            rows = session.execute(select(DeviceEvent.device_id, DeviceEvent.seq)).all()
        engine.dispose()
        return Counter((device_id, seq) for device_id, seq in rows)

    def recorded(self) -> set[tuple[str, int]]:
        """What the panels have written into their own stores."""
        return {(panel.identity.device, seq) for panel in self.panels for seq in range(1, self.last(panel) + 1)}

    def last(self, panel: SimulatedPanel) -> int:
        return int(panel._ask(lambda firmware: firmware.journal.recall("last")) or 0)

    def acknowledged(self) -> bool:
        """Whether no panel keeps anything back any more."""
        return not any(panel._ask(lambda firmware: firmware.journal.backlog) for panel in self.panels)

    def record(self, panel: SimulatedPanel) -> None:
        panel._ask(lambda firmware: firmware.reporter.record(firmware.session, None, "exit_button", door=1))


@contextmanager
def running_site(folder: Path) -> Iterator[Site]:
    with LiveSystem(folder / "system", workers=2) as system, ExitStack() as panels:
        running = [panels.enter_context(_panel(system, folder / f"panel-{n}")) for n in range(PANELS)]
        for panel in running:
            panel.wait_until(lambda view: view["online"], 30)
        yield Site(system, running)


def _panel(system: LiveSystem, folder: Path) -> SimulatedPanel:
    folder.mkdir()
    with httpx.Client(base_url=f"{system.url}/api/v1") as client:
        phone = next(phone for person, phone in system.estate.phones.items() if person == system.estate.manager)
        signed_in = client.post("/auth/login", json={"phone": phone, "password": system.estate.password}).json()
        headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
        body = {"community_id": str(system.estate.community_id), "name": "门口机"}
        code = client.post("/devices", json=body, headers=headers).json()["enrolment"]["code"]
    identity = enrol(system.url, Seed(code=code, serial="SN"))
    return SimulatedPanel(identity, folder, habits=Habits(enter=None), backoff=(0.05, 0.5))


def _keep_killing(site: Site, over: threading.Event) -> None:
    for number in itertools.count():
        if over.wait(0.7) or number >= KILLS:
            return
        site.system.of("worker")[number % 2].kill()
        if number % 2:
            site.system.broker.stop(signal.SIGKILL)
            site.system.broker.start()
        site.system.revive()


def test_no_recorded_event_is_lost_or_stored_twice(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        over = threading.Event()
        killer = threading.Thread(target=_keep_killing, args=(site, over))
        killer.start()
        for _ in range(EVENTS):
            for panel in site.panels:
                site.record(panel)
        killer.join()
        over.set()
        wait_for(site.acknowledged, SETTLED_WITHIN)
        stored, recorded = site.stored(), site.recorded()
        assert len(recorded) >= PANELS * EVENTS
        assert recorded - stored.keys() == set()
        assert stored.keys() - recorded == set()
        assert {event for event, times in stored.items() if times > 1} == set()


POINTS = ("before_commit", "after_events_stored", "before_ack", "after_ack")


def test_a_worker_that_dies_at_any_point_loses_and_doubles_nothing(tmp_path: Path) -> None:
    with running_site(tmp_path) as site:
        for point, nth in itertools.product(POINTS, (1, 3)):
            for worker in site.system.of("worker"):
                worker.kill()
            site.system.revive(CRASH_AT=f"{point}:{nth}")
            for _ in range(10):
                for panel in site.panels:
                    site.record(panel)
            wait_for(lambda: any(not worker.running for worker in site.system.of("worker")), 60)
        site.system.revive()
        wait_for(site.acknowledged, SETTLED_WITHIN)
        assert site.stored() == Counter(site.recorded())
