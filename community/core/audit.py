"""The audit trail: who did or saw what, when and why. Rows are written in the transaction of the act and never changed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Id, Model


class AuditEntry(Model):
    """One act: actor, action, subject, place, stated reason, and the id that joins it to the logs."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "community_id", "id"),
        Index(None, "subject_type", "subject_id"),
    )

    id: Mapped[Id]
    at: Mapped[datetime]
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_id: Mapped[str | None] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(64))
    subject_type: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(64))
    community_id: Mapped[uuid.UUID | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    trace: Mapped[str | None] = mapped_column(String(64))
