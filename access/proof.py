"""Whether the door really moved: "the relay fired" and "the leaf moved" are two facts (D4)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from access.journal import moved_between
from access.models import AccessUnlock, Door
from access.unlocking import Verdict, settle_unlock
from access.workflow import CLOCK_SLACK, Phys, UnlockResult, Via
from community.core.db import ROW_LOCK
from community.core.uow import UnitOfWork
from devices.events import DeviceEventRecorded

#: What a panel says about the pulse of an unlock, besides its answer; the log has the unlock itself and needs no second line.
ECHOES = frozenset({"access_granted", "access_taken", "access_not_taken"})
#: What can only happen under a pulse that the panel has given.
_PROOFS = ECHOES | {"door_opened"}
#: No pulse, with its acknowledgement and the contact's grace, reaches further than this from its request.
_LONGEST = timedelta(minutes=1)


def unlock_meant(uow: UnitOfWork, door: Door, event: DeviceEventRecorded) -> AccessUnlock | None:
    """Return the unlock that led to an event at this door, or None.

    The panel names the command as the `cause`. Where it names none, and no other reason such as the exit button, the newest
    acknowledged pulse of the door counts for a movement of the leaf within it.
    """
    cause = event.payload.get("cause")
    if cause:
        return _by_cause(uow, door, str(cause))
    ours = event.type == "door_opened" and event.payload.get("reason") in (None, Via.APP, Via.CALL)
    return _by_pulse(uow, door, event.at) if ours else None


def note_word(uow: UnitOfWork, unlock: AccessUnlock, event_type: str, at: datetime) -> None:
    """Note what the panel says of an unlock in an event: that it had the command at all, and whether the leaf moved."""
    if unlock.result is UnlockResult.UNKNOWN and event_type in _PROOFS:
        settle_unlock(uow, unlock.command_id, Verdict(UnlockResult.OPENED, "opened", at))
    if event_type in ("door_opened", "access_taken") and not unlock.door_moved:
        unlock.door_moved, unlock.moved_at = True, at
    if event_type == "access_not_taken" and unlock.door_moved is None:
        unlock.door_moved = False


def look_again(uow: UnitOfWork, unlock: AccessUnlock) -> None:
    """Settle what time has settled: no outcome came, or the pulse is over and the contact has (not) moved."""
    if unlock.result is UnlockResult.PENDING:
        settle_unlock(uow, unlock.command_id, Verdict(UnlockResult.UNKNOWN, "no_answer"))
        return
    unlock.check_at = None
    if unlock.result is UnlockResult.OPENED and unlock.door_moved is None and unlock.acked_at:
        moved_at = moved_between(uow, unlock.door, unlock.acked_at - CLOCK_SLACK, unlock.pulse_end)
        if moved_at is not None:
            unlock.door_moved, unlock.moved_at = True, moved_at
        elif unlock.door.phys is not Phys.UNKNOWN:
            unlock.door_moved = False


def _by_cause(uow: UnitOfWork, door: Door, cause: str) -> AccessUnlock | None:
    try:
        command_id = UUID(cause)
    except ValueError:
        return None  # moved for a reason of the panel's own, such as a card
    query = select(AccessUnlock).where(AccessUnlock.command_id == command_id, AccessUnlock.door_id == door.id)
    return uow.session.scalar(query.with_for_update(**ROW_LOCK, of=AccessUnlock))


def _by_pulse(uow: UnitOfWork, door: Door, at: datetime) -> AccessUnlock | None:
    query = select(AccessUnlock).where(
        AccessUnlock.door_id == door.id,
        AccessUnlock.result == UnlockResult.OPENED,
        AccessUnlock.requested_at > at - _LONGEST,
        AccessUnlock.acked_at <= at + CLOCK_SLACK,
    )
    newest = query.order_by(AccessUnlock.requested_at.desc()).limit(1)
    unlock = uow.session.scalar(newest.with_for_update(**ROW_LOCK, of=AccessUnlock))
    return unlock if unlock and at <= unlock.pulse_end else None
