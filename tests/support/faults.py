"""The fault harness: kills processes of a running platform at seeded random moments or at named fail points, and revives them.

with Launcher(system) as launcher:                       # whatever dies is started again at once
    with Chaos(launcher, kills=9, seed=SEED):            # kill -9 of web, worker and broker under the load of this block
        ...
    launcher.walk(run, worker=Walker(["before_ack"], 20))  # dies at before_ack:1, :2, … until a worker lives on

`FAULT_SIZE=full` asks for the promises' own sizes, `FAULT_SEED` for other random moments.
"""

import itertools
import os
import random
import re
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Self, TypeVar

from tests.support.system import ROOT, LiveSystem, Process

SIZE = os.environ.get("FAULT_SIZE", "small")
SEED = int(os.environ.get("FAULT_SEED", "1"))
PACKAGES = ("community", "devices", "access", "repairs", "intercom", "gridworkers")
CRASHED = 137  # how a process ends at a fail point
READY = b"mqtt_connected"  # what a process logs when it can work
CHANCE = 10.0  # seconds of work in which a process should come to its fail point, if there is a way to it
T = TypeVar("T")


def sized(small: T, full: T) -> T:
    """Choose by FAULT_SIZE."""
    return {"small": small, "full": full}[SIZE]


def fail_points() -> set[str]:
    """The names of all fail points in the code."""
    sources = itertools.chain.from_iterable((ROOT / package).rglob("*.py") for package in PACKAGES)
    return {name for source in sources for name in re.findall(r'\bfail_point\("(\w+)"\)', source.read_text())}


class Walker:
    """Walks over fail points: name:1, name:2, … until a process lives on without dying there, then the next name.

    `most` bounds the passes of one name. `deaths` counts by name.
    """

    def __init__(self, names: Sequence[str], most: int) -> None:
        self.deaths = dict.fromkeys(names, 0)
        self.busy = True
        self._exhausted: set[str] = set()
        self._points = iter([(name, nth) for name in names for nth in range(1, most + 1)])
        self._out = 0

    def hand_out(self) -> str | None:
        """The next point, or None when all have been handed out."""
        point = next(((name, nth) for name, nth in self._points if name not in self._exhausted), None)
        self._out += point is not None
        self.busy = point is not None or self._out > 0
        return None if point is None else "{}:{}".format(*point)

    def came_back(self, point: str, died: bool) -> None:
        """A process died at its point, or lived on: then the later passes of that name would not be reached either."""
        name = point.partition(":")[0]
        self.deaths[name] += died
        if not died:
            self._exhausted.add(name)
        self._out -= 1


@dataclass
class Armed:
    """A process that is to die at a point. `ready_at` is when it was first seen to have reached the broker."""

    process: Process
    popen: "subprocess.Popen[bytes]"
    point: str
    offset: int
    ready_at: float | None = None

    def lives_on(self) -> bool:
        """Whether it has had its chance: it has been ready for long enough."""
        if self.ready_at is None and READY in self.process.log.read_bytes()[self.offset :]:
            self.ready_at = time.monotonic()
        return self.ready_at is not None and time.monotonic() > self.ready_at + CHANCE and self.popen.poll() is None


class Launcher:
    """Starts again at once whatever has died, as the platform's launcher does; `deaths` counts by kind."""

    def __init__(self, system: LiveSystem) -> None:
        self.system = system
        self.deaths: Counter[str] = Counter()
        self.stirs = 0
        """Grows when a kill begins and when it is over; equal before and after something, nothing was killed meanwhile."""
        self._walkers: dict[str, Walker] = {}
        self._armed: dict[str, Armed] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep_alive, name="launcher")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._revive()
        self.system.wait_ready()

    def kill(self, victim: str) -> None:
        """Kill -9: a process by its name, or the broker, which is up again when this returns."""
        with self._lock:
            self.stirs += 1
            if victim == "broker":
                self.system.broker.stop(signal.SIGKILL)
                self.system.broker.start()
                self.deaths["broker"] += 1
            else:
                next(process for process in self.system.processes if process.name == victim).kill()
            self.stirs += 1

    def walk(self, run: Callable[[], None], **walkers: Walker) -> None:
        """Do runs while processes of the walkers' kinds (`web`, `worker`) die at one point after the other."""
        self._walkers = walkers
        for kind in walkers:
            for process in self.system.of(kind):
                self.kill(process.name)
        while any(walker.busy for walker in walkers.values()):
            run()
            with self._lock:
                for armed in self._armed.values():
                    if armed.lives_on():
                        armed.process.kill()
        self._walkers = {}

    def _keep_alive(self) -> None:
        while not self._over.wait(0.05):
            self._revive()

    def _revive(self) -> None:
        with self._lock:
            for process in [each for each in self.system.processes if not each.running]:
                kind = process.name.partition("-")[0]
                self.deaths[kind] += 1
                self._start(process, self._walkers.get(kind))

    def _start(self, process: Process, walker: Walker | None) -> None:
        armed = self._armed.pop(process.name, None)
        if walker and armed:
            walker.came_back(armed.point, died=armed.popen.returncode == CRASHED)
        point = walker.hand_out() if walker else None
        offset = process.log.stat().st_size
        process.start(**({"CRASH_AT": point} if point else {}))
        if point and process.popen:
            self._armed[process.name] = Armed(process, process.popen, point, offset)


@dataclass
class Chaos:
    """Kills one of `victims` after each random pause (seconds) until `kills` are made; `over` says that they are."""

    launcher: Launcher
    kills: int
    seed: int
    kinds: Sequence[str] = ("web", "worker", "broker")
    pause: tuple[float, float] = (0.4, 1.6)
    done: int = 0
    over: bool = False
    _stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._run, name="chaos")
        self._thread.start()
        return self

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        if failure:
            self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        dice = random.Random(self.seed)
        try:
            for kind in itertools.islice(itertools.cycle(self.kinds), self.kills):  # each kind gets its share
                if self._stop.wait(dice.uniform(*self.pause)):
                    return
                names = [process.name for process in self.launcher.system.of(kind)]
                self.launcher.kill(dice.choice(names) if names else kind)
                self.done += 1
        finally:
            self.over = True


def eventually(look: Callable[[], T], timeout: float = 120.0, pause: float = 0.1) -> T:
    """Look until there is something to see; `timeout` only ends a test that would hang."""
    deadline = time.monotonic() + timeout
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {timeout} s; last seen: {seen!r}"
        time.sleep(pause)
    return seen
