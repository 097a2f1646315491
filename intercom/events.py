"""News of calls. `call_id` comes first: news of one call is delivered in order."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class CallStarted(Event):
    """A panel rings a home with at least one member."""

    name: ClassVar[str] = "intercom.call_started"
    call_id: UUID
    community_id: UUID
    home_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallAccepted(Event):
    """The first phone has answered; `client` names that phone, so that it is not told "answered elsewhere"."""

    name: ClassVar[str] = "intercom.call_accepted"
    call_id: UUID
    community_id: UUID
    home_id: UUID
    accepted_by_id: UUID
    client: str


@dataclass(frozen=True, kw_only=True)
class CallDeclined(Event):
    """One person does not want to answer; that person's other phones stop ringing, everybody else's go on."""

    name: ClassVar[str] = "intercom.call_declined"
    call_id: UUID
    community_id: UUID
    home_id: UUID
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallEnded(Event):
    """A call is over. `outcome` and `reason` as in `workflow`; `by_id` is the person who ended it, if one did."""

    name: ClassVar[str] = "intercom.call_ended"
    call_id: UUID
    community_id: UUID
    home_id: UUID
    outcome: str
    reason: str
    by_id: UUID | None
