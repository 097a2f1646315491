"""The life of a ticket as one table: (state, action) → state, who may, and what they must say.

Everything else derives from `TABLE`: what is refused, which buttons a person sees, which action comes next. Within one state the
order of the rows is the order of preference: the first row that the assignee may take is the worker's next action.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from repairs.errors import NotYourPart, WrongState


class State(StrEnum):
    """Where a ticket stands."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    ON_THE_WAY = "on_the_way"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CLOSED_UNFIXED = "closed_unfixed"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    REOPENED = "reopened"


class Action(StrEnum):
    """What can be done to a ticket after its submission."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    RESUME = "resume"
    DEPART = "depart"
    ARRIVE = "arrive"
    START = "start"
    RESOLVE = "resolve"
    HOLD = "hold"
    TRANSFER = "transfer"
    RETURN = "return"
    CONFIRM = "confirm"
    REJECT = "reject"
    RATE = "rate"
    URGE = "urge"
    CLOSE = "close"
    CANCEL = "cancel"
    REOPEN = "reopen"
    QUOTE = "quote"
    AGREE = "agree"
    DECLINE = "decline"
    APPOINT = "appointment"  # a window for the visit is chosen, moved or, without one, cancelled
    VISIT = "visit"  # the office has asked how it was
    MERGE = "merge"  # from now on it goes along with another ticket of the same matter
    SPLIT = "split"  # it goes its own way again
    ESCALATE = "escalate"  # a rung of the ladder: somebody has been told
    HOLD_OVER = "hold_over"  # the time has come until which a ticket was on hold


BY_ITSELF = (Action.ESCALATE, Action.HOLD_OVER)  # only the platform takes these
UNROUTED = (*BY_ITSELF, Action.VISIT)  # what is not asked for as an action on a ticket: a call comes out of its return visit
SUBMIT = "submit"  # what the history calls its first entry; not an action on a ticket


class Party(StrEnum):
    """What somebody is to one ticket. Whoever does the work is never its resident side, so nobody confirms or rates themselves."""

    REPORTER = "reporter"
    HOUSEHOLD = "household"  # an active member of the home it is about
    ASSIGNEE = "assignee"
    MANAGER = "manager"
    NEIGHBOUR = "neighbour"  # the resident side of another report of the same matter; no row of the table names it
    SYSTEM = "system"


class Step(NamedTuple):
    """One entry of the table; `to` is the state afterwards."""

    to: State
    who: frozenset[Party]
    needs: tuple[str, ...] = ()


S, A, P = State, Action, Party
RESIDENT = frozenset({P.REPORTER, P.HOUSEHOLD})
OFFICE = frozenset({P.MANAGER})
PLATFORM = frozenset({P.SYSTEM})
WORKER = frozenset({P.ASSIGNEE})
STAY = None  # the action leaves a trace and the state as it is

HAS_WORKER = (S.ASSIGNED, S.ACCEPTED, S.ON_THE_WAY, S.IN_PROGRESS, S.ON_HOLD)
WAITS_FOR_WORKER = (S.SUBMITTED, S.RETURNED, S.REOPENED)
UNRESOLVED = WAITS_FOR_WORKER + HAS_WORKER
RUNNING = tuple(state for state in UNRESOLVED if state is not S.ON_HOLD)  # the states in which the clock runs
ENDED = (S.CLOSED, S.CLOSED_UNFIXED, S.CANCELLED)
OPEN = tuple(state for state in State if state not in ENDED)
RATED_IN = (S.RESOLVED, S.CLOSED, S.CLOSED_UNFIXED)
TAKEN_ON = (S.ACCEPTED, S.ON_THE_WAY, S.IN_PROGRESS, S.ON_HOLD)
DECISIONS = frozenset({A.AGREE, A.DECLINE})  # what needs an undecided offer
WORK = frozenset({A.START, A.RESUME, A.RESOLVE})  # what waits while an offer for paid work is undecided

FOLLOWED = frozenset(
    {A.ASSIGN, A.ACCEPT, A.RESUME, A.DEPART, A.ARRIVE, A.START, A.RESOLVE, A.HOLD, A.TRANSFER, A.RETURN, A.HOLD_OVER}
    | {A.REJECT, A.REOPEN, A.CLOSE}
)
"""The steps of a parent that its children go along with; its own people's word (and the end of what was repaired) is not theirs."""
OWN_WORD = frozenset({A.CONFIRM, A.REJECT, A.RATE, A.URGE, A.CANCEL, A.REOPEN, A.SPLIT, A.VISIT})

# action, from, to, who may, what must be given
ROWS: tuple[tuple[Action, tuple[State, ...], State | None, frozenset[Party], tuple[str, ...]], ...] = (
    (A.ACCEPT, (S.ASSIGNED, S.REOPENED), S.ACCEPTED, WORKER, ()),
    (A.RESUME, (S.ON_HOLD,), S.ACCEPTED, WORKER | OFFICE, ()),  # not in progress: nobody need have been there yet
    (A.DEPART, (S.ACCEPTED, S.ON_HOLD), S.ON_THE_WAY, WORKER, ()),
    (A.ARRIVE, (S.ACCEPTED, S.ON_THE_WAY), S.IN_PROGRESS, WORKER, ()),
    (A.START, (S.ACCEPTED, S.ON_THE_WAY), S.IN_PROGRESS, WORKER, ()),
    (A.RESOLVE, (S.IN_PROGRESS,), S.RESOLVED, WORKER, ("measure",)),
    (A.HOLD, (S.ACCEPTED, S.ON_THE_WAY, S.IN_PROGRESS), S.ON_HOLD, WORKER | OFFICE, ("reason", "until")),
    (A.ASSIGN, WAITS_FOR_WORKER, S.ASSIGNED, OFFICE | PLATFORM, ("assignee_id",)),
    (A.TRANSFER, HAS_WORKER, S.ASSIGNED, WORKER | OFFICE, ("assignee_id", "reason")),
    (A.RETURN, HAS_WORKER, S.RETURNED, WORKER, ("reason",)),
    (A.CONFIRM, (S.RESOLVED,), S.CLOSED, RESIDENT, ()),
    (A.REJECT, (S.RESOLVED,), S.REOPENED, RESIDENT, ("reason",)),
    (A.RATE, RATED_IN, STAY, RESIDENT, ("speed", "quality", "manner")),
    (A.URGE, UNRESOLVED, STAY, RESIDENT, ()),
    (A.CLOSE, (S.RESOLVED,), S.CLOSED, OFFICE | PLATFORM, ("reason",)),
    (A.CLOSE, UNRESOLVED, S.CLOSED_UNFIXED, OFFICE, ("reason",)),
    (A.CANCEL, (*WAITS_FOR_WORKER, S.ASSIGNED, S.ACCEPTED), S.CANCELLED, RESIDENT | OFFICE, ("reason",)),
    (A.QUOTE, TAKEN_ON, STAY, WORKER | OFFICE, ("lines",)),
    (A.AGREE, UNRESOLVED, STAY, RESIDENT, ("quote_id",)),
    (A.DECLINE, UNRESOLVED, STAY, RESIDENT, ("quote_id", "reason")),
    (A.APPOINT, (*WAITS_FOR_WORKER, S.ASSIGNED, S.ACCEPTED, S.ON_HOLD), STAY, RESIDENT | OFFICE, ()),
    (A.REOPEN, (S.CLOSED, S.CLOSED_UNFIXED), S.REOPENED, RESIDENT | OFFICE, ("reason",)),
    (A.REOPEN, (S.RESOLVED,), S.REOPENED, OFFICE, ("reason",)),
    (A.VISIT, RATED_IN, STAY, OFFICE, ("outcome",)),
    (A.MERGE, UNRESOLVED, STAY, OFFICE, ("into_id", "reason")),
    (A.SPLIT, (*UNRESOLVED, S.RESOLVED), STAY, OFFICE, ("reason",)),
    (A.ESCALATE, RUNNING, STAY, PLATFORM, ()),
    (A.HOLD_OVER, (S.ON_HOLD,), S.ACCEPTED, PLATFORM, ()),
)

TABLE: dict[tuple[State, Action], Step] = {
    (state, action): Step(to or state, who, needs) for action, sources, to, who, needs in ROWS for state in sources
}


def is_its_own(state: State, action: Action) -> bool:
    """Say whether a child takes this action itself; everything else happens to its parent, and thereby to it."""
    return action in OWN_WORD or (action is A.CLOSE and state is S.RESOLVED)


def is_followed(before: State, action: Action) -> bool:
    """Say whether children go along with this step of their parent: not where only its own people are content."""
    return action in FOLLOWED and not (action is A.CLOSE and before is S.RESOLVED)


def step(state: State, action: Action) -> Step:
    """Return what `action` does in `state`; raise WrongState where the table has no such row."""
    try:
        return TABLE[state, action]
    except KeyError:
        raise WrongState(state=state, action=action) from None


def judge(state: State, action: Action, parties: frozenset[Party]) -> Step:
    """Return the step if somebody who is `parties` to the ticket may take it now; raise WrongState or NotYourPart."""
    found = step(state, action)
    if found.who.isdisjoint(parties):
        raise NotYourPart(action=action)
    return found


@cache
def open_to(state: State, parties: frozenset[Party]) -> tuple[Action, ...]:
    """Return the actions that somebody who is `parties` to the ticket may take in `state`, in the table's order."""
    return tuple(action for (at, action), row in TABLE.items() if at == state and not row.who.isdisjoint(parties))


def next_action(state: State) -> Action | None:
    """Return what the assignee does next in `state`, or None where it is somebody else's turn."""
    return next(iter(open_to(state, WORKER)), None)


def replay(actions: Iterable[Action]) -> State:
    """Return the state that these actions, in this order, lead to from a fresh submission."""
    state = S.SUBMITTED
    for action in actions:
        state = step(state, action).to
    return state
