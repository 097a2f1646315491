"""Photos, for whoever may see what they belong to."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from community.core.auth import Place
from community.core.db import find
from community.core.errors import NotFound
from community.core.uow import UnitOfWork
from repairs.consultations.finding import readable_message
from repairs.knowledge.finding import readable
from repairs.models import Attachment, Comment, Purpose, Ticket
from repairs.parties import standing


def visible_attachment(uow: UnitOfWork, attachment_id: UUID) -> Attachment:
    """Return a photo that the actor may look at; raises NotFound or Forbidden.

    A loose one is its uploader's alone; one of an article is for its readers; one on an internal comment or message is for staff.
    What reports show of a public place is for everybody there while it is open, an answer to all for each of them. One that belongs
    to a ticket and to the consultation that it was is for those who may see either.
    """
    options = (joinedload(Attachment.ticket), joinedload(Attachment.comment))
    found = find(uow.session, Attachment, attachment_id, options=options)
    if found.article_id is not None:
        readable(uow, found.article_id)
        return found
    if found.message_id is not None and not (found.ticket and uow.actor.may("attachments.read", found.ticket.place)):
        readable_message(uow, found.message_id)
        return found
    if found.ticket is None:
        uow.actor.require("attachments.read", Place(owners=frozenset({found.uploader_id})))
        return found
    here = Place(community_id=found.ticket.community_id)
    if _is_of_a_public_place(found) and uow.actor.may("tickets.similar", here):
        uow.actor.require("tickets.similar", here)
        return found
    uow.actor.require("attachments.read", _told(uow, found) or found.ticket.place)
    if found.comment is not None and found.comment.internal and not standing(uow.actor, found.ticket.community_id).staff:
        raise NotFound
    return found


def _is_of_a_public_place(found: Attachment) -> bool:
    ticket = found.ticket
    return ticket is not None and ticket.home_id is None and ticket.ended_at is None and found.purpose is Purpose.REPORT


def _told(uow: UnitOfWork, found: Attachment) -> Place | None:
    """Return the place of a report of the actor's that was given the answer to all with this photo."""
    if found.comment_id is None:
        return None
    columns = {"community": Ticket.community_id, "home": Ticket.home_id, "owner": Ticket.reporter_id}
    own = uow.actor.scope("attachments.read", **columns)
    given = select(Ticket).join(Comment, Comment.ticket_id == Ticket.id).where(Comment.origin_id == found.comment_id, own)
    told = uow.session.scalars(given.limit(1)).first()
    return told.place if told else None
