"""News that this slice records."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TicketSubmitted(Event):
    """Somebody has reported something; where, for those who send people."""

    name: ClassVar[str] = "repairs.ticket_submitted"
    ticket_id: UUID
    community_id: UUID
    building_id: UUID | None = None
    entrance_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ActionTaken(Event):
    """An action has been taken on a ticket. `left_id` is the assignee who has just lost it.

    `parent_id` is the ticket that this one goes along with; with `follows`, it has only gone along with what that one did.
    """

    name: ClassVar[str] = "repairs.action_taken"
    ticket_id: UUID
    community_id: UUID
    number: str
    state: str
    version: int
    action: str
    actor_name: str
    reporter_id: UUID
    home_id: UUID | None = None
    assignee_id: UUID | None = None
    left_id: UUID | None = None
    parent_id: UUID | None = None
    follows: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketEscalated(Event):
    """A rung of the ladder has been climbed: `to` are told that a promise is in danger or broken. `level` counts from 1."""

    name: ClassVar[str] = "repairs.ticket_escalated"
    ticket_id: UUID
    community_id: UUID
    number: str
    state: str
    version: int
    promise: str
    level: int
    to: list[str]
    assignee_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class TicketCommented(Event):
    """Somebody has written about a ticket; an internal comment is for staff only.

    `parent_id` is the ticket that this one goes along with; `copied` is an answer to all, told here to this ticket's people.
    """

    name: ClassVar[str] = "repairs.ticket_commented"
    ticket_id: UUID
    comment_id: UUID
    community_id: UUID
    author_name: str
    internal: bool
    reporter_id: UUID
    home_id: UUID | None = None
    assignee_id: UUID | None = None
    parent_id: UUID | None = None
    copied: bool = False


@dataclass(frozen=True, kw_only=True)
class RatingReplied(Event):
    """The worker has answered a rating; `rater_id` is None if it was given by link."""

    name: ClassVar[str] = "repairs.rating_replied"
    rating_id: UUID
    ticket_id: UUID
    number: str
    community_id: UUID
    author_name: str
    rater_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReturnVisitChanged(Event):
    """The office is to ask a resident how it was, or has asked, or need not any more."""

    name: ClassVar[str] = "repairs.return_visit_changed"
    return_visit_id: UUID
    ticket_id: UUID
    number: str
    community_id: UUID
    state: str
