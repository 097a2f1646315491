"""The clocks of a ticket: by when somebody should answer, be there, have it repaired, and whether that came true.

Time counts by the community's calendar, for urgent matters around the clock (`Category.around_clock`). A ticket is overdue while
its clock runs past its promise, that is, while somebody is late now. The clock stands on hold and while an offer for paid work
waits for the resident, and it ends with the resolution: the promise is kept or broken by then, and what follows is the
resident's time. If the resident answers "not fixed", a fresh clock starts. An appointment takes the place of the promise to be
there. Counts, lists, queues and views all ask here.
"""

from datetime import datetime, timedelta
from math import floor
from typing import Any, NamedTuple, Protocol

from sqlalchemy import ColumnElement

from repairs.calendars import Hours
from repairs.models import Category, QuoteState, Ticket, Urgency
from repairs.terms import Promise
from repairs.workflow import RUNNING, UNRESOLVED, State

RATE_WITHIN = timedelta(days=30)
"""How long after its end a ticket may be rated."""


class Deadlines(NamedTuple):
    """By when each promise of a fresh clock falls due."""

    response_due_at: datetime
    arrive_due_at: datetime
    due_at: datetime


class Mark(NamedTuple):
    """The columns of a ticket that tell when a promise falls due and when it came true."""

    due: str
    done: str


MARKS = {
    Promise.RESPONSE: Mark("response_due_at", "responded_at"),
    Promise.ARRIVE: Mark("arrive_due_at", "arrived_at"),
    Promise.RESOLVE: Mark("due_at", "resolved_at"),
}


def deadlines(category: Category, urgency: Urgency, start: datetime, hours: Hours) -> Deadlines:
    """Return when the promises fall due for a clock that starts at `start`."""
    kind = "urgent_" if urgency is Urgency.URGENT else ""
    minutes = (getattr(category, f"{kind}{promise}_minutes") for promise in MARKS)
    return Deadlines(*(hours.shift(start, timedelta(minutes=m)) for m in minutes))


def restart(ticket: Ticket, moment: datetime, hours: Hours) -> None:
    """Start all clocks anew, as for a fresh report."""
    ticket.clock_from = moment
    ticket.response_due_at, ticket.arrive_due_at, ticket.due_at = deadlines(ticket.category, ticket.urgency, moment, hours)
    ticket.responded_at = ticket.arrived_at = ticket.resolved_at = None
    ticket.response_level = ticket.arrive_level = ticket.resolve_level = 0
    ticket.appointment_starts_at = ticket.appointment_ends_at = None  # it was for the visit before


def reckon(ticket: Ticket, hours: Hours) -> None:
    """Set when arrival and repair are due by the appointment, or without one as if there never had been one.

    With an appointment somebody is there by its end, be that sooner or later than the category promises, and the repair is due
    no sooner. A hold does not move it: people wait at home for it. Who cannot come then moves the appointment.
    """
    _, arrive, due = deadlines(ticket.category, ticket.urgency, ticket.clock_from, hours)
    ends_at = ticket.appointment_ends_at
    if ticket.arrived_at is None:
        ticket.arrive_due_at = ends_at or arrive
    if ticket.resolved_at is None:
        ticket.due_at = max(due, ends_at or due)


def stands(ticket: Any) -> bool:
    """Say whether nobody can be late now: the ticket is on hold, or the resident has to decide about an offer."""
    return ticket.state is State.ON_HOLD or (ticket.quote_state is QuoteState.OFFERED and ticket.state in UNRESOLVED)


def stop(ticket: Ticket, moment: datetime) -> None:
    """Stop the clock."""
    ticket.held_at = moment


def go_on(ticket: Ticket, moment: datetime, hours: Hours) -> None:
    """Let the clock run on: what is still open has as much working time left, or is as late, as when the clock stopped."""
    if ticket.held_at is not None:
        for name in ("clock_from", *(mark.due for mark in MARKS.values() if getattr(ticket, mark.done) is None)):
            setattr(ticket, name, hours.shift(moment, hours.between(ticket.held_at, getattr(ticket, name))))
        if ticket.appointment_ends_at is not None:
            reckon(ticket, hours)
    ticket.held_at = None


def fulfil(ticket: Ticket, moment: datetime, *promises: Promise) -> None:
    """Note that promises have come true; what has come true stays so until the clock is started anew."""
    for promise in promises:
        if getattr(ticket, MARKS[promise].done) is None:
            setattr(ticket, MARKS[promise].done, moment)


class Timed(Protocol):
    """What of a ticket its clock needs; the model and the rows of lists both have it."""

    @property
    def state(self) -> State: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def held_at(self) -> datetime | None: ...


def runs(ticket: Any) -> bool:
    """Say whether the clock runs: something is still to be done, and nothing stops those who are to do it."""
    return ticket.state in RUNNING and ticket.held_at is None


def is_overdue(ticket: Timed, moment: datetime) -> bool:
    """Say whether a ticket should have been repaired by now."""
    return runs(ticket) and ticket.due_at < moment


def overdue(moment: datetime) -> ColumnElement[bool]:
    """Return the same as a condition on tickets; that they are open is said too, because the partial indexes need it."""
    return Ticket.ended_at.is_(None) & Ticket.state.in_(RUNNING) & Ticket.held_at.is_(None) & (Ticket.due_at < moment)


def minutes_left(ticket: Timed, moment: datetime) -> int:
    """Return the whole minutes until the deadline, negative when it has passed; those left when the clock stopped, if it stands."""
    return floor((ticket.due_at - (ticket.held_at or moment)) / timedelta(minutes=1))


def kept(ticket: Any, promise: Promise, moment: datetime) -> bool | None:
    """Say whether a promise was kept; None while that is open, or will never be known because the ticket ended before."""
    mark = MARKS[promise]
    due, done = getattr(ticket, mark.due), getattr(ticket, mark.done)
    if done is not None:
        return bool(done <= due)
    return False if (ticket.held_at or ticket.ended_at or moment) > due else None


def ratable(ticket: Any, moment: datetime) -> bool:
    """Say whether it is still time to rate a ticket, by whoever ended it."""
    return ticket.ended_at is None or moment <= ticket.ended_at + RATE_WITHIN
