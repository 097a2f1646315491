"""An uploaded estate list between its preview and its application."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.clock import now
from community.core.db import Id, Model, Timestamp


class ImportStatus(StrEnum):
    PREVIEWED = "previewed"
    APPLIED = "applied"


class Import(Model):
    """The rows as read from the file, what is wrong with them, and what applying them made.

    `rows` hold names and phone numbers: they are emptied once applied, and an import never applied is deleted by a job.
    """

    __tablename__ = "import"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[Timestamp] = mapped_column(default=now, index=True)
    file_name: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[ImportStatus] = mapped_column(default=ImportStatus.PREVIEWED)
    rows: Mapped[list[Any]] = mapped_column(default=list)
    row_count: Mapped[int] = mapped_column(default=0)
    valid_count: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list[Any]] = mapped_column(default=list)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created: Mapped[dict[str, Any] | None]
    applied_at: Mapped[Timestamp | None]

    @property
    def place(self) -> Place:
        return Place(district_id=None, community_id=self.community_id)
