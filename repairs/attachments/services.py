"""Keeping photos, and giving them to what they belong to."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, update

from community.core.ids import new_id
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from repairs.attachments.images import Photo
from repairs.errors import UnknownAttachment
from repairs.models import Attachment, AttachmentState, Comment, Purpose, Ticket

LOOSE_FOR = timedelta(hours=24)
VARIANTS = ("photo", "thumb")


def file_key(attachment_id: UUID, variant: str) -> str:
    """Return the name under which the store keeps one variant of a photo."""
    return f"attachments/{attachment_id}/{variant}.jpg"


def keep(uow: UnitOfWork, photo: Photo, purpose: Purpose) -> Attachment:
    """Store a cleaned photo; it is loose, and its uploader's alone, until something takes it.

    The pictures are stored before the row is committed: an acknowledged photo is there. A commit that fails leaves two files
    that nothing names.
    """
    attachment = Attachment(
        id=new_id(),
        uploader_id=uow.actor.person_id,
        purpose=purpose,
        state=AttachmentState.LOOSE,
        content_type="image/jpeg",
        size=len(photo.content),
        width=photo.width,
        height=photo.height,
        created_at=uow.now,
    )
    store = kernel().store
    store.put(file_key(attachment.id, "photo"), photo.content)
    store.put(file_key(attachment.id, "thumb"), photo.thumb)
    uow.session.add(attachment)
    return attachment


def take(uow: UnitOfWork, ids: Sequence[UUID], purpose: Purpose, ticket: Ticket, comment: Comment | None = None) -> None:
    """Attach the actor's own loose photos to a ticket, or to a comment on it (see `attach`)."""
    attach(uow, ids, purpose, ticket_id=ticket.id, comment_id=comment.id if comment else None)


def attach(uow: UnitOfWork, ids: Sequence[UUID], purpose: Purpose, **to: UUID | None) -> None:
    """Attach the actor's own loose photos to what the columns in `to` name; all of them or none.

    Raises UnknownAttachment if one does not exist, is another's or has been taken, also at the same moment.
    """
    if not ids:
        return
    loose = (Attachment.state == AttachmentState.LOOSE, Attachment.uploader_id == uow.actor.person_id)
    taking = update(Attachment).where(Attachment.id.in_(ids), *loose)
    taking = taking.values(state=AttachmentState.ATTACHED, purpose=purpose, **to)
    taken = uow.session.scalars(taking.returning(Attachment.id), execution_options={"synchronize_session": False}).all()
    if len(taken) != len(set(ids)):
        raise UnknownAttachment


def discard_loose(uow: UnitOfWork) -> None:
    """Delete photos that nothing has taken within a day: rows now, files after the commit (a job)."""
    old = (Attachment.state == AttachmentState.LOOSE, Attachment.created_at < uow.now - LOOSE_FOR)
    # One statement, so that a photo taken at this moment is either kept or unknown to its taker, never half gone.
    gone = uow.session.scalars(delete(Attachment).where(*old).returning(Attachment.id)).all()
    store = kernel().store
    for attachment_id in gone:
        for variant in VARIANTS:
            uow.after_commit(partial(store.delete, file_key(attachment_id, variant)))
