"""The table of a call, read back as rules."""

import pytest

from intercom.workflow import TABLE, Action, CallState, Outcome, Who, outcome_of, step


def test_an_ended_call_never_does_anything_again() -> None:
    assert not any(step(CallState.ENDED, action) for action in Action)


def test_a_call_is_accepted_only_while_it_rings() -> None:
    assert step(CallState.RINGING, Action.ACCEPT)
    assert step(CallState.ACCEPTED, Action.ACCEPT) is None


def test_nobody_can_decline_or_hang_up_out_of_turn() -> None:
    assert step(CallState.ACCEPTED, Action.DECLINE) is None
    assert step(CallState.RINGING, Action.HANGUP) is None


@pytest.mark.parametrize("state", [CallState.RINGING, CallState.ACCEPTED])
@pytest.mark.parametrize(
    "action",
    [Action.PANEL_HANGUP, Action.PANEL_ENDED, Action.TIME_OUT, Action.PANEL_LOST, Action.REPLACED, Action.OPEN],
)
def test_an_open_call_can_always_be_ended_by_the_panel_the_clock_or_the_door(state: CallState, action: Action) -> None:
    found = step(state, action)
    assert found
    assert found.to is CallState.ENDED


def test_every_end_has_an_outcome_and_nothing_else_has_one() -> None:
    for found in TABLE.values():
        assert (found.to is CallState.ENDED) == (found.outcome is not None)
        assert found.who


def test_people_of_the_home_never_take_the_systems_steps() -> None:
    for action in (Action.TIME_OUT, Action.PANEL_LOST, Action.REPLACED):
        for state in (CallState.RINGING, CallState.ACCEPTED):
            assert TABLE[state, action].who == frozenset({Who.SYSTEM})


def test_an_answered_call_that_opened_the_door_counts_as_opened() -> None:
    hangup = TABLE[CallState.ACCEPTED, Action.HANGUP]
    assert outcome_of(hangup, opened=True) is Outcome.OPENED
    assert outcome_of(hangup, opened=False) is Outcome.ANSWERED


def test_a_failed_call_stays_failed_even_when_the_door_was_opened() -> None:
    assert outcome_of(TABLE[CallState.ACCEPTED, Action.PANEL_LOST], opened=True) is Outcome.FAILED
