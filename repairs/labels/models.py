"""A sticker at a place."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from community.core.auth import Place
from community.core.db import Id, Model, Timestamp


class PlaceLabel(Model):
    """A place that has a name and a code by which stickers lead to it. The code says nothing and stays; the place may be mended.

    A retired one is known still, so that who scans an old sticker is told so.
    """

    __tablename__ = "place_label"
    __table_args__ = (Index(None, "community_id", "name", "id"),)

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    code: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    building_id: Mapped[UUID | None] = mapped_column(ForeignKey("building.id"))
    entrance_id: Mapped[UUID | None] = mapped_column(ForeignKey("entrance.id"))
    floor: Mapped[int | None]
    spot: Mapped[str] = mapped_column(String(100))
    place_label: Mapped[str] = mapped_column(String(250))
    category_id: Mapped[UUID | None] = mapped_column(ForeignKey("category.id"))
    retired: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Timestamp]

    @property
    def place(self) -> Place:
        return Place(community_id=self.community_id, building_id=self.building_id)
