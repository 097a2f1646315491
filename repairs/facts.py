"""What a ticket's history says for the figures: a pure function of the history, entry by entry.

What an entry says depends on the entries before it and on no later one, and what has happened is never taken back: a rejected
repair is a repair and a reopening. Every fact counts on the day on which it happened, for the worker who had the ticket then.
Durations are what the resident lives through, from the report or the reopening to the first answer, the first arrival and the
repair. A report that goes along with another is no second piece of work: from `merge` to `split` only that it was reported, how it
ended and how it was rated counts. Whether a promise was kept was judged when it happened, by the clock that then ran (see
`deadlines`), and stands in the history.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from repairs.models import Ticket
from repairs.models.rollups import NOBODY, bucket
from repairs.workflow import SUBMIT, Action, State

PROMISED = {
    Action.ACCEPT: "response_due_at",
    Action.ARRIVE: "arrive_due_at",
    Action.START: "arrive_due_at",
    Action.RESOLVE: "due_at",
}
IN_TIME = "in_time"
SCORES = ("speed", "quality", "manner")
NOT_YET_ANSWERED = (State.SUBMITTED, State.ASSIGNED, State.RETURNED, State.REOPENED)
AT_WORK = (State.IN_PROGRESS, State.ON_HOLD)
ENDS = {State.CLOSED: "closed", State.CLOSED_UNFIXED: "closed_unfixed", State.CANCELLED: "cancelled"}


class Entry(Protocol):
    """What of an entry of the history counts."""

    @property
    def seq(self) -> int: ...
    @property
    def action(self) -> str: ...
    @property
    def from_state(self) -> State | None: ...
    @property
    def to_state(self) -> State: ...
    @property
    def happened_at(self) -> datetime: ...
    @property
    def data(self) -> dict[str, Any]: ...


class Fact(NamedTuple):
    """Amounts to add to a worker's sums (`NOBODY` if nobody had the ticket) on the day of `at`."""

    seq: int
    at: datetime
    worker: UUID
    amounts: dict[str, int]


def verdict(ticket: Ticket, action: Action, moment: datetime) -> dict[str, bool]:
    """Return what the history is to keep of a promise that this action fulfils: whether it was in time. The clock may stand."""
    return {IN_TIME: (ticket.held_at or moment) <= getattr(ticket, PROMISED[action])} if action in PROMISED else {}


def facts(entries: Iterable[Entry]) -> Iterator[Fact]:
    """Yield the facts of a ticket's history, given from its beginning in the order of `seq`."""
    told = _Reading()
    for entry in entries:
        worker = told.worker
        amounts = told.turn(entry)
        if amounts:
            yield Fact(entry.seq, entry.happened_at, told.worker or worker or NOBODY, amounts)


@dataclass
class _Reading:
    """What of a history has been read so far; a clock runs from the report, and anew from each reopening."""

    since: datetime | None = None
    worker: UUID | None = None
    responded: bool = False
    arrived: bool = False
    merged: bool = False

    def turn(self, entry: Entry) -> dict[str, int]:
        """Read the next entry and return what it adds."""
        if entry.action in (Action.MERGE, Action.SPLIT):
            return self._join_or_leave(entry)
        found = self._read(entry)
        own = not self.merged or entry.action == Action.RATE or entry.to_state in ENDS
        return found if own else {}

    def _join_or_leave(self, entry: Entry) -> dict[str, int]:
        """From where a ticket goes along with another, it is as far as that one."""
        self.merged = entry.action == Action.MERGE
        if self.merged:
            self.worker = UUID(entry.data["assignee_id"]) if "assignee_id" in entry.data else None
            self.responded = entry.to_state not in NOT_YET_ANSWERED
            self.arrived = entry.to_state in AT_WORK
        return {}

    def _read(self, entry: Entry) -> dict[str, int]:
        if entry.action == SUBMIT:
            return self._start(entry, "reported")
        match entry.action:
            case Action.ASSIGN | Action.TRANSFER:
                self.worker = UUID(entry.data["assignee_id"])
                return {"assigned": 1}
            case Action.RETURN:
                self.worker = None
                return {"returned": 1}
            case Action.RATE:
                return {"rated": 1} | {score: int(entry.data[score]) for score in SCORES}
            case Action.ACCEPT if not self.responded:
                self.responded = True
                return {"responded": 1} | self._lasted("respond", entry)
        return self._entered(entry) if entry.to_state is not entry.from_state else {}

    def _entered(self, entry: Entry) -> dict[str, int]:
        match entry.to_state:
            case State.IN_PROGRESS if not self.arrived:
                self.arrived = True
                return {"arrived": 1} | self._lasted("arrive", entry)
            case State.RESOLVED:
                return {"resolved": 1} | self._lasted("resolve", entry)
            case State.REOPENED:
                return self._start(entry, "reopened")
        return {ENDS[entry.to_state]: 1} if entry.to_state in ENDS else {}

    def _start(self, entry: Entry, name: str) -> dict[str, int]:
        self.since, self.responded, self.arrived = entry.happened_at, False, False
        return {name: 1}

    def _lasted(self, duration: str, entry: Entry) -> dict[str, int]:
        minutes = max(0, (entry.happened_at - (self.since or entry.happened_at)) // timedelta(minutes=1))
        found = {f"{duration}_minutes": minutes, bucket(duration, minutes): 1}
        if IN_TIME in entry.data:
            found[f"{duration}_{IN_TIME if entry.data[IN_TIME] else 'late'}"] = 1
        return found
