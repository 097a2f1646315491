"""Writing down what has happened to a ticket: the entry of its history, and the news of it."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from community.core.uow import UnitOfWork
from repairs.events import ActionTaken, TicketEscalated
from repairs.models import Ticket, TicketEvent
from repairs.parties import name_of
from repairs.words import A_NEIGHBOUR
from repairs.workflow import Action, Party, State

# What the history shows as the words of an action, in the order of preference.
WORDS = ("reason", "measure", "note", "words", "text")


class Deed(NamedTuple):
    """One step of a ticket: what, as what somebody took it, and when it happened."""

    action: Action
    role: Party
    moment: datetime


class Before(NamedTuple):
    """What a ticket was before a step."""

    state: State
    assignee_id: UUID | None


def before(ticket: Ticket) -> Before:
    """Return what of a ticket its history will want to know after the step."""
    return Before(ticket.state, ticket.assignee_id)


def write_down(uow: UnitOfWork, ticket: Ticket, deed: Deed, was: Before, data: dict[str, Any], *, follows: bool = False) -> None:
    """Add the step to the ticket's history and to the news; with `follows`, it has only gone along with its parent."""
    uow.session.add(_entry(uow, ticket, deed, was, data))
    uow.record(_escalation(ticket, data) if deed.action is Action.ESCALATE else _news(uow, ticket, deed, was, follows))


def _entry(uow: UnitOfWork, ticket: Ticket, deed: Deed, was: Before, data: dict[str, Any]) -> TicketEvent:
    given = {key: plain(value) for key, value in data.items() if value not in (None, "", [])}
    note = next((given.pop(key) for key in WORDS if key in given), None)
    return TicketEvent(
        ticket_id=ticket.id,
        seq=ticket.version,
        action=deed.action,
        from_state=was.state,
        to_state=ticket.state,
        actor_id=uow.actor.person_id if uow.actor.kind == "person" else None,
        actor_name=name_of(uow.actor),
        actor_role=deed.role,
        happened_at=deed.moment,
        recorded_at=uow.now,
        note=note,
        data=given,
    )


def _news(uow: UnitOfWork, ticket: Ticket, deed: Deed, was: Before, follows: bool) -> ActionTaken:
    return ActionTaken(
        ticket_id=ticket.id,
        community_id=ticket.community_id,
        number=ticket.number,
        state=ticket.state,
        version=ticket.version,
        action=deed.action,
        actor_name=A_NEIGHBOUR["zh"] if deed.role is Party.NEIGHBOUR else name_of(uow.actor),
        reporter_id=ticket.reporter_id,
        home_id=ticket.home_id,
        assignee_id=ticket.assignee_id,
        left_id=was.assignee_id if was.assignee_id != ticket.assignee_id else None,
        parent_id=ticket.parent_id,
        follows=follows,
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
