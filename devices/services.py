"""What can be done with devices: their life from creation to retirement, commands, and messages about calls.

For the slices above:

- `prepare_command(uow, device_id, cmd="unlock", door=1, args={"seconds": 5}, via="app", reason=None, request_key=key)` inside
  the function given to `run_command(actor, prepare, settled=None)`, which commits, publishes once, waits ≤ 3 s and settles.
- `send_call(uow, device_id, {"call": id, "type": "ringing"})` tells a panel how a call stands, after the commit.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from community import queries as places
from community.core.auth import Place
from community.core.uow import UnitOfWork
from devices import topics
from devices.broker import hash_secret
from devices.codes import hash_code, new_code
from devices.commands import CommandResult, Prepared
from devices.commands import prepare as prepare_command
from devices.commands import run as run_command
from devices.errors import CodeExpired, CodeSpent, CodeUnknown, DeviceRetired, EntranceElsewhere, UnknownDevice
from devices.events import DeviceCreated, DeviceEnrolled, DeviceRemoved
from devices.gateway import gateway
from devices.messages import CallNotice
from devices.models import CommandState, Device, DeviceKind, DeviceState, Presence, new_device_id
from devices.queries import find_device

__all__ = [
    "CommandResult",
    "CommandState",
    "Enrolment",
    "Prepared",
    "create_device",
    "draw_code",
    "enrol",
    "issue_code",
    "prepare_command",
    "retire",
    "run_command",
    "send_call",
]

CODE_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Enrolment:
    """A one-time code in plain text; shown once, to the manager who asked for it."""

    device: Device
    code: str
    expires_at: datetime


def create_device(uow: UnitOfWork, *, community_id: UUID, entrance_id: UUID | None, kind: DeviceKind, name: str) -> Enrolment:
    """Enter a new device and draw its enrolment code. Raises EntranceElsewhere."""
    uow.actor.require("devices.create", Place(community_id=community_id))
    entrance = places.find_entrance(uow.session, entrance_id) if entrance_id else None
    if entrance is not None and entrance.community_id != community_id:
        raise EntranceElsewhere
    device = Device(
        id=new_device_id(kind),
        community_id=community_id,
        entrance_id=entrance_id,
        building_id=entrance.building_id if entrance else None,
        kind=kind,
        name=name,
        state=DeviceState.CREATED,
        presence=Presence.UNKNOWN,
        doors=[1],
        created_at=uow.now,
    )
    uow.session.add(device)
    uow.audit("device.create", subject=("device", device.id), community_id=community_id)
    uow.record(
        DeviceCreated(
            device_id=device.id,
            community_id=community_id,
            entrance_id=entrance_id,
            kind=kind.value,
            label=name,
            doors=[1],
        )
    )
    return draw_code(uow, device, CODE_LIFETIME)


def issue_code(uow: UnitOfWork, device_id: str) -> Enrolment:
    """Draw a new code; an older one dies with it. The device keeps its secret until it enrols with the new code."""
    device = _get(uow, device_id, "devices.credentials", lock=True)
    if device.state is DeviceState.RETIRED:
        raise DeviceRetired
    uow.audit("device.credentials", subject=("device", device.id), community_id=device.community_id)
    return draw_code(uow, device, CODE_LIFETIME)


def enrol(uow: UnitOfWork, *, code: str, model: str, serial: str) -> tuple[Device, str]:
    """Trade a code for a secret, once. Returns the device and the secret, which is kept only as a hash.

    Raises CodeUnknown, CodeExpired, CodeSpent. Of two that come at once with the same code exactly one gets a secret.
    """
    device = uow.session.scalar(select(Device).where(Device.code_hash == hash_code(code)))
    if device is None or device.state is DeviceState.RETIRED:
        raise CodeUnknown
    secret = secrets.token_urlsafe(32)
    if not _spend_code(uow, device, secret, model, serial):
        uow.session.refresh(device)
        raise CodeSpent if device.code_used_at else CodeExpired
    uow.session.refresh(device)
    uow.audit("device.enrol", subject=("device", device.id), community_id=device.community_id, serial=serial)
    uow.record(DeviceEnrolled(device_id=device.id, community_id=device.community_id))
    return device, secret


def retire(uow: UnitOfWork, device_id: str) -> Device:
    """Take a device out of service for good: its secret is void at once. A second time changes nothing."""
    device = _get(uow, device_id, "devices.retire", lock=True)
    if device.state is DeviceState.RETIRED:
        return device
    device.state, device.retired_at, device.presence = DeviceState.RETIRED, uow.now, Presence.OFFLINE
    device.secret_hash = device.code_hash = None
    uow.audit("device.retire", subject=("device", device.id), community_id=device.community_id)
    uow.record(DeviceRemoved(device_id=device.id, community_id=device.community_id))
    return device


def send_call(uow: UnitOfWork, device_id: str, payload: Mapping[str, Any]) -> None:
    """Tell a panel how a call stands (`down/call`), after the commit; it is lost if the panel is away, and expires in 30 s.

    `payload` as in docs/mqtt.md: `call` and `type` (ringing, accept, hangup, …); raises MessageError for any other shape.
    """
    notice, mouth = CallNotice.of(payload), gateway()
    uow.after_commit(lambda: mouth.tell(topics.DOWN_CALL, device_id, notice))


def _get(uow: UnitOfWork, device_id: str, operation: str, *, lock: bool = False) -> Device:
    device = find_device(uow.session, device_id, lock=lock)
    if device is None:
        raise UnknownDevice
    uow.actor.require(operation, device.place)
    return device


def draw_code(uow: UnitOfWork, device: Device, lifetime: timedelta) -> Enrolment:
    """Replace a device's code by a new one; rights are the caller's matter."""
    code = new_code()
    device.code_hash, device.code_expires_at, device.code_used_at = hash_code(code), uow.now + lifetime, None
    return Enrolment(device, code, uow.now + lifetime)


def _spend_code(uow: UnitOfWork, device: Device, secret: str, model: str, serial: str) -> bool:
    """One conditional update decides who may use the code; a device that enrols again starts with no presence."""
    unspent = update(Device).where(
        Device.id == device.id,
        Device.code_hash == device.code_hash,
        Device.code_used_at.is_(None),
        Device.code_expires_at > uow.now,
        Device.state != DeviceState.RETIRED,
    )
    won = unspent.values(
        code_used_at=uow.now,
        state=DeviceState.ENROLLED,
        enrolled_at=uow.now,
        secret_hash=hash_secret(secret),
        model=model,
        serial=serial,
    ).returning(Device.id)
    return uow.session.execute(won.execution_options(synchronize_session=False)).first() is not None
