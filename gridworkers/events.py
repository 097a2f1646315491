"""News that this slice records."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkerOnDuty(Event):
    """A worker has come on duty."""

    name: ClassVar[str] = "gridworkers.worker_on_duty"
    person_id: UUID
