"""Numbered events: stored once each and acknowledged after the commit only (promise R5)."""

import random
import threading
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from community.core.auth import Actor
from community.core.clock import now, to_millis
from community.core.outbox import OutboxEvent
from community.core.uow import unit_of_work
from devices import topics
from devices.inbound import journal
from devices.inbound.received import Received
from devices.messages import DeviceEvent as EventMessage
from devices.models import DeviceEvent, DeviceJournal, DeviceState
from tests.support.panels import FakeLink, add_panel

STORE = "store-0001"


def event(panel: str, seq: int, *, id: str | None = None, boot: str = STORE, **more: Any) -> Received:
    content = {"sess": "session-0001", "boot": boot, "seq": seq, "id": id or f"event-{boot}-{seq}", "type": "door_opened"}
    return Received(panel, topics.UP_EVENT, now(), EventMessage.of(content | more))


def malformed(panel: str, seq: int) -> Received:
    return Received(panel, topics.UP_EVENT, now(), position=(STORE, seq), raw=b'{"seq":\xff\x00')


def acks(link: FakeLink, panel: str) -> list[tuple[str, int]]:
    topic = f"sc/v1/{panel}/down/ack"
    return [(each.payload["boot"], each.payload["upto"]) for each in link.published if each.topic == topic]


@pytest.fixture
def stored(rows: Any) -> Any:
    """The numbers in the table, in order of arrival."""
    return lambda: [row.seq for row in rows(select(DeviceEvent).order_by(DeviceEvent.id))]


def test_events_are_stored_and_acknowledged_up_to_the_last(link: FakeLink, panel: str, work: Any, stored: Any) -> None:
    work(journal.store, [event(panel, 1), event(panel, 2), event(panel, 3)])
    assert stored() == [1, 2, 3]
    assert acks(link, panel) == [(STORE, 3)]


def test_a_repeated_event_is_acknowledged_again_and_stored_once(link: FakeLink, panel: str, work: Any, stored: Any) -> None:
    work(journal.store, [event(panel, 1)])
    work(journal.store, [event(panel, 1)])
    work(journal.store, [event(panel, 2), event(panel, 2)])
    assert stored() == [1, 2]
    assert acks(link, panel) == [(STORE, 1), (STORE, 1), (STORE, 2)]


def test_only_what_has_no_gap_before_it_is_acknowledged(link: FakeLink, panel: str, work: Any, stored: Any) -> None:
    work(journal.store, [event(panel, 1), event(panel, 3)])
    work(journal.store, [event(panel, 4)])
    work(journal.store, [event(panel, 2)])
    assert stored() == [1, 3, 4, 2]
    assert acks(link, panel) == [(STORE, 1), (STORE, 1), (STORE, 4)]


def test_nothing_is_acknowledged_when_the_commit_fails(link: FakeLink, panel: str, context: None, stored: Any) -> None:
    with pytest.raises(RuntimeError), unit_of_work(Actor.system("test")) as uow:
        journal.store(uow, [event(panel, 1)])
        raise RuntimeError("the transaction breaks")
    assert stored() == []
    assert acks(link, panel) == []


def test_the_acknowledgement_is_published_after_the_commit(
    app: Flask, link: FakeLink, panel: str, work: Any, stored: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[int]] = []

    def look(name: str) -> None:
        def read() -> None:
            with app.app_context():
                seen.append(stored())

        if name == "before_ack":
            reader = threading.Thread(target=read)
            reader.start()
            reader.join()

    monkeypatch.setattr(journal, "fail_point", look)
    work(journal.store, [event(panel, 1), event(panel, 2)])
    assert seen == [[1, 2]]


def test_each_store_of_a_device_has_its_own_numbers(link: FakeLink, panel: str, work: Any, stored: Any) -> None:
    work(journal.store, [event(panel, 1), event(panel, 1, boot="store-0002")])
    assert stored() == [1, 1]
    assert sorted(acks(link, panel)) == [(STORE, 1), ("store-0002", 1)]


def test_an_event_that_comes_again_under_another_number_is_known_by_its_id(
    link: FakeLink, panel: str, work: Any, stored: Any
) -> None:
    """A device without a lasting store counts anew in each session."""
    work(journal.store, [event(panel, 7, id="the-same-event")])
    work(journal.store, [event(panel, 1, boot="session-0002", id="the-same-event"), event(panel, 2, boot="session-0002")])
    assert stored() == [7, 2]
    assert acks(link, panel)[-1] == ("session-0002", 2)


def test_the_same_id_from_another_device_is_another_event(link: FakeLink, panel: str, estate: Any, work: Any, stored: Any) -> None:
    other = add_panel(estate.community_id, None)
    work(journal.store, [event(panel, 1, id="event-of-two"), event(other, 1, id="event-of-two")])
    assert stored() == [1, 1]


def test_a_malformed_event_is_kept_as_such_and_holds_up_nobody(link: FakeLink, panel: str, work: Any, rows: Any) -> None:
    work(journal.store, [event(panel, 1), malformed(panel, 2), event(panel, 3)])
    assert [row.type for row in rows(select(DeviceEvent).order_by(DeviceEvent.seq))] == ["door_opened", "malformed", "door_opened"]
    assert acks(link, panel) == [(STORE, 3)]
    assert [e.payload["type"] for e in rows(select(OutboxEvent))] == ["door_opened", "door_opened"]


def test_each_stored_event_is_told_once(link: FakeLink, panel: str, work: Any, rows: Any, estate: Any) -> None:
    at = now() - timedelta(hours=5)
    work(journal.store, [event(panel, 1, t=to_millis(at), door=1, cred={"kind": "card", "ref": "c-1"})])
    work(journal.store, [event(panel, 1)])
    (news,) = rows(select(OutboxEvent))
    assert (news.name, news.payload["device_id"], news.payload["door"]) == ("devices.event_recorded", panel, 1)
    assert news.payload["community_id"] == str(estate.community_id)
    assert news.payload["payload"]["cred"] == {"kind": "card", "ref": "c-1"}
    (row,) = rows(select(DeviceEvent))
    assert abs(row.at - at) < timedelta(milliseconds=1)


@pytest.mark.parametrize("t", [None, 2**53 - 1])
def test_an_event_without_a_usable_time_gets_that_of_its_receipt(
    link: FakeLink, panel: str, work: Any, rows: Any, t: int | None
) -> None:
    item = event(panel, 1, t=t)
    work(journal.store, [item])
    assert rows(select(DeviceEvent))[0].at == item.at


@pytest.mark.parametrize("state", [DeviceState.CREATED, DeviceState.RETIRED])
def test_a_device_that_is_not_enrolled_stores_nothing(
    link: FakeLink, estate: Any, context: None, work: Any, stored: Any, state: DeviceState
) -> None:
    panel = add_panel(estate.community_id, None, state=state)
    work(journal.store, [event(panel, 1), event("panel-unknown00000", 1)])
    assert stored() == []
    assert link.published == []


def test_a_lost_acknowledgement_is_no_error(link: FakeLink, panel: str, work: Any, stored: Any) -> None:
    link.connected = False
    work(journal.store, [event(panel, 1)])
    assert stored() == [1]


def test_two_workers_with_the_same_events_store_each_once(app: Flask, link: FakeLink, panel: str, stored: Any) -> None:
    batches = [[event(panel, seq) for seq in range(first, first + 20)] for first in range(1, 181, 20)]

    def work_through(order: Sequence[list[Received]]) -> None:
        with app.app_context():
            for batch in order:
                with unit_of_work(Actor.system("test")) as uow:
                    journal.store(uow, batch)

    orders = [random.Random(seed).sample(batches, len(batches)) for seed in range(4)]
    workers = [threading.Thread(target=work_through, args=(order,)) for order in orders]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(stored()) == list(range(1, 181))
    assert max(acks(link, panel)) == (STORE, 180)


@pytest.fixture
def old_gap(link: FakeLink, panel: str, work: Any) -> str:
    """A panel whose events 1 to 4 have been missing for eleven minutes, while 5 and 6 are stored."""
    work(journal.store, [event(panel, 5), event(panel, 6)])
    work(lambda uow: setattr(uow.session.get_one(DeviceJournal, (panel, STORE)), "gap_since", now() - timedelta(minutes=11)))
    return panel


def test_a_device_that_no_longer_has_the_missing_events_is_let_go_on(link: FakeLink, old_gap: str, work: Any) -> None:
    work(journal.store, [event(old_gap, 5)])
    assert acks(link, old_gap)[-1] == (STORE, 6)


def test_an_old_gap_is_kept_open_while_the_device_sends_something_else(link: FakeLink, old_gap: str, work: Any) -> None:
    work(journal.store, [event(old_gap, 6), event(old_gap, 7)])
    assert acks(link, old_gap)[-1] == (STORE, 0)


def test_a_young_gap_is_kept_open(link: FakeLink, panel: str, work: Any) -> None:
    work(journal.store, [event(panel, 5)])
    work(journal.store, [event(panel, 5)])
    assert acks(link, panel)[-1] == (STORE, 0)


def test_a_gap_that_closes_is_forgotten(link: FakeLink, panel: str, work: Any, rows: Any) -> None:
    work(journal.store, [event(panel, 2)])
    work(journal.store, [event(panel, 1)])
    (row,) = rows(select(DeviceJournal))
    assert (row.upto, row.beyond, row.gap_since) == (2, [], None)
