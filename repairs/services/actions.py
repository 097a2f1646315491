"""Taking an action on a ticket: the same path for every action."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from community.core.db import LOCKED, ROW_LOCK
from community.core.uow import UnitOfWork
from repairs import queries
from repairs.appointments.services import let_go
from repairs.errors import BadTime, Missing, QuoteNotOpen, QuoteUndecided, TicketChanged
from repairs.events import ActionTaken, TicketEscalated
from repairs.facts import verdict
from repairs.models import QuoteState, Ticket, TicketEvent
from repairs.parties import name_of, parties, role_of, standing
from repairs.services.effects import EFFECTS, move
from repairs.terms import terms_of
from repairs.workflow import DECISIONS, WORK, Action, Party, State, Step, judge

# What the history shows as the words of an action, in the order of preference.
WORDS = ("reason", "measure", "note", "words", "text")


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
    ticket = queries.find_ticket(uow.session, ticket_id)
    uow.actor.require(f"tickets.{action}", ticket.place)
    uow.session.flush()  # a refresh throws away what has not been written, of an earlier action in this transaction
    uow.session.refresh(ticket, with_for_update=ROW_LOCK)
    _insist_on_version(uow, ticket, version)
    who = parties(uow.actor, ticket, standing(uow.actor, ticket.community_id).manager)
    step = judge(ticket.state, action, who)
    _insist(step, data)
    _insist_on_agreement(ticket, action)
    moment = _moment(uow, ticket, happened_at)
    before, left = ticket.state, ticket.assignee_id
    known = verdict(ticket, action, moment)
    known |= EFFECTS[action](uow, ticket, moment, data) if action in EFFECTS else {}
    move(ticket, step.to, moment, terms_of(uow.session, ticket.community_id))
    let_go(uow, ticket, moment)
    uow.session.add(_entry(uow, ticket, action, before, role_of(who & step.who), moment, data | known))
    uow.record(_escalation(ticket, data | known) if action is Action.ESCALATE else _news(uow, ticket, action, left))
    return ticket


def assign(uow: UnitOfWork, ticket_id: UUID, assignee_id: UUID, *, note: dict[str, str] | None = None, **why: Any) -> Ticket | None:
    """Give a fresh ticket to somebody on the platform's own account; None if it waits for nobody any more.

    `note` are the words of the reason, by language ("zh", "en"); `why` the same reason as data. Both are kept in the history.
    """
    ticket = uow.session.get_one(Ticket, ticket_id, **LOCKED)
    if ticket.state is not State.SUBMITTED:
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


def _entry(
    uow: UnitOfWork, ticket: Ticket, action: Action, before: State, role: Party, moment: datetime, data: dict[str, Any]
) -> TicketEvent:
    given = {key: plain(value) for key, value in data.items() if value not in (None, "", [])}
    note = next((given.pop(key) for key in WORDS if key in given), None)
    return TicketEvent(
        ticket_id=ticket.id,
        seq=ticket.version,
        action=action,
        from_state=before,
        to_state=ticket.state,
        actor_id=uow.actor.person_id if uow.actor.kind == "person" else None,
        actor_name=name_of(uow.actor),
        actor_role=role,
        happened_at=moment,
        recorded_at=uow.now,
        note=note,
        data=given,
    )


def _news(uow: UnitOfWork, ticket: Ticket, action: Action, left: UUID | None) -> ActionTaken:
    return ActionTaken(
        ticket_id=ticket.id,
        community_id=ticket.community_id,
        number=ticket.number,
        state=ticket.state,
        version=ticket.version,
        action=action,
        actor_name=name_of(uow.actor),
        reporter_id=ticket.reporter_id,
        home_id=ticket.home_id,
        assignee_id=ticket.assignee_id,
        left_id=left if left != ticket.assignee_id else None,
    )


def _escalation(ticket: Ticket, data: dict[str, Any]) -> TicketEscalated:
    return TicketEscalated(
        ticket_id=ticket.id,
        community_id=ticket.community_id,
        number=ticket.number,
        state=ticket.state,
        version=ticket.version,
        promise=data["promise"],
        level=data["level"],
        to=list(data["to"]),
        assignee_id=ticket.assignee_id,
    )


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
