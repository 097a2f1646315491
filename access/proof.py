"""Whether the door really moved: "the relay fired" and "the leaf moved" are two facts (D4)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from access.journal import moved_between, record_opened
from access.models import AccessUnlock, Door
from access.unlocking import Verdict, settle_unlock
from access.workflow import CLOCK_SLACK, Phys, UnlockResult
from community.core.uow import UnitOfWork


def prove_unlock(uow: UnitOfWork, door: Door, at: datetime, cause: str | None) -> AccessUnlock | None:
    """Note that the contact saw the leaf move at `at`; returns the unlock that this proves, if any.

    `cause` is the command that the panel names as the reason. Where it names none, the newest acknowledged pulse of this
    door counts, if the leaf moved within it. A movement under a command proves that the panel had it, too.
    """
    unlock = _by_cause(uow, door, cause) if cause else _by_pulse(uow, door, at)
    if unlock is not None and not unlock.door_moved:
        unlock.door_moved, unlock.moved_at = True, at
        if unlock.result is UnlockResult.UNKNOWN:
            settle_unlock(uow, unlock.command_id, Verdict(UnlockResult.OPENED, "opened", at))
    record_opened(uow, door, at, moved=True, unlock_id=unlock.id if unlock else None)
    return unlock


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
    return uow.session.scalar(query.with_for_update(of=AccessUnlock))


def _by_pulse(uow: UnitOfWork, door: Door, at: datetime) -> AccessUnlock | None:
    query = select(AccessUnlock).where(
        AccessUnlock.door_id == door.id,
        AccessUnlock.result == UnlockResult.OPENED,
        AccessUnlock.acked_at <= at + CLOCK_SLACK,
    )
    newest = query.order_by(AccessUnlock.acked_at.desc()).limit(1)
    unlock = uow.session.scalar(newest.with_for_update(of=AccessUnlock))
    return unlock if unlock and at <= unlock.pulse_end else None
