"""Memberships: asked for, decided by another person, ended."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from community.core import ratelimit
from community.core.auth import Actor
from community.core.db import find
from community.core.http import Begin, Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork
from community.models import Membership
from community.queries import lists
from community.schemas.memberships import (
    MaybeReasonIn,
    MembershipIn,
    MembershipOut,
    MembershipQuery,
    ReasonIn,
    StaffIn,
)
from community.services import memberships

blp = Blueprint("memberships", __name__, url_prefix="/api/v1/memberships", description="Who belongs where")

STAFF_PER_HOUR = 30


@blp.get("/", operation="memberships.list", query=MembershipQuery, returns=MembershipOut, page=True)
def list_(uow: UnitOfWork, query: dict[str, Any]) -> Page[Membership]:
    """List one's own memberships and those one may decide on, newest first."""
    return lists.memberships_page(uow.session, uow.actor, **query)


@blp.post("/", operation="memberships.request", body=MembershipIn, returns=(201, MembershipOut))
def request_home(uow: UnitOfWork, data: dict[str, Any]) -> Membership:
    """Ask to be bound to a home. It stays `pending`, without rights, until a manager or an owner of the home approves."""
    return memberships.request_home(uow, **data)


@blp.get("/<uuid:membership_id>", operation="memberships.read", returns=MembershipOut)
def read(uow: UnitOfWork, membership_id: UUID) -> Membership:
    """Read one membership."""
    membership = find(uow.session, Membership, membership_id, options=lists.membership_parts())
    uow.actor.require("memberships.read", membership.place)
    return membership


@blp.post("/<uuid:membership_id>/approve", operation="memberships.approve", returns=MembershipOut)
def approve(uow: UnitOfWork, membership_id: UUID) -> Membership:
    """Put a request into force. Nobody approves a request of their own, managers included."""
    return memberships.approve(uow, membership_id)


@blp.post("/<uuid:membership_id>/reject", operation="memberships.reject", body=ReasonIn, returns=MembershipOut)
def reject(uow: UnitOfWork, membership_id: UUID, data: dict[str, Any]) -> Membership:
    """Turn a request down; the asker reads the reason."""
    return memberships.reject(uow, membership_id, **data)


@blp.post("/<uuid:membership_id>/withdraw", operation="memberships.withdraw", returns=MembershipOut)
def withdraw(uow: UnitOfWork, membership_id: UUID) -> Membership:
    """Take back a request of one's own that nobody has decided yet."""
    return memberships.withdraw(uow, membership_id)


@blp.post("/<uuid:membership_id>/end", operation="memberships.end", body=MaybeReasonIn, returns=MembershipOut)
def end(uow: UnitOfWork, membership_id: UUID, data: dict[str, Any]) -> Membership:
    """End a membership; its rights are gone with the next request."""
    return memberships.end(uow, membership_id, **data)


@blp.post("/staff", operation="memberships.staff", body=StaffIn, returns=(201, MembershipOut), begins_late=True)
def add_staff(actor: Actor, begin: Begin, data: dict[str, Any]) -> Membership:
    """Give another person a role at work. Managers give `grid_worker` and `control_room` in their own community.

    A number registered under another name answers 409 `person.name_conflict`, so that a mistyped one makes no stranger staff.
    Because that tells that the number has an account, there are 30 tries an hour.
    """
    ratelimit.hit(f"staff:{actor.id}", STAFF_PER_HOUR, timedelta(hours=1))
    return memberships.add_staff(begin(), **data)
