"""Keeping photos, voice notes and videos, and giving them to what they belong to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update

from community.core.ids import new_id
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from repairs.attachments.clips import Measures
from repairs.attachments.errors import TooManyOfKind, WordsNeeded
from repairs.attachments.images import Photo
from repairs.errors import UnknownAttachment
from repairs.models import Attachment, AttachmentState, Comment, MediaKind, MediaState, Purpose, Ticket

LOOSE_FOR = timedelta(hours=24)
BELL = "media"
# variant → name of its file; the original of a video is never shown, and gone once the clip is made
FILES = {"photo": "photo.jpg", "thumb": "thumb.jpg", "clip": "clip.mp4", "original": "original"}
VARIANTS = {
    MediaKind.PHOTO: ("photo", "thumb"),
    MediaKind.VOICE: ("clip",),
    MediaKind.VIDEO: ("clip", "thumb", "original"),
}
CONTENT_TYPES = {MediaKind.PHOTO: "image/jpeg", MediaKind.VOICE: "audio/mp4", MediaKind.VIDEO: "video/mp4"}
# What else may come with words, besides nine photos; all other purposes are served by photos alone.
MOST = {Purpose.REPORT: {MediaKind.VOICE: 1, MediaKind.VIDEO: 1}, Purpose.COMMENT: {MediaKind.VOICE: 1}}
MOST_PHOTOS = 9


def file_key(attachment_id: UUID, variant: str) -> str:
    """Return the name under which the store keeps one variant of an attachment."""
    return f"attachments/{attachment_id}/{FILES[variant]}"


def keep(uow: UnitOfWork, purpose: Purpose, photo: Photo) -> Attachment:
    """Store a cleaned photo; it is loose, and its uploader's alone, until something takes it.

    The pictures are stored before the row is committed: an acknowledged photo is there. A commit that fails leaves two files
    that nothing names.
    """
    kept = _row(uow, new_id(), purpose, MediaKind.PHOTO, size=len(photo.content), width=photo.width, height=photo.height)
    kernel().store.put(file_key(kept.id, "photo"), photo.content)
    kernel().store.put(file_key(kept.id, "thumb"), photo.thumb)
    return kept


def keep_voice(uow: UnitOfWork, purpose: Purpose, content: bytes, measures: Measures) -> Attachment:
    """Store a voice note that has been made playable; loose like a photo."""
    kept = _row(uow, new_id(), purpose, MediaKind.VOICE, size=len(content), **measures._asdict())
    kernel().store.put(file_key(kept.id, "clip"), content)
    return kept


def keep_video(uow: UnitOfWork, purpose: Purpose, attachment_id: UUID, size: int) -> Attachment:
    """Note a video whose original has been stored under this id; a worker will make it playable. Loose like a photo."""
    uow.after_commit(lambda: kernel().bus.notify(BELL))
    unknown = {"width": 0, "height": 0, "media_state": MediaState.PROCESSING}
    return _row(uow, attachment_id, purpose, MediaKind.VIDEO, size=size, **unknown)


def _row(uow: UnitOfWork, attachment_id: UUID, purpose: Purpose, kind: MediaKind, **columns: Any) -> Attachment:
    row = {"state": AttachmentState.LOOSE, "media_state": MediaState.READY, "attempts": 0} | columns
    attachment = Attachment(
        id=attachment_id,
        uploader_id=uow.actor.person_id,
        purpose=purpose,
        kind=kind,
        content_type=CONTENT_TYPES[kind],
        created_at=uow.now,
        **row,
    )
    uow.session.add(attachment)
    return attachment


def take(
    uow: UnitOfWork, ids: Sequence[UUID], purpose: Purpose, ticket: Ticket, comment: Comment | None = None
) -> Mapping[MediaKind, int]:
    """Attach the actor's own loose attachments to a ticket, or to a comment on it (see `attach`)."""
    return attach(uow, ids, purpose, ticket_id=ticket.id, comment_id=comment.id if comment else None)


def attach(uow: UnitOfWork, ids: Sequence[UUID], purpose: Purpose, **to: UUID | None) -> Mapping[MediaKind, int]:
    """Attach the actor's own loose attachments to what the columns in `to` name, all or none; return how many of each kind.

    Raises UnknownAttachment if one does not exist, is another's or has been taken, also at the same moment, and TooManyOfKind.
    """
    if not ids:
        return {}
    loose = (Attachment.state == AttachmentState.LOOSE, Attachment.uploader_id == uow.actor.person_id)
    taking = update(Attachment).where(Attachment.id.in_(ids), *loose)
    taking = taking.values(state=AttachmentState.ATTACHED, purpose=purpose, **to)
    taken = uow.session.scalars(taking.returning(Attachment.kind), execution_options={"synchronize_session": False}).all()
    if len(taken) != len(set(ids)):
        raise UnknownAttachment
    return _within_bounds(purpose, Counter(taken))


def _within_bounds(purpose: Purpose, kinds: Mapping[MediaKind, int]) -> Mapping[MediaKind, int]:
    most = dict.fromkeys(MediaKind, 0) | MOST.get(purpose, {})
    # Elsewhere the shape of the request bounds the photos; here it counts all kinds together.
    most[MediaKind.PHOTO] = MOST_PHOTOS if purpose in MOST else sum(kinds.values())
    if any(kinds[kind] > most[kind] for kind in kinds):
        raise TooManyOfKind(**{str(kind): number for kind, number in most.items()})
    return kinds


def insist_on_words(text: str, kinds: Mapping[MediaKind, int]) -> None:
    """Whoever has something to say writes or speaks; raises WordsNeeded."""
    if not text and not kinds.get(MediaKind.VOICE):
        raise WordsNeeded


def discard_loose(uow: UnitOfWork) -> None:
    """Delete what nothing has taken within a day: rows now, files after the commit (a job)."""
    old = (Attachment.state == AttachmentState.LOOSE, Attachment.created_at < uow.now - LOOSE_FOR)
    # One statement, so that a photo taken at this moment is either kept or unknown to its taker, never half gone.
    gone = uow.session.execute(delete(Attachment).where(*old).returning(Attachment.id, Attachment.kind)).all()
    for attachment_id, kind in gone:
        uow.after_commit(partial(forget, attachment_id, VARIANTS[kind]))


def forget(attachment_id: UUID, variants: Sequence[str]) -> None:
    """Delete files of an attachment; one that is missing is no error."""
    for variant in variants:
        kernel().store.delete(file_key(attachment_id, variant))


def store_clip(attachment_id: UUID, clip: Path, thumb: bytes) -> None:
    """Store a video's clip and its small picture; doing it twice changes nothing."""
    kernel().store.put_file(file_key(attachment_id, "clip"), clip)
    kernel().store.put(file_key(attachment_id, "thumb"), thumb)
