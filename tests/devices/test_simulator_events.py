"""A simulated panel's events: numbered, kept until acknowledged, sent again."""

from pathlib import Path

import pytest

from devices import topics
from devices.messages import DeviceEvent
from devices.simulator.faults import Faults
from tests.support.panel_bench import Bench


def test_events_are_numbered_from_one_and_kept_until_acknowledged(online: Bench) -> None:
    for _ in range(3):
        online.order()
    assert [event.seq for event in online.all(DeviceEvent)] == [1, 2, 3]
    online.acknowledge(2)
    assert online.journal.backlog == 1


def test_events_made_without_a_link_are_sent_after_it_comes_back(bench: Bench) -> None:
    bench.panel.door.press_exit_button()
    assert bench.sent == []
    bench.connect()
    assert bench.events() == ["exit_button"]
    assert bench.last(DeviceEvent).t is None


def test_unacknowledged_events_are_sent_again_after_five_seconds_and_after_a_reconnect(online: Bench) -> None:
    online.panel.door.press_exit_button()
    online.later(5.1)
    assert online.times_sent("exit_button") == 2
    online.panel.disconnected()
    online.connect()
    sent = [event for event in online.all(DeviceEvent) if event.type == "exit_button"]
    assert len(sent) == 3
    assert sent[0] == sent[1] == sent[2]


def test_acknowledged_events_are_not_sent_again(online: Bench) -> None:
    online.panel.door.press_exit_button()
    online.acknowledge(1)
    online.later(4.9)
    online.panel.disconnected()
    online.connect()
    online.later(20)
    assert online.times_sent("exit_button") == 1


def test_at_most_thirty_two_events_are_under_way(bench: Bench) -> None:
    for _ in range(40):
        bench.panel.door.press_exit_button()
    bench.connect()
    assert len(bench.events()) == 32
    bench.acknowledge(10)
    assert [event.seq for event in bench.all(DeviceEvent)] == list(range(1, 41))


def test_events_outlive_a_kill(online: Bench) -> None:
    online.panel.door.press_exit_button()
    before = online.last(DeviceEvent)
    online.switch_on()
    online.connect()
    assert online.last(DeviceEvent) == before
    online.panel.door.press_exit_button()
    assert online.last(DeviceEvent).seq == before.seq + 1


@pytest.mark.parametrize("upto", [0, 99])
def test_an_acknowledgement_of_nothing_or_of_the_future_is_ignored(online: Bench, upto: int) -> None:
    online.panel.door.press_exit_button()
    online.acknowledge(upto)
    assert online.journal.backlog == 1


def test_an_acknowledgement_of_another_event_store_is_ignored(online: Bench) -> None:
    online.panel.door.press_exit_button()
    online.hear(topics.DOWN_ACK, b'{"boot": "another-store", "upto": 1}')
    assert online.journal.backlog == 1


def test_a_full_store_counts_what_it_lost_and_reports_it_without_a_gap(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.journal.close()
    bench.switch_on(capacity=2)
    bench.connect()
    for _ in range(5):
        bench.panel.door.press_exit_button()
    bench.acknowledge(2)
    bench.panel.door.press_exit_button()
    events = bench.all(DeviceEvent)
    assert [event.seq for event in events] == [1, 2, 3, 4]
    assert (events[2].type, events[2].reason) == ("buffer_overflow", "3 events lost")


def test_dropped_acknowledgements_make_the_panel_repeat_itself(online: Bench) -> None:
    online.panel.set_faults(Faults(drop_acks=True))
    online.panel.door.press_exit_button()
    online.acknowledge(1)
    online.later(5.1)
    assert online.times_sent("exit_button") == 2
