"""Reaching the resident: the worker who has the ticket may call, and the resident can read who looked."""

from uuid import UUID

from community.core.db import ROW_LOCK, find
from community.core.uow import UnitOfWork
from community.services import people
from repairs.errors import ContactOver, NotYourPart
from repairs.models import Ticket
from repairs.workflow import ENDED


def contact(uow: UnitOfWork, ticket_id: UUID) -> str:
    """Return the number under which the reporter wants to be reached, as people dial it.

    For the present assignee alone, while the ticket has not ended; it counts as a look at the reporter's number, with the ticket's
    number as its reason. Raises NotYourPart and ContactOver.
    """
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("tickets.contact", ticket.place)
    uow.session.refresh(ticket, with_for_update=ROW_LOCK)
    if ticket.assignee_id != uow.actor.person_id:
        raise NotYourPart
    if ticket.state in ENDED:
        raise ContactOver
    return reporters_number(uow, ticket)


def reporters_number(uow: UnitOfWork, ticket: Ticket) -> str:
    """Look the number up at which the reporter wants to be called about a ticket, and leave a trace that the reporter can read."""
    return people.number_of(
        uow,
        ticket.reporter_id,
        community_id=ticket.community_id,
        reason=ticket.number,
        given=ticket.contact_phone,
        ticket=str(ticket.id),
    )
