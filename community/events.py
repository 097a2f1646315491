"""What the community slice tells the others."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from community.core.events import Event


@dataclass(frozen=True, kw_only=True)
class _MembershipEvent(Event):
    membership_id: UUID
    person_id: UUID
    role: str
    community_id: UUID | None
    home_id: UUID | None

    @property
    def aggregate(self) -> str:
        return f"membership:{self.membership_id}"


@dataclass(frozen=True, kw_only=True)
class MembershipRequested(_MembershipEvent):
    """Somebody asks to be bound to a home; a second person has to decide."""

    name: ClassVar[str] = "community.membership_requested"


@dataclass(frozen=True, kw_only=True)
class MembershipDecided(_MembershipEvent):
    """A request was approved (status active) or rejected, or a staff membership was given."""

    name: ClassVar[str] = "community.membership_decided"
    status: str
    decided_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class MembershipEnded(_MembershipEvent):
    """A membership is over; its rights ended with the transaction that recorded this."""

    name: ClassVar[str] = "community.membership_ended"
    ended_by: UUID | None


@dataclass(frozen=True, kw_only=True)
class EstateImported(Event):
    """An estate list was applied: homes and residents may be new all over the community."""

    name: ClassVar[str] = "community.estate_imported"
    community_id: UUID
    import_id: UUID
