"""People and their memberships: one account everywhere, a role in each place."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, ForeignKey, Index, String, and_, or_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.auth import Place
from community.core.clock import now
from community.core.db import Id, Model, Timestamp
from community.models.places import Building, Community, District, Home
from community.policies import Role


class Title(StrEnum):
    """What a resident is to a home."""

    OWNER = "owner"
    TENANT = "tenant"
    FAMILY = "family"


class MembershipStatus(StrEnum):
    """pending → active or rejected; active → ended. Only `active` gives rights."""

    PENDING = "pending"
    ACTIVE = "active"
    REJECTED = "rejected"
    ENDED = "ended"


OPEN_STATUSES = (MembershipStatus.PENDING, MembershipStatus.ACTIVE)
_IS_OPEN = text("status IN ('pending', 'active')")


class Person(Model):
    """A human being with one account; `phone` is kept as +86 and eleven digits."""

    __tablename__ = "person"

    id: Mapped[Id]
    phone: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    locale: Mapped[str] = mapped_column(String(16), default="zh-CN")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    disabled_at: Mapped[Timestamp | None]


class Membership(Model):
    """A person's role in a place: a home, a community, a district or, for the platform's administrators, everywhere."""

    __tablename__ = "membership"

    id: Mapped[Id]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    title: Mapped[Title | None]
    status: Mapped[MembershipStatus] = mapped_column(default=MembershipStatus.PENDING)
    district_id: Mapped[UUID | None] = mapped_column(ForeignKey("district.id"), index=True)
    community_id: Mapped[UUID | None] = mapped_column(ForeignKey("community.id"))
    home_id: Mapped[UUID | None] = mapped_column(ForeignKey("home.id"), index=True)
    requested_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    requested_at: Mapped[Timestamp] = mapped_column(default=now)
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[Timestamp | None]
    ended_at: Mapped[Timestamp | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    valid_from: Mapped[Timestamp | None]
    valid_until: Mapped[Timestamp | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    requested_by: Mapped[Person | None] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])
    district: Mapped[District | None] = relationship()
    community: Mapped[Community | None] = relationship()
    home: Mapped[Home | None] = relationship()

    __table_args__ = (
        Index(
            "uq_membership_open_home",
            "person_id",
            "home_id",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        Index("ix_membership_community_role", "community_id", "role", "status"),
        Index("ix_membership_person", "person_id", "status"),
    )

    @property
    def place(self) -> Place:
        return Place(
            district_id=self.district_id,
            community_id=self.community_id,
            building_id=self.home.building_id if self.home else None,
            home_id=self.home_id,
            owners=frozenset({self.person_id}),
        )

    @property
    def building(self) -> Building | None:
        return self.home.building if self.home else None

    @property
    def decided_by_name(self) -> str | None:
        return self.decided_by.name if self.decided_by else None

    @classmethod
    def gives_rights(cls, at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
        """The condition under which a membership counts at time `at` (half-open validity window)."""
        return and_(
            cls.status == MembershipStatus.ACTIVE,
            or_(cls.valid_from.is_(None), cls.valid_from <= at),
            or_(cls.valid_until.is_(None), cls.valid_until > at),
        )
