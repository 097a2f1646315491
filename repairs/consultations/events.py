"""News about consultations."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsultationChanged(Event):
    """A consultation was asked, assigned, closed, reopened, converted, rated, or is late ("late"). `left_id` has just lost it."""

    name: ClassVar[str] = "repairs.consultation_changed"
    consultation_id: UUID
    community_id: UUID
    action: str
    state: str
    subject: str
    actor_name: str
    asker_id: UUID
    assignee_id: UUID | None = None
    left_id: UUID | None = None
    ticket_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ConsultationWritten(Event):
    """Somebody has written into a thread; an internal message is for staff only."""

    name: ClassVar[str] = "repairs.consultation_written"
    consultation_id: UUID
    message_id: UUID
    community_id: UUID
    state: str
    subject: str
    author_name: str
    internal: bool
    asker_id: UUID
    assignee_id: UUID | None = None
