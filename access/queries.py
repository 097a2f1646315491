"""What may be asked about doors, openings and the log, each as far as the asker may see it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from access.models import AccessEvent, AccessUnlock, Door
from access.views import UnlockView, door_views, event_views, lives_behind, own_doors, owned_place
from community.core.auth import Actor, Place
from community.core.db import find
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork

__all__ = [
    "UnlockView",
    "access_events",
    "door_names",
    "door_place",
    "doors",
    "doors_of_device",
    "unlock",
    "unlocks",
]


_UNLOCKER = select(AccessUnlock.person_id).where(AccessUnlock.id == AccessEvent.unlock_id).scalar_subquery()
#: Whose a line is: the one's who asked for the opening that it tells of, or under which it happened.
_OPENER = func.coalesce(AccessEvent.person_id, _UNLOCKER)


def door_place(actor: Actor, door: Door) -> Place:
    """Return where a door stands, with the actor among its owners if the actor lives behind it."""
    return owned_place(actor, door.community_id, owned=lives_behind(actor, door))


def doors(uow: UnitOfWork, *, community_id: UUID | None = None, cursor: str | None = None, limit: int = 50) -> Page[Any]:
    """List the doors that the actor may see: of own homes' entrances and the community's gates, or all for staff.

    A door whose panel was retired is seen by staff only: nobody can do anything with it until it has a new one.
    """
    mine = and_(own_doors(uow.actor), Door.device_id.is_not(None))
    query = select(Door).where(or_(uow.actor.scope("doors.list", community=Door.community_id), mine))
    if community_id is not None:
        query = query.where(Door.community_id == community_id)
    page = paginate(uow.session, query, [Door.id], cursor, limit)
    return Page(door_views(uow.session, page.items, uow.actor), page.next)


def doors_of_device(session: Session, device_id: str) -> list[Door]:
    """Return the doors that a panel governs, by their number."""
    return list(session.scalars(select(Door).where(Door.device_id == device_id).order_by(Door.number)))


def door_names(session: Session, door_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of many doors in one query; unknown ids are left out."""
    rows = session.execute(select(Door.id, Door.name).where(Door.id.in_(set(door_ids))))
    return {row.id: row.name for row in rows}


def unlock(uow: UnitOfWork, unlock_id: UUID) -> UnlockView:
    """Return one opening: own, by staff at an own door, or any for the door's staff. Raises NotFound."""
    row = find(uow.session, AccessUnlock, unlock_id)
    owners = {row.person_id}
    if row.staff:
        owners |= door_place(uow.actor, row.door).owners
    uow.actor.require("unlocks.read", Place(community_id=row.community_id, owners=frozenset(owners)))
    return UnlockView.of(row)


def unlocks(session: Session, unlock_ids: Iterable[UUID]) -> dict[UUID, UnlockView]:
    """Return many openings in one query; for a caller that has authorised by its own rule."""
    rows = session.scalars(select(AccessUnlock).where(AccessUnlock.id.in_(set(unlock_ids))))
    return {row.id: UnlockView.of(row) for row in rows}


def access_events(
    uow: UnitOfWork,
    *,
    community_id: UUID | None = None,
    door_id: UUID | None = None,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Any]:
    """List the log, newest first. Residents see their own openings and those of staff at their own doors."""
    actor = uow.actor
    by_staff = and_(AccessEvent.staff.is_(True), AccessEvent.door.has(own_doors(actor)))
    visible = actor.scope("access_events.list", community=AccessEvent.community_id, owner=_OPENER)
    query = select(AccessEvent).where(or_(visible, by_staff))
    for column, value in ((AccessEvent.community_id, community_id), (AccessEvent.door_id, door_id), (AccessEvent.kind, kind)):
        if value is not None:
            query = query.where(column == value)
    if since is not None:
        query = query.where(AccessEvent.at >= since)
    if until is not None:
        query = query.where(AccessEvent.at < until)
    page = paginate(uow.session, query, [AccessEvent.at.desc(), AccessEvent.id.desc()], cursor, limit)
    return Page(event_views(uow.session, page.items), page.next)
