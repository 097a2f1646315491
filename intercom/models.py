"""Calls from a panel to a home, and how each stands with every person it rings."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.db import Id, Model, Timestamp
from intercom.workflow import CallState, Outcome, TargetState

_OPEN = text("state != 'ended'")


class Call(Model):
    """One call. `panel_call` is the id the panel gave it: with the device it makes a repeated invite harmless."""

    __tablename__ = "call"
    __table_args__ = (
        UniqueConstraint("device_id", "panel_call"),
        Index("uq_call_open", "device_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_call_state_deadline", "state", "deadline"),
        Index("ix_call_home_id_started_at", "home_id", "started_at"),
        Index("ix_call_community_id_started_at", "community_id", "started_at"),
    )

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    home_id: Mapped[UUID] = mapped_column(ForeignKey("home.id"))
    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"))
    door_id: Mapped[UUID | None] = mapped_column(ForeignKey("door.id"))
    panel_call: Mapped[str] = mapped_column(String(64))
    state: Mapped[CallState]
    outcome: Mapped[Outcome | None]
    invited_at: Mapped[Timestamp]
    """When the visitor pressed, by the panel's clock; what the panel tells of its door is compared with this."""
    started_at: Mapped[Timestamp]
    deadline: Mapped[Timestamp]
    """While it rings: when ringing ends. Once accepted: when the talk is cut, so that a dead phone frees the panel."""
    ring_until: Mapped[Timestamp]
    accepted_at: Mapped[Timestamp | None]
    accepted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    accepted_client: Mapped[str | None] = mapped_column(String(64))
    one_tap: Mapped[bool] = mapped_column(default=False)
    """Answered by opening: the call is over as soon as the panel has acknowledged."""
    opened: Mapped[bool] = mapped_column(default=False)
    unlock_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_unlock.id"))
    ended_at: Mapped[Timestamp | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_reason: Mapped[str | None] = mapped_column(String(40))

    targets: Mapped[list["CallTarget"]] = relationship(back_populates="call", order_by="CallTarget.person_id")


class CallTarget(Model):
    """The call as one member of the home has it; all phones of that person share this row."""

    __tablename__ = "call_target"
    __table_args__ = (UniqueConstraint("call_id", "person_id"), Index("ix_call_target_person_id_call_id", "person_id", "call_id"))

    id: Mapped[Id]
    call_id: Mapped[UUID] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[TargetState]
    changed_at: Mapped[Timestamp]
    seen_at: Mapped[Timestamp | None]

    call: Mapped[Call] = relationship(back_populates="targets")
