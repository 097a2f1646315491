"""When somebody should have answered and when it should be repaired. All in running time: calendars of working hours come later.

A ticket is overdue while its clock runs past its promise, that is, while somebody is late now. The clock stands on hold, and it
ends with the resolution: the promise is kept or broken by then, and what follows is the resident's time. If the resident
answers "not fixed", a fresh clock starts. Counts, lists, queues and views all ask here.
"""

from datetime import datetime, timedelta
from math import floor
from typing import Protocol

from sqlalchemy import ColumnElement

from repairs.models import Category, Ticket, Urgency
from repairs.workflow import RUNNING, State

URGENT_SHARE = 0.5  # an urgent ticket has half of its category's usual time


def deadlines(category: Category, urgency: Urgency, start: datetime) -> tuple[datetime, datetime]:
    """Return (response due, resolution due) for a clock that starts at `start`."""
    share = URGENT_SHARE if urgency is Urgency.URGENT else 1
    respond, resolve = (timedelta(minutes=m) * share for m in (category.response_minutes, category.resolve_minutes))
    return start + respond, start + resolve


def restart(ticket: Ticket, moment: datetime) -> None:
    """Start both clocks anew, as for a fresh report."""
    ticket.response_due_at, ticket.due_at = deadlines(ticket.category, ticket.urgency, moment)


def hold(ticket: Ticket, moment: datetime) -> None:
    """Stop the clock."""
    ticket.held_at = moment


def release(ticket: Ticket, moment: datetime) -> None:
    """Let the clock run on: the time on hold is added to the deadline."""
    if ticket.held_at is not None:
        ticket.due_at += moment - ticket.held_at
    ticket.held_at = ticket.on_hold_until = None


class Timed(Protocol):
    """What of a ticket its clock needs; the model and the rows of lists both have it."""

    @property
    def state(self) -> State: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def held_at(self) -> datetime | None: ...


def is_overdue(ticket: Timed, moment: datetime) -> bool:
    """Say whether a ticket should have been repaired by now."""
    return ticket.state in RUNNING and ticket.due_at < moment


def overdue(moment: datetime) -> ColumnElement[bool]:
    """Return the same as a condition on tickets; that they are open is said too, because the partial indexes need it."""
    return Ticket.ended_at.is_(None) & Ticket.state.in_(RUNNING) & (Ticket.due_at < moment)


def minutes_left(ticket: Timed, moment: datetime) -> int:
    """Return the whole minutes until the deadline, negative when it has passed; on hold, those left when the clock stopped."""
    return floor((ticket.due_at - (ticket.held_at or moment)) / timedelta(minutes=1))
