"""News from devices for the slices above.

Order is kept per aggregate: state of one device, its numbered events, and each call by itself, so that a thousand events
kept through a network failure do not hold up a visitor's ring.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DeviceCreated(Event):
    """A manager created a device; its doors may be set up now."""

    name: ClassVar[str] = "devices.created"
    device_id: str
    community_id: UUID
    entrance_id: UUID | None
    kind: str
    label: str
    doors: list[int]


@dataclass(frozen=True, kw_only=True)
class DeviceEnrolled(Event):
    """A device enrolled, or enrolled again with a new secret; the broker must learn of it."""

    name: ClassVar[str] = "devices.enrolled"
    device_id: str
    community_id: UUID


@dataclass(frozen=True, kw_only=True)
class DeviceRemoved(Event):
    """A device was taken out of service; the broker must forget it."""

    name: ClassVar[str] = "devices.retired"
    device_id: str
    community_id: UUID


@dataclass(frozen=True, kw_only=True)
class DevicePresenceChanged(Event):
    """A device became reachable or unreachable, or began a new session (then `was` equals `presence`).

    Values: unknown, ready, sleeping, offline, stale. `doors` are the door numbers that the device has told it governs.
    """

    name: ClassVar[str] = "devices.presence_changed"
    device_id: str
    community_id: UUID
    entrance_id: UUID | None
    presence: str
    was: str
    doors: list[int]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DoorReported(Event):
    """A panel reported the state of one of its doors (`up/door/{n}`); recorded once for each new report.

    `report` holds lock, phys, alarm, tamper, mode as told; `at` is the panel's time, or the receipt where it tells none.
    """

    name: ClassVar[str] = "devices.door_reported"
    device_id: str
    community_id: UUID
    entrance_id: UUID | None
    door: int
    report: dict[str, Any]
    at: datetime
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeviceEventRecorded(Event):
    """A numbered event or alarm of a device is stored for good (once each, whatever the network did).

    `channel` is "event" or "alarm"; `type` as in docs/mqtt.md; `payload` is the whole message (cred, reason, zone, …).
    """

    name: ClassVar[str] = "devices.event_recorded"
    device_id: str
    community_id: UUID
    entrance_id: UUID | None
    device_event_id: UUID
    channel: str
    type: str
    door: int | None
    at: datetime
    recorded_at: datetime
    payload: dict[str, Any]

    @property
    def aggregate(self) -> str:
        return f"device-events:{self.device_id}"


@dataclass(frozen=True, kw_only=True)
class CallMessageReceived(Event):
    """A panel said something about a call (`up/call`: invite, answer, ice, hangup, …).

    May come twice: the contract asks panels to repeat an invite that nobody confirmed. Key of a call: (device_id, call).
    """

    name: ClassVar[str] = "devices.call_message"
    device_id: str
    community_id: UUID
    entrance_id: UUID | None
    call: str
    type: str
    payload: dict[str, Any]
    received_at: datetime

    @property
    def aggregate(self) -> str:
        return f"device-call:{self.device_id}:{self.call}"


@dataclass(frozen=True, kw_only=True)
class CommandSettled(Event):
    """What became of a command is known, or it is known that nobody knows; its requester has not drawn the consequences itself.

    `state`: done, rejected, failed, unknown, offline. An `unknown` may be followed by a second event once a late answer came.
    """

    name: ClassVar[str] = "devices.command_settled"
    device_id: str
    community_id: UUID
    command_id: UUID
    door: int
    cmd: str
    state: str
    code: str | None
    acked_at: datetime | None
    via: str
    actor: str

    @property
    def aggregate(self) -> str:
        return f"device-command:{self.command_id}"
