"""A simulated panel that misbehaves as it was told to."""

from typing import Any

import pytest

from devices import topics
from devices.messages import MessageError, Response, Result
from devices.simulator.faults import Faults
from tests.support.panel_bench import Bench, outcome


def test_a_deaf_panel_answers_nothing(online: Bench) -> None:
    online.panel.set_faults(Faults(deaf=True))
    online.hear(topics.DOWN_CMD, online.command())
    assert online.all(Response) == []


def test_a_slow_panel_acts_at_once_and_answers_late(online: Bench) -> None:
    online.panel.set_faults(Faults(slow=4))
    online.hear(topics.DOWN_CMD, online.command())
    assert (online.panel.door.pulses, online.all(Response)) == (1, [])
    online.later(4.1)
    assert online.last(Response).result is Result.DONE


def test_a_frozen_panel_judges_by_the_time_when_it_thaws(online: Bench) -> None:
    online.panel.set_faults(Faults(frozen=True))
    online.hear(topics.DOWN_CMD, online.command())
    online.elapsed += 12
    online.panel.set_faults(Faults())
    assert outcome(online.last(Response)) == ("rejected", "expired")
    assert online.panel.door.pulses == 0


def test_a_panel_whose_clock_is_ahead_refuses_what_is_still_good(online: Bench) -> None:
    online.panel.set_faults(Faults(skew=300_000))
    assert outcome(online.order()) == ("rejected", "expired")


def test_a_panel_whose_clock_is_behind_refuses_what_seems_too_far_ahead(online: Bench) -> None:
    online.panel.set_faults(Faults(skew=-300_000))
    assert outcome(online.order()) == ("rejected", "bad_expiry")


def test_duplicate_replies_are_the_same_reply(online: Bench) -> None:
    online.panel.set_faults(Faults(duplicate_replies=True))
    online.order()
    first, second = online.all(Response)
    assert first == second
    assert online.panel.door.pulses == 1


@pytest.mark.parametrize("fault", [{"slow": -1}, {"slow": 61}, {"jam": "yes"}, {"skew": 10**9}])
def test_an_impossible_fault_is_refused(fault: dict[str, Any]) -> None:
    with pytest.raises(MessageError):
        Faults.of(fault)
