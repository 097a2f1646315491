"""Photos, for whoever may see what they belong to."""

from uuid import UUID

from sqlalchemy.orm import joinedload

from community.core.auth import Place
from community.core.db import find
from community.core.errors import NotFound
from community.core.uow import UnitOfWork
from repairs.consultations.finding import readable_message
from repairs.knowledge.finding import readable
from repairs.models import Attachment
from repairs.parties import standing


def visible_attachment(uow: UnitOfWork, attachment_id: UUID) -> Attachment:
    """Return a photo that the actor may look at; raises NotFound or Forbidden.

    A loose one is its uploader's alone; one of an article is for its readers; one on an internal comment or message is for staff.
    One that belongs to a ticket and to the consultation that it was is for those who may see either.
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
    uow.actor.require("attachments.read", found.ticket.place)
    if found.comment is not None and found.comment.internal and not standing(uow.actor, found.ticket.community_id).staff:
        raise NotFound
    return found
