"""Return visits: the office asks the resident how it was."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.db import Id, Model, Timestamp


class VisitReason(StrEnum):
    """Why the office asks: because a score was low, or because it asks after every repair."""

    LOW = "low"
    ALL = "all"


class VisitState(StrEnum):
    """`unreachable` after as many attempts as are made; `lapsed` because the ticket was reopened before anybody called."""

    DUE = "due"
    DONE = "done"
    UNREACHABLE = "unreachable"
    LAPSED = "lapsed"


class VisitOutcome(StrEnum):
    """What came of one call."""

    SATISFIED = "satisfied"
    UNSATISFIED = "unsatisfied"
    UNREACHABLE = "unreachable"


class ReturnVisit(Model):
    """One question to the resident after one repair of a ticket. `round` counts the times the ticket had been reopened by then.

    `outcome`, `note`, `handled_by_id` and `handled_at` are of the last call; `attempts` counts calls.
    """

    __tablename__ = "return_visit"

    id: Mapped[Id]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    round: Mapped[int]
    reason: Mapped[VisitReason]
    state: Mapped[VisitState] = mapped_column(default=VisitState.DUE)
    due_at: Mapped[Timestamp]
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[VisitOutcome | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    reopened: Mapped[bool] = mapped_column(default=False)
    handled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    handled_at: Mapped[Timestamp | None]
    created_at: Mapped[Timestamp]

    __table_args__ = (
        UniqueConstraint("ticket_id", "round"),
        Index("ix_return_visit_community_state_due", "community_id", "state", "due_at", "id"),
    )

    @property
    def place(self) -> Place:
        """Its community, whose office asks."""
        return Place(community_id=self.community_id)
