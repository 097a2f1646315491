"""News from the doors for the slices above. `door_id` comes first: news of one door is delivered in order."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class UnlockSettled(Event):
    """What became of a request to open is known: opened, refused, or unknown (which a late answer may still change)."""

    name: ClassVar[str] = "access.unlock_settled"
    door_id: UUID
    community_id: UUID
    unlock_id: UUID
    call_id: UUID | None
    access_event_id: UUID
    result: str
    code: str


@dataclass(frozen=True, kw_only=True)
class DoorOpened(Event):
    """A door was opened: a panel acknowledged an unlock, or the contact reported the leaf (`moved`).

    `at` is the panel's time of the movement, or the receipt of its acknowledgement. `unlock_id` names the request it
    belongs to, where there was one.
    """

    name: ClassVar[str] = "access.door_opened"
    door_id: UUID
    community_id: UUID
    device_id: str
    at: datetime
    moved: bool
    unlock_id: UUID | None
