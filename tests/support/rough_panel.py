"""A simulated panel whose relay keeps a log, at the end of a network that delays, doubles and reorders commands."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from devices import topics
from devices.messages import Command
from devices.simulator.door import Habits
from devices.simulator.identity import Identity, Seed, enrol
from devices.simulator.panel import Panel
from devices.simulator.simulated import SimulatedPanel
from tests.support.ledger import Caller
from tests.support.system import LiveSystem


@dataclass(frozen=True)
class Pulse:
    """The relay fired: when (seconds since the epoch), for which command, in which session."""

    at: float
    command: str
    session: str


class RoughPanel(SimulatedPanel):
    """Obeys the contract. `weather` says after which delays (seconds) each command that the broker delivers arrives.

    `[0.0]` is a calm network, `[0.0, 0.2]` delivers twice, `[6.0]` late, `[]` loses. The clock of this machine is the
    platform's too, so `pulses` and the commands' own times can be compared.
    """

    def __init__(self, identity: Identity, folder: Path, **options: Any) -> None:
        super().__init__(identity, folder, habits=Habits(enter=None), backoff=(0.05, 0.5), **options)
        self.pulses: list[Pulse] = []
        self.commands: dict[str, Command] = {}
        self.weather: list[float] = [0.0]
        self._under_way: set[threading.Timer] = set()
        self._watch(self._panel)

    def link_heard(self, link: Any, topic: str, payload: bytes) -> None:
        if topic != topics.DOWN_CMD.to(self.identity.device):
            super().link_heard(link, topic, payload)
            return
        command = Command.decode(payload)
        self.commands[command.id] = command
        for delay in self.weather:
            self.arrive(command, delay)

    def arrive(self, command: Command, delay: float = 0.0) -> None:
        """The network hands over a command after some seconds, whatever connection the panel has by then."""
        job = threading.Timer(delay, self._inbox.put, [lambda: self._arrived(command)])
        self._under_way.add(job)
        job.start()

    def replay(self) -> None:
        """Somebody plays back every command that this panel was ever sent, newest first."""
        for command in reversed(list(self.commands.values())):
            self.arrive(command)

    def record(self) -> None:
        """Something happens that a panel must report, and that is not a matter of doors and people."""
        self._ask(lambda panel: panel.reporter.record(panel.session, panel.clock.now(), "exit_button", door=1))

    def recorded(self) -> int:
        """How many events this panel has ever recorded; they are numbered from 1."""
        return self._ask(lambda panel: int(panel.journal.recall("last") or 0))

    def backlog(self) -> int:
        """How many of them it keeps back, because the platform has not acknowledged them."""
        return self._ask(lambda panel: panel.journal.backlog)

    def calm(self) -> None:
        """Wait until nothing is under way any more and everything that arrived has been judged."""
        self.weather = [0.0]
        for job in list(self._under_way):
            job.join()
        self._ask(lambda panel: None)

    def _arrived(self, command: Command) -> None:
        self._panel.received(topics.DOWN_CMD.to(self.identity.device), command.encode())

    def _watch(self, panel: Panel) -> None:
        fire = panel.door.pulse

        def pulse(seconds: float, **leave: Any) -> bool:
            self.pulses.append(Pulse(time.time(), leave["cause"], panel.session))
            return fire(seconds, **leave)

        panel.door.pulse = pulse


def new_panel(system: LiveSystem, manager: Caller, folder: Path, serial: str) -> RoughPanel:
    """Create and enrol a panel at the estate's first entrance."""
    folder.mkdir()
    body = {"community_id": str(system.estate.community_id), "entrance_id": str(system.estate.entrance_id), "name": serial}
    created = manager.post("/devices", json=body)
    assert created.status_code == 201, created.text
    return RoughPanel(enrol(system.url, Seed(code=created.json()["enrolment"]["code"], serial=serial)), folder)


def is_ready(panel: RoughPanel, doors: httpx.Response) -> str | None:
    """The id of the panel's door, once the platform shows that it can be opened."""
    shown = [door for door in doors.json()["items"] if door["device_id"] == panel.identity.device]
    return shown[0]["id"] if shown and shown[0]["state"] not in ("unknown", "offline") else None
