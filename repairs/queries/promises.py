"""What has been promised of a ticket, what became of it, and what will happen next by itself."""

from typing import Any

from community.core.uow import UnitOfWork
from repairs import ladder, words
from repairs.deadlines import MARKS, kept, runs
from repairs.models import Category, Ticket
from repairs.terms import Promise, Terms, terms_of

View = dict[str, Any]
NEXT = 6  # of what is to come, so much is shown

# What of a ticket its promises are told from; Ticket's own columns that every view has already are left out.
CLOCK_COLUMNS = (
    Ticket.clock_from,
    Ticket.responded_at,
    Ticket.arrived_at,
    Ticket.resolved_at,
    Ticket.unassigned_since,
    Ticket.assignment_level,
    Ticket.response_level,
    Ticket.arrive_level,
    Ticket.resolve_level,
    Category.around_clock,
)


def outlook(uow: UnitOfWork, row: Any, language: str) -> View:
    """Return the promises of a row that has the columns above, and what comes next by its community's terms."""
    terms = terms_of(uow.session, row.community_id)
    return {
        "promises": [_promise(uow, row, promise) for promise in MARKS],
        "upcoming": _upcoming(row, terms, language),
    }


def _promise(uow: UnitOfWork, ticket: Any, promise: Promise) -> View:
    mark = MARKS[promise]
    done = getattr(ticket, mark.done)
    return {
        "kind": promise,
        "due_at": getattr(ticket, mark.due),
        "done_at": done,
        "kept": kept(ticket, promise, uow.now),
        "paused": done is None and ticket.held_at is not None,
    }


def _upcoming(ticket: Any, terms: Terms, language: str) -> list[View]:
    events = ladder.coming(ticket, terms, terms.hours(ticket.around_clock))
    found = [(event.at, str(event.action), words.of(event)) for event in events]
    if runs(ticket):
        open_ = [promise for promise, mark in MARKS.items() if getattr(ticket, mark.done) is None]
        found += [(getattr(ticket, MARKS[promise].due), f"{promise}_due", words.promised(promise)) for promise in open_]
    found.sort(key=lambda one: one[0])
    return [{"at": at, "what": what, "text": text[language]} for at, what, text in found[:NEXT]]
