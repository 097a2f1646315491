"""Taking an action on a ticket: the same path for every action."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from community.core.db import LOCKED, find
from community.core.uow import UnitOfWork
from repairs.appointments.services import let_go
from repairs.errors import BadTime, Missing, QuoteNotOpen, QuoteUndecided, TicketChanged
from repairs.facts import verdict
from repairs.models import QuoteState, Ticket, TicketEvent
from repairs.parties import parties, role_of, standing
from repairs.services import families
from repairs.services.effects import EFFECTS, move
from repairs.services.recording import Deed, before, write_down
from repairs.terms import terms_of
from repairs.workflow import DECISIONS, UNRESOLVED, WORK, Action, State, Step, judge
from repairs.workflow import step as step_to

COMEBACKS = (Action.REJECT, Action.REOPEN)


def act(
    uow: UnitOfWork,
    ticket_id: UUID,
    action: Action | str,
    *,
    version: int | None = None,
    happened_at: datetime | None = None,
    **data: Any,
) -> Ticket:
    """Take one action of the workflow and return the ticket as it is then.

    With `version`, only if nobody has changed the ticket since it was read. `happened_at` is for an action that reaches us late; it
    lies between the step before and now. `data` is what the action needs (see `workflow.TABLE`) and what else it knows.
    """
    action = Action(action)
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require(f"tickets.{action}", ticket.place)
    uow.session.flush()  # a refresh throws away what has not been written, of an earlier action in this transaction
    families.lock(uow, ticket, action, data.get("into_id"))
    _insist_on_version(uow, ticket, version)
    who = parties(uow.actor, ticket, standing(uow.actor, ticket.community_id).manager)
    step = judge(ticket.state, action, who)
    families.insist_on_own_step(uow, ticket, action)
    _insist(step, data)
    _insist_on_agreement(ticket, action)
    take(uow, ticket, Deed(action, role_of(who & step.who), _moment(uow, ticket, happened_at)), data)
    return ticket


def take(uow: UnitOfWork, ticket: Ticket, deed: Deed, data: dict[str, Any], *, spare: Ticket | None = None) -> None:
    """Take a step that has been judged, of a locked ticket, and let its family go along, all but `spare`.

    A child that comes back brings back its parent; from there it goes along with it again.
    """
    was = before(ticket)
    known = verdict(ticket, deed.action, deed.moment)
    known |= EFFECTS[deed.action](uow, ticket, deed.moment, data) if deed.action in EFFECTS else {}
    known |= families.bind(uow, ticket, deed, data)
    parent = _brought_back(uow, ticket, deed, data) if ticket.parent_id and deed.action in COMEBACKS else None
    parent = parent or (families.parent_of(uow, ticket) if deed.action is Action.MERGE else None)
    terms = terms_of(uow.session, ticket.community_id)
    move(ticket, parent.state if parent else step_to(was.state, deed.action).to, deed.moment, terms)
    if parent is not None:
        families.go_along(ticket, parent, terms)
    let_go(uow, ticket, deed.moment)
    write_down(uow, ticket, deed, was, data | known)
    families.follow(uow, ticket, deed, was, data | known, spare)


def _brought_back(uow: UnitOfWork, child: Ticket, deed: Deed, data: dict[str, Any]) -> Ticket | None:
    """Bring back the parent of a child that is not fixed, unless somebody is at it again; None if it was withdrawn meanwhile."""
    parent = families.parent_of(uow, child)
    if parent.state is State.CANCELLED:
        families.untie(child, parent)
        return None
    if parent.state not in UNRESOLVED:
        again = Action.REJECT if parent.state is State.RESOLVED else Action.REOPEN
        told = {"reason": data.get("reason"), "from_id": child.id, "from": child.number}
        own = families.told(deed)._replace(action=again, moment=max(deed.moment, parent.updated_at))
        take(uow, parent, own, told, spare=child)
    return parent


def assign(uow: UnitOfWork, ticket_id: UUID, assignee_id: UUID, *, note: dict[str, str] | None = None, **why: Any) -> Ticket | None:
    """Give a fresh ticket to somebody on the platform's own account; None if it waits for nobody any more.

    `note` are the words of the reason, by language ("zh", "en"); `why` the same reason as data. Both are kept in the history.
    """
    ticket = uow.session.get_one(Ticket, ticket_id, **LOCKED)
    if ticket.state is not State.SUBMITTED or ticket.parent_id is not None:
        return None
    return act(uow, ticket_id, Action.ASSIGN, assignee_id=assignee_id, notes=note or {}, **why)


def _insist_on_version(uow: UnitOfWork, ticket: Ticket, version: int | None) -> None:
    """Refuse an action that was decided on another ticket than this; that somebody has been warned makes it no other."""
    if version is None or version == ticket.version:
        return
    since = select(TicketEvent.action).where(TicketEvent.ticket_id == ticket.id, TicketEvent.seq > version)
    if version > ticket.version or set(uow.session.scalars(since)) != {Action.ESCALATE}:
        raise TicketChanged


def _insist(step: Step, data: dict[str, Any]) -> None:
    for field in step.needs:
        if data.get(field) in (None, ""):
            raise Missing(field=field)


def _insist_on_agreement(ticket: Ticket, action: Action) -> None:
    """The resident decides about paid work before it goes on, and decides once."""
    offered = ticket.quote_state is QuoteState.OFFERED
    if offered and action in WORK:
        raise QuoteUndecided
    if not offered and action in DECISIONS:
        raise QuoteNotOpen


def _moment(uow: UnitOfWork, ticket: Ticket, happened_at: datetime | None) -> datetime:
    moment = happened_at or max(uow.now, ticket.updated_at)
    if happened_at and not ticket.updated_at <= happened_at <= uow.now:
        raise BadTime
    return moment
