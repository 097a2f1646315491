"""What single actions change besides the state, and what entering or leaving a state does to the clocks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from community import queries as community_queries
from community.core.uow import UnitOfWork
from community.policies import Role
from repairs import deadlines, ladder, words
from repairs.appointments.services import appoint
from repairs.attachments.services import take
from repairs.calendars import Hours
from repairs.errors import BadHoldEnd, CannotTakeTickets, Missing, ProofNeeded, UrgedAlready
from repairs.models import Purpose, Ticket
from repairs.services import quotes, ratings
from repairs.terms import Promise, Recipient, Rung, Terms
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
    required = ticket.category.requires
    if "proof" in required and not photos:
        raise ProofNeeded
    for field in ("cause", "parts"):
        if field in required and not data.get(field):
            raise Missing(field=field)
    take(uow, photos, Purpose.PROOF, ticket)
    return {}


def _urge(_uow: UnitOfWork, ticket: Ticket, moment: datetime, _data: Known) -> Known:
    if ticket.urged_at is not None and (wait := ticket.urged_at + URGE_EVERY - moment) > timedelta():
        raise UrgedAlready(retry_after=ceil(wait.total_seconds()))
    ticket.urged_at = moment
    return {}


def _escalate(uow: UnitOfWork, ticket: Ticket, _moment: datetime, data: Known) -> Known:
    """Climb one rung; who is to be told but is not there is replaced by who stands above."""
    rung = Rung(Promise(data["promise"]), data["percent"], data["after"], tuple(data["to"]))
    setattr(ticket, f"{rung.promise}_level", data["level"])
    told = list(dict.fromkeys(_present(uow, ticket, Recipient(to)) for to in rung.to))
    return {"to": told, "notes": words.climbed(rung, told)}


def _present(uow: UnitOfWork, ticket: Ticket, to: Recipient) -> Recipient:
    if to is Recipient.ASSIGNEE and ticket.assignee_id is None:
        to = Recipient.MANAGER
    if to is Recipient.MANAGER and not community_queries.staff_of(uow.session, ticket.community_id, [Role.PROPERTY_MANAGER]):
        to = Recipient.SUPERVISOR
    return to


EFFECTS: dict[Action, Callable[[UnitOfWork, Ticket, datetime, Known], Known]] = {
    Action.ASSIGN: _hand_over,
    Action.TRANSFER: _hand_over,
    Action.RETURN: _give_back,
    Action.HOLD: _hold,
    Action.RESOLVE: _resolve,
    Action.URGE: _urge,
    Action.RATE: ratings.rate,
    Action.ESCALATE: _escalate,
    Action.QUOTE: quotes.offer,
    Action.AGREE: quotes.agree,
    Action.DECLINE: quotes.decline,
    Action.APPOINT: appoint,
    Action.MERGE: quotes.lapse,
    Action.CLOSE: quotes.lapse,
    Action.CANCEL: quotes.lapse,
}


def move(ticket: Ticket, to: State, moment: datetime, terms: Terms) -> None:
    """Put the ticket into a state (perhaps the one it is in) as the next entry of its history, and set its clocks."""
    hours = terms.hours(ticket.category.around_clock)
    deadlines.go_on(ticket, moment, hours)
    if to is not ticket.state:
        ticket.state = to
        _enter(ticket, moment, hours)
    if deadlines.stands(ticket):
        deadlines.stop(ticket, moment)
    ticket.version += 1
    ticket.updated_at = moment
    ladder.schedule(ticket, terms)


def _enter(ticket: Ticket, moment: datetime, hours: Hours) -> None:
    ticket.ended_at = moment if ticket.state in ENDED else None
    if ticket.state is not State.ON_HOLD:
        ticket.on_hold_until = None
    match ticket.state:
        case State.ACCEPTED:
            deadlines.fulfil(ticket, moment, Promise.RESPONSE)
        case State.IN_PROGRESS:
            deadlines.fulfil(ticket, moment, Promise.RESPONSE, Promise.ARRIVE)
        case State.RESOLVED:
            deadlines.fulfil(ticket, moment, *deadlines.MARKS)
        case State.REOPENED:
            deadlines.restart(ticket, moment, hours)
    _count_the_wait(ticket, moment)


def _count_the_wait(ticket: Ticket, moment: datetime) -> None:
    """Let the time run in which nobody has been found for the ticket: from its return or reopening, until somebody is."""
    if ticket.assignee_id is not None or ticket.state in ENDED:
        ticket.unassigned_since = None
    elif ticket.unassigned_since is None:
        ticket.unassigned_since, ticket.assignment_level = moment, 0
