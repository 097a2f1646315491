"""Step one: the command as a row, committed before anything leaves the process."""

import functools
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson
from sqlalchemy import bindparam, select

from community.core.auth import Actor
from community.core.db import insert_for
from community.core.idempotency import KeyReused
from community.core.ids import new_id
from community.core.logging import trace
from community.core.uow import UnitOfWork
from devices.errors import DoorOffline, NoSuchDoor, UnknownDevice
from devices.gateway import gateway
from devices.models import CommandState, Device, DeviceCommand

# Asked by every command, and so built once. It comes before the insertion, which would wait for a settling of the same command.
_BY_KEY = select(DeviceCommand).where(
    DeviceCommand.actor == bindparam("actor"), DeviceCommand.request_key == bindparam("request_key")
)
LIFETIME = timedelta(seconds=5)
LONGEST = timedelta(seconds=10)


@dataclass(frozen=True)
class Prepared:
    """A command and whether this transaction created it. One that is not `fresh` must cause no further writes."""

    command: DeviceCommand
    fresh: bool


def prepare(
    uow: UnitOfWork,
    device_id: str,
    *,
    cmd: str,
    door: int = 0,
    args: Mapping[str, str | int | bool] | None = None,
    via: str,
    reason: str | None = None,
    request_key: str | None = None,
    lifetime: timedelta = LIFETIME,
) -> Prepared:
    """Find the command with this actor's `request_key`, or create it with the right to publish it.

    The caller has authorised already. Raises KeyReused for the same key with another wish, DoorOffline if the device or
    the platform's own link is down (nothing is written), UnknownDevice, NoSuchDoor.
    """
    wish = _fingerprint(device_id, cmd, door, args or {})
    known = _find(uow, request_key)
    if known is None:
        device = _device_ready(uow, device_id, door)
        command = _insert(
            uow,
            id=new_id(),
            device_id=device.id,
            community_id=device.community_id,
            door=door,
            cmd=cmd,
            args=dict(args or {}),
            actor=principal(uow.actor),
            via=via,
            reason=reason,
            request_key=request_key,
            fingerprint=wish,
            sess=device.sess,
            requested_at=uow.now,
            expires_at=uow.now + min(lifetime, LONGEST),
            state=CommandState.SENT,
            trace=trace()[:64] or None,
        )
        if command is not None:
            return Prepared(command, fresh=True)
        known = _find(uow, request_key)
        assert known is not None, "only an equal request key can stand in the way"
    if known.fingerprint != wish:
        raise KeyReused
    return Prepared(known, fresh=False)


def principal(actor: Actor) -> str:
    """Name an actor in one string: `person:<id>`, `device:<id>`, `system:<name>`."""
    return f"{actor.kind}:{actor.id or actor.name}"[:80]


def _find(uow: UnitOfWork, request_key: str | None) -> DeviceCommand | None:
    if request_key is None:
        return None
    return uow.session.scalar(_BY_KEY, {"actor": principal(uow.actor), "request_key": request_key})


def _device_ready(uow: UnitOfWork, device_id: str, door: int) -> Device:
    device = uow.session.get(Device, device_id)
    if device is None:
        raise UnknownDevice
    if not device.reachable or not gateway().connected:
        raise DoorOffline(retry_after=5)
    if door and door not in device.doors:
        raise NoSuchDoor
    return device


def _insert(uow: UnitOfWork, **values: Any) -> DeviceCommand | None:
    """Insert, or return None if another transaction was quicker with the same request key."""
    entered = uow.session.connection().execute(_insertion(uow.session.get_bind().dialect.name), values)
    return DeviceCommand(**values) if entered.first() else None


@functools.cache
def _insertion(dialect: str) -> Any:
    """The statement is built once for each database: putting it together costs more than running it."""
    entry = insert_for(dialect, DeviceCommand).on_conflict_do_nothing(index_elements=["actor", "request_key"])
    return entry.returning(DeviceCommand.id)


def _fingerprint(device_id: str, cmd: str, door: int, args: Mapping[str, Any]) -> str:
    wish = orjson.dumps([device_id, cmd, door, dict(args)], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(wish).hexdigest()
