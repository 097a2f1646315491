"""News from the doors for the slices above. `door_id` comes first: news of one door is delivered in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class UnlockSettled(Event):
    """What became of a request to open is known: opened, refused, or unknown (which a late answer may still change).

    `at` is the receipt of the panel's answer, or the moment at which it was given up.
    """

    name: ClassVar[str] = "access.unlock_settled"
    door_id: UUID
    community_id: UUID
    unlock_id: UUID
    call_id: UUID | None
    access_event_id: UUID
    result: str
    code: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Event):
    """The contact reported a leaf open. `at` is the panel's time of it, `unlock_id` the request that it belongs to, if any."""

    name: ClassVar[str] = "access.door_opened"
    door_id: UUID
    community_id: UUID
    at: datetime
    unlock_id: UUID | None
