"""Talking about a ticket."""

from collections.abc import Sequence
from uuid import UUID

from community.core.errors import Forbidden
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs import queries
from repairs.attachments.services import take
from repairs.events import TicketCommented
from repairs.models import Comment, Purpose, Ticket
from repairs.parties import standing


def comment(uow: UnitOfWork, ticket_id: UUID, *, text: str, internal: bool = False, attachment_ids: Sequence[UUID] = ()) -> Comment:
    """Write about a ticket; an internal comment is written and read by staff of the community only."""
    ticket = queries.find_ticket(uow.session, ticket_id)
    uow.actor.require("comments.create", ticket.place)
    if internal and not standing(uow.actor, ticket.community_id).staff:
        raise Forbidden
    written = Comment(
        id=new_id(),
        ticket_id=ticket.id,
        author_id=uow.actor.person_id,
        text=text,
        internal=internal,
        created_at=uow.now,
    )
    uow.session.add(written)
    _count(ticket, internal)
    take(uow, attachment_ids, Purpose.COMMENT, ticket, written)
    uow.record(_news(uow, ticket, written))
    return written


def _count(ticket: Ticket, internal: bool) -> None:
    # Added up by the database, so that two comments at once count twice; a comment does not change the ticket's version.
    if internal:
        ticket.internal_count = Ticket.internal_count + 1
    else:
        ticket.comment_count = Ticket.comment_count + 1


def _news(uow: UnitOfWork, ticket: Ticket, written: Comment) -> TicketCommented:
    return TicketCommented(
        ticket_id=ticket.id,
        comment_id=written.id,
        community_id=ticket.community_id,
        author_name=uow.actor.name,
        internal=written.internal,
        reporter_id=ticket.reporter_id,
        home_id=ticket.home_id,
        assignee_id=ticket.assignee_id,
    )
