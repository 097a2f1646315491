"""Telling those who see a video that it can be played, or that it cannot."""

from uuid import UUID

from community import queries as community_queries
from community.core import feed
from community.core.uow import UnitOfWork
from community.policies import Role
from repairs.attachments.events import AttachmentProcessed
from repairs.models import Attachment, Ticket


def tell_of_processing(uow: UnitOfWork, event: AttachmentProcessed) -> None:
    """Put it into the feeds of its uploader and, once it belongs to a ticket, of all who are concerned with that."""
    found = uow.session.get(Attachment, event.attachment_id)
    if found is None:  # discarded meanwhile
        return
    data = {
        "attachment_id": found.id,
        "ticket_id": found.ticket_id,
        "kind": found.kind,
        "media_state": found.media_state,
        "problem": found.problem,
    }
    people = {found.uploader_id, *(_concerned(uow, found.ticket) if found.ticket else ())}
    feed.post(uow, people, "attachment.changed", data)


def _concerned(uow: UnitOfWork, ticket: Ticket) -> set[UUID]:
    people = {ticket.reporter_id, *community_queries.staff_of(uow.session, ticket.community_id, [Role.PROPERTY_MANAGER])}
    people |= {ticket.assignee_id} if ticket.assignee_id else set()
    return people | set(community_queries.people_of_home(uow.session, ticket.home_id) if ticket.home_id else ())
