"""Door panels for tests without a broker: a link that delivers to scripted panels within the same call.

link = fake_link(app)                            # the gateway now talks to it
panel = add_panel(estate.community_id, estate.entrance_id)     # enrolled and ready
link.answers[panel] = rejected("stale_session")  # default: done/opened; None: says nothing
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from flask import Flask
from paho.mqtt.client import topic_matches_sub

from community.core.auth import Actor
from community.core.clock import now
from community.core.mqtt import MqttMessage, NotConnected, PublishResult
from community.core.uow import unit_of_work
from devices.broker import hash_secret
from devices.gateway import Gateway
from devices.keys import load_key
from devices.models import Device, DeviceKind, DeviceState, Presence, new_device_id

SESSION = "session-0001"
Answer = Callable[[dict[str, Any]], dict[str, Any] | None]


def opened(command: dict[str, Any]) -> dict[str, Any]:
    """The answer of a panel whose door opened."""
    return {"id": command["id"], "result": "done", "code": "opened"}


def rejected(code: str, **more: Any) -> Answer:
    """A panel that refuses."""
    return lambda command: {"id": command["id"], "result": "rejected", "code": code, **more}


def silent(_command: dict[str, Any]) -> None:
    """A panel that hears and says nothing."""


@dataclass
class Published:
    """What the platform published, and how."""

    topic: str
    payload: dict[str, Any]
    qos: int
    retain: bool
    expiry: int | None


@dataclass
class FakeLink:
    """Stands in for MqttLink. `absent` devices have no subscription; `answers` script the others."""

    connected: bool = True
    up_since: datetime | None = None
    down_since: datetime | None = None
    published: list[Published] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    answers: dict[str, Answer] = field(default_factory=dict)
    before_answer: Callable[[], None] = lambda: None
    _subscriptions: list[tuple[str, Callable[[MqttMessage], None]]] = field(default_factory=list)

    def subscribe(self, filter: str, qos: int, callback: Callable[[MqttMessage], None], *, manual: bool = False) -> None:
        self._subscriptions.append((filter.split("/", 2)[2] if filter.startswith("$share/") else filter, callback))

    def publish(
        self, topic: str, payload: bytes, *, qos: int = 1, retain: bool = False, expiry: int | None = None, **_: Any
    ) -> PublishResult:
        if not self.connected:
            raise NotConnected
        body = orjson.loads(payload) if payload else {}
        self.published.append(Published(topic, body, qos, retain, expiry))
        result = PublishResult()
        device = topic.split("/")[2]
        result.settle("no_subscribers" if device in self.absent else "delivered")
        if topic.endswith("/down/cmd") and device not in self.absent:
            self._answer(device, body)
        return result

    def deliver(self, topic: str, payload: dict[str, Any] | bytes, *, retain: bool = False) -> None:
        """A message reaches the platform."""
        raw = payload if isinstance(payload, bytes) else orjson.dumps(payload)
        for filter, callback in self._subscriptions:
            if topic_matches_sub(filter, topic):
                callback(MqttMessage(topic, raw, retain, None, lambda: None))

    def commands(self, device: str) -> list[dict[str, Any]]:
        """The commands that were published to a device."""
        return [each.payload for each in self.published if each.topic == f"sc/v1/{device}/down/cmd"]

    def _answer(self, device: str, command: dict[str, Any]) -> None:
        self.before_answer()
        answer = self.answers.get(device, opened)(command)
        if answer is not None:
            self.deliver(f"sc/v1/{device}/up/rsp/{command['reply']}", answer)


def fake_link(app: Flask) -> FakeLink:
    """Give the application a gateway on a fake link."""
    link = FakeLink(up_since=now())
    gateway = Gateway(link, lambda: load_key(app.extensions["linli"].settings))
    gateway.on_late = app.extensions["devices.gateway"].on_late
    app.extensions["devices.gateway"] = gateway
    return link


def installed_link(app: Flask) -> Iterator[FakeLink]:
    """`yield from` it in a fixture: a fake link for one test."""
    before = app.extensions["devices.gateway"]
    yield fake_link(app)
    app.extensions["devices.gateway"] = before


def add_panel(
    community_id: UUID,
    entrance_id: UUID | None,
    *,
    presence: Presence = Presence.READY,
    secret: str = "a-panel's-secret",
    name: str = "门口机",
    **columns: Any,
) -> str:
    """Enter an enrolled panel, ready in session SESSION; needs an application context."""
    with unit_of_work(Actor.system("test")) as uow:
        device = Device(
            id=new_device_id(),
            community_id=community_id,
            entrance_id=entrance_id,
            kind=DeviceKind.PANEL,
            name=name,
            **{"state": DeviceState.ENROLLED, "sess": SESSION, "doors": [1], "created_at": uow.now} | columns,
            presence=presence,
            last_seen_at=uow.now,
            secret_hash=hash_secret(secret),
        )
        uow.session.add(device)
        return device.id
