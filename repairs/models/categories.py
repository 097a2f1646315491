"""What can be reported: a tree of categories with their promises."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.db import Id, Model


class Category(Model):
    """A kind of fault; without a community it is a default that all communities share.

    `response_minutes` and `resolve_minutes` count from the report; with `proof_required` a resolution needs a photo.
    """

    __tablename__ = "category"

    id: Mapped[Id]
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("community.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"))
    code: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    name_en: Mapped[str] = mapped_column(String(64))
    icon: Mapped[str] = mapped_column(String(32))
    sort: Mapped[int] = mapped_column(default=0)
    response_minutes: Mapped[int]
    resolve_minutes: Mapped[int]
    proof_required: Mapped[bool] = mapped_column(default=False)
    retired: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (Index("uq_category_code", "community_id", "code", unique=True),)
