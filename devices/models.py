"""What the platform knows of its devices: register, presence, journal of events, commands, signing keys."""

import secrets
import string
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.db import Id, Model

ID_ALPHABET = string.ascii_lowercase + string.digits


class DeviceKind(StrEnum):
    """What a device is; each kind speaks its own part of the contract."""

    PANEL = "panel"


class DeviceState(StrEnum):
    """Where a device stands in its life: created by a manager, enrolled by itself, retired for good."""

    CREATED = "created"
    ENROLLED = "enrolled"
    RETIRED = "retired"


class Presence(StrEnum):
    """Whether a device can be reached, as last reported and aged by its telemetry."""

    UNKNOWN = "unknown"
    READY = "ready"
    SLEEPING = "sleeping"
    OFFLINE = "offline"
    STALE = "stale"


class CommandState(StrEnum):
    """How a command stands. `sent` means the right to publish was taken; it is never given twice."""

    PENDING = "pending"
    SENT = "sent"
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"
    UNKNOWN = "unknown"
    OFFLINE = "offline"

    @property
    def settled(self) -> bool:
        return self not in (CommandState.PENDING, CommandState.SENT)


def new_device_id(kind: DeviceKind = DeviceKind.PANEL) -> str:
    """Draw a device id; it is the MQTT user name and client id at the same time."""
    return f"{kind.value}-{''.join(secrets.choice(ID_ALPHABET) for _ in range(12))}"


class Device(Model):
    """A device of a community. Its presence fields hold what was received last, not what is hoped for."""

    __tablename__ = "device"

    id: Mapped[str] = mapped_column(String(40), primary_key=True, default=new_device_id)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    entrance_id: Mapped[UUID | None] = mapped_column(ForeignKey("entrance.id"), index=True)
    building_id: Mapped[UUID | None] = mapped_column(ForeignKey("building.id"))
    kind: Mapped[DeviceKind] = mapped_column(default=DeviceKind.PANEL)
    name: Mapped[str] = mapped_column(String(64))
    model: Mapped[str | None] = mapped_column(String(64))
    serial: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[DeviceState] = mapped_column(default=DeviceState.CREATED, index=True)
    secret_hash: Mapped[str | None] = mapped_column(String(255))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_expires_at: Mapped[datetime | None]
    code_used_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    enrolled_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]

    presence: Mapped[Presence] = mapped_column(default=Presence.UNKNOWN)
    sess: Mapped[str | None] = mapped_column(String(64))
    status_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]
    fw: Mapped[str | None] = mapped_column(String(64))
    caps: Mapped[list[Any]] = mapped_column(default=list)
    doors: Mapped[list[Any]] = mapped_column(default=lambda: [1])
    cfg_ver: Mapped[int | None] = mapped_column(BigInteger)
    cred_ver: Mapped[int | None] = mapped_column(BigInteger)
    rssi: Mapped[int | None]
    backlog: Mapped[int | None]
    clock_error: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        Index("ix_device_community_state", "community_id", "state"),
        Index("ix_device_presence_seen", "presence", "last_seen_at"),
    )

    @property
    def place(self) -> Place:
        return Place(district_id=None, community_id=self.community_id, building_id=self.building_id)

    @property
    def reachable(self) -> bool:
        """Whether a command may be sent now: enrolled, and its last word was that it is ready."""
        return self.state is DeviceState.ENROLLED and self.presence is Presence.READY and self.sess is not None


class DeviceDoor(Model):
    """The newest report of one of a device's doors; it tells a repeated report from a new one."""

    __tablename__ = "device_door"

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), primary_key=True)
    door: Mapped[int] = mapped_column(primary_key=True)
    report: Mapped[dict[str, Any]]
    received_at: Mapped[datetime]


class DeviceJournal(Model):
    """Which of a device's numbered events of one event store (`boot`) have arrived.

    All up to and including `upto`, and beyond it the ranges `[first, last]` in `beyond`, which wait since `gap_since` for a
    gap to close.
    """

    __tablename__ = "device_journal"

    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"), primary_key=True)
    boot: Mapped[str] = mapped_column(String(64), primary_key=True)
    upto: Mapped[int] = mapped_column(BigInteger, default=0)
    beyond: Mapped[list[Any]] = mapped_column(default=list)
    gap_since: Mapped[datetime | None]


class DeviceEvent(Model):
    """One event or alarm as the device told it; never changed. `at` is the device's time, `received_at` and `recorded_at` ours.

    A message that breaks the contract is kept as type `malformed`, so that it does not hold up those after it.
    """

    __tablename__ = "device_event"

    id: Mapped[Id]
    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"))
    boot: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(BigInteger)
    event_id: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(8))
    type: Mapped[str] = mapped_column(String(40))
    door: Mapped[int | None]
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]

    __table_args__ = (
        UniqueConstraint("device_id", "boot", "seq"),
        UniqueConstraint("device_id", "event_id"),
    )


class DeviceCommand(Model):
    """One command to one device: who wanted it, why, until when it may act, and what became of it.

    The row is committed before anything is published, and is published at most once.
    """

    __tablename__ = "device_command"

    id: Mapped[Id]
    device_id: Mapped[str] = mapped_column(ForeignKey("device.id"))
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    door: Mapped[int] = mapped_column(default=0)
    cmd: Mapped[str] = mapped_column(String(32))
    args: Mapped[dict[str, Any]] = mapped_column(default=dict)
    actor: Mapped[str] = mapped_column(String(80))
    via: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(String(200))
    request_key: Mapped[str | None] = mapped_column(String(255))
    fingerprint: Mapped[str] = mapped_column(String(64))
    sess: Mapped[str] = mapped_column(String(64))
    requested_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[CommandState] = mapped_column(default=CommandState.PENDING)
    code: Mapped[str | None] = mapped_column(String(40))
    acked_at: Mapped[datetime | None]
    trace: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        UniqueConstraint("actor", "request_key"),
        Index("ix_device_command_state_expires", "state", "expires_at"),
        Index("ix_device_command_device_requested", "device_id", "requested_at"),
    )


class PlatformKey(Model):
    """The public half of a key with which the platform signs commands; the private half never enters the database."""

    __tablename__ = "platform_key"

    kid: Mapped[str] = mapped_column(String(16), primary_key=True)
    ed25519: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
