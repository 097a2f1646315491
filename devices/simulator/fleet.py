"""The panels of one data folder: enrolled once, then kept running.

    panels.json              written by whoever seeds the demonstration: [{code, serial, name, label, model, community}]
    identities/SERIAL.json   what enrolment gave (mode 0600)
    journals/DEVICE/         the panel's lasting memory

A panel whose identity exists needs no entry in `panels.json` any more. An entry with a new code enrols the panel anew.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import structlog

from devices.simulator.door import Habits
from devices.simulator.identity import EnrolmentError, Identity, Seed, enrol
from devices.simulator.simulated import SimulatedPanel, View

log = structlog.get_logger(__name__)

LOOK_AGAIN = 1.0
"""Seconds between two looks at `panels.json` and at what is due for another try."""

LONGEST_PAUSE = 30.0
_SERIAL = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")


class Fleet:
    """Loads, enrols and runs panels. `on_change(view)` is called from the panels' threads."""

    def __init__(
        self,
        folder: Path,
        base_url: str,
        *,
        habits: Habits | None = None,
        backoff: tuple[float, float] = (1.0, 30.0),
        on_change: Callable[[View], None] = lambda view: None,
    ) -> None:
        self._folder = folder
        self._base_url = base_url
        self._habits = habits
        self._backoff = backoff
        self._on_change = on_change
        self._panels: dict[str, SimulatedPanel] = {}
        self._tries: dict[str, tuple[float, int]] = {}
        self._closing = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="fleet", daemon=True)

    def __enter__(self) -> "Fleet":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Switches on every panel that is enrolled, and begins to enrol the others."""
        for folder in (self._identities, self._journals):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in sorted(self._identities.glob("*.json")):
            self._switch_on(Identity.load(path))
        self._keeper.start()

    def stop(self) -> None:
        """Switches everything off in good order."""
        self._closing.set()
        self._keeper.join(15)
        with ThreadPoolExecutor(16) as pool:
            list(pool.map(SimulatedPanel.stop, self._panels.values()))

    def views(self) -> list[View]:
        """All panels, by community, label and name."""
        views = [panel.view for panel in list(self._panels.values())]
        return sorted(views, key=lambda view: (view["community"], view["label"], view["name"], view["id"]))

    def find(self, device: str) -> SimulatedPanel | None:
        """The panel with this device id."""
        panels = [panel for panel in list(self._panels.values()) if panel.identity.device == device]
        return panels[0] if panels else None

    @property
    def _identities(self) -> Path:
        return self._folder / "identities"

    @property
    def _journals(self) -> Path:
        return self._folder / "journals"

    def _keep(self) -> None:
        while not self._closing.is_set():
            for seed in self._wanted():
                if not self._closing.is_set():
                    self._enrol(seed)
            self._closing.wait(LOOK_AGAIN)

    def _wanted(self) -> list[Seed]:
        """Entries of `panels.json` that are not enrolled yet and whose next try is due."""
        enrolled = {panel.identity.seed.code for panel in self._panels.values()}
        now = time.monotonic()
        return [
            seed
            for seed in read_seeds(self._folder / "panels.json")
            if seed.code not in enrolled and self._tries.get(seed.code, (0.0, 0))[0] <= now
        ]

    def _enrol(self, seed: Seed) -> None:
        try:
            identity = enrol(self._base_url, seed)
        except EnrolmentError as error:
            self._try_later(seed, error)
            return
        identity.save(self._identities / f"{seed.serial}.json")
        if before := self._panels.pop(seed.serial, None):
            before.stop()
        log.info("panel_enrolled", device=identity.device, serial=seed.serial)
        self._switch_on(identity)

    def _try_later(self, seed: Seed, error: EnrolmentError) -> None:
        tries = self._tries.get(seed.code, (0.0, 0))[1] + 1
        log.warning("panel_not_enrolled", serial=seed.serial, reason=str(error), tries=tries)
        pause = float("inf") if error.retry_after is None else min(LONGEST_PAUSE, error.retry_after * tries)
        self._tries[seed.code] = (time.monotonic() + pause, tries)

    def _switch_on(self, identity: Identity) -> None:
        folder = self._journals / identity.device
        folder.mkdir(exist_ok=True, mode=0o700)
        panel = SimulatedPanel(identity, folder, habits=self._habits, backoff=self._backoff, on_change=self._on_change)
        self._panels[identity.seed.serial] = panel
        panel.start()


def read_seeds(path: Path) -> list[Seed]:
    """The entries of `panels.json`; a file that is missing or half written is empty until it is whole."""
    try:
        entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
        seeds = [Seed.of(entry) for entry in entries]
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("panels_file_unreadable", path=str(path), reason=repr(error))
        return []
    return [seed for seed in seeds if _SERIAL.fullmatch(seed.serial)]
