"""The life of one call as one table: (state, action) → what it becomes and who may do it.

A call is made by a panel (it names the call), rings every phone of every member of the home, and is won by the
first who accepts. What is not in the table does not happen: a service looks a step up, and a missing one is either a
late duplicate (ignored when it comes from a machine) or a conflict (told to a person).
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple


class CallState(StrEnum):
    """Where a call stands."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    ENDED = "ended"


class Outcome(StrEnum):
    """What an ended call came to."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    BUSY = "busy"
    OPENED = "opened"
    FAILED = "failed"


class Action(StrEnum):
    """What can happen to a call."""

    ACCEPT = "accept"
    DECLINE = "decline"  # the last phone that still rang declined; one person's decline is a step of the target
    HANGUP = "hangup"
    PANEL_HANGUP = "panel_hangup"
    PANEL_ENDED = "panel_ended"  # the panel itself gave up ringing
    TIME_OUT = "time_out"
    OPEN = "open"  # ringing: the door was opened by any means; accepted: this call's own opening is complete
    PANEL_LOST = "panel_lost"
    REPLACED = "replaced"  # the same panel started another call, so this one cannot be going on


class Who(StrEnum):
    """Who may take a step."""

    MEMBER = "member"  # any member of the home whose phone rings
    ACCEPTOR = "acceptor"  # the one who answered
    PANEL = "panel"
    SYSTEM = "system"


class Step(NamedTuple):
    """What a call becomes: its new state, its outcome once ended, and who may cause it."""

    to: CallState
    outcome: Outcome | None
    who: frozenset[Who]


def _step(to: CallState, outcome: Outcome | None, *who: Who) -> Step:
    return Step(to, outcome, frozenset(who))


_R, _A, _E = CallState.RINGING, CallState.ACCEPTED, CallState.ENDED

TABLE: Mapping[tuple[CallState, Action], Step] = {
    (_R, Action.ACCEPT): _step(_A, None, Who.MEMBER),
    (_R, Action.DECLINE): _step(_E, Outcome.DECLINED, Who.MEMBER),
    (_R, Action.PANEL_HANGUP): _step(_E, Outcome.CANCELLED, Who.PANEL),
    (_R, Action.PANEL_ENDED): _step(_E, Outcome.NO_ANSWER, Who.PANEL),
    (_R, Action.TIME_OUT): _step(_E, Outcome.NO_ANSWER, Who.SYSTEM),
    (_R, Action.OPEN): _step(_E, Outcome.OPENED, Who.SYSTEM),
    (_R, Action.PANEL_LOST): _step(_E, Outcome.FAILED, Who.SYSTEM),
    (_R, Action.REPLACED): _step(_E, Outcome.CANCELLED, Who.SYSTEM),
    (_A, Action.HANGUP): _step(_E, Outcome.ANSWERED, Who.ACCEPTOR),
    (_A, Action.PANEL_HANGUP): _step(_E, Outcome.ANSWERED, Who.PANEL),
    (_A, Action.PANEL_ENDED): _step(_E, Outcome.ANSWERED, Who.PANEL),
    (_A, Action.TIME_OUT): _step(_E, Outcome.ANSWERED, Who.SYSTEM),
    (_A, Action.OPEN): _step(_E, Outcome.OPENED, Who.ACCEPTOR, Who.SYSTEM),
    (_A, Action.PANEL_LOST): _step(_E, Outcome.FAILED, Who.SYSTEM),
    (_A, Action.REPLACED): _step(_E, Outcome.ANSWERED, Who.SYSTEM),
}


def step(state: CallState, action: Action, who: Who) -> Step | None:
    """The step that `action` by `who` takes from `state`, or None when it means nothing there or is not theirs to take."""
    found = TABLE.get((state, action))
    return found if found is not None and who in found.who else None


def outcome_of(step: Step, *, opened: bool) -> Outcome | None:
    """The outcome to record: an answered call that opened the door counts as opened, however it then ended."""
    return Outcome.OPENED if step.outcome is Outcome.ANSWERED and opened else step.outcome


class TargetState(StrEnum):
    """How the call stands with one person; all of that person's phones share it."""

    RINGING = "ringing"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    STOPPED = "stopped"  # somebody else answered, or the call ended for another reason
    MISSED = "missed"


#: Outcomes that nobody of the home had a hand in: those the home has missed.
MISSED: frozenset[Outcome] = frozenset({Outcome.NO_ANSWER, Outcome.CANCELLED, Outcome.FAILED, Outcome.BUSY})

#: How long phones ring, how old an invite may be to ring at all, and how long a talk may last before the panel is freed.
RING_FOR = timedelta(seconds=30)
INVITE_VALID_FOR = timedelta(seconds=30)
TALK_FOR = timedelta(minutes=3)
