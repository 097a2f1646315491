"""R5: no event that a device recorded is lost, and none is stored or told twice, whatever is killed."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from access.models import AccessEvent
from community.core.feed import FeedEntry
from devices.models import DeviceEvent
from tests.fault.conftest import CallerOf
from tests.support.faults import SEED, Chaos, Launcher, Walker, eventually, sized
from tests.support.ledger import Database, Ledger
from tests.support.rough_panel import RoughPanel, new_panel
from tests.support.system import LiveSystem

pytestmark = [pytest.mark.fault, pytest.mark.broker]
PANELS, EVENTS, KILLS = sized((4, 60, 6), (20, 1000, 40))
POINTS = ("before_commit", "after_events_stored", "before_ack", "after_ack", "after_commit")
PASSES = sized(1, 30)
SPAN = sized(8.0, 240.0)  # seconds over which the panels record, so that the kills fall among the events


@pytest.fixture(scope="module")
def panels(system: LiveSystem, caller: CallerOf, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[RoughPanel]]:
    """Panels that have enrolled and are online."""
    folder: Path = tmp_path_factory.mktemp("panels")
    with ExitStack() as running:
        made = [new_panel(system, caller(system.estate.manager), folder / f"{n}", f"SN-{n}") for n in range(PANELS)]
        started = [running.enter_context(panel) for panel in made]
        for panel in started:
            panel.wait_until(lambda view: view["online"], 60)
        yield started


def test_no_recorded_event_is_lost_or_stored_twice(panels: list[RoughPanel], launcher: Launcher, database: Database) -> None:
    with Chaos(launcher, KILLS, SEED, kinds=("worker", "broker"), pause=(SPAN / KILLS / 2, SPAN / KILLS)) as chaos:
        for _ in range(EVENTS):
            for panel in panels:
                panel.record()
            time.sleep(SPAN / EVENTS)
    print(f"[fault] R5: {chaos.done} kills of worker and broker, seed {SEED}")
    settle_accounts(panels, database)


def test_a_worker_that_dies_at_any_point_loses_and_doubles_nothing(
    panels: list[RoughPanel], launcher: Launcher, database: Database
) -> None:
    worker = Walker(POINTS, PASSES)

    def run() -> None:
        deaths = launcher.deaths.total()
        for panel in panels:
            panel.record()
        eventually(lambda: launcher.deaths.total() > deaths or not backlog(panels))

    launcher.walk(run, worker=worker)
    print(f"[fault] R5: deaths at fail points: worker {worker.deaths}")
    assert all(worker.deaths.values()), "a fail point that was never reached proves nothing"
    settle_accounts(panels, database)


def backlog(panels: list[RoughPanel]) -> int:
    """How many events the panels keep back, because nobody has acknowledged them."""
    return sum(panel.backlog() for panel in panels)


def settle_accounts(panels: list[RoughPanel], database: Database) -> None:
    """Wait until the panels keep nothing back and all news is told, then hold the database against the panels' stores."""
    eventually(lambda: not backlog(panels), timeout=300)
    eventually(lambda: not database.undelivered(), timeout=600)
    events = Ledger("events")
    events.sent = {(panel.identity.device, seq) for panel in panels for seq in range(1, panel.recorded() + 1)}
    events.acknowledged = dict.fromkeys(events.sent)  # a panel lets go of an event only when it is acknowledged
    rows = database.rows(DeviceEvent)
    events.against((row.device_id, row.seq) for row in rows).check()

    lines = Counter(database.rows(AccessEvent.source))
    assert lines == {f"event:{row.id}": 1 for row in rows}, "each event is a line of the access log, once"
    told = Counter(
        (entry.person_id, entry.data["event"]["id"]) for entry in database.rows(FeedEntry) if entry.kind == "access.event"
    )
    assert set(told.values()) == {1}, "and is told once to each person"
    assert {line for _, line in told} == {str(line) for line in database.rows(AccessEvent.id)}
