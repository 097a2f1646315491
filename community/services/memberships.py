"""Memberships: asking to be bound to a home, a second person's decision, the end; and the staff's roles."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from community import phones
from community.core.auth import Place
from community.core.db import LOCKED, ROW_LOCK, find
from community.core.errors import NotFound
from community.core.uow import UnitOfWork
from community.errors import (
    AlreadyBound,
    AlreadyDecided,
    NotActive,
    OwnersOnly,
    OwnRequest,
    RoleNotAllowed,
    TooManyRequests,
    WrongPlace,
)
from community.events import MembershipDecided, MembershipEnded, MembershipRequested
from community.models import OPEN_STATUSES, Community, District, Home, Membership, MembershipStatus, Person, Title
from community.policies import COMMUNITY_STAFF, DISTRICT_STAFF, Role
from community.services.people import find_or_create

MANAGER_GIVES = frozenset({Role.GRID_WORKER, Role.CONTROL_ROOM})
WAITING_AT_MOST = 5


def request_home(uow: UnitOfWork, *, home_id: UUID, title: Title) -> Membership:
    """Ask that the actor be bound to a home. It gives no rights until a second person approves.

    Raises AlreadyBound for a home already held or asked for, TooManyRequests with five others still waiting.
    """
    home = find(uow.session, Home, home_id)
    # The person's row stands for all their requests: two at once queue here.
    person = uow.session.get_one(Person, uow.actor.person_id, **LOCKED)
    _refuse_doubles(uow, person.id, home.id)
    membership = Membership(
        person=person,
        role=Role.RESIDENT,
        title=title,
        status=MembershipStatus.PENDING,
        community_id=home.community_id,
        home=home,
        requested_by_id=person.id,
        requested_at=uow.now,
    )
    uow.session.add(membership)
    uow.session.flush()
    uow.record(MembershipRequested(**_facts(membership)))
    return membership


def approve(uow: UnitOfWork, membership_id: UUID) -> Membership:
    """Put a request into force; raises OwnRequest, OwnersOnly or AlreadyDecided."""
    return _decide(uow, "memberships.approve", membership_id, MembershipStatus.ACTIVE, reason=None)


def reject(uow: UnitOfWork, membership_id: UUID, *, reason: str) -> Membership:
    """Turn a request down, with a reason that the asker reads; raises OwnRequest, OwnersOnly or AlreadyDecided."""
    return _decide(uow, "memberships.reject", membership_id, MembershipStatus.REJECTED, reason=reason)


def withdraw(uow: UnitOfWork, membership_id: UUID) -> Membership:
    """Take back a request of one's own that nobody has decided yet."""
    membership = uow.session.get(Membership, membership_id, **LOCKED)
    if membership is None or membership.person_id != uow.actor.person_id:
        raise NotFound
    if membership.status is not MembershipStatus.PENDING:
        raise AlreadyDecided
    return _finish(uow, membership, reason=None)


def end(uow: UnitOfWork, membership_id: UUID, *, reason: str | None = None) -> Membership:
    """End a membership; its rights are gone with this transaction.

    A resident ends their own; an owner those of tenants and family; a manager all of residents and the roles that managers
    give; the platform's administrator any.
    """
    membership = find(uow.session, Membership, membership_id)
    uow.actor.require("memberships.end", membership.place)
    _require_may_end(uow, membership)
    uow.session.refresh(membership, with_for_update=ROW_LOCK)
    if membership.status is not MembershipStatus.ACTIVE:
        raise NotActive
    return _finish(uow, membership, reason=reason)


def lapse(uow: UnitOfWork) -> int:
    """End memberships whose time is over (a job); their rights ended by the clock. Returns how many."""
    over = select(Membership).where(Membership.status == MembershipStatus.ACTIVE, Membership.valid_until <= uow.now)
    lapsed = uow.session.scalars(over.with_for_update(**ROW_LOCK, skip_locked=True)).all()
    for membership in lapsed:
        _finish(uow, membership, reason="valid_until")
    return len(lapsed)


def add_staff(
    uow: UnitOfWork,
    *,
    phone: str,
    name: str,
    role: Role,
    community_id: UUID | None = None,
    district_id: UUID | None = None,
) -> Membership:
    """Give another person a role at work, in force at once, audited and told to all managers of the place.

    No second person is asked, because no role that managers give carries a right that they lack (ADR 7; the tests hold the
    table to it). Raises OwnRequest for the actor's own account, RoleNotAllowed for what the actor may not give, WrongPlace for
    a role without its place, AlreadyBound for one held.
    """
    place = _place_of_work(uow, role, community_id, district_id)
    uow.actor.require("memberships.staff", place)
    if role not in MANAGER_GIVES and not _administers(uow):
        raise RoleNotAllowed
    person = find_or_create(uow, phone=phones.normalise(phone), name=name)
    if person.id == uow.actor.id:
        raise OwnRequest
    uow.session.refresh(person, with_for_update=ROW_LOCK)
    _refuse_same_role(uow, person.id, role, community_id, district_id)
    membership = Membership(
        person=person,
        role=role,
        status=MembershipStatus.ACTIVE,
        community_id=community_id,
        district_id=district_id,
        requested_at=uow.now,
        requested_by_id=uow.actor.id,
        decided_by_id=uow.actor.id,
        decided_at=uow.now,
    )
    uow.session.add(membership)
    uow.session.flush()
    _announce_decision(uow, membership, "memberships.staff")
    return membership


def _decide(uow: UnitOfWork, operation: str, membership_id: UUID, status: MembershipStatus, *, reason: str | None) -> Membership:
    membership = find(uow.session, Membership, membership_id)
    if uow.actor.id in (membership.person_id, membership.requested_by_id):
        raise OwnRequest  # a manager's own request included
    uow.actor.require(operation, membership.place)
    if not (_manages(uow, membership) or _owns(uow, membership.home_id)):
        raise OwnersOnly
    uow.session.refresh(membership, with_for_update=ROW_LOCK)
    if membership.status is not MembershipStatus.PENDING:
        raise AlreadyDecided
    membership.status, membership.reason = status, reason
    membership.decided_by_id, membership.decided_at = uow.actor.id, uow.now
    uow.session.flush()
    _announce_decision(uow, membership, operation)
    return membership


def _require_may_end(uow: UnitOfWork, membership: Membership) -> None:
    if uow.actor.id == membership.person_id or _administers(uow):
        return
    if membership.role is not Role.RESIDENT:
        if membership.role not in MANAGER_GIVES:
            raise RoleNotAllowed
        return
    if _manages(uow, membership):
        return
    if membership.title is Title.OWNER or not _owns(uow, membership.home_id):
        raise OwnersOnly


def _finish(uow: UnitOfWork, membership: Membership, *, reason: str | None) -> Membership:
    membership.status, membership.ended_at, membership.reason = MembershipStatus.ENDED, uow.now, reason
    uow.session.flush()
    uow.record(MembershipEnded(**_facts(membership), ended_by=uow.actor.id))
    _audit(uow, "memberships.end", membership)
    return membership


def _announce_decision(uow: UnitOfWork, membership: Membership, action: str) -> None:
    facts = _facts(membership)
    uow.record(MembershipDecided(**facts, status=membership.status.value, decided_by=uow.actor.id))
    _audit(uow, action, membership)


def _audit(uow: UnitOfWork, action: str, membership: Membership) -> None:
    uow.audit(
        action,
        subject=("membership", membership.id),
        community_id=membership.community_id,
        reason=membership.reason,
        person_id=str(membership.person_id),
        role=membership.role.value,
    )


def _facts(membership: Membership) -> dict[str, Any]:
    return {
        "membership_id": membership.id,
        "person_id": membership.person_id,
        "role": membership.role.value,
        "community_id": membership.community_id,
        "home_id": membership.home_id,
    }


def _manages(uow: UnitOfWork, membership: Membership) -> bool:
    return uow.actor.kind == "system" or any(
        grant.role == Role.PROPERTY_MANAGER and grant.community_id == membership.community_id for grant in uow.actor.grants
    )


def _administers(uow: UnitOfWork) -> bool:
    return uow.actor.kind == "system" or Role.PLATFORM_ADMIN in uow.actor.roles()


def _owns(uow: UnitOfWork, home_id: UUID | None) -> bool:
    owned = select(Membership.id).where(
        Membership.person_id == uow.actor.id,
        Membership.home_id == home_id,
        Membership.title == Title.OWNER,
        Membership.gives_rights(uow.now),
    )
    return uow.session.scalar(owned.limit(1)) is not None


def _refuse_doubles(uow: UnitOfWork, person_id: UUID, home_id: UUID) -> None:
    mine = select(Membership).where(Membership.person_id == person_id, Membership.status.in_(OPEN_STATUSES))
    if uow.session.scalar(mine.where(Membership.home_id == home_id).limit(1)) is not None:
        raise AlreadyBound
    waiting = select(func.count()).select_from(mine.where(Membership.status == MembershipStatus.PENDING).subquery())
    if (uow.session.scalar(waiting) or 0) >= WAITING_AT_MOST:
        raise TooManyRequests


def _refuse_same_role(uow: UnitOfWork, person_id: UUID, role: Role, community_id: UUID | None, district_id: UUID | None) -> None:
    held = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.status == MembershipStatus.ACTIVE,
        Membership.community_id == community_id,
        Membership.district_id == district_id,
    )
    if uow.session.scalar(held.limit(1)) is not None:
        raise AlreadyBound


def _place_of_work(uow: UnitOfWork, role: Role, community_id: UUID | None, district_id: UUID | None) -> Place:
    """Return the place that goes with the role: a community, a district, or none for the platform's administrators."""
    given = (community_id is not None, district_id is not None)
    wanted = (role in COMMUNITY_STAFF, role in DISTRICT_STAFF)
    if given != wanted or role is Role.RESIDENT:
        raise WrongPlace
    if community_id is not None:
        community = find(uow.session, Community, community_id)
        return community.place
    if district_id is not None and uow.session.get(District, district_id) is None:
        raise NotFound
    return Place(district_id=district_id)
