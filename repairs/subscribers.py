"""Telling the people concerned, counting, and indexing, after the request has been answered."""

from uuid import UUID

from community import queries as community_queries
from community.core import feed
from community.core.db import find
from community.core.logging import get_logger
from community.core.uow import UnitOfWork
from community.policies import Role
from repairs import services
from repairs.events import ActionTaken, RatingReplied, ReturnVisitChanged, TicketCommented, TicketEscalated, TicketSubmitted
from repairs.models import Ticket
from repairs.terms import Recipient
from repairs.workflow import SUBMIT, Action

HAND_OVERS = (Action.ASSIGN, Action.TRANSFER, Action.RETURN, Action.MERGE)

log = get_logger(__name__)
ROLES = {
    Recipient.MANAGER: Role.PROPERTY_MANAGER,
    Recipient.CONTROL_ROOM: Role.CONTROL_ROOM,
    Recipient.SUPERVISOR: Role.DISTRICT_OFFICER,
}


def tell_of_submission(uow: UnitOfWork, event: TicketSubmitted) -> None:
    """Put a new ticket into the feeds of its household and of the managers."""
    ticket = find(uow.session, Ticket, event.ticket_id)
    data = {
        "ticket_id": ticket.id,
        "number": ticket.number,
        "state": "submitted",
        "version": 1,
        "action": SUBMIT,
        "actor_name": community_queries.person_name(uow.session, ticket.reporter_id),
        "assignee_id": None,
        "parent_id": ticket.parent_id,
    }
    people = {ticket.reporter_id, *_household(uow, ticket.home_id), *_managers(uow, ticket.community_id)}
    feed.post(uow, people, "ticket.changed", data)


def tell_of_action(uow: UnitOfWork, event: ActionTaken) -> None:
    """Put a change into the feeds of reporter, household, managers, the assignee, and whoever has just lost the ticket.

    Of a ticket that only goes along with another one, staff have heard by that one.
    """
    people = {event.reporter_id, *_household(uow, event.home_id)}
    if not event.follows:
        people |= {*_known(event.assignee_id, event.left_id), *_managers(uow, event.community_id)}
    data = {
        "ticket_id": event.ticket_id,
        "number": event.number,
        "state": event.state,
        "version": event.version,
        "action": event.action,
        "actor_name": event.actor_name,
        "assignee_id": event.assignee_id,
        "parent_id": event.parent_id,
    }
    feed.post(uow, people, "ticket.changed", data)


def tell_of_escalation(uow: UnitOfWork, event: TicketEscalated) -> None:
    """Tell those whom the rung names that a promise is in danger or broken."""
    data = {
        "ticket_id": event.ticket_id,
        "number": event.number,
        "state": event.state,
        "version": event.version,
        "promise": event.promise,
        "level": event.level,
        "to": event.to,
    }
    roles = [ROLES[Recipient(to)] for to in event.to if to in ROLES]
    people = set(community_queries.staff_of(uow.session, event.community_id, roles))
    if Recipient.ASSIGNEE in event.to:
        people |= _known(event.assignee_id)
    if not people:
        log.warning("nobody_to_tell", ticket=str(event.ticket_id), to=event.to)
    feed.post(uow, people, "ticket.escalated", data)


def tell_of_comment(uow: UnitOfWork, event: TicketCommented) -> None:
    """Put a comment into the feeds of all who may read it."""
    people = set() if event.copied else {*_known(event.assignee_id), *_managers(uow, event.community_id)}
    if not event.internal:
        people |= {event.reporter_id, *_household(uow, event.home_id)}
    data = {
        "ticket_id": event.ticket_id,
        "comment_id": event.comment_id,
        "author_name": event.author_name,
        "parent_id": event.parent_id,
    }
    feed.post(uow, people, "ticket.comment", data)


def tell_of_reply(uow: UnitOfWork, event: RatingReplied) -> None:
    """Tell whoever rated that the worker has answered; a rating by link came from nobody who could be told."""
    data = {"rating_id": event.rating_id, "ticket_id": event.ticket_id, "number": event.number, "author_name": event.author_name}
    feed.post(uow, _known(event.rater_id), "rating.replied", data)


def tell_of_visit(uow: UnitOfWork, event: ReturnVisitChanged) -> None:
    """Tell the managers that somebody is to be asked, or has been."""
    data = {
        "return_visit_id": event.return_visit_id,
        "ticket_id": event.ticket_id,
        "number": event.number,
        "state": event.state,
    }
    feed.post(uow, _managers(uow, event.community_id), "return_visit.changed", data)


def follow_up(uow: UnitOfWork, event: ActionTaken) -> None:
    """Plan or drop the office's return visit."""
    services.follow(uow, event)


def count(uow: UnitOfWork, event: TicketSubmitted | ActionTaken | TicketEscalated) -> None:
    """Add what has happened to the ticket to the figures."""
    services.count(uow, event.ticket_id)


def index(uow: UnitOfWork, event: TicketSubmitted | ActionTaken) -> None:
    """Keep the ticket findable: by its words from the beginning, then also by the name of who works on it."""
    if isinstance(event, TicketSubmitted) or event.action in HAND_OVERS:
        services.index(uow, event.ticket_id)


def _known(*people: UUID | None) -> set[UUID]:
    return {person for person in people if person is not None}


def _household(uow: UnitOfWork, home_id: UUID | None) -> list[UUID]:
    return community_queries.people_of_home(uow.session, home_id) if home_id else []


def _managers(uow: UnitOfWork, community_id: UUID) -> list[UUID]:
    return community_queries.staff_of(uow.session, community_id, [Role.PROPERTY_MANAGER])
