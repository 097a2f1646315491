"""What a community's office has settled: when it works, whom it warns, when it closes."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Model


class RepairTerms(Model):
    """One row per community that has settled something; who has none works by the defaults in `terms`.

    `weekly` and `days` are hours as the API writes them; `ladder` is a list of rungs. Null stands for the default. The two
    versions count the changes of calendar and policy, for those who change them at the same time. `answer_minutes` is working
    time within which a question is answered.
    """

    __tablename__ = "repair_terms"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), primary_key=True)
    weekly: Mapped[dict[str, Any] | None]
    days: Mapped[dict[str, Any] | None]
    calendar_version: Mapped[int] = mapped_column(default=0)
    ladder: Mapped[list[Any] | None]
    auto_close_days: Mapped[int | None]
    return_visit: Mapped[str] = mapped_column(String(8), default="none")
    answer_minutes: Mapped[int | None]
    policy_version: Mapped[int] = mapped_column(default=0)
