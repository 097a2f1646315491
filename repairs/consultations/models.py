"""A consultation, which keeps only its newest state, and its thread, which is appended and never edited."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.auth import Place
from community.core.db import Id, JsonDict, Model, Timestamp
from repairs.consultations.workflow import ConsultationState
from repairs.models import Attachment

_IS_WAITING = text("state = 'waiting'")


class MessageKind(StrEnum):
    """Words of somebody, or what was done with the consultation, with words of why."""

    MESSAGE = "message"
    ASSIGN = "assign"
    CLOSE = "close"
    REOPEN = "reopen"
    CONVERT = "convert"


class Side(StrEnum):
    """On which side of the thread somebody writes."""

    ASKER = "asker"
    OFFICE = "office"


class Consultation(Model):
    """A question to the office, perhaps about a home.

    `answer_due_at` is set exactly while it waits; `late_at` when the desk was told that it is late. `answered_at` is the first
    answer. `excerpt` is how the newest public message begins. `message_count` counts what the asker may read, `internal_count`
    what staff may. `ticket_id` is the ticket that it has become.
    """

    __tablename__ = "consultation"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    home_id: Mapped[UUID | None] = mapped_column(ForeignKey("home.id"))
    home_label: Mapped[str | None] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(100))
    excerpt: Mapped[str] = mapped_column(String(100))
    asker_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    assignee_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ConsultationState] = mapped_column(default=ConsultationState.WAITING)
    message_count: Mapped[int] = mapped_column(default=0)
    internal_count: Mapped[int] = mapped_column(default=0)
    useful: Mapped[bool | None]
    ticket_id: Mapped[UUID | None] = mapped_column(ForeignKey("ticket.id"), unique=True)
    created_at: Mapped[Timestamp]
    updated_at: Mapped[Timestamp]
    answer_due_at: Mapped[Timestamp | None]
    late_at: Mapped[Timestamp | None]
    answered_at: Mapped[Timestamp | None]
    closed_at: Mapped[Timestamp | None]

    __table_args__ = (
        Index("ix_consultation_community_updated", "community_id", "updated_at", "id"),
        Index("ix_consultation_waiting", "answer_due_at", sqlite_where=_IS_WAITING, postgresql_where=_IS_WAITING),
        Index("ix_consultation_asker_updated", "asker_id", "updated_at"),
        Index("ix_consultation_assignee_updated", "assignee_id", "updated_at"),
    )

    @property
    def place(self) -> Place:
        """Where it stands; its owners are the one who asked and the one who is to answer. It is not the household's."""
        return Place(community_id=self.community_id, owners=frozenset({self.asker_id, self.assignee_id} - {None}))

    @property
    def askers_place(self) -> Place:
        """The same for what the asker alone decides."""
        return Place(community_id=self.community_id, owners=frozenset({self.asker_id}))


class ConsultationMessage(Model):
    """One entry of a thread; an internal one is for staff only."""

    __tablename__ = "consultation_message"

    id: Mapped[Id]
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    kind: Mapped[MessageKind]
    side: Mapped[Side]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    internal: Mapped[bool] = mapped_column(default=False)
    data: Mapped[JsonDict] = mapped_column(default=dict)
    created_at: Mapped[Timestamp]

    attachments: Mapped[list[Attachment]] = relationship(
        primaryjoin=lambda: ConsultationMessage.id == Attachment.message_id, order_by=Attachment.id, viewonly=True
    )

    __table_args__ = (Index("ix_consultation_message_thread", "consultation_id", "id"),)


def public_words(consultation_id: UUID) -> ColumnElement[bool]:
    """Return the condition that leaves what has been said in public in one thread."""
    words = ConsultationMessage.kind == MessageKind.MESSAGE
    return and_(ConsultationMessage.consultation_id == consultation_id, words, ~ConsultationMessage.internal)
