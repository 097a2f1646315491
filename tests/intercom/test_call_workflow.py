"""The table of a call, read back as rules."""

import pytest

from intercom.workflow import TABLE, Action, CallState, Outcome, Who, outcome_of, step


def test_an_ended_call_never_does_anything_again() -> None:
    assert not any(step(CallState.ENDED, action, who) for action in Action for who in Who)


def test_a_call_is_accepted_only_while_it_rings_and_by_a_member() -> None:
    assert [who for who in Who if step(CallState.RINGING, Action.ACCEPT, who)] == [Who.MEMBER]
    assert not any(step(CallState.ACCEPTED, Action.ACCEPT, who) for who in Who)


def test_nobody_can_decline_or_hang_up_out_of_turn() -> None:
    assert not any(step(CallState.ACCEPTED, Action.DECLINE, who) for who in Who)
    assert not any(step(CallState.RINGING, Action.HANGUP, who) for who in Who)


def test_only_who_answered_hangs_up() -> None:
    assert [who for who in Who if step(CallState.ACCEPTED, Action.HANGUP, who)] == [Who.ACCEPTOR]


@pytest.mark.parametrize("state", [CallState.RINGING, CallState.ACCEPTED])
@pytest.mark.parametrize(
    ("action", "who"),
    [
        (Action.PANEL_HANGUP, Who.PANEL),
        (Action.PANEL_ENDED, Who.PANEL),
        (Action.TIME_OUT, Who.SYSTEM),
        (Action.PANEL_LOST, Who.SYSTEM),
        (Action.REPLACED, Who.SYSTEM),
        (Action.OPEN, Who.SYSTEM),
    ],
)
def test_an_open_call_can_always_be_ended_by_the_panel_the_clock_or_the_door(state: CallState, action: Action, who: Who) -> None:
    found = step(state, action, who)
    assert found
    assert found.to is CallState.ENDED
    assert step(state, action, Who.MEMBER) is None


def test_every_end_has_an_outcome_and_nothing_else_has_one() -> None:
    for found in TABLE.values():
        assert (found.to is CallState.ENDED) == (found.outcome is not None)
        assert found.who


def test_an_answered_call_that_opened_the_door_counts_as_opened() -> None:
    hangup = TABLE[CallState.ACCEPTED, Action.HANGUP]
    assert outcome_of(hangup, opened=True) is Outcome.OPENED
    assert outcome_of(hangup, opened=False) is Outcome.ANSWERED


def test_a_failed_call_stays_failed_even_when_the_door_was_opened() -> None:
    assert outcome_of(TABLE[CallState.ACCEPTED, Action.PANEL_LOST], opened=True) is Outcome.FAILED
