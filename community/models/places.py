"""Places: district (街道) → community (小区) → building (楼栋) → entrance (单元) → home (户)."""

from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.auth import Place
from community.core.db import Id, Model


class District(Model):
    """A street office or city district; its officers look over all its communities."""

    __tablename__ = "district"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(64), unique=True)


class Community(Model):
    """A residential community, the border that no data crosses."""

    __tablename__ = "community"

    id: Mapped[Id]
    district_id: Mapped[UUID] = mapped_column(ForeignKey("district.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(200), default="")
    office_phone: Mapped[str | None] = mapped_column(String(32))
    time_zone: Mapped[str] = mapped_column(String(64), default="Asia/Shanghai")

    district: Mapped[District] = relationship()

    __table_args__ = (UniqueConstraint("district_id", "name"),)

    @property
    def place(self) -> Place:
        return Place(district_id=self.district_id, community_id=self.id)


class Building(Model):
    """A building; `sort` orders buildings as people count them, so that 10栋 follows 9栋."""

    __tablename__ = "building"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    name: Mapped[str] = mapped_column(String(32))
    floors: Mapped[int] = mapped_column(default=1)
    sort: Mapped[int] = mapped_column(default=0)

    community: Mapped[Community] = relationship()
    entrances: Mapped[list["Entrance"]] = relationship(back_populates="building", order_by="Entrance.sort, Entrance.name")

    __table_args__ = (UniqueConstraint("community_id", "name"),)

    @property
    def place(self) -> Place:
        return Place(district_id=None, community_id=self.community_id, building_id=self.id)


class Entrance(Model):
    """A building's entrance (单元) with its own door; its label is "1栋1单元"."""

    __tablename__ = "entrance"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"), index=True)
    building_id: Mapped[UUID] = mapped_column(ForeignKey("building.id"))
    name: Mapped[str] = mapped_column(String(32))
    sort: Mapped[int] = mapped_column(default=0)

    building: Mapped[Building] = relationship(back_populates="entrances")

    __table_args__ = (UniqueConstraint("building_id", "name"),)

    @property
    def label(self) -> str:
        return f"{self.building.name}{self.name}"

    @property
    def place(self) -> Place:
        return Place(district_id=None, community_id=self.community_id, building_id=self.building_id)


class Home(Model):
    """A home; its number is what a visitor keys in at the panel, its label is "1栋1单元1203"."""

    __tablename__ = "home"

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    building_id: Mapped[UUID] = mapped_column(ForeignKey("building.id"), index=True)
    entrance_id: Mapped[UUID] = mapped_column(ForeignKey("entrance.id"))
    number: Mapped[str] = mapped_column(String(16))
    floor: Mapped[int]

    building: Mapped[Building] = relationship()
    entrance: Mapped[Entrance] = relationship()

    __table_args__ = (
        UniqueConstraint("entrance_id", "number"),
        Index("ix_home_community_number", "community_id", "number"),
    )

    @property
    def label(self) -> str:
        return f"{self.entrance.label}{self.number}"

    @property
    def place(self) -> Place:
        return Place(district_id=None, community_id=self.community_id, building_id=self.building_id, home_id=self.id)
