"""The clock of a ticket over random lives: what was promised is what it gets in working time, less holds and open offers."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from repairs import ladder
from repairs.calendars import AROUND_CLOCK, Calendar, Hours
from repairs.deadlines import MARKS, go_on, is_overdue, kept, reckon, restart, stop
from repairs.holidays import CHINA_2026, OFFICE_WEEK
from repairs.models import QuoteState, Urgency
from repairs.services.effects import move
from repairs.terms import LADDER, Promise, Rung, Terms
from repairs.workflow import RUNNING, Action, State

OFFICE = Calendar(ZoneInfo("Asia/Shanghai"), OFFICE_WEEK, CHINA_2026)
MONDAY = datetime(2026, 9, 28, tzinfo=UTC)  # National Day comes on Thursday
MINUTES = {Promise.RESPONSE: 60, Promise.ARRIVE: 240, Promise.RESOLVE: 900}
STEPS = {State.ACCEPTED: (Promise.RESPONSE,), State.IN_PROGRESS: (Promise.RESPONSE, Promise.ARRIVE)}
some_minutes = st.integers(0, 3000).map(lambda n: timedelta(minutes=n))


def category(around_clock: bool) -> Any:
    times = {f"{kind}{promise}_minutes": minutes for kind in ("", "urgent_") for promise, minutes in MINUTES.items()}
    return SimpleNamespace(around_clock=around_clock, **times)


class Clock(RuleBasedStateMachine):
    """A ticket held, quoted for, worked on and reopened in any order, beside a plain count of the working time of its clock."""

    @initialize(around_clock=st.booleans(), into=some_minutes)
    def report(self, around_clock: bool, into: timedelta) -> None:
        self.now = MONDAY + into
        self.hours: Hours = AROUND_CLOCK if around_clock else OFFICE
        self.terms = Terms(OFFICE, LADDER)
        levels = {f"{promise}_level": 0 for promise in Promise}
        self.ticket: Any = SimpleNamespace(
            category=category(around_clock), urgency=Urgency.NORMAL, state=State.ASSIGNED, held_at=None, on_hold_until=None,
            unassigned_since=None, ended_at=None, next_escalation_at=None, quote_state=None, parent_id=None,
            assignee_id="worker", version=1, **levels,
        )  # fmt: skip
        restart(self.ticket, self.now, self.hours)
        self.worked = timedelta()  # what has passed on the running clock
        self.done: dict[Promise, timedelta] = {}
        self.warned: list[tuple[Promise, int]] = []
        self.appointed = False  # whether this clock ever had an appointment

    @property
    def offered(self) -> bool:
        return self.ticket.quote_state is QuoteState.OFFERED

    def _move(self, to: State) -> None:
        move(self.ticket, to, self.now, self.terms)

    @rule(by=some_minutes)
    def time_passes(self, by: timedelta) -> None:
        if self.ticket.state in RUNNING and not self.offered:
            self.worked += self.hours.between(self.now, self.now + by)
        self.now += by

    @precondition(lambda self: self.ticket.state in RUNNING)
    @rule()
    def hold(self) -> None:
        self._move(State.ON_HOLD)

    @precondition(lambda self: self.ticket.state is State.ON_HOLD)
    @rule()
    def resume(self) -> None:
        self._move(State.ASSIGNED)

    @precondition(lambda self: self.ticket.state is not State.RESOLVED)
    @rule()
    def offer(self) -> None:
        """A later offer replaces an undecided one and stops nothing that does not stand already."""
        self.ticket.quote_state = QuoteState.OFFERED
        self._move(self.ticket.state)

    @precondition(lambda self: self.offered)
    @rule(decision=st.sampled_from((QuoteState.AGREED, QuoteState.DECLINED)))
    def decide(self, decision: QuoteState) -> None:
        self.ticket.quote_state = decision
        self._move(self.ticket.state)

    @precondition(lambda self: self.ticket.state is not State.RESOLVED)
    @rule()
    def something_else_happens(self) -> None:
        self._move(self.ticket.state)

    @precondition(lambda self: self.ticket.state in RUNNING)
    @rule(to=st.sampled_from(tuple(STEPS)))
    def come_true(self, to: State) -> None:
        """Also while an offer is undecided: the worker may set out and arrive."""
        if to is not self.ticket.state:
            self._move(to)
            for promise in STEPS[to]:
                self.done.setdefault(promise, self.worked)

    @precondition(lambda self: self.ticket.state in RUNNING and not self.offered)
    @rule()
    def resolve(self) -> None:
        self._move(State.RESOLVED)
        for promise in MARKS:
            self.done.setdefault(promise, self.worked)

    @precondition(lambda self: self.ticket.state is State.RESOLVED)
    @rule()
    def not_fixed(self) -> None:
        self._move(State.REOPENED)
        self.worked, self.done, self.warned, self.appointed = timedelta(), {}, [], False
        assert self.ticket.appointment_ends_at is None

    @rule()
    def climb(self) -> None:
        """Take every rung that is due, as the job does; none is while the clock stands."""
        while (events := ladder.coming(self.ticket, self.terms, self.hours, most=1)) and events[0].at <= self.now:
            event = events[0]
            if event.action is not Action.ESCALATE:
                assert (event.action, self.ticket.state) == (Action.CLOSE, State.RESOLVED)
                return
            assert event.rung is not None
            assert self.ticket.state in RUNNING
            assert not self.offered
            setattr(self.ticket, f"{event.rung.promise}_level", event.level)
            self.warned.append((event.rung.promise, event.level))
            assert self.appointed or self.worked >= self._due(event.rung)

    @precondition(lambda self: self.ticket.state is not State.RESOLVED and self.ticket.arrived_at is None)
    @rule(after=some_minutes, length=st.integers(30, 240))
    def appoint(self, after: timedelta, length: int) -> None:
        """Choose or move a window for the visit; those that warn of the old promise have been told already."""
        self.ticket.appointment_starts_at = self.now + after
        self.ticket.appointment_ends_at = self.now + after + timedelta(minutes=length)
        self.appointed = True
        reckon(self.ticket, self.hours)

    @precondition(lambda self: self.ticket.state is not State.RESOLVED and self.ticket.appointment_ends_at)
    @rule()
    def call_off(self) -> None:
        self.ticket.appointment_starts_at = self.ticket.appointment_ends_at = None
        reckon(self.ticket, self.hours)

    def _due(self, rung: Rung) -> timedelta:
        return timedelta(minutes=MINUTES[rung.promise] * rung.percent / 100 + rung.after)

    @invariant()
    def what_was_promised_is_what_it_gets(self) -> None:
        ticket = self.ticket
        moment = ticket.held_at or self.now
        for promise, mark in MARKS.items():
            due = getattr(ticket, mark.due)
            if promise not in self.done and self._waits_for_visit(promise):
                continue
            if promise not in self.done:
                assert self.hours.between(ticket.clock_from, due) == timedelta(minutes=MINUTES[promise])
                assert self.hours.between(moment, due) == timedelta(minutes=MINUTES[promise]) - self.worked

    def _waits_for_visit(self, promise: Promise) -> bool:
        """Say whether an appointment decides about this promise; then hold it to that."""
        ticket, ends_at = self.ticket, self.ticket.appointment_ends_at
        if ends_at is None or promise is Promise.RESPONSE:
            return False
        usual = self.hours.shift(ticket.clock_from, timedelta(minutes=MINUTES[promise]))
        if promise is Promise.ARRIVE:
            assert ticket.arrive_due_at == ends_at
        else:
            assert ticket.due_at == max(usual, ends_at)
        return promise is Promise.ARRIVE or ends_at > usual

    @invariant()
    def kept_is_told_as_a_plain_count_tells_it(self) -> None:
        for promise, minutes in MINUTES.items():
            if self.appointed and promise is not Promise.RESPONSE:
                continue
            told, promised = kept(self.ticket, promise, self.now), timedelta(minutes=minutes)
            if promise in self.done:
                assert told is (self.done[promise] <= promised) or self.done[promise] == promised
            elif self.worked != promised:  # on the very moment, and in the night after it, the clock shows no difference
                assert told is (False if self.worked > promised else None)
        if self.appointed:
            return
        late = self.worked > timedelta(minutes=MINUTES[Promise.RESOLVE])
        if self.worked != timedelta(minutes=MINUTES[Promise.RESOLVE]):
            runs = self.ticket.state in RUNNING and not self.offered
            assert is_overdue(self.ticket, self.now) is (runs and late)

    @invariant()
    def each_rung_is_climbed_once_and_in_order(self) -> None:
        assert len(self.warned) == len(set(self.warned))
        for promise in MARKS:
            assert [level for one, level in self.warned if one is promise] == list(
                range(1, getattr(self.ticket, f"{promise}_level") + 1)
            )


ClockTest = Clock.TestCase
ClockTest.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


@given(st.booleans(), st.lists(some_minutes, max_size=6))
def test_a_hold_of_no_working_time_moves_nothing_that_counts(around_clock: bool, holds: list[timedelta]) -> None:
    """Held and released in the same moment, however often: all deadlines stay where they are in working time."""
    hours: Hours = AROUND_CLOCK if around_clock else OFFICE
    ticket: Any = SimpleNamespace(category=category(around_clock), urgency=Urgency.URGENT, held_at=None, on_hold_until=None)
    restart(ticket, MONDAY, hours)
    before = [getattr(ticket, mark.due) for mark in MARKS.values()]
    moment = MONDAY
    for after in holds:
        moment = min(moment + after, before[0])
        stop(ticket, moment)
        go_on(ticket, moment, hours)
    assert [getattr(ticket, mark.due) for mark in MARKS.values()] == before
