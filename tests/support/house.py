"""A house whose panels say what a test wants: news of devices enter the outbox as the devices slice records them.

house = House(app, estate, link, relay)
at = house.panel(estate.entrance_id)        # a ready panel with one door
house.report(at, lock="unlocked")           # up/door/1
house.happened(at, "door_opened")           # up/event
house.invite(at, "1203")                    # up/call
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Barrier
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from access.models import Door
from community.core import feed
from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.clock import now, to_millis
from community.core.events import Event
from community.core.ids import new_id
from community.core.uow import UnitOfWork, unit_of_work
from devices.events import (
    CallMessageReceived,
    DeviceCreated,
    DeviceEventRecorded,
    DevicePresenceChanged,
    DeviceRemoved,
    DoorReported,
)
from devices.models import Device, DeviceState, Presence
from tests.support.estate import Estate
from tests.support.panels import FakeLink, add_panel

SYSTEM = Actor.system("test")
T = TypeVar("T")


@dataclass(frozen=True)
class PanelAt:
    """A panel, its one door, and where it hangs."""

    device: str
    door: UUID
    community_id: UUID
    entrance_id: UUID | None

    @property
    def where(self) -> dict[str, Any]:
        return {"device_id": self.device, "community_id": self.community_id, "entrance_id": self.entrance_id}


class House:
    """The estate's doors and panels, and a look behind the scenes."""

    def __init__(self, app: Flask, estate: Estate, link: FakeLink, relay: Callable[[], int]) -> None:
        self.app, self.estate, self.link, self.relay = app, estate, link, relay

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """A transaction of the system's."""
        with self.app.app_context(), unit_of_work(SYSTEM) as uow:
            yield uow

    def rows(self, query: Any) -> Sequence[Any]:
        """What a query finds now, detached."""
        with self.app.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
            found = uow.session.scalars(query).unique().all()
            uow.session.expunge_all()
            return found

    def tell(self, *events: Event) -> None:
        """Record events as another slice would, and deliver them with all that follows."""
        with self.work() as uow:
            for event in events:
                uow.record(event)
        self.relay()

    def panel(self, entrance_id: UUID | None, *, community_id: UUID | None = None, **columns: Any) -> PanelAt:
        """A ready panel whose door has reported that it is locked and shut."""
        community_id = community_id or self.estate.community_id
        with self.app.app_context():
            device = add_panel(community_id, entrance_id, **columns)
        self.tell(self.created(device, entrance_id, community_id))
        [door] = self.rows(select(Door.id).where(Door.device_id == device))
        at = PanelAt(device, door, community_id, entrance_id)
        self.report(at)
        return at

    def created(self, device: str, entrance_id: UUID | None, community_id: UUID | None = None) -> DeviceCreated:
        return DeviceCreated(
            device_id=device,
            community_id=community_id or self.estate.community_id,
            entrance_id=entrance_id,
            kind="panel",
            label="南大门",
            doors=[1],
        )

    def report(self, at: PanelAt, *, door: int = 1, received_at: datetime | None = None, **report: Any) -> None:
        """The panel reports its door."""
        moment = received_at or now()
        plain = {"lock": "locked", "phys": "closed", "alarm": "none", "tamper": False, "mode": "normal"} | report
        self.tell(DoorReported(**at.where, door=door, report=plain, at=moment, received_at=moment))

    def happened(self, at: PanelAt, type: str, *, when: datetime | None = None, **payload: Any) -> DeviceEventRecorded:
        """The panel tells of something at its door."""
        event = self.event(at, type, when=when, **payload)
        self.tell(event)
        return event

    def event(self, at: PanelAt, type: str, *, when: datetime | None = None, **payload: Any) -> DeviceEventRecorded:
        return DeviceEventRecorded(
            **at.where,
            device_event_id=new_id(),
            channel="event",
            type=type,
            door=1,
            at=when or now(),
            recorded_at=now(),
            payload={"type": type, "door": 1} | payload,
        )

    def presence(
        self,
        at: PanelAt,
        presence: str,
        was: str = "ready",
        *,
        when: datetime | None = None,
        doors: tuple[int, ...] = (1,),
    ) -> None:
        """The panel comes or goes, or begins a new session."""
        with self.work() as uow:
            uow.session.get_one(Device, at.device).presence = Presence(presence)
        self.tell(DevicePresenceChanged(**at.where, presence=presence, was=was, doors=list(doors), at=when or now()))

    def retire(self, at: PanelAt) -> None:
        """The panel is taken out of service."""
        with self.work() as uow:
            uow.session.get_one(Device, at.device).state = DeviceState.RETIRED
        self.tell(DeviceRemoved(device_id=at.device, community_id=at.community_id))

    def call_message(
        self, at: PanelAt, type: str, call: str, *, when: datetime | None = None, **payload: Any
    ) -> CallMessageReceived:
        moment = when or now()
        return CallMessageReceived(
            **at.where,
            call=call,
            type=type,
            payload={"call": call, "type": type, "t": to_millis(moment)} | payload,
            received_at=now(),
        )

    def invite(self, at: PanelAt, digits: str, *, call: str = "call-0001", when: datetime | None = None) -> None:
        """A visitor dials."""
        self.tell(self.call_message(at, "invite", call, when=when, home=digits))

    def hang_up(self, at: PanelAt, *, call: str = "call-0001", reason: str | None = None) -> None:
        """The visitor, or the panel by itself, gives up."""
        self.tell(self.call_message(at, "hangup", call, **({"reason": reason} if reason else {})))

    def told(self, at: PanelAt) -> list[str]:
        """What the panel was told of its calls, in order."""
        topic = f"sc/v1/{at.device}/down/call"
        return [each.payload["type"] for each in self.link.published if each.topic == topic]

    def feed(self, person: UUID, kind: str | None = None) -> list[tuple[str, dict[str, Any]]]:
        """What a person's phones have been told, oldest first."""
        with self.app.app_context(), unit_of_work(SYSTEM, read_only=True) as uow:
            entries = feed.after(uow.session, person, 0)
            return [(entry.kind, entry.data) for entry in entries if kind in (None, entry.kind)]

    def audit(self, action: str) -> Sequence[AuditEntry]:
        """The audit rows of an action, oldest first."""
        return self.rows(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id))


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Call functions in threads that start together; their results in order."""
    barrier = Barrier(len(calls))

    def go(call: Callable[[], T]) -> T:
        barrier.wait(timeout=20)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(go, calls))
