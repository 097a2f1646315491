"""The edge in the network thread: checks shapes, never raises, never waits."""

import threading
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from community.core.clock import now
from community.core.outbox import OutboxEvent
from devices import topics
from devices.inbound.edge import Intake
from devices.inbound.lanes import Lane
from devices.inbound.received import Received
from devices.models import DeviceEvent, Presence
from tests.support.panels import SESSION, FakeLink

EVENT = {"sess": SESSION, "boot": "store-0001", "seq": 1, "id": "event-0001", "type": "door_opened"}


@pytest.fixture
def intake(app: Flask, link: FakeLink, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    monkeypatch.setattr(app.extensions["linli"], "link", link)
    intake = Intake(app)
    intake.start()
    yield intake
    intake.stop()


def send(intake: Intake, link: FakeLink, topic: str, payload: Any, *, retain: bool = False) -> None:
    link.deliver(topic, payload, retain=retain)


def finish(intake: Intake) -> None:
    """Everything handed over so far is dealt with when this returns."""
    intake.stop()


def test_a_message_of_each_kind_finds_its_way(intake: Intake, link: FakeLink, panel: str, device_row: Any, rows: Any) -> None:
    send(intake, link, f"sc/v1/{panel}/up/status", {"state": "ready", "sess": "session-0002"})
    send(intake, link, f"sc/v1/{panel}/up/door/1", {"lock": "locked", "phys": "closed"})
    send(intake, link, f"sc/v1/{panel}/up/event", EVENT)
    send(intake, link, f"sc/v1/{panel}/up/call", {"call": "call-0001", "type": "invite", "home": "1203"})
    finish(intake)
    assert device_row(panel).sess == "session-0002"
    assert {event.name for event in rows(select(OutboxEvent))} == {
        "devices.presence_changed",
        "devices.door_reported",
        "devices.event_recorded",
        "devices.call_message",
    }


def test_a_time_question_is_answered_at_once(intake: Intake, link: FakeLink, panel: str) -> None:
    send(intake, link, f"sc/v1/{panel}/up/time", {"id": "question-1", "t0": 4711})
    (answer,) = link.published
    assert (answer.topic, answer.qos) == (f"sc/v1/{panel}/down/time", 0)
    assert (answer.payload["id"], answer.payload["t0"]) == ("question-1", 4711)
    assert abs(answer.payload["server"] - now().timestamp() * 1000) < 2000


def test_a_time_question_without_a_link_is_not_answered_and_no_error(intake: Intake, link: FakeLink, panel: str) -> None:
    link.connected = False
    send(intake, link, f"sc/v1/{panel}/up/time", {"id": "question-1", "t0": 4711})
    assert link.published == []


@pytest.mark.parametrize("path", ["status", "door/1", "tele", "event", "call", "time"])
@pytest.mark.parametrize(
    "payload",
    [b"{", b"null", b"[]", b"\xff\xfe", b"{}", b'{"sess": "x"}', b"0" * 70_000, orjson.dumps({"sess": {"a": 1}, "seq": "1"})],
)
def test_what_breaks_the_contract_changes_nothing(
    intake: Intake, link: FakeLink, panel: str, device_row: Any, rows: Any, path: str, payload: bytes
) -> None:
    send(intake, link, f"sc/v1/{panel}/up/{path}", payload)
    finish(intake)
    assert device_row(panel).presence is Presence.READY
    assert rows(select(OutboxEvent)) == []
    assert rows(select(DeviceEvent)) == []
    assert link.published == []


@pytest.mark.parametrize("device", ["PANEL-00000001", "panel", "x" * 41, "panel_000000001", "面板00000001"])
def test_a_topic_with_an_impossible_device_is_refused(intake: Intake, link: FakeLink, rows: Any, device: str) -> None:
    send(intake, link, f"sc/v1/{device}/up/event", EVENT)
    finish(intake)
    assert rows(select(DeviceEvent)) == []


def test_the_device_is_who_the_topic_says_not_who_the_payload_says(intake: Intake, link: FakeLink, panel: str, rows: Any) -> None:
    send(intake, link, f"sc/v1/{panel}/up/event", EVENT | {"device": "panel-another00000", "device_id": "panel-another00000"})
    finish(intake)
    assert [row.device_id for row in rows(select(DeviceEvent))] == [panel]


def test_a_numbered_event_that_breaks_the_contract_is_stored_as_malformed(
    intake: Intake, link: FakeLink, panel: str, rows: Any
) -> None:
    send(intake, link, f"sc/v1/{panel}/up/event", EVENT | {"type": "Not A Word"})
    finish(intake)
    assert [(row.type, row.seq) for row in rows(select(DeviceEvent))] == [("malformed", 1)]


def test_a_cleared_retained_message_is_nothing(intake: Intake, link: FakeLink, panel: str, device_row: Any) -> None:
    send(intake, link, f"sc/v1/{panel}/up/status", b"", retain=True)
    finish(intake)
    assert device_row(panel).presence is Presence.READY


class Recorder:
    """A lane's work that can be told to fail."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.failures: list[Exception] = []
        self.poison: set[int] = set()
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, _uow: Any, batch: Any) -> None:
        assert self.gate.wait(5)
        if self.failures:
            raise self.failures.pop(0)
        numbers = [int(item.raw) for item in batch]
        if self.poison & set(numbers):
            raise ValueError("cannot be applied")
        self.seen.extend(numbers)


def item(number: int, acked: list[int], device: str = "panel-000000000001") -> Received:
    return Received(device, topics.UP_EVENT, now(), raw=str(number).encode(), ack=lambda: acked.append(number))


@pytest.fixture
def acked() -> list[int]:
    return []


@pytest.fixture
def work_of_lane() -> Recorder:
    return Recorder()


@pytest.fixture
def lane(app: Flask, work_of_lane: Recorder) -> Lane:
    return Lane(app, "test", work_of_lane, threads=3, capacity=50, batch=10)


def test_a_lane_keeps_the_order_of_each_device(lane: Lane, work_of_lane: Recorder, acked: list[int]) -> None:
    lane.start()
    for number in range(40):
        assert lane.submit(item(number, acked))
    lane.stop()
    assert work_of_lane.seen == acked == list(range(40))


def test_a_full_lane_refuses_and_does_not_wait(lane: Lane, work_of_lane: Recorder, acked: list[int]) -> None:
    accepted = [lane.submit(item(number, acked)) for number in range(60)]
    assert accepted == [True] * 50 + [False] * 10


def test_one_message_that_cannot_be_applied_takes_no_other_with_it(lane: Lane, work_of_lane: Recorder, acked: list[int]) -> None:
    work_of_lane.poison = {3}
    for number in range(8):
        lane.submit(item(number, acked))
    lane.start()
    lane.stop()
    assert work_of_lane.seen == [0, 1, 2, 4, 5, 6, 7]
    assert sorted(acked) == list(range(8))


@pytest.mark.parametrize("error", [OperationalError("x", {}, Exception("away")), IntegrityError("x", {}, Exception("race"))])
def test_a_batch_waits_for_the_database_and_is_confirmed_only_then(
    lane: Lane, work_of_lane: Recorder, acked: list[int], error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.inbound.lanes._passing", lambda _error: True)
    work_of_lane.failures = [error, error]
    lane.submit(item(1, acked))
    lane.start()
    lane.stop()
    assert work_of_lane.seen == acked == [1]


def test_a_lane_that_is_stopped_while_the_database_is_away_confirms_nothing(
    app: Flask, work_of_lane: Recorder, acked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devices.inbound.lanes._passing", lambda _error: True)
    monkeypatch.setattr("devices.inbound.lanes.STOP_WITHIN", 0.1)
    lane = Lane(app, "test", work_of_lane, threads=1, capacity=50, batch=10)
    work_of_lane.failures = [OperationalError("x", {}, Exception("away"))] * 1000
    lane.submit(item(1, acked))
    lane.start()
    lane.stop()
    assert (work_of_lane.seen, acked) == ([], [])
