"""R1: a stale unlock never opens a door. R2: one pulse per request. Nobody is told "opened" without a pulse."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from devices.models import DeviceCommand
from tests.fault.conftest import CallerOf
from tests.support.faults import SEED, Chaos, Launcher, Walker, eventually, sized
from tests.support.ledger import Caller, Database
from tests.support.rough_panel import Pulse, RoughPanel, is_ready, new_panel
from tests.support.system import LiveSystem

pytestmark = [pytest.mark.fault, pytest.mark.broker]
STALE = 10.0  # seconds after its request, at which no unlock may open a door any more (D3, R1)
PANELS, ROUNDS, ABSENCE, R1_KILLS = (*sized((4, 1, 4), (20, 9, 60)), sized(4, 60))
KEYS, AT_ONCE, R2_KILLS = sized((8, 12, 4), (50, 100, 20))
POINTS = ("before_commit", "after_commit", "before_publish", "after_publish", "before_settle")
PASSES = sized(2, 20)
FINAL = (503,)  # the door is offline: an answer, not a reason to ask again


@dataclass
class Street:
    """Doors, a resident who opens them, and the log of what she was told."""

    resident: Caller
    panels: list[RoughPanel]
    doors: dict[RoughPanel, str]
    told: list[tuple[str, str]] = field(default_factory=list)
    """Request key and what the answer said: opened, refused, unknown, or the code of a problem."""
    keys: "count[int]" = field(default_factory=lambda: count(1))

    def ask(self, panel: RoughPanel, key: str | None = None, final: tuple[int, ...] = FINAL) -> str:
        """Ask to open, with a new key unless one is given, and keep what was told."""
        key = key or f"unlock-{next(self.keys)}"
        answer = self.resident.post(f"/doors/{self.doors[panel]}/unlock", key=key, final=final, json={"seconds": 1})
        said: str = answer.json().get("result") or answer.json()["code"]
        self.told.append((key, said))
        return said

    def insist(self, panel: RoughPanel, key: str) -> str:
        """Ask until the platform has tried: a process that has just started may not have reached the broker yet."""
        return eventually(lambda: None if (said := self.ask(panel, key)) == "door.offline" else said)

    def wait_ready(self, panel: RoughPanel) -> None:
        """Return when the panel is back and the platform knows."""
        panel.wait_until(lambda view: view["online"] and view["time_known"], 60)
        eventually(lambda: is_ready(panel, self.resident.get("/doors")))

    def calm(self) -> None:
        """Let everything arrive that is under way."""
        for panel in self.panels:
            panel.calm()


@pytest.fixture(scope="module")
def street(system: LiveSystem, caller: CallerOf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """Panels at the resident's entrance, all ready."""
    folder: Path = tmp_path_factory.mktemp("panels")
    resident, manager = caller(system.estate.resident), caller(system.estate.manager)
    with ExitStack() as running:
        made = [new_panel(system, manager, folder / f"{n}", f"SN-{n}") for n in range(PANELS)]
        panels = [running.enter_context(panel) for panel in made]
        street = Street(resident, panels, {})
        for panel in panels:
            street.doors[panel] = eventually(lambda panel=panel: is_ready(panel, resident.get("/doors")))
        yield street


@dataclass
class Trial:
    """One way to go wrong at one panel. `dice` draws its moments, so a seed repeats them."""

    street: Street
    panel: RoughPanel
    dice: random.Random
    launcher: Launcher

    def absent(self) -> None:
        """The panel is away; who asks meanwhile is told at once, and nothing waits for its return."""
        self.panel.set_faults(offline=True)
        stirs = self.launcher.stirs
        said = self.street.ask(self.panel)
        assert said == "door.offline" or self.launcher.stirs != stirs, said
        time.sleep(self.dice.uniform(1, ABSENCE))
        self.panel.set_faults(offline=False)

    def vanished(self) -> None:
        """The panel goes away in the moment of the request and comes back while somebody still waits."""
        asked = self._asking()
        time.sleep(self.dice.uniform(0, 0.05))
        self.panel.set_faults(offline=True)
        time.sleep(self.dice.uniform(0.2, 2))
        self.panel.set_faults(offline=False)
        asked()

    def frozen(self) -> None:
        """The panel takes the command in and acts on it only when it thaws, before or after its time."""
        self.panel.set_faults(frozen=True)
        asked = self._asking()
        time.sleep(self.dice.choice((1, 6, 11)))
        self.panel.set_faults(frozen=False)
        asked()

    def frozen_beyond(self) -> None:
        """As above, but certainly too late."""
        self.panel.set_faults(frozen=True)
        assert self.street.ask(self.panel) != "opened"
        time.sleep(8)
        self.panel.set_faults(frozen=False)

    def late(self) -> None:
        """The network holds commands back and hands them over in another order, doubled."""
        self.panel.weather = [self.dice.choice((0.5, 4, 7, 11)), self.dice.uniform(0, 3)]
        first, second = self._asking(), self._asking()
        first()
        second()
        self.panel.weather = [0.0]

    def doubled(self) -> None:
        """Each command arrives three times."""
        self.panel.weather = [0.0, 0.0, self.dice.uniform(0, 1)]
        self.street.ask(self.panel)
        self.panel.weather = [0.0]

    def replayed(self) -> None:
        """All commands of the past arrive again, before and after a reboot."""
        self.street.ask(self.panel)
        self.panel.replay()
        self.panel.reboot()
        self.panel.wait_until(lambda view: view["online"] and view["time_known"], 60)
        self.panel.replay()

    def rebooted(self) -> None:
        """A power cut while a command is under way."""
        self.panel.weather = [self.dice.uniform(0, 1.5)]
        asked = self._asking()
        self.panel.reboot()
        asked()
        self.panel.weather = [0.0]

    def misjudging(self) -> None:
        """The panel's clock is five minutes off: it may refuse what is good, never take what is stale."""
        self.panel.set_faults(skew=self.dice.choice((-300_000, 300_000)))
        assert self.street.ask(self.panel) != "opened"
        self.panel.replay()
        self.panel.calm()
        self.panel.set_faults(skew=0)

    def slow(self) -> None:
        """It opens at once, and says so only when nobody waits any more."""
        self.panel.set_faults(slow=4.0)
        self.street.ask(self.panel)
        self.panel.set_faults(slow=0.0)

    def good(self) -> None:
        """Nothing is wrong here."""
        self.street.ask(self.panel)

    def _asking(self) -> Callable[[], object]:
        """Ask in a thread of its own; call the result to wait for the answer."""
        asked: Future[str] = Future()

        def ask() -> None:
            try:
                asked.set_result(self.street.ask(self.panel))
            except BaseException as error:
                asked.set_exception(error)

        threading.Thread(target=ask, name="asking").start()
        return asked.result


TRIALS: tuple[Callable[[Trial], None], ...] = (
    Trial.good,
    Trial.absent,
    Trial.vanished,
    Trial.frozen,
    Trial.frozen_beyond,
    Trial.late,
    Trial.doubled,
    Trial.replayed,
    Trial.rebooted,
    Trial.misjudging,
    Trial.slow,
)


def test_a_stale_unlock_never_opens_a_door(street: Street, launcher: Launcher, database: Database) -> None:
    def try_all(number: int) -> None:
        dice = random.Random(SEED * 1000 + number)
        for _ in range(ROUNDS):
            for trial in dice.sample(TRIALS, len(TRIALS)):
                street.wait_ready(street.panels[number])
                trial(Trial(street, street.panels[number], dice, launcher))

    with Chaos(launcher, R1_KILLS, SEED, kinds=("broker", "web"), pause=(1.0, 5.0)) as chaos, ThreadPoolExecutor(PANELS) as pool:
        list(pool.map(try_all, range(PANELS)))
    print(f"[fault] R1: {chaos.done} kills of broker and web, seed {SEED}")
    hold_to_account(street, database, "R1")


def test_one_pulse_per_request_under_concurrent_repeats_and_kills(street: Street, launcher: Launcher, database: Database) -> None:
    for panel in street.panels:
        street.wait_ready(panel)
    keys = {f"storm-{n}": street.panels[n % PANELS] for n in range(KEYS)}
    wishes = [(panel, key) for key, panel in keys.items()] * AT_ONCE
    random.Random(SEED).shuffle(wishes)
    with Chaos(launcher, R2_KILLS, SEED, kinds=("web", "worker"), pause=(0.2, 0.8)) as chaos, ThreadPoolExecutor(48) as pool:
        list(pool.map(lambda wish: street.ask(*wish), wishes))
    print(f"[fault] R2: {KEYS} keys × {AT_ONCE} requests, {chaos.done} kills of web and worker, seed {SEED}")
    hold_to_account(street, database, "R2 storm")


def test_one_pulse_per_request_with_a_death_at_any_fail_point(street: Street, launcher: Launcher, database: Database) -> None:
    """Every panel gets two requests of three callers each; those of a run may still wait while the next one dies."""
    web, callers, waiting = Walker(POINTS, PASSES), ThreadPoolExecutor(64), set[Future[str]]()

    def run() -> None:
        deaths = launcher.deaths.total()
        wishes = [(panel, f"point-{next(street.keys)}") for panel in street.panels for _ in range(2)]
        asked = [callers.submit(street.insist, *wish) for wish in wishes * 3]
        waiting.update(asked)
        eventually(lambda: launcher.deaths.total() > deaths or all(future.done() for future in asked), timeout=300)

    launcher.walk(run, web=web)
    assert all(future.result() for future in waiting)
    callers.shutdown()
    print(f"[fault] R2: deaths at fail points: web {web.deaths}")
    assert all(web.deaths.values()), "a fail point that was never reached proves nothing"
    hold_to_account(street, database, "R2 walk")


def hold_to_account(street: Street, database: Database, name: str) -> None:
    """Hold the panels' relays against what was asked and what was told."""
    street.calm()
    pulses = [(panel, pulse) for panel in street.panels for pulse in panel.pulses]
    fired = Counter(pulse.command for _, pulse in pulses)
    commands = {row.request_key: row for row in database.rows(DeviceCommand)}
    opened = {key for key, said in street.told if said == "opened"}
    late = [pulse for panel, pulse in pulses if _is_stale(panel, pulse)]
    figures = Counter(said for _, said in street.told)
    print(f"[fault] {name}: {len(street.told)} answers to {len({k for k, _ in street.told})} requests: {dict(figures)}")
    print(f"[fault] {name}: {len(pulses)} pulses, {len(opened)} requests told opened, {len(late)} late")
    assert late == []
    assert {command: times for command, times in fired.items() if times > 1} == {}
    assert {key for key in opened if fired[str(commands[key].id)] != 1} == set(), "told opened without a pulse"
    assert opened, "nothing was opened, so nothing was proved"


def _is_stale(panel: RoughPanel, pulse: Pulse) -> bool:
    command = panel.commands[pulse.command]
    return pulse.at - command.ts / 1000 > STALE or pulse.session != command.sess
