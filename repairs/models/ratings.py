"""What residents think of the work."""

from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Id, Model, Timestamp


class Rating(Model):
    """What the resident thinks of the work: three scores from 1 to 5, once per ticket."""

    __tablename__ = "rating"

    id: Mapped[Id]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"), unique=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    rater_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    speed: Mapped[int]
    quality: Mapped[int]
    manner: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[Timestamp]
