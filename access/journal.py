"""The access log: one line for each outcome of an unlock and for each thing a panel told of its doors, once each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from access.models import AccessEvent, AccessUnlock, Door
from access.workflow import UnlockResult, Via
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from devices.events import DeviceEventRecorded

#: Device events that tell of a door, and the kind under which the log shows them.
KINDS: Mapping[str, str] = {
    "access_granted": "granted",
    "access_denied": "denied",
    "access_taken": "taken",
    "access_not_taken": "not_taken",
    "door_opened": "door_opened",
    "door_closed": "door_closed",
    "door_forced": "door_forced",
    "door_held": "door_held",
    "exit_button": "exit_button",
    "lock_jammed": "lock_jammed",
    "wrong_code_limit": "wrong_code_limit",
    "tamper": "tamper",
}

_VIA: Mapping[str, Via] = {"code": Via.CODE, "pass": Via.CODE, "card": Via.CARD}


def log_unlock(uow: UnitOfWork, unlock: AccessUnlock) -> UUID:
    """Write what became of a request to open, and return the line's id."""
    return _write(
        uow,
        source=f"unlock:{unlock.id}:{unlock.result}",
        door_id=unlock.door_id,
        community_id=unlock.community_id,
        kind=_unlock_kind(unlock),
        via=unlock.via,
        at=unlock.acked_at or unlock.requested_at,
        person_id=unlock.person_id,
        unlock_id=unlock.id,
        staff=unlock.staff,
        result=unlock.result.value,
        reason=unlock.reason,
    )


def log_device_event(uow: UnitOfWork, door: Door, event: DeviceEventRecorded, unlock: AccessUnlock | None = None) -> UUID | None:
    """Write what a panel told of its door, and return the line's id; None if the log has it already, or such news is not for it.

    What happened under an unlock is seen by whoever sees the unlock. Who asked for it is not named here: a contact cannot
    tell whose hand pushed the door, and after a call it was the visitor's.
    A duress code is not for the log: it alarms the control room and stands here like any other opening (D9).
    """
    kind = KINDS.get(event.type)
    source = f"event:{event.device_event_id}"
    if kind is None or _known(uow, source):
        return None
    payload: dict[str, Any] = event.payload
    return _write(
        uow,
        source=source,
        door_id=door.id,
        community_id=door.community_id,
        kind=kind,
        via=unlock.via if unlock else _via(event.type, payload),
        at=event.at,
        unlock_id=unlock.id if unlock else None,
        staff=unlock.staff if unlock else False,
        reason=unlock.reason if unlock else payload.get("reason"),
    )


def moved_between(uow: UnitOfWork, door: Door, since: datetime, until: datetime) -> datetime | None:
    """Return when the contact first reported the leaf open within a span, for no reason but an unlock of ours, or None."""
    opened = select(AccessEvent.at).where(
        AccessEvent.door_id == door.id,
        AccessEvent.kind == "door_opened",
        AccessEvent.at.between(since, until),
        or_(AccessEvent.reason.is_(None), AccessEvent.reason.in_((Via.APP, Via.CALL))),
    )
    return uow.session.scalar(opened.order_by(AccessEvent.at).limit(1))


def _unlock_kind(unlock: AccessUnlock) -> str:
    match unlock.result:
        case UnlockResult.OPENED:
            return f"opened_by_{unlock.via}"
        case UnlockResult.REFUSED:
            return "denied"
        case _:
            return "unconfirmed"


def _via(event_type: str, payload: Mapping[str, Any]) -> Via:
    if event_type == "exit_button":
        return Via.BUTTON
    return _VIA.get((payload.get("cred") or {}).get("kind", ""), Via.NONE)


def _known(uow: UnitOfWork, source: str) -> bool:
    return uow.session.scalar(select(AccessEvent.id).where(AccessEvent.source == source)) is not None


def _write(uow: UnitOfWork, **values: Any) -> UUID:
    """Write a line and return its id."""
    line_id = new_id()
    uow.insert(AccessEvent, {"id": line_id, "recorded_at": uow.now} | values)
    return line_id
