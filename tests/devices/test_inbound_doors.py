"""Door reports and call messages: each new one told once, repeated ones not at all."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from community.core.clock import now, to_millis
from community.core.outbox import OutboxEvent
from devices import topics
from devices.inbound import calls, state
from devices.inbound.received import Received
from devices.messages import CallRequest, DoorState
from devices.models import DeviceState
from tests.support.panels import add_panel

LOCKED = {"lock": "locked", "phys": "closed"}
OPENED = {"lock": "unlocked", "phys": "open"}


def door(panel: str, report: dict[str, Any], *, number: str = "1", at: datetime | None = None, t: int | None = None) -> Received:
    message = DoorState.of(report | ({"t": t} if t else {}))
    return Received(panel, topics.UP_DOOR, at or now(), message, tail=number)


def ring(panel: str, call: str = "call-0001", **more: Any) -> Received:
    return Received(panel, topics.UP_CALL, now(), CallRequest.of({"call": call, "type": "invite", "home": "1203"} | more))


@pytest.fixture
def news(rows: Any) -> Any:
    return lambda: [event.payload for event in rows(select(OutboxEvent).order_by(OutboxEvent.id))]


def reports(news: Any) -> list[tuple[int, str]]:
    return [(each["door"], each["report"]["lock"]) for each in news()]


def test_a_new_report_is_told_with_the_panels_time(panel: str, work: Any, news: Any, estate: Any) -> None:
    t = to_millis(now()) - 1500
    work(state.take, [door(panel, LOCKED, t=t)])
    (told,) = news()
    assert told["report"] == {"lock": "locked", "phys": "closed", "alarm": "none", "tamper": False, "mode": "normal"}
    assert to_millis(datetime.fromisoformat(told["at"])) == t
    assert told["entrance_id"] == str(estate.entrance_id)


def test_a_report_without_a_time_gets_that_of_its_receipt(panel: str, work: Any, news: Any) -> None:
    work(state.take, [door(panel, LOCKED)])
    assert news()[0]["at"] == news()[0]["received_at"]


def test_the_same_report_from_two_workers_or_after_a_reconnect_is_told_once(panel: str, work: Any, news: Any) -> None:
    t = to_millis(now())
    for _ in range(3):
        work(state.take, [door(panel, LOCKED, t=t)])
    assert reports(news) == [(1, "locked")]


def test_changes_are_told_in_order(panel: str, work: Any, news: Any) -> None:
    t = to_millis(now())
    work(state.take, [door(panel, LOCKED, t=t), door(panel, OPENED, t=t + 1), door(panel, LOCKED, t=t + 2)])
    assert reports(news) == [(1, "locked"), (1, "unlocked"), (1, "locked")]


def test_a_slower_worker_with_older_news_changes_nothing(panel: str, work: Any, news: Any) -> None:
    moment, t = now(), to_millis(now())
    work(state.take, [door(panel, OPENED, at=moment, t=t + 5)])
    work(state.take, [door(panel, LOCKED, at=moment - timedelta(milliseconds=1), t=t + 9)])
    work(state.take, [door(panel, LOCKED, at=moment + timedelta(milliseconds=4), t=t)])
    assert reports(news) == [(1, "unlocked")]


def test_a_panel_whose_clock_was_set_back_is_believed_after_half_a_minute(panel: str, work: Any, news: Any) -> None:
    moment, t = now(), to_millis(now())
    work(state.take, [door(panel, OPENED, at=moment, t=t)])
    work(state.take, [door(panel, LOCKED, at=moment + timedelta(seconds=31), t=t - 600_000)])
    assert reports(news) == [(1, "unlocked"), (1, "locked")]


def test_each_door_of_a_panel_stands_for_itself(panel: str, work: Any, news: Any) -> None:
    work(state.take, [door(panel, LOCKED), door(panel, OPENED, number="2")])
    assert reports(news) == [(1, "locked"), (2, "unlocked")]


@pytest.mark.parametrize("number", ["0", "65", "-1", "one", "1_0", "²"])
def test_a_number_that_is_no_door_is_ignored(panel: str, work: Any, news: Any, number: str) -> None:
    work(state.take, [door(panel, LOCKED, number=number)])
    assert news() == []


def test_doors_and_calls_of_a_retired_or_unknown_device_are_ignored(estate: Any, context: None, work: Any, news: Any) -> None:
    retired = add_panel(estate.community_id, None, state=DeviceState.RETIRED)
    work(state.take, [door(retired, LOCKED), door("panel-unknown00000", LOCKED)])
    work(calls.take, [ring(retired), ring("panel-unknown00000")])
    assert news() == []


def test_a_ring_goes_up_with_what_was_dialled(panel: str, work: Any, news: Any, estate: Any) -> None:
    work(calls.take, [ring(panel)])
    (told,) = news()
    assert (told["call"], told["type"], told["payload"]["home"]) == ("call-0001", "invite", "1203")
    assert (told["device_id"], told["entrance_id"]) == (panel, str(estate.entrance_id))


def test_a_ring_does_not_wait_behind_the_same_panels_events(panel: str, work: Any, rows: Any) -> None:
    """Order is kept per aggregate; a call has its own."""
    work(state.take, [door(panel, LOCKED)])
    work(calls.take, [ring(panel), ring(panel, "call-0002")])
    assert len({event.aggregate for event in rows(select(OutboxEvent))}) == 3


def test_a_calls_trace_follows_it(panel: str, work: Any, rows: Any) -> None:
    work(calls.take, [ring(panel, trace="trace-from-the-panel")])
    assert rows(select(OutboxEvent))[0].trace == "trace-from-the-panel"
