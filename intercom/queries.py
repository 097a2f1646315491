"""What may be asked about calls: the list, one call, today's numbers. Members of a home see the calls that rang them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, selectinload

from access import queries as doors
from access.services import UnlockView
from community import queries as places
from community.core.auth import Actor, Place
from community.core.db import find
from community.core.errors import NotFound
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from intercom.models import Call, CallTarget
from intercom.workflow import MISSED, CallState, Outcome, TargetState

_DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(frozen=True)
class Labelled:
    """A place and its label."""

    id: UUID
    label: str


@dataclass(frozen=True)
class Named:
    """A thing or person and its name."""

    id: UUID
    name: str


@dataclass(frozen=True)
class CallView:
    """A call as one person sees it."""

    id: UUID
    state: CallState
    outcome: Outcome | None
    device_id: str
    door: Named | None
    entrance: Labelled
    home: Labelled
    started_at: datetime
    ring_until: datetime
    accepted_at: datetime | None
    accepted_by: Named | None
    ended_at: datetime | None
    ended_reason: str | None
    unlock: UnlockView | None
    missed: bool
    seen: bool
    my_state: TargetState | None


def calls(
    uow: UnitOfWork,
    *,
    community_id: UUID | None = None,
    state: CallState | None = None,
    missed: bool | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Any]:
    """List the calls that the asker may see, newest first."""
    query = select(Call).options(selectinload(Call.targets)).where(_visible(uow.actor))
    if community_id is not None:
        query = query.where(Call.community_id == community_id)
    if state is not None:
        query = query.where(Call.state == state)
    if missed is not None:
        was_missed = func.coalesce(Call.outcome.in_(MISSED), False)
        query = query.where(was_missed if missed else ~was_missed)
    page = paginate(uow.session, query, [Call.started_at.desc(), Call.id.desc()], cursor, limit)
    return Page(call_views(uow.session, page.items, uow.actor.id), page.next)


def call_for(uow: UnitOfWork, call_id: UUID) -> CallView:
    """Return one call; raises NotFound for one of another home, and for one from before the asker moved in."""
    call = find(uow.session, Call, call_id)
    uow.actor.require("calls.read", places.place_of_home(uow.session, call.home_id))
    if uow.session.scalar(select(Call.id).where(Call.id == call_id, _visible(uow.actor))) is None:
        raise NotFound
    return call_view(uow.session, call, uow.actor.id)


def call_view(session: Session, call: Call, person_id: UUID | None = None) -> CallView:
    """Describe one call to a person."""
    return call_views(session, [call], person_id)[0]


def call_views(session: Session, rows: Iterable[Call], person_id: UUID | None = None) -> list[CallView]:
    """Describe calls to a person, with the names of places and people, in one query per kind."""
    rows = list(rows)
    names = _Names(session, rows)
    return [names.view(row, person_id) for row in rows]


def statistics(uow: UnitOfWork, *, community_id: UUID | None = None) -> dict[str, int]:
    """Count calls of today (by the community's clock), how many of them were missed, and how many ring now.

    Raises NotFound for a community that the actor has nothing to do with.
    """
    mine = uow.actor.scope("calls.statistics", community=Call.community_id)
    if community_id is not None:
        uow.actor.require("calls.statistics", Place(community_id=community_id))
        mine = and_(mine, Call.community_id == community_id)
    today = and_(mine, Call.started_at >= _midnight(uow, community_id))
    return {
        "today": _count(uow, today),
        "missed_today": _count(uow, and_(today, Call.outcome.in_(MISSED))),
        "ringing": _count(uow, and_(mine, Call.state == CallState.RINGING)),
    }


def _visible(actor: Actor) -> ColumnElement[bool]:
    """Staff see all calls of their community, residents those of their homes that rang them, not their predecessors'."""
    rang_me = Call.id.in_(select(CallTarget.call_id).where(CallTarget.person_id == actor.id))
    of_my_homes = and_(actor.scope("calls.list", home=Call.home_id), rang_me)
    return or_(actor.scope("calls.list", community=Call.community_id), of_my_homes)


def _midnight(uow: UnitOfWork, community_id: UUID | None) -> datetime:
    zone = places.community_of(uow.session, community_id).time_zone if community_id else _DEFAULT_ZONE
    return uow.now.astimezone(ZoneInfo(zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _count(uow: UnitOfWork, which: ColumnElement[bool]) -> int:
    return uow.session.scalar(select(func.count()).select_from(Call).where(which)) or 0


class _Names:
    """The names that a set of calls needs, looked up together."""

    def __init__(self, session: Session, rows: Sequence[Call]) -> None:
        self.entrances = places.entrances_of_homes(session, {row.home_id for row in rows})
        self.entrance_labels = places.entrance_labels(session, self.entrances.values())
        self.home_labels = places.home_labels(session, self.entrances)
        self.doors = doors.door_names(session, {row.door_id for row in rows if row.door_id})
        self.people = places.person_names(session, {row.accepted_by_id for row in rows if row.accepted_by_id})
        self.unlocks = doors.unlocks(session, {row.unlock_id for row in rows if row.unlock_id})

    def view(self, row: Call, person_id: UUID | None) -> CallView:
        """Describe one of them."""
        entrance_id = self.entrances[row.home_id]
        mine = next((target for target in row.targets if target.person_id == person_id), None)
        return CallView(
            id=row.id,
            state=row.state,
            outcome=row.outcome,
            device_id=row.device_id,
            door=Named(row.door_id, self.doors.get(row.door_id, "")) if row.door_id else None,
            entrance=Labelled(entrance_id, self.entrance_labels[entrance_id]),
            home=Labelled(row.home_id, self.home_labels[row.home_id]),
            started_at=row.started_at,
            ring_until=row.ring_until,
            accepted_at=row.accepted_at,
            accepted_by=Named(row.accepted_by_id, self.people.get(row.accepted_by_id, "")) if row.accepted_by_id else None,
            ended_at=row.ended_at,
            ended_reason=row.ended_reason,
            unlock=self.unlocks.get(row.unlock_id) if row.unlock_id else None,
            missed=row.outcome in MISSED,
            seen=mine is None or mine.seen_at is not None,
            my_state=mine.state if mine else None,
        )
