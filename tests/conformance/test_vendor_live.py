"""The same panels against the platform itself, with its real processes: enrolled, seen, ringing, opened, offline."""

from collections.abc import Callable, Iterator
from typing import Any, Self

import httpx
import pytest

from tests.support.platform import wait_for
from tests.support.system import LiveSystem
from tests.support.vendors import VendorPanel, shell_session

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def system(tmp_path_factory) -> Iterator[LiveSystem]:
    with LiveSystem(tmp_path_factory.mktemp("system")) as system:
        yield system


class Person:
    """Somebody with an app, over HTTP."""

    def __init__(self, system: LiveSystem, name: str) -> None:
        self._http = httpx.Client(base_url=f"{system.url}/api/v1", timeout=10)
        phone = system.estate.phones[getattr(system.estate, name)]
        token = self.post("auth/login", phone=phone, password=system.estate.password).json()["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **query: Any) -> Any:
        return self._http.get(path, params=query).raise_for_status().json()

    def post(self, path: str, **body: Any) -> httpx.Response:
        return self._http.post(path, json=body)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()


@pytest.fixture(scope="module")
def manager(system) -> Iterator[Person]:
    with Person(system, "manager") as person:
        yield person


@pytest.fixture(scope="module")
def resident(system) -> Iterator[Person]:
    with Person(system, "resident") as person:
        yield person


class Door:
    """A device that the manager has entered, its enrolment code, and the door that it works."""

    def __init__(self, system: LiveSystem, manager: Person, name: str) -> None:
        place = {"community_id": str(system.estate.community_id), "entrance_id": str(system.estate.entrance_id)}
        made = manager.post("devices", kind="panel", name=name, **place).raise_for_status().json()
        self.device, self.code, self._manager = made["id"], made["enrolment"]["code"], manager

    def presence(self) -> str:
        return str(self._manager.get(f"devices/{self.device}")["presence"])

    def find(self, resident: Person) -> dict[str, Any]:
        """The door as a resident sees it."""
        return wait_for(lambda: next((d for d in resident.get("doors")["items"] if d["device_id"] == self.device), None))


@pytest.fixture
def door(system, manager, request) -> Iterator[Door]:
    door = Door(system, manager, request.node.name[:40])
    yield door
    manager.post(f"devices/{door.device}/retire").raise_for_status()


@pytest.fixture
def panel(system, door, tmp_path) -> Iterator[VendorPanel]:
    with VendorPanel(system.url, door.code, tmp_path) as panel:
        assert panel.expect("enrolled")["device"] == door.device
        panel.expect("ready")
        wait_for(lambda: door.presence() == "ready")
        yield panel


def test_it_is_seen_coming_and_leaving(panel, door, resident):
    wait_for(lambda: door.find(resident)["state"] == "locked")
    panel.do("leave")
    wait_for(lambda: door.presence() == "offline")


def test_its_death_is_seen_and_its_door_is_refused_at_once(panel, door, resident):
    panel.process.kill()
    wait_for(lambda: door.presence() == "offline")
    refused = resident.post(f"doors/{door.find(resident)['id']}/unlock")
    assert (refused.status_code, refused.json()["code"]) == (503, "door.offline")


def test_a_resident_opens_its_door_and_the_contact_proves_it(panel, door, resident):
    unlock = resident.post(f"doors/{door.find(resident)['id']}/unlock", seconds=3).raise_for_status().json()
    assert (unlock["result"], unlock["code"]) == ("opened", "opened")
    assert panel.expect("command")["code"] == "opened"
    wait_for(lambda: resident.get(f"unlocks/{unlock['id']}")["door_moved"])
    while panel.expect("acknowledged")["upto"] < 3:
        """Three events in up to three acknowledgements."""


def test_a_visitor_rings_and_is_let_in_from_the_phone(panel, resident):
    panel.do("ring 1203")
    ringing = panel.expect("call")
    assert (ringing["type"], "1203" in ringing["label"]) == ("ringing", True)
    call = wait_for(lambda: next(iter(resident.get("calls", state="ringing")["items"]), None))
    opened = resident.post(f"calls/{call['id']}/unlock", client="phone-00000001").raise_for_status().json()
    assert opened["unlock"]["result"] == "opened"
    assert expect_call(panel, lambda said: said["type"] not in ("ringing", "accept"))["type"] == "opened"


def test_a_number_that_no_home_has_is_told(panel):
    panel.do("ring 9999")
    assert panel.expect("call")["type"] == "unknown_home"


def test_a_spent_code_does_not_enrol_a_second_panel(panel, system, door):
    again = httpx.post(f"{system.url}/api/v1/devices/enrol", json={"code": door.code, "model": "Vendor 1", "serial": "V-2"})
    assert (again.status_code, again.json()["code"]) == (410, "device.code_spent")


def test_the_shell_session_of_the_page_works_as_printed(system, door, resident, tmp_path):
    with shell_session(tmp_path, system.url, door.code, "1203") as session:
        unlock = wait_for(lambda: sent_to_the_panel(resident, door), 60)
        output, errors = session.communicate(timeout=30)
    assert session.returncode == 0, errors
    assert '"ringing"' in output
    assert "Signature Verified Successfully" in output
    assert '"upto":1' in output.replace(" ", "")
    wait_for(lambda: resident.get(f"unlocks/{unlock['id']}")["result"] == "opened")
    wait_for(lambda: resident.get(f"unlocks/{unlock['id']}")["door_moved"])
    wait_for(lambda: door.presence() == "offline")


def sent_to_the_panel(resident: Person, door: Door) -> dict[str, Any] | None:
    """The shell is away between two of its commands; the platform says so, and sends nothing later."""
    found = [each for each in resident.get("doors")["items"] if each["device_id"] == door.device]
    answer = resident.post(f"doors/{found[0]['id']}/unlock", seconds=3) if found else None
    if answer is None or answer.status_code == 503:
        return None
    unlock: dict[str, Any] = answer.raise_for_status().json()
    return unlock


def expect_call(panel: VendorPanel, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """The next word about the call that is wanted."""
    while not wanted(said := panel.expect("call")):
        pass
    return said
