"""What the platform does by itself when its time has come: warns, ends holds, closes what nobody answers."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from community.core.logging import get_logger
from community.core.uow import UnitOfWork
from repairs import ladder, words
from repairs.ladder import Event
from repairs.models import Ticket
from repairs.services.actions import act
from repairs.terms import Terms, terms_of
from repairs.workflow import Action

log = get_logger(__name__)
AT_ONCE = 100  # tickets of one run; people on SQLite wait meanwhile
NEXT_TRY = timedelta(minutes=10)


def keep_promises(uow: UnitOfWork) -> None:
    """Do what is due for the tickets whose time has come, the longest waiting first (a job).

    Tickets that somebody is at work on are left for the next run. One that fails is put off and stops no other.
    """
    query = select(Ticket).where(_due(uow)).order_by(Ticket.next_escalation_at).limit(AT_ONCE)
    for ticket in uow.session.scalars(query.with_for_update(key_share=True, skip_locked=True)).all():
        try:
            with uow.savepoint():
                _advance(uow, ticket)
        except Exception:
            log.exception("promise_not_kept", ticket=str(ticket.id))
            ticket.next_escalation_at = uow.now + NEXT_TRY


def _due(uow: UnitOfWork) -> ColumnElement[bool]:
    return Ticket.next_escalation_at.is_not(None) & (Ticket.next_escalation_at <= uow.now)


def _advance(uow: UnitOfWork, ticket: Ticket) -> None:
    terms = terms_of(uow.session, ticket.community_id)
    while event := _next(uow, ticket, terms):
        _take(uow, ticket, event, terms)
    ladder.schedule(ticket, terms)


def _next(uow: UnitOfWork, ticket: Ticket, terms: Terms) -> Event | None:
    events = ladder.coming(ticket, terms, terms.hours(ticket.category.around_clock), most=1)
    return events[0] if events and events[0].at <= uow.now else None


def _take(uow: UnitOfWork, ticket: Ticket, event: Event, terms: Terms) -> None:
    data: dict[str, Any] = {}
    if event.rung is not None:
        data = event.rung.as_json() | {"level": event.level}
    elif event.action is Action.HOLD_OVER:
        # The clock runs from the end of the hold, not from this job's visit.
        data = {"happened_at": max(event.at, ticket.updated_at), "notes": words.HOLD_IS_OVER}
    elif terms.auto_close_days is not None:
        notes = words.closed_unanswered(terms.auto_close_days)
        data = {"reason": notes["zh"], "notes": notes}
    act(uow, ticket.id, event.action, **data)
