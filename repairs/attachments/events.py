"""News about attachments."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class AttachmentProcessed(Event):
    """A video can be played, or has turned out to be none."""

    name: ClassVar[str] = "repairs.attachment_processed"
    attachment_id: UUID
