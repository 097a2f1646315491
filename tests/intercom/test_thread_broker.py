"""The thread over a real Mosquitto: a visitor dials at a simulated panel, a phone rings, somebody opens, the contact proves it."""

import itertools
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from access.models import Door
from community.core import feed
from community.core.auth import Actor
from community.core.uow import unit_of_work
from devices.models import Device
from devices.simulator.simulated import SimulatedPanel
from intercom.models import Call
from tests.support.clients import Client
from tests.support.house import at_once
from tests.support.platform import Platform, running_platform, wait_for

pytestmark = pytest.mark.broker
NAMES = itertools.count(1)
SYSTEM = Actor.system("test")


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    with running_platform(tmp_path_factory.mktemp("thread")) as running:
        yield running


@dataclass
class Scene:
    """One panel at the entrance of the resident, and the phones of the house."""

    platform: Platform
    panel: SimulatedPanel
    door: UUID

    def phone(self, person: UUID) -> Client:
        return Client(self.platform.web).as_(person)

    def heard(self, person: UUID, kind: str, after: int) -> list[dict[str, Any]]:
        """What the person's feed says of a kind since it stood at a number."""
        with self.platform.web.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
            return [entry.data for entry in feed.after(uow.session, person, after) if entry.kind == kind]

    def position(self, person: UUID) -> int:
        with self.platform.web.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
            return feed.position(uow.session, person)

    def dial(self, home: str = "1203") -> str:
        """A visitor dials; returns the call's id when the resident's phone rings and the panel shows it."""
        resident = self.platform.estate.resident
        before = self.position(resident)
        self.panel.dial(home)
        [ringing] = wait_for(lambda: self.heard(resident, "call.ringing", before))
        self.panel.wait_until(lambda view: view["call"]["state"] == "ringing")
        call: str = ringing["call"]["id"]
        return call

    def unlock(self, key: str | None = None, **body: Any) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self.phone(self.platform.estate.resident).post(f"doors/{self.door}/unlock", body, headers=headers)

    def shown(self) -> dict[str, Any]:
        """The door as the resident sees it now."""
        items = self.phone(self.platform.estate.resident).get("doors", query_string={"limit": 100}).json["items"]
        return next(item for item in items if item["id"] == str(self.door))

    def change(self, statement: Any) -> None:
        with self.platform.web.app_context(), unit_of_work(SYSTEM) as uow:
            uow.session.execute(statement)


@pytest.fixture
def scene(platform: Platform, tmp_path: Path) -> Iterator[Scene]:
    with a_scene(platform, tmp_path) as ready:
        yield ready


@contextmanager
def a_scene(platform: Platform, folder: Path) -> Iterator[Scene]:
    with platform.panel(folder / f"panel-{next(NAMES)}") as panel:
        mine = Door.__table__.select().with_only_columns(Door.id).where(Door.device_id == panel.identity.device)
        [door] = wait_for(lambda: platform.rows(mine))
        ready = Scene(platform, panel, door)
        wait_for(lambda: ready.shown()["state"] == "locked")
        yield ready


def test_a_visitor_dials_a_phone_answers_and_opens_and_the_contact_proves_it(scene: Scene) -> None:
    estate, panel = scene.platform.estate, scene.panel
    call = scene.dial()
    phones = {estate.resident: scene.phone(estate.resident), estate.relative: scene.phone(estate.relative)}
    answers = at_once(*[lambda p=phone: p.post(f"calls/{call}/accept", {"client": "phone"}) for phone in phones.values()])
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    panel.wait_until(lambda view: view["call"]["state"] == "talking")

    winner = next(phone for phone, answer in zip(phones.values(), answers, strict=True) if answer.status_code == 200)
    opened = winner.post(f"calls/{call}/unlock", {"client": "phone"}).json
    assert (opened["state"], opened["unlock"]["result"], opened["unlock"]["door_moved"]) == ("accepted", "opened", None)
    assert panel.view["pulses"] == 1
    assert panel.walk() is True

    path = f"unlocks/{opened['unlock']['id']}"
    wait_for(lambda: winner.get(path).json["door_moved"])
    ended = wait_for(lambda: found if (found := winner.get(f"calls/{call}").json)["state"] == "ended" else None)
    assert (ended["outcome"], ended["missed"]) == ("opened", False)
    panel.wait_until(lambda view: view["call"]["result"] == "opened")
    assert panel.view["pulses"] == 1


def test_one_tap_while_it_rings_opens_and_everybody_stops_ringing(scene: Scene) -> None:
    estate = scene.platform.estate
    before = scene.position(estate.relative)
    call = scene.dial()
    answer = scene.phone(estate.resident).post(f"calls/{call}/unlock", {"client": "phone"}).json
    assert (answer["state"], answer["outcome"], answer["unlock"]["result"]) == ("ended", "opened", "opened")
    scene.panel.wait_until(lambda view: view["call"]["result"] == "opened")
    [ended] = wait_for(lambda: scene.heard(estate.relative, "call.ended", before))
    assert ended["outcome"] == "opened"
    assert scene.panel.view["pulses"] == 1


def test_a_neighbours_opening_by_app_ends_the_ringing(scene: Scene) -> None:
    scene.dial()
    neighbour = scene.phone(scene.platform.estate.neighbour)
    assert neighbour.post(f"doors/{scene.door}/unlock").json["result"] == "opened"
    scene.panel.wait_until(lambda view: view["call"]["result"] == "opened")


def test_a_visitor_who_gives_up_leaves_a_missed_call(scene: Scene) -> None:
    call = scene.dial()
    scene.panel.hang_up()
    phone = scene.phone(scene.platform.estate.resident)
    wait_for(lambda: phone.get(f"calls/{call}").json["state"] == "ended")
    assert phone.get(f"calls/{call}").json["outcome"] == "cancelled"
    assert call in [item["id"] for item in phone.get("calls", query_string={"missed": "true"}).json["items"]]


def test_all_decline_and_the_panel_says_so(scene: Scene) -> None:
    call = scene.dial()
    for person in (scene.platform.estate.resident, scene.platform.estate.relative):
        scene.phone(person).post(f"calls/{call}/decline")
    scene.panel.wait_until(lambda view: view["call"]["result"] == "declined")


def test_the_workers_clock_ends_a_call_that_nobody_answers(scene: Scene) -> None:
    call = scene.dial()
    scene.change(update(Call).where(Call.id == UUID(call)).values(deadline=Call.started_at))
    scene.panel.wait_until(lambda view: view["call"]["result"] == "no_answer", 10)


@pytest.mark.parametrize(("home", "result"), [("9999", "unknown_home")])
def test_a_number_without_a_home_is_said_at_the_panel(scene: Scene, home: str, result: str) -> None:
    scene.panel.dial(home)
    scene.panel.wait_until(lambda view: view["call"]["result"] == result)


def test_a_panel_that_loses_its_link_ends_the_call_for_the_phones(scene: Scene) -> None:
    call = scene.dial()
    scene.panel.set_faults(offline=True)
    phone = scene.phone(scene.platform.estate.resident)
    wait_for(lambda: phone.get(f"calls/{call}").json["outcome"] == "failed")
    wait_for(lambda: scene.shown()["state"] == "offline")


def test_the_door_shown_follows_the_door(scene: Scene) -> None:
    resident = scene.platform.estate.resident
    before = scene.position(resident)
    assert scene.unlock(seconds=1).json["result"] == "opened"

    def states() -> list[str]:
        return [data["door"]["state"] for data in scene.heard(resident, "door.changed", before)]

    wait_for(lambda: {"unlocked", "locked"} <= set(states()))
    assert states()[-1] == "locked"


def test_fifty_posts_with_one_key_are_one_pulse_at_the_panel(scene: Scene) -> None:
    phone = scene.phone(scene.platform.estate.resident)
    headers = {"Idempotency-Key": "one-wish"}
    answers = at_once(*[lambda: phone.post(f"doors/{scene.door}/unlock", {}, headers=headers) for _ in range(50)])
    assert {(answer.status_code, answer.json["result"]) for answer in answers} == {(200, "opened")}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert scene.panel.view["pulses"] == 1


def test_a_stale_session_is_refused_and_the_next_wish_succeeds(scene: Scene) -> None:
    device = scene.panel.identity.device
    scene.change(update(Device).where(Device.id == device).values(sess="a-session-of-old"))
    refused = scene.unlock("first").json
    assert (refused["result"], refused["code"]) == ("refused", "stale_session")
    assert scene.panel.view["pulses"] == 0
    assert scene.unlock("second").json["result"] == "opened"
    assert scene.unlock("first").json["result"] == "refused"
    assert scene.panel.view["pulses"] == 1


def test_a_deaf_panel_makes_the_outcome_unknown_and_never_opens_late(scene: Scene) -> None:
    scene.panel.set_faults(deaf=True)
    started = time.monotonic()
    answer = scene.unlock().json
    assert (answer["result"], answer["code"]) == ("unknown", "no_answer")
    assert 2.5 < time.monotonic() - started < 6
    scene.panel.set_faults(deaf=False)
    assert scene.unlock("awake").json["result"] == "opened"
    assert scene.panel.view["pulses"] == 1


def test_a_slow_panels_late_word_turns_unknown_into_opened(scene: Scene) -> None:
    scene.panel.set_faults(slow=3.5)
    unlock = scene.unlock().json
    assert unlock["result"] == "unknown"
    phone = scene.phone(scene.platform.estate.resident)
    wait_for(lambda: phone.get(f"unlocks/{unlock['id']}").json["result"] == "opened")
    assert scene.panel.view["pulses"] == 1


def test_an_offline_panel_is_refused_at_once_and_never_opens_later(scene: Scene) -> None:
    scene.panel.set_faults(offline=True)
    wait_for(lambda: scene.shown()["state"] == "offline")
    started = time.monotonic()
    answer = scene.unlock("while-away")
    assert (answer.status_code, answer.json["code"]) == (503, "door.offline")
    assert time.monotonic() - started < 1
    scene.panel.set_faults(offline=False)
    wait_for(lambda: scene.shown()["state"] == "locked")
    assert scene.panel.view["pulses"] == 0


def test_a_jammed_lock_is_refused_and_shown(scene: Scene) -> None:
    scene.panel.set_faults(jam=True)
    answer = scene.unlock().json
    assert (answer["result"], answer["code"], answer["detail"]) == ("refused", "jammed", "门锁卡住，未能打开，请联系物业。")
    wait_for(lambda: scene.shown()["state"] == "jammed")
