"""What will happen to a ticket by itself, and when: warnings up the ladder, the end of a hold, the closing of what nobody answers.

Everything is told from the ticket's own columns and its community's terms; `next_escalation_at` holds the earliest of it, and a
job looks for tickets whose time has come. There is no job per ticket that could be lost or fire for a ticket long mended.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from repairs.calendars import Hours
from repairs.deadlines import MARKS, runs
from repairs.models import Ticket
from repairs.terms import Promise, Rung, Terms
from repairs.workflow import WAITS_FOR_WORKER, Action, State


class Event(NamedTuple):
    """Something that will happen by itself at a time; an escalation has a rung and its level, counted from 1."""

    at: datetime
    action: Action
    rung: Rung | None = None
    level: int = 0


def coming(ticket: Any, terms: Terms, hours: Hours, most: int | None = None) -> list[Event]:
    """Return what will happen to a ticket as long as nobody does anything, in order; of each promise at most so many rungs."""
    found = list(_escalations(ticket, terms, hours, most))
    if ticket.state is State.ON_HOLD and ticket.parent_id is None and ticket.on_hold_until is not None:
        found.append(Event(ticket.on_hold_until, Action.HOLD_OVER))
    if ticket.state is State.RESOLVED and terms.auto_close_days is not None and ticket.resolved_at is not None:
        found.append(Event(ticket.resolved_at + timedelta(days=terms.auto_close_days), Action.CLOSE))
    return sorted(found, key=lambda event: event.at)


def schedule(ticket: Ticket, terms: Terms) -> None:
    """Note when somebody must look at the ticket again."""
    events = coming(ticket, terms, terms.hours(ticket.category.around_clock), most=1)
    ticket.next_escalation_at = events[0].at if events else None


def overlook(ticket: Ticket, terms: Terms, moment: datetime) -> None:
    """Count the rungs that lie in the past as climbed: a ladder that has just been put up warns of what is to come."""
    hours = terms.hours(ticket.category.around_clock)
    for promise in Promise:
        past = 0
        if _is_open(ticket, promise):
            past = sum(_time(ticket, rung, hours) <= moment for rung in terms.rungs(promise))
        setattr(ticket, f"{promise}_level", past)


def _escalations(ticket: Any, terms: Terms, hours: Hours, most: int | None) -> Iterator[Event]:
    for promise in Promise:
        if _is_open(ticket, promise):
            climbed = getattr(ticket, f"{promise}_level")
            for level, rung in enumerate(terms.rungs(promise)[climbed:][:most], climbed + 1):
                yield Event(_time(ticket, rung, hours), Action.ESCALATE, rung, level)


def _is_open(ticket: Any, promise: Promise) -> bool:
    """Say whether somebody is still waiting for this, with the clock running; who warns of a parent has warned of its children."""
    if ticket.parent_id is not None:
        return False
    if promise is Promise.ASSIGNMENT:
        return ticket.state in WAITS_FOR_WORKER and ticket.unassigned_since is not None
    return runs(ticket) and getattr(ticket, MARKS[promise].done) is None


def _time(ticket: Any, rung: Rung, hours: Hours) -> datetime:
    after = timedelta(minutes=rung.after)
    if rung.promise is Promise.ASSIGNMENT:
        return hours.shift(ticket.unassigned_since, after)
    due = getattr(ticket, MARKS[rung.promise].due)
    if rung.percent == 100:
        return hours.shift(due, after)
    whole = hours.between(ticket.clock_from, due)
    return hours.shift(ticket.clock_from, whole * rung.percent / 100)
