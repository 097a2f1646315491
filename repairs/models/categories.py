"""What can be reported: a tree of categories with their promises."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.db import Id, Model


class Category(Model):
    """A place, a matter or a kind of fault: the three levels of the tree.

    Without a community it is a default that all communities share. A community that changes a default gets a row of its own
    with `origin_id`, which stands in the default's place from then on. Minutes count from the report, in working time unless
    `around_clock`. `requires` names what a resolution must come with (proof, cause, measure, parts). `version` counts the
    changes; a row that takes a default's place counts on from there.
    """

    __tablename__ = "category"

    id: Mapped[Id]
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("community.id"))
    origin_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    name_en: Mapped[str] = mapped_column(String(64))
    icon: Mapped[str] = mapped_column(String(32))
    sort: Mapped[int] = mapped_column(default=0)
    scope: Mapped[str] = mapped_column(String(8), default="both")
    keywords: Mapped[list[Any]] = mapped_column(default=list)
    requires: Mapped[list[Any]] = mapped_column(default=list)
    response_minutes: Mapped[int]
    arrive_minutes: Mapped[int]
    resolve_minutes: Mapped[int]
    urgent_response_minutes: Mapped[int]
    urgent_arrive_minutes: Mapped[int]
    urgent_resolve_minutes: Mapped[int]
    around_clock: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (
        Index("uq_category_code", "community_id", "code", unique=True),
        Index("uq_category_origin", "community_id", "origin_id", unique=True),
    )

    @property
    def place(self) -> Place:
        return Place(community_id=self.community_id)
