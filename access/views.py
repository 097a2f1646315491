"""Doors, openings and log lines as people see them: plain values, readable outside of any transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from access.models import AccessEvent, AccessUnlock, Door
from access.texts import unlock_detail
from access.workflow import DoorKind, DoorState, Mode, Phys, UnlockResult, Via, door_state
from community import queries as places
from community.core.auth import Actor, Grant, Place
from devices import queries as devices


@dataclass(frozen=True)
class Labelled:
    """A thing with its name in words, as in `{id, label}`."""

    id: UUID
    label: str


@dataclass(frozen=True)
class Named:
    """A thing or person with its name, as in `{id, name}`."""

    id: UUID
    name: str


@dataclass(frozen=True)
class DoorRef(Named):
    """Which door: nearly all are called "单元门", so the entrance belongs to the name."""

    entrance: Labelled | None


@dataclass(frozen=True)
class DoorView:
    """A door as one asker sees it."""

    id: UUID
    name: str
    kind: DoorKind
    community_id: UUID
    entrance: Labelled | None
    state: DoorState
    phys: Phys
    mode: Mode
    reported_at: datetime | None
    device_id: str | None
    can_unlock: bool


@dataclass(frozen=True)
class UnlockView:
    """One request to open, readable outside of any transaction. What is still pending is shown as unknown."""

    id: UUID
    door_id: UUID
    result: UnlockResult
    code: str
    requested_at: datetime
    acked_at: datetime | None
    door_moved: bool | None

    @classmethod
    def of(cls, row: AccessUnlock) -> "UnlockView":
        """Copy what the requester may see."""
        result = UnlockResult.UNKNOWN if row.result is UnlockResult.PENDING else row.result
        return cls(row.id, row.door_id, result, row.code, row.requested_at, row.acked_at, row.door_moved)

    def detail(self, language: str) -> str:
        """Say in "zh" or "en" what became of it."""
        return unlock_detail(self.result, self.code, language)


@dataclass(frozen=True)
class AccessEventView:
    """One line of the log with its names."""

    id: UUID
    at: datetime
    recorded_at: datetime
    kind: str
    door: DoorRef
    person: Named | None
    unlock_id: UUID | None
    via: Via
    result: str | None
    reason: str | None


def door_views(session: Session, rows: Iterable[Door], actor: Actor | None = None) -> list[DoorView]:
    """Describe doors to an actor; without one, to somebody who may open them (the receivers of the feed).

    A door whose panel cannot be reached now is offline and cannot be opened by anybody.
    """
    rows = list(rows)
    hearing = True if actor is None else None
    presence = devices.presences(session, {row.device_id for row in rows if row.device_id}, hearing=hearing)
    labels = places.entrance_labels(session, {row.entrance_id for row in rows if row.entrance_id})
    return [_door_view(row, presence, labels, _may_open(actor, row) if actor else bool(row.device_id)) for row in rows]


def event_views(session: Session, rows: Iterable[AccessEvent]) -> list[AccessEventView]:
    """Describe lines of the log with the names of their doors and people."""
    rows = list(rows)
    names = places.person_names(session, {row.person_id for row in rows if row.person_id})
    labels = places.entrance_labels(session, {row.door.entrance_id for row in rows if row.door.entrance_id})
    return [_event_view(row, names, labels) for row in rows]


def own_doors(actor: Actor) -> ColumnElement[bool]:
    """The condition under which a door is one that the actor lives behind: at the entrance of a home, or the community's gate."""
    homes = _homes(actor)
    gates = and_(Door.kind == DoorKind.GATE, Door.community_id.in_({home.community_id for home in homes}))
    return or_(Door.entrance_id.in_({home.entrance_id for home in homes}), gates)


def lives_behind(actor: Actor, door: Door) -> bool:
    """The same condition for one door that is at hand."""
    homes = _homes(actor)
    if door.kind is DoorKind.GATE:
        return any(home.community_id == door.community_id for home in homes)
    return any(home.entrance_id == door.entrance_id for home in homes)


def _homes(actor: Actor) -> list[Grant]:
    """The actor's homes, as grants."""
    return [grant for grant in actor.grants if grant.role == "resident" and grant.home_id]


def owned_place(actor: Actor, community_id: UUID, *, owned: bool) -> Place:
    """Return a place in a community, with the actor among its owners or not."""
    return Place(community_id=community_id, owners=frozenset({actor.id}) if owned else frozenset())


def _may_open(actor: Actor, door: Door) -> bool:
    place = owned_place(actor, door.community_id, owned=lives_behind(actor, door))
    return door.device_id is not None and actor.may("doors.unlock", place)


def _door_view(door: Door, presence: Mapping[str, str], labels: dict[UUID, str], permitted: bool) -> DoorView:
    panel = presence.get(door.device_id or "", "unknown")
    return DoorView(
        id=door.id,
        name=door.name,
        kind=door.kind,
        community_id=door.community_id,
        entrance=_entrance(door, labels),
        state=door_state(door.report, panel),
        phys=door.phys,
        mode=door.mode,
        reported_at=door.reported_at,
        device_id=door.device_id,
        can_unlock=permitted and panel == "ready",
    )


def _entrance(door: Door, labels: Mapping[UUID, str]) -> Labelled | None:
    return Labelled(door.entrance_id, labels.get(door.entrance_id, "")) if door.entrance_id else None


def _event_view(row: AccessEvent, names: Mapping[UUID, str], labels: Mapping[UUID, str]) -> AccessEventView:
    return AccessEventView(
        id=row.id,
        at=row.at,
        recorded_at=row.recorded_at,
        kind=row.kind,
        door=DoorRef(row.door_id, row.door.name, _entrance(row.door, labels)),
        person=Named(row.person_id, names.get(row.person_id, "")) if row.person_id else None,
        unlock_id=row.unlock_id,
        via=row.via,
        result=row.result,
        reason=row.reason,
    )
