"""A resident opens a door over HTTP, against a bare MQTT exchange with one durable commit.

The panel is a process of its own that checks signatures, answers at once and then reports its door and events, as a vendor's
would. The floor keeps nothing but one row; the product keeps who asked for what before it asks the panel, and what became of
it afterwards: two commits.
"""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.measure import Http, compare, report
from benchmarks.stage import Stage, wait_for
from tests.support.vendors import VendorPanel

ROUNDS = 300
PAUSE = 0.1
"""Seconds between two openings: the panel's three events and its door's changes are stored meanwhile."""


def measure(stage: Stage) -> str:
    """Return the tables."""
    bare, resident = Http(stage.floor), stage.sign_in(stage.system.estate.resident)
    with _panel(stage) as door_id:
        contestants = {
            "bare MQTT exchange + commit": stage.asker.ask,
            "the same behind bare Flask": lambda: bare.call("POST", "/unlock"),
            "Linli: open a door": _opener(resident, door_id),
        }
        paced = compare(contestants, ROUNDS, block=10, pause=PAUSE)
        hurried = compare(contestants, ROUNDS, block=10, warm_up=10)
    return report("Open a door", paced) + "\n" + report("Open a door again and again without a pause", hurried)


def _opener(resident: Http, door_id: str) -> Callable[[], Any]:
    keys = itertools.count()

    def unlock() -> None:
        key = f"bench-unlock-{next(keys)}"
        answer = resident.call("POST", f"/api/v1/doors/{door_id}/unlock", {"seconds": 1}, **{"Idempotency-Key": key})
        if answer["result"] != "opened":
            raise AssertionError(answer)

    return unlock


@contextmanager
def _panel(stage: Stage) -> Iterator[str]:
    """Enrol a panel and yield its door's id once the platform sees it ready."""
    estate, manager = stage.system.estate, stage.sign_in(stage.system.estate.manager)
    wish = {
        "kind": "panel",
        "name": "单元门",
        "community_id": str(estate.community_id),
        "entrance_id": str(estate.entrance_id),
    }
    made = manager.call("POST", "/api/v1/devices", wish, 201)
    with tempfile.TemporaryDirectory() as folder, VendorPanel(stage.system.url, made["enrolment"]["code"], Path(folder)) as panel:
        panel.expect("ready")
        wait_for(lambda: manager.call("GET", f"/api/v1/devices/{made['id']}")["presence"] == "ready")
        wait_for(lambda: _door_of(manager, made["id"]))
        yield _door_of(manager, made["id"])


def _door_of(manager: Http, device_id: str) -> str:
    doors = manager.call("GET", "/api/v1/doors")["items"]
    return next((door["id"] for door in doors if door["device_id"] == device_id), "")
