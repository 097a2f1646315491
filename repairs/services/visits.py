"""Return visits: the office asks how it was, by the community's policy, once per repair of a ticket."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from community.core.db import ROW_LOCK, find
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs import words
from repairs.errors import Missing, VisitOver
from repairs.events import ActionTaken, ReturnVisitChanged
from repairs.models import Rating, ReturnVisit, Ticket, TicketEvent, VisitOutcome, VisitReason, VisitState
from repairs.services import families
from repairs.services.actions import act
from repairs.services.contact import reporters_number
from repairs.terms import ReturnVisit as Policy
from repairs.terms import Terms, terms_of
from repairs.workflow import Action, State

LOW_SCORE = 2
"""A rating is low if any of its scores is this or less."""
WITHIN = timedelta(hours=8)
"""Working time within which the office asks, and after a call in vain tries again."""
MOST_ATTEMPTS = 3
DISSATISFIED = (Action.REJECT, Action.REOPEN)


def follow(uow: UnitOfWork, event: ActionTaken) -> None:
    """Plan a return visit if the policy wants one after this action, or drop those that a reopened ticket makes idle."""
    action = Action(event.action)
    if action in DISSATISFIED:
        _drop(uow, event)
    elif action is Action.RATE or event.state in (State.CLOSED, State.CLOSED_UNFIXED):
        plan(uow, event.ticket_id, event.version, rated=action is Action.RATE)


def plan(uow: UnitOfWork, ticket_id: UUID, version: int, *, rated: bool) -> ReturnVisit | None:
    """Make the visit that the policy wants after this version of the ticket, unless its repair has one; return what was made."""
    ticket = find(uow.session, Ticket, ticket_id, lock=True)
    terms = terms_of(uow.session, ticket.community_id)
    reason = _reason(terms.return_visit, ticket.rating if rated else None)
    return _make(uow, ticket, version, reason, terms) if reason else None


def complete(uow: UnitOfWork, visit_id: UUID, *, outcome: VisitOutcome, note: str = "", reopen: bool = False) -> ReturnVisit:
    """Keep what came of a call; with `reopen`, a ticket whose resident is not satisfied is opened again in the same act.

    A call in vain is tried again until `MOST_ATTEMPTS` have been made. The outcome is in the ticket's history; the note is the
    office's own unless it is why the ticket was reopened. Raises VisitOver, and Missing if it is not said what is wrong.
    """
    visit = find(uow.session, ReturnVisit, visit_id)
    uow.actor.require("tickets.visit", visit.place)
    if reopen:
        families.lock_parent(uow, visit.ticket_id)
    ticket = find(uow.session, Ticket, visit.ticket_id, lock=True)
    uow.session.refresh(visit, with_for_update=ROW_LOCK)
    if visit.state is not VisitState.DUE:
        raise VisitOver
    if outcome is VisitOutcome.UNSATISFIED and not note:
        raise Missing(field="note")
    visit.attempts += 1
    visit.outcome, visit.note, visit.handled_by_id, visit.handled_at = outcome, note, uow.actor.person_id, uow.now
    visit.reopened = reopen and outcome is VisitOutcome.UNSATISFIED
    _end_or_retry(uow, visit)
    notes = words.visited(outcome, visit.attempts)
    act(uow, ticket.id, Action.VISIT, outcome=outcome, attempt=visit.attempts, notes=notes)
    if visit.reopened:
        act(uow, ticket.id, Action.REOPEN, reason=note)
    _tell(uow, visit, ticket.number)
    return visit


def visit_contact(uow: UnitOfWork, visit_id: UUID) -> str:
    """Return the number under which the resident is to be asked, as people dial it; it counts as a look. Raises VisitOver."""
    visit = find(uow.session, ReturnVisit, visit_id)
    uow.actor.require("return_visits.contact", visit.place)
    uow.session.refresh(visit, with_for_update=ROW_LOCK)
    if visit.state is not VisitState.DUE:
        raise VisitOver
    return reporters_number(uow, find(uow.session, Ticket, visit.ticket_id))


def _reason(policy: Policy, rating: Rating | None) -> VisitReason | None:
    if policy is not Policy.NONE and rating is not None and is_low(rating):
        return VisitReason.LOW
    return VisitReason.ALL if policy is Policy.ALL else None


def is_low(rating: Rating) -> bool:
    """Say whether somebody should ask what went wrong."""
    return min(rating.speed, rating.quality, rating.manner) <= LOW_SCORE


def _make(uow: UnitOfWork, ticket: Ticket, version: int, reason: VisitReason, terms: Terms) -> ReturnVisit | None:
    """Make the visit of this repair unless there is one; the ticket is locked, so nobody else makes it meanwhile."""
    round_ = _round(uow, ticket.id, version)
    known = select(ReturnVisit.id).where(ReturnVisit.ticket_id == ticket.id, ReturnVisit.round == round_)
    if uow.session.scalar(known) is not None:
        return None
    visit = ReturnVisit(
        id=new_id(),
        ticket_id=ticket.id,
        community_id=ticket.community_id,
        round=round_,
        reason=reason,
        state=VisitState.DUE,
        due_at=terms.calendar.shift(uow.now, WITHIN),
        created_at=uow.now,
    )
    uow.session.add(visit)
    _tell(uow, visit, ticket.number)
    return visit


def _round(uow: UnitOfWork, ticket_id: UUID, version: int) -> int:
    """Return how often the ticket had been reopened when it had this version."""
    into = (TicketEvent.to_state == State.REOPENED, TicketEvent.from_state != State.REOPENED)
    query = select(func.count()).where(TicketEvent.ticket_id == ticket_id, TicketEvent.seq <= version, *into)
    return uow.session.execute(query).scalar_one()


def _drop(uow: UnitOfWork, event: ActionTaken) -> None:
    due = (ReturnVisit.ticket_id == event.ticket_id, ReturnVisit.state == VisitState.DUE)
    dropping = update(ReturnVisit).where(*due).values(state=VisitState.LAPSED).returning(ReturnVisit)
    for visit in uow.session.scalars(dropping, execution_options={"populate_existing": True}).all():
        _tell(uow, visit, event.number)


def _end_or_retry(uow: UnitOfWork, visit: ReturnVisit) -> None:
    if visit.outcome is not VisitOutcome.UNREACHABLE:
        visit.state = VisitState.DONE
    elif visit.attempts >= MOST_ATTEMPTS:
        visit.state = VisitState.UNREACHABLE
    else:
        visit.due_at = terms_of(uow.session, visit.community_id).calendar.shift(uow.now, WITHIN)


def _tell(uow: UnitOfWork, visit: ReturnVisit, number: str) -> None:
    uow.record(
        ReturnVisitChanged(
            return_visit_id=visit.id,
            ticket_id=visit.ticket_id,
            number=number,
            community_id=visit.community_id,
            state=visit.state,
        )
    )
