"""Silence: who was not heard of is not called ready, whatever became of the broker; on both sides of each limit."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from community.core.clock import now
from community.core.outbox import OutboxEvent
from devices.inbound.telemetry import PERIOD
from devices.jobs import ASKED_AT_ONCE, GRACE, ask_unheard, mark_silent
from devices.liveness import SILENCE
from devices.models import Device, Presence
from tests.support.clients import Client
from tests.support.estate import Estate
from tests.support.panels import FakeLink, add_panel

SECOND = timedelta(seconds=1)


@pytest.fixture
def kernel_link(app: Flask, link: FakeLink, monkeypatch: pytest.MonkeyPatch) -> FakeLink:
    """The one link of this process, up for an hour."""
    link.up_since = now() - timedelta(hours=1)
    monkeypatch.setattr(app.extensions["linli"], "link", link)
    return link


@pytest.fixture
def told(rows: Any) -> Any:
    """The changes of presence that were told: (was, presence)."""
    return lambda: [(e.payload["was"], e.payload["presence"]) for e in rows(select(OutboxEvent).order_by(OutboxEvent.id))]


@pytest.fixture
def seen(work: Any, panel: str) -> Callable[[timedelta], None]:
    """`seen(ago)`: the panel's last sign of life was so long ago."""
    return lambda ago: work(lambda uow: setattr(uow.session.get_one(Device, panel), "last_seen_at", now() - ago))


@pytest.fixture
def shown(client: Client, estate: Estate, panel: str) -> Callable[[], tuple[str, str, int, int]]:
    """What the manager is shown of the panel: in the list, by itself, and in the figures."""

    def ask() -> tuple[str, str, int, int]:
        manager = client.as_(estate.manager)
        [listed] = manager.get("devices").json["items"]
        figures = manager.get("statistics/devices").json
        return listed["presence"], manager.get(f"devices/{panel}").json["presence"], figures["ready"], figures["offline"]

    return ask


@pytest.fixture(autouse=True)
def still() -> Iterator[None]:
    """The clock stands, so that a limit can be met exactly."""
    with time_machine.travel(datetime.fromisoformat("2026-11-22T10:00:00+00:00"), tick=False):
        yield


class TestReading:
    """Whoever asks is told by the last sign of life, also if no worker has been there to note the silence."""

    def test_a_device_heard_of_in_time_is_ready(self, kernel_link: FakeLink, seen: Any, shown: Any) -> None:
        seen(SILENCE)
        assert shown() == ("ready", "ready", 1, 0)

    def test_a_device_not_heard_of_for_too_long_is_stale(self, kernel_link: FakeLink, seen: Any, shown: Any) -> None:
        seen(SILENCE + SECOND)
        assert shown() == ("stale", "stale", 0, 1)

    def test_a_process_that_hears_nothing_calls_nobody_ready(self, kernel_link: FakeLink, seen: Any, shown: Any) -> None:
        seen(SECOND)
        kernel_link.connected = False
        assert shown() == ("stale", "stale", 0, 1)
        kernel_link.connected = True
        assert shown() == ("ready", "ready", 1, 0)

    @pytest.mark.parametrize("presence", [Presence.OFFLINE, Presence.SLEEPING, Presence.UNKNOWN])
    def test_other_presences_are_shown_as_they_were_told(
        self, kernel_link: FakeLink, panel: str, work: Any, seen: Any, shown: Any, presence: Presence
    ) -> None:
        seen(timedelta(hours=1))
        work(lambda uow: setattr(uow.session.get_one(Device, panel), "presence", presence))
        assert shown()[:3] == (presence, presence, 0)
        assert shown()[3] == (1 if presence is Presence.OFFLINE else 0)


class TestMarking:
    """The worker notes it, and tells."""

    def test_three_missed_telemetries_make_a_device_stale(
        self, kernel_link: FakeLink, panel: str, work: Any, device_row: Any, seen: Any, told: Any
    ) -> None:
        seen(SILENCE + SECOND)
        work(mark_silent)
        assert device_row(panel).presence is Presence.STALE
        assert told() == [("ready", "stale")]

    def test_a_device_heard_of_in_time_stays_ready(
        self, kernel_link: FakeLink, panel: str, work: Any, device_row: Any, seen: Any
    ) -> None:
        seen(SILENCE)
        work(mark_silent)
        assert device_row(panel).presence is Presence.READY

    def test_after_a_pause_of_the_platforms_own_everybody_gets_the_full_time(
        self, kernel_link: FakeLink, panel: str, work: Any, device_row: Any, seen: Any
    ) -> None:
        seen(timedelta(hours=1))
        for up_for, presence in ((SILENCE - SECOND, Presence.READY), (SILENCE, Presence.STALE)):
            kernel_link.up_since = now() - up_for
            work(mark_silent)
            assert device_row(panel).presence is presence

    @pytest.mark.parametrize(
        ("down_for", "ago", "presence"),
        [
            (GRACE, PERIOD + GRACE + SECOND, Presence.STALE),
            (GRACE, PERIOD + GRACE, Presence.READY),  # another worker heard it
            (GRACE - SECOND, timedelta(hours=1), Presence.READY),  # a worker that has just been started
        ],
    )
    def test_while_the_broker_is_away_one_missed_telemetry_is_enough(
        self,
        kernel_link: FakeLink,
        panel: str,
        work: Any,
        device_row: Any,
        seen: Any,
        down_for: timedelta,
        ago: timedelta,
        presence: Presence,
    ) -> None:
        kernel_link.connected, kernel_link.up_since, kernel_link.down_since = False, None, now() - down_for
        seen(ago)
        work(mark_silent)
        assert device_row(panel).presence is presence


class TestAsking:
    """After a connect the broker is asked for those who have not been heard since."""

    @pytest.fixture(autouse=True)
    def connected_anew(self, kernel_link: FakeLink, seen: Any) -> None:
        kernel_link.up_since = now() - GRACE
        seen(GRACE + SECOND)

    def test_one_that_the_broker_does_not_know_is_stale_and_that_is_told(
        self, kernel_link: FakeLink, panel: str, work: Any, device_row: Any, told: Any
    ) -> None:
        kernel_link.absent.add(panel)
        work(ask_unheard)
        assert device_row(panel).presence is Presence.STALE
        assert told() == [("ready", "stale")]

    def test_one_that_the_broker_knows_is_ready_and_seen(
        self, kernel_link: FakeLink, panel: str, work: Any, device_row: Any, told: Any
    ) -> None:
        work(ask_unheard)
        row = device_row(panel)
        assert (row.presence, row.last_seen_at, told()) == (Presence.READY, now(), [])
        [asked] = kernel_link.published
        assert (asked.topic, asked.payload["upto"], asked.retain) == (f"sc/v1/{panel}/down/ack", 0, False)
        work(ask_unheard)
        assert len(kernel_link.published) == 1

    def test_one_that_was_heard_of_since_is_not_asked_for(self, kernel_link: FakeLink, panel: str, work: Any, seen: Any) -> None:
        seen(GRACE)
        work(ask_unheard)
        assert kernel_link.published == []

    def test_panels_get_a_moment_to_connect_as_well(self, kernel_link: FakeLink, panel: str, work: Any) -> None:
        for up_since in (now() - GRACE + SECOND, None):
            kernel_link.up_since = up_since
            work(ask_unheard)
        assert kernel_link.published == []

    def test_one_that_is_born_meanwhile_is_left_alone(
        self, kernel_link: FakeLink, panel: str, work: Any, device_row: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kernel_link.absent.add(panel)
        publish = kernel_link.publish

        def born_first(*args: Any, **options: Any) -> Any:
            work(lambda uow: uow.session.execute(update(Device).values(sess="session-0002", last_seen_at=uow.now)))
            return publish(*args, **options)

        monkeypatch.setattr(kernel_link, "publish", born_first)
        work(ask_unheard)
        assert device_row(panel).presence is Presence.READY

    def test_without_a_word_from_the_broker_nothing_is_concluded(
        self, kernel_link: FakeLink, panel: str, work: Any, device_row: Any
    ) -> None:
        kernel_link.connected = False
        work(ask_unheard)
        assert device_row(panel).presence is Presence.READY

    def test_many_are_asked_for_at_once(self, kernel_link: FakeLink, estate: Estate, work: Any, rows: Any) -> None:
        more = [add_panel(estate.community_id, None) for _ in range(5)]
        work(lambda uow: uow.session.execute(update(Device).values(last_seen_at=now() - timedelta(minutes=1))))
        kernel_link.absent.update(more[:2])
        work(ask_unheard)
        stale = rows(select(Device).where(Device.presence == Presence.STALE))
        assert {row.id for row in stale} == set(more[:2])
        assert len(more) + 1 == len(kernel_link.published) <= ASKED_AT_ONCE
