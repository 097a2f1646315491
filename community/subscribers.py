"""Tells the people concerned, at once, that a membership was asked for, decided or ended."""

from uuid import UUID

from community import queries
from community.core import feed
from community.core.uow import UnitOfWork
from community.events import MembershipDecided, MembershipEnded, MembershipRequested
from community.models import Title
from community.policies import Role

KIND = "membership.changed"


def tell_of_request(uow: UnitOfWork, event: MembershipRequested) -> None:
    """Tell the asker's other devices, the managers, and the owners of the home: who can decide should know."""
    owners = [] if event.home_id is None else _owners(uow, event.home_id)
    _post(uow, event.membership_id, "pending", [event.person_id, *owners, *_managers(uow, event.community_id)])


def tell_of_decision(uow: UnitOfWork, event: MembershipDecided) -> None:
    """Tell the asker, the managers, and those who share the home."""
    _post(uow, event.membership_id, event.status, [event.person_id, *_concerned(uow, event)])


def tell_of_end(uow: UnitOfWork, event: MembershipEnded) -> None:
    """Tell the one who is out, the managers, and those who remain."""
    _post(uow, event.membership_id, "ended", [event.person_id, *_concerned(uow, event)])


def _concerned(uow: UnitOfWork, event: MembershipDecided | MembershipEnded) -> list[UUID]:
    sharing = [] if event.home_id is None else queries.people_of_home(uow.session, event.home_id)
    return [*sharing, *_managers(uow, event.community_id)]


def _owners(uow: UnitOfWork, home_id: UUID) -> list[UUID]:
    return [m.person_id for m in queries.members_of_home(uow.session, home_id) if m.title is Title.OWNER]


def _managers(uow: UnitOfWork, community_id: UUID | None) -> list[UUID]:
    return [] if community_id is None else queries.staff_of(uow.session, community_id, [Role.PROPERTY_MANAGER])


def _post(uow: UnitOfWork, membership_id: UUID, status: str, people: list[UUID]) -> None:
    feed.post(uow, people, KIND, {"membership_id": membership_id, "status": status})
