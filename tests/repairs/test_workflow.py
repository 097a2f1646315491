"""The table of the workflow: no state without a name, no walk out of it, no step for nobody."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repairs.errors import NotYourPart, WrongState
from repairs.names import ACTION_NAMES, FIELD_NAMES, STATE_NAMES
from repairs.schemas import BODIES
from repairs.workflow import (
    ENDED,
    HAS_WORKER,
    OPEN,
    TABLE,
    UNROUTED,
    Action,
    Party,
    State,
    judge,
    next_action,
    open_to,
    replay,
    step,
)

parties = st.frozensets(st.sampled_from(Party))


@given(st.lists(st.sampled_from(Action), max_size=60))
def test_random_walks_never_leave_the_declared_states(actions: list[Action]) -> None:
    """Whatever is tried: a refusal changes nothing, a step leads where the table says."""
    state, taken = State.SUBMITTED, []
    for action in actions:
        try:
            state = step(state, action).to
            taken.append(action)
        except WrongState:
            assert (state, action) not in TABLE
        assert state in State
    assert replay(taken) == state


@given(st.sampled_from(State), parties)
def test_what_is_offered_is_exactly_what_would_be_taken(state: State, who: frozenset[Party]) -> None:
    offered = open_to(state, who)
    for action in Action:
        try:
            judge(state, action, who)
            assert action in offered
        except (WrongState, NotYourPart):
            assert action not in offered


def test_every_state_can_be_reached_and_every_open_one_can_be_left() -> None:
    reached, frontier = {State.SUBMITTED}, [State.SUBMITTED]
    while frontier:
        here = frontier.pop()
        new = {row.to for (state, _), row in TABLE.items() if state == here} - reached
        reached |= new
        frontier += new
    assert reached == set(State)
    assert all(any(row.to != state for (at, _), row in TABLE.items() if at == state) for state in OPEN)


def test_nobody_is_offered_the_work_of_another() -> None:
    for state in State:
        assert set(open_to(state, frozenset({Party.REPORTER}))).isdisjoint(
            {Action.ACCEPT, Action.RESOLVE, Action.ASSIGN, Action.CLOSE}
        )
        assert set(open_to(state, frozenset({Party.ASSIGNEE}))).isdisjoint({Action.CONFIRM, Action.RATE, Action.CLOSE})
        assert open_to(state, frozenset()) == ()


def test_a_worker_with_a_ticket_always_has_a_next_action() -> None:
    assert {state: next_action(state) for state in HAS_WORKER} == {
        State.ASSIGNED: Action.ACCEPT,
        State.ACCEPTED: Action.DEPART,
        State.ON_THE_WAY: Action.ARRIVE,
        State.IN_PROGRESS: Action.RESOLVE,
        State.ON_HOLD: Action.RESUME,
    }
    assert {next_action(state) for state in ENDED} == {None}


def test_each_body_requires_exactly_what_the_table_needs() -> None:
    for action, (body, _) in BODIES.items():
        needs = {field for (_, a), row in TABLE.items() if a == action for field in row.needs}
        assert {name for name, field in body().fields.items() if field.required} == needs
    assert BODIES.keys() == set(Action) - set(UNROUTED)


def test_all_names_are_there_in_both_languages() -> None:
    assert STATE_NAMES.keys() == set(State)


@pytest.mark.parametrize(("folder", "language"), [("zh-CN", 0), ("en", 1)])
def test_a_state_is_called_the_same_in_refusals_sheets_and_on_the_screen(folder: str, language: int) -> None:
    words = (Path(__file__).parents[2] / f"web/src/i18n/{folder}/ticket.ts").read_text(encoding="utf-8")
    shown = re.search(r"^    state: \{(.*)\},$", words, re.MULTILINE)
    assert shown is not None
    names = {state: name.lower() for state, name in re.findall(r"(\w+): '([^']*)'", shown[1])}
    assert names == {state: both[language] for state, both in STATE_NAMES.items()}
    assert ACTION_NAMES.keys() == set(Action)
    assert FIELD_NAMES.keys() == {field for row in TABLE.values() for field in row.needs} | {"cause", "parts", "note"}


def test_a_refusal_speaks_the_language_of_the_asker() -> None:
    with pytest.raises(WrongState) as refusal:
        step(State.CLOSED, Action.ACCEPT)
    assert refusal.value.detail("zh") == "工单现在是“已完成”，不能接单。"
    assert refusal.value.detail("en") == "The ticket is “done” now and cannot be accepted."
