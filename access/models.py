"""Doors, the requests to open them, and the log of what happened at them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from access.workflow import CONTACT_GRACE, DoorAlarm, DoorKind, Lock, Mode, Phys, Report, UnlockResult, Via
from community.core.db import Id, Model, Timestamp


class Door(Model):
    """One door that a panel governs. The panel's last report is kept as it came; the true state is derived (D4)."""

    __tablename__ = "door"
    __table_args__ = (UniqueConstraint("device_id", "number"), UniqueConstraint("entrance_id", "name"))

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    entrance_id: Mapped[UUID | None] = mapped_column(ForeignKey("entrance.id"), index=True)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("device.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[DoorKind]
    lock: Mapped[Lock] = mapped_column(default=Lock.UNKNOWN)
    phys: Mapped[Phys] = mapped_column(default=Phys.UNKNOWN)
    alarm: Mapped[DoorAlarm] = mapped_column(default=DoorAlarm.NONE)
    mode: Mapped[Mode] = mapped_column(default=Mode.NORMAL)
    tamper: Mapped[bool] = mapped_column(default=False)
    reported_at: Mapped[Timestamp | None]
    """When the server received the last report; an older one that arrives later changes nothing."""

    @property
    def report(self) -> Report | None:
        """What the panel last said, or None when it has said nothing."""
        return Report(self.lock, self.phys, self.alarm) if self.reported_at else None


class AccessUnlock(Model):
    """One request of a person to open a door, and what became of it. It belongs to exactly one device command."""

    __tablename__ = "access_unlock"
    __table_args__ = (Index("ix_access_unlock_door_id_requested_at", "door_id", "requested_at"),)

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    door_id: Mapped[UUID] = mapped_column(ForeignKey("door.id"))
    command_id: Mapped[UUID] = mapped_column(ForeignKey("device_command.id"), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    staff: Mapped[bool] = mapped_column(default=False)
    """Opened by right of office, not as a resident of the door: residents see it, with its reason (D10)."""
    reason: Mapped[str | None] = mapped_column(String(200))
    via: Mapped[Via]
    call_id: Mapped[UUID | None]
    seconds: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(255))
    result: Mapped[UnlockResult] = mapped_column(default=UnlockResult.PENDING)
    code: Mapped[str] = mapped_column(String(40), default="pending")
    requested_at: Mapped[Timestamp]
    acked_at: Mapped[Timestamp | None]
    door_moved: Mapped[bool | None]
    """The contact's word: None while it may still come (or for ever, without a contact), False once the pulse is over."""
    moved_at: Mapped[Timestamp | None]
    check_at: Mapped[Timestamp | None] = mapped_column(index=True)
    """When to look again: for an outcome that never came, later for a contact that never moved. None: all is known."""

    door: Mapped[Door] = relationship(lazy="joined", innerjoin=True)

    @property
    def pulse_end(self) -> datetime:
        """The last moment at which a movement of the leaf still counts for this unlock."""
        return (self.acked_at or self.requested_at) + timedelta(seconds=self.seconds) + CONTACT_GRACE


class AccessEvent(Model):
    """One line of the access log; appended, never edited. `source` names what it came from, so that nothing is told twice."""

    __tablename__ = "access_event"
    __table_args__ = (
        Index("ix_access_event_community_id_at", "community_id", "at"),
        Index("ix_access_event_door_id_at", "door_id", "at"),
    )

    id: Mapped[Id]
    source: Mapped[str] = mapped_column(String(120), unique=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    door_id: Mapped[UUID] = mapped_column(ForeignKey("door.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Whose request the line tells of; what a panel told names nobody, even where it happened under an unlock."""
    unlock_id: Mapped[UUID | None] = mapped_column(ForeignKey("access_unlock.id"))
    staff: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(40))
    via: Mapped[Via] = mapped_column(default=Via.NONE)
    result: Mapped[str | None] = mapped_column(String(40))
    reason: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[Timestamp]
    recorded_at: Mapped[Timestamp]

    door: Mapped[Door] = relationship(lazy="joined", innerjoin=True)
