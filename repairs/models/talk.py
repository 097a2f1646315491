"""What people add to a ticket: comments and photos."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.db import Id, Model, Timestamp
from repairs.models.tickets import Ticket


class Purpose(StrEnum):
    """What a photo is for."""

    REPORT = "report"
    PROOF = "proof"
    COMMENT = "comment"
    RATING = "rating"
    ARTICLE = "article"


class AttachmentState(StrEnum):
    """An uploaded photo is loose until something takes it; a loose one is its uploader's alone."""

    LOOSE = "loose"
    ATTACHED = "attached"


class MediaKind(StrEnum):
    """What an attachment is, as its content says."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"


class MediaState(StrEnum):
    """Whether it can be looked at: a video is first made playable everywhere, which may show that it is none."""

    READY = "ready"
    PROCESSING = "processing"
    UNUSABLE = "unusable"


class Comment(Model):
    """A remark on a ticket; an internal one is for staff only.

    An answer that staff give to all who have reported the same matter is kept once per ticket; `origin_id` is the first of these,
    and has the photos.
    """

    __tablename__ = "comment"

    id: Mapped[Id]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=False)
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    created_at: Mapped[Timestamp]

    ticket: Mapped[Ticket] = relationship()
    origin: Mapped["Comment | None"] = relationship(remote_side="Comment.id", viewonly=True)
    copies: Mapped[list["Comment"]] = relationship(remote_side="Comment.origin_id", viewonly=True)
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.id", viewonly=True)

    __table_args__ = (Index("ix_comment_ticket", "ticket_id", "id"),)


class Attachment(Model):
    """A photo, voice note or video, re-encoded; `size`, `width`, `height` and `seconds` are of what is stored.

    `size` is in bytes, a voice note's `width` and `height` are 0, a photo has no `seconds`. While a video is PROCESSING, the worker
    that has taken it holds it until `claimed_until`; `attempts` counts how often one has. `problem` is the code of the error
    that made it UNUSABLE.

    It belongs to a ticket (perhaps by a comment), to a message of a consultation, or to an article; one that came to its ticket
    with a consultation belongs to both.
    """

    __tablename__ = "attachment"

    id: Mapped[Id]
    uploader_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[Purpose]
    state: Mapped[AttachmentState] = mapped_column(default=AttachmentState.LOOSE)
    kind: Mapped[MediaKind] = mapped_column(default=MediaKind.PHOTO)
    media_state: Mapped[MediaState] = mapped_column(default=MediaState.READY)
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"))
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation_message.id"), index=True)
    article_id: Mapped[UUID | None] = mapped_column(ForeignKey("article.id"), index=True)
    content_type: Mapped[str] = mapped_column(String(32))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    seconds: Mapped[float | None]
    problem: Mapped[str | None] = mapped_column(String(48))
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[Timestamp | None]
    created_at: Mapped[Timestamp]

    ticket: Mapped[Ticket | None] = relationship()
    comment: Mapped[Comment | None] = relationship(back_populates="attachments")

    __table_args__ = (
        Index("ix_attachment_ticket", "ticket_id", "purpose"),
        Index(
            "ix_attachment_loose",
            "created_at",
            sqlite_where=text("state = 'loose'"),
            postgresql_where=text("state = 'loose'"),
        ),
        Index(
            "ix_attachment_processing",
            "created_at",
            sqlite_where=text("media_state = 'processing'"),
            postgresql_where=text("media_state = 'processing'"),
        ),
    )
