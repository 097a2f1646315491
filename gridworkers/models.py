"""Grids with their places and workers, and who is on duty."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.auth import Place
from community.core.db import Id, Model, Timestamp

_WHOLE_BUILDING = text("entrance_id IS NULL")
_RUNNING = text("ended_at IS NULL")


class Grid(Model):
    """A part of a community with the workers who look after it."""

    __tablename__ = "grid"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Timestamp]

    places: Mapped[list["GridPlace"]] = relationship(cascade="all, delete-orphan", order_by="GridPlace.id")
    members: Mapped[list["GridMember"]] = relationship(cascade="all, delete-orphan", order_by="GridMember.id")

    __table_args__ = (UniqueConstraint("community_id", "name"),)

    @property
    def place(self) -> Place:
        return Place(community_id=self.community_id)


class GridPlace(Model):
    """A building, or one entrance of it, that a grid looks after.

    Each is in one grid at most; the grid of an entrance goes before that of its building.
    """

    __tablename__ = "grid_place"

    id: Mapped[Id]
    grid_id: Mapped[UUID] = mapped_column(ForeignKey("grid.id"), index=True)
    building_id: Mapped[UUID] = mapped_column(ForeignKey("building.id"))
    entrance_id: Mapped[UUID | None] = mapped_column(ForeignKey("entrance.id"))

    __table_args__ = (
        UniqueConstraint("entrance_id"),
        Index(
            "uq_grid_place_building",
            "building_id",
            unique=True,
            sqlite_where=_WHOLE_BUILDING,
            postgresql_where=_WHOLE_BUILDING,
        ),
    )


class GridMember(Model):
    """A worker of a grid."""

    __tablename__ = "grid_member"

    id: Mapped[Id]
    grid_id: Mapped[UUID] = mapped_column(ForeignKey("grid.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)

    __table_args__ = (UniqueConstraint("grid_id", "person_id"),)


class Shift(Model):
    """A time on duty, from the switch on to the switch off; a person has one running shift at most."""

    __tablename__ = "shift"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    started_at: Mapped[Timestamp]
    ended_at: Mapped[Timestamp | None]

    __table_args__ = (Index("uq_shift_running", "person_id", unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING),)
