"""What single actions change besides the state, and what entering or leaving a state does to the clocks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from community import queries as community_queries
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from community.policies import Role
from repairs import deadlines
from repairs.attachments.services import take
from repairs.errors import AlreadyRated, BadHoldEnd, CannotTakeTickets, ProofNeeded, UrgedAlready
from repairs.models import Purpose, Rating, Ticket
from repairs.workflow import ENDED, Action, State

URGE_EVERY = timedelta(minutes=30)
LONGEST_HOLD = timedelta(days=90)
TAKES_TICKETS = {Role.GRID_WORKER, Role.PROPERTY_MANAGER}

Known = dict[str, Any]  # what the history keeps besides what was given


def _hand_over(uow: UnitOfWork, ticket: Ticket, _moment: datetime, data: Known) -> Known:
    """Give the ticket to an active worker or manager of its community."""
    assignee_id = data["assignee_id"]
    if not community_queries.roles_in(uow.session, assignee_id, ticket.community_id) & TAKES_TICKETS:
        raise CannotTakeTickets
    ticket.assignee_id = assignee_id
    return {"assignee_name": community_queries.person_name(uow.session, assignee_id)}


def _give_back(_uow: UnitOfWork, ticket: Ticket, _moment: datetime, _data: Known) -> Known:
    ticket.assignee_id = None
    return {}


def _hold(_uow: UnitOfWork, ticket: Ticket, moment: datetime, data: Known) -> Known:
    if not moment < data["until"] <= moment + LONGEST_HOLD:
        raise BadHoldEnd
    ticket.on_hold_until = data["until"]
    return {}


def _resolve(uow: UnitOfWork, ticket: Ticket, _moment: datetime, data: Known) -> Known:
    photos = data.get("attachment_ids") or []
    if ticket.category.proof_required and not photos:
        raise ProofNeeded
    take(uow, photos, Purpose.PROOF, ticket)
    return {}


def _urge(_uow: UnitOfWork, ticket: Ticket, moment: datetime, _data: Known) -> Known:
    if ticket.urged_at is not None and (wait := ticket.urged_at + URGE_EVERY - moment) > timedelta():
        raise UrgedAlready(retry_after=ceil(wait.total_seconds()))
    ticket.urged_at = moment
    return {}


def _rate(uow: UnitOfWork, ticket: Ticket, moment: datetime, data: Known) -> Known:
    if ticket.rating is not None:
        raise AlreadyRated
    ticket.rating = Rating(
        id=new_id(),
        community_id=ticket.community_id,
        rater_id=uow.actor.person_id,
        speed=data["speed"],
        quality=data["quality"],
        manner=data["manner"],
        words=data.get("words") or "",
        created_at=moment,
    )
    take(uow, data.get("attachment_ids") or [], Purpose.RATING, ticket)
    return {}


EFFECTS: dict[Action, Callable[[UnitOfWork, Ticket, datetime, Known], Known]] = {
    Action.ASSIGN: _hand_over,
    Action.TRANSFER: _hand_over,
    Action.RETURN: _give_back,
    Action.HOLD: _hold,
    Action.RESOLVE: _resolve,
    Action.URGE: _urge,
    Action.RATE: _rate,
}


def move(ticket: Ticket, to: State, moment: datetime) -> None:
    """Put the ticket into a state (perhaps the one it is in) as the next entry of its history, and set its clocks."""
    if to is not ticket.state:
        _leave(ticket, moment)
        ticket.state = to
        _enter(ticket, moment)
    ticket.version += 1
    ticket.updated_at = moment


def _leave(ticket: Ticket, moment: datetime) -> None:
    if ticket.state is State.ON_HOLD:
        deadlines.release(ticket, moment)


def _enter(ticket: Ticket, moment: datetime) -> None:
    ticket.ended_at = moment if ticket.state in ENDED else None
    match ticket.state:
        case State.ASSIGNED | State.RETURNED:
            ticket.accepted_at = None
        case State.ACCEPTED:
            ticket.accepted_at = moment
        case State.ON_HOLD:
            deadlines.hold(ticket, moment)
        case State.RESOLVED:
            ticket.resolved_at = moment
        case State.REOPENED:
            ticket.accepted_at = ticket.resolved_at = None
            deadlines.restart(ticket, moment)
