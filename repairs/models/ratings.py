"""What residents think of the work, and the links by which those without the app can say so."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.db import Id, Model, Timestamp


class Rating(Model):
    """What the resident thinks of the work: three scores from 1 to 5 and tags, once per ticket, and never changed.

    `rater_id` is null for a rating by link: whoever held the link gave it. `worker_id` is who had the ticket then, and may reply
    once. `tags` are codes of `tags.TAGS`.
    """

    __tablename__ = "rating"

    id: Mapped[Id]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), unique=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    rater_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    speed: Mapped[int]
    quality: Mapped[int]
    manner: Mapped[int]
    tags: Mapped[list[Any]] = mapped_column(default=list)
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[Timestamp]
    reply: Mapped[str | None] = mapped_column(Text)
    replied_at: Mapped[Timestamp | None]

    __table_args__ = (
        Index("ix_rating_community_created", "community_id", "created_at", "id"),
        Index("ix_rating_worker_created", "worker_id", "created_at", "id"),
    )

    @property
    def place(self) -> Place:
        """Its community; it is the worker's of whom it speaks."""
        return Place(community_id=self.community_id, owners=frozenset({self.worker_id} - {None}))


class RatingLink(Model):
    """A link by which one person without a sign-in may confirm and rate, once; only its token's SHA-256 (hex) is kept."""

    __tablename__ = "rating_link"

    id: Mapped[Id]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Timestamp]
    expires_at: Mapped[Timestamp]
    ended_at: Mapped[Timestamp | None]
    """When it was used, or a newer one took its place."""
