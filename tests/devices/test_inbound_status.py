"""Presence by birth, will and telemetry; every rule on both of its sides."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from community.core.clock import now
from community.core.outbox import OutboxEvent
from devices import topics
from devices.inbound import telemetry
from devices.inbound.received import Received
from devices.inbound.status import take_status
from devices.messages import Status, Telemetry
from devices.models import DeviceState, Presence
from tests.support.panels import SESSION, add_panel

NEXT = "session-0002"


def status(
    panel: str, state: str, sess: str = SESSION, *, at: datetime | None = None, retained: bool = False, **more: Any
) -> Received:
    message = Status.of({"state": state, "sess": sess} | more)
    return Received(panel, topics.UP_STATUS, at or now(), message, retained=retained)


def tele(panel: str, sess: str = SESSION, at: datetime | None = None, **more: Any) -> Received:
    return Received(panel, topics.UP_TELE, at or now(), Telemetry.of({"sess": sess, "uptime": 60} | more))


@pytest.fixture
def told(rows: Any) -> Any:
    """The changes of presence that were told: (was, presence)."""
    return lambda: [(e.payload["was"], e.payload["presence"]) for e in rows(select(OutboxEvent).order_by(OutboxEvent.id))]


def test_a_birth_makes_a_device_ready_and_says_what_it_is(
    estate: Any, context: None, work: Any, device_row: Any, told: Any
) -> None:
    panel = add_panel(estate.community_id, None, presence=Presence.UNKNOWN, sess=None)
    work(take_status, status(panel, "ready", fw="2.1", caps=["unlock"], doors=[2, 1], cfg_ver=3, model="P-100"))
    row = device_row(panel)
    assert (row.presence, row.sess, row.fw, row.doors, row.cfg_ver) == (Presence.READY, SESSION, "2.1", [1, 2], 3)
    assert row.last_seen_at == row.status_at
    assert told() == [("unknown", "ready")]


def test_the_will_of_the_present_session_makes_it_offline(panel: str, work: Any, device_row: Any, told: Any) -> None:
    work(take_status, status(panel, "lost"))
    assert device_row(panel).presence is Presence.OFFLINE
    assert told() == [("ready", "offline")]


def test_a_farewell_makes_it_offline_too(panel: str, work: Any, device_row: Any) -> None:
    work(take_status, status(panel, "disconnected"))
    assert device_row(panel).presence is Presence.OFFLINE


@pytest.mark.parametrize("state", ["lost", "disconnected"])
def test_the_will_of_an_earlier_session_is_ignored(panel: str, work: Any, device_row: Any, told: Any, state: str) -> None:
    work(take_status, status(panel, "ready", NEXT))
    work(take_status, status(panel, state, SESSION))
    assert device_row(panel).presence is Presence.READY
    assert told() == [("ready", "ready")]


def test_a_message_received_earlier_does_not_undo_a_later_one(panel: str, work: Any, device_row: Any) -> None:
    """Two workers hear everything; the slower one may come with old news."""
    moment = now()
    work(take_status, status(panel, "ready", NEXT, at=moment))
    work(take_status, status(panel, "ready", SESSION, at=moment - timedelta(milliseconds=1)))
    assert device_row(panel).sess == NEXT


def test_the_second_worker_finds_nothing_to_change(panel: str, work: Any, device_row: Any, told: Any) -> None:
    birth = status(panel, "ready", NEXT, fw="2.1")
    work(take_status, birth)
    first = device_row(panel).status_at
    work(take_status, status(panel, "ready", NEXT, fw="2.1", at=birth.at + timedelta(milliseconds=3)))
    assert device_row(panel).status_at == first
    assert told() == [("ready", "ready")]


def test_a_new_session_is_told_even_if_the_device_was_ready_before(panel: str, work: Any, told: Any) -> None:
    """Whoever had a call or a command with the old session must hear of it."""
    work(take_status, status(panel, "ready", NEXT))
    assert told() == [("ready", "ready")]


def test_what_a_farewell_leaves_out_stays_as_it_was(panel: str, work: Any, device_row: Any) -> None:
    work(take_status, status(panel, "ready", fw="2.1", doors=[1, 2], cfg_ver=3))
    work(take_status, status(panel, "lost"))
    row = device_row(panel)
    assert (row.fw, row.doors, row.cfg_ver) == ("2.1", [1, 2], 3)


@pytest.mark.parametrize("presence", [Presence.STALE, Presence.OFFLINE])
def test_the_brokers_memory_does_not_wake_a_session_known_to_be_over(
    estate: Any, context: None, work: Any, device_row: Any, presence: Presence
) -> None:
    """After a crash of the broker a retained "ready" may be of a dead device."""
    panel = add_panel(estate.community_id, None, presence=presence)
    work(take_status, status(panel, "ready", retained=True))
    assert device_row(panel).presence is presence


def test_the_brokers_memory_of_a_session_not_heard_of_counts(estate: Any, context: None, work: Any, device_row: Any) -> None:
    """The birth came while no worker was listening."""
    panel = add_panel(estate.community_id, None, presence=Presence.OFFLINE)
    work(take_status, status(panel, "ready", NEXT, retained=True))
    assert (device_row(panel).presence, device_row(panel).sess) == (Presence.READY, NEXT)


def test_a_live_birth_wakes_a_stale_device(estate: Any, context: None, work: Any, device_row: Any) -> None:
    panel = add_panel(estate.community_id, None, presence=Presence.STALE)
    work(take_status, status(panel, "ready"))
    assert device_row(panel).presence is Presence.READY


@pytest.mark.parametrize("state", [DeviceState.CREATED, DeviceState.RETIRED])
def test_a_device_that_is_not_enrolled_has_no_presence(
    estate: Any, context: None, work: Any, device_row: Any, told: Any, state: DeviceState
) -> None:
    panel = add_panel(estate.community_id, None, presence=Presence.OFFLINE, state=state)
    work(take_status, status(panel, "ready", NEXT))
    assert device_row(panel).presence is Presence.OFFLINE
    assert told() == []


def test_an_unknown_device_is_no_error(context: None, work: Any, told: Any) -> None:
    work(take_status, status("panel-unknown00000", "ready"))
    assert told() == []


def test_telemetry_refreshes_what_is_known(panel: str, work: Any, device_row: Any) -> None:
    moment = now() + timedelta(minutes=1)
    work(telemetry.take, [tele(panel, at=moment, rssi=-61, backlog=4, clock_error=12)])
    row = device_row(panel)
    assert (row.last_seen_at, row.rssi, row.backlog, row.clock_error) == (moment, -61, 4, 12)


def test_telemetry_is_written_at_most_every_twenty_seconds(panel: str, work: Any, device_row: Any) -> None:
    before = device_row(panel).last_seen_at
    work(telemetry.take, [tele(panel, at=before + timedelta(seconds=20), rssi=-61)])
    assert device_row(panel).rssi is None
    work(telemetry.take, [tele(panel, at=before + timedelta(seconds=21), rssi=-61)])
    assert device_row(panel).rssi == -61


def test_telemetry_of_another_session_counts_for_nothing(panel: str, work: Any, device_row: Any) -> None:
    before = device_row(panel).last_seen_at
    work(telemetry.take, [tele(panel, NEXT, at=before + timedelta(minutes=1))])
    assert device_row(panel).last_seen_at == before


def test_a_stale_device_that_speaks_is_ready_again(estate: Any, context: None, work: Any, device_row: Any, told: Any) -> None:
    panel = add_panel(estate.community_id, None, presence=Presence.STALE)
    work(telemetry.take, [tele(panel)])
    assert device_row(panel).presence is Presence.READY
    assert told() == [("stale", "ready")]


def test_an_offline_device_is_not_woken_by_telemetry(estate: Any, context: None, work: Any, device_row: Any) -> None:
    """Its will said that this session is over."""
    panel = add_panel(estate.community_id, None, presence=Presence.OFFLINE)
    work(telemetry.take, [tele(panel)])
    assert device_row(panel).presence is Presence.OFFLINE
