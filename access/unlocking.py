"""Opening a door: the one way for every person and every slice.

The request is committed together with its device command, the command is published once, and only the panel's own
word makes it "opened" (D3–D5). `carry_out` runs the whole; `prepare_unlock` is its first transaction, to which a caller may
add a change of its own; `settle_unlock` notes what became of it, whoever learns it first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from prometheus_client import Counter
from sqlalchemy import bindparam, select
from sqlalchemy.orm import lazyload

from access.errors import DoorOffline, ReasonRequired
from access.events import UnlockSettled
from access.journal import log_unlock
from access.models import AccessUnlock, Door
from access.queries import door_place
from access.refusals import note_offline
from access.views import UnlockView
from access.workflow import CONTACT_GRACE, UnlockResult, Via, settles
from community.core.auth import Actor
from community.core.db import ROW_LOCK, find
from community.core.ids import new_id
from community.core.uow import UnitOfWork, unit_of_work
from devices.services import CommandResult, CommandState, Prepared, prepare_command, run_command

SETTLED = Counter("linli_unlocks_total", "Openings by way and result", ["via", "result"])
DEFAULT_SECONDS = 5
#: By then a command has expired and its answer was awaited in vain, also where a process died in between.
SETTLED_WITHIN = timedelta(seconds=10)

_RESULTS = {
    CommandState.DONE: UnlockResult.OPENED,
    CommandState.REJECTED: UnlockResult.REFUSED,
    CommandState.FAILED: UnlockResult.REFUSED,
    CommandState.OFFLINE: UnlockResult.REFUSED,
    CommandState.UNKNOWN: UnlockResult.UNKNOWN,
}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a person wants of a door. `seconds` is the length of the pulse, `key` the caller's request key."""

    door_id: UUID
    via: Via = Via.APP
    reason: str | None = None
    seconds: int = DEFAULT_SECONDS
    key: str | None = None
    call_id: UUID | None = None


@dataclass(frozen=True)
class Opening:
    """An unlock and its command. One that is not `fresh` was asked for before and must cause no further writes."""

    unlock: AccessUnlock
    prepared: Prepared

    @property
    def fresh(self) -> bool:
        """Whether this transaction created it."""
        return self.prepared.fresh


@dataclass(frozen=True)
class Verdict:
    """What is known of an unlock now: the panel's word, or that there is none."""

    result: UnlockResult
    code: str
    acked_at: datetime | None = None

    @classmethod
    def of(cls, state: str, code: str | None, acked_at: datetime | None) -> "Verdict":
        """Translate the state of a settled command."""
        return cls(_RESULTS[CommandState(state)], code or state, acked_at)


# Asked by every opening, and so built once. The door is not needed for noting an outcome.
_OF_COMMAND = (
    select(AccessUnlock)
    .where(AccessUnlock.command_id == bindparam("command_id"))
    .options(lazyload(AccessUnlock.door))
    .with_for_update(**ROW_LOCK)
)
Prepare = Callable[[UnitOfWork], Opening]
Settled = Callable[[UnitOfWork, AccessUnlock], None]


def unlock_door(actor: Actor, wish: Wish) -> UnlockView:
    """Open a door for a signed-in person; opens its own transactions and takes up to 3 s.

    The answer is opened, refused or unknown; raises DoorOffline at once (nothing was sent), ReasonRequired for staff
    without a reason, KeyReused, and what `require` raises. The same key gives the same unlock, never a second pulse.
    """
    return carry_out(actor, lambda uow: prepare_unlock(uow, wish))


def carry_out(actor: Actor, prepare: Prepare, settled: Settled | None = None) -> UnlockView:
    """Run an opening whose first transaction is `prepare`; `settled` joins the one that notes the outcome."""
    seen: list[UnlockView] = []

    def first(uow: UnitOfWork) -> Prepared:
        opening = prepare(uow)
        seen.append(UnlockView.of(opening.unlock))
        return opening.prepared

    def then(uow: UnitOfWork, result: CommandResult) -> None:
        unlock = settle_unlock(uow, result.id, Verdict.of(result.state, result.code, result.acked_at))
        assert unlock is not None, "the command was entered together with its unlock"
        if settled is not None:
            settled(uow, unlock)
        seen.append(UnlockView.of(unlock))

    try:
        state = run_command(actor, first, then).state
    except DoorOffline as error:
        note_offline(actor, UUID(error.params["door_id"]))
        raise
    if state is CommandState.OFFLINE:
        raise DoorOffline(retry_after=5)
    return seen[1] if len(seen) == 2 else _read(actor, seen[0].id)


def prepare_unlock(uow: UnitOfWork, wish: Wish) -> Opening:
    """Authorise, and write the request with its command; see `unlock_door` for what it raises."""
    door = find(uow.session, Door, wish.door_id, lock=wish.key is None)
    place = door_place(uow.actor, door)
    uow.actor.require("doors.unlock", place)
    staff = uow.actor.id not in place.owners
    if staff and not wish.reason:
        raise ReasonRequired
    key = wish.key or _unkeyed(uow, door, wish)
    prepared = _prepare_command(uow, door, wish, key)
    if not prepared.fresh:
        return Opening(_of_command(uow, prepared.command.id), prepared)
    return Opening(_enter(uow, door, wish, prepared.command.id, key, staff), prepared)


def settle_unlock(uow: UnitOfWork, command_id: UUID, verdict: Verdict) -> AccessUnlock | None:
    """Note what became of the unlock with this command, once; a late answer may still replace "unknown".

    Returns None if the command opened no door.
    """
    unlock = uow.session.scalar(_OF_COMMAND, {"command_id": command_id}, execution_options={"populate_existing": True})
    if unlock is None or not settles(unlock.result, verdict.result):
        return unlock
    unlock.result, unlock.code, unlock.acked_at = verdict.result, verdict.code, verdict.acked_at
    unlock.check_at = _next_look(unlock, uow.now)
    SETTLED.labels(unlock.via.value, unlock.result.value).inc()
    line_id = log_unlock(uow, unlock)
    _audit(uow, unlock)
    uow.record(
        UnlockSettled(
            door_id=unlock.door_id,
            community_id=unlock.community_id,
            unlock_id=unlock.id,
            call_id=unlock.call_id,
            access_event_id=line_id,
            result=unlock.result.value,
            code=unlock.code,
            at=unlock.acked_at or uow.now,
        )
    )
    return unlock


def _read(actor: Actor, unlock_id: UUID) -> UnlockView:
    """What has become of an unlock that another request has carried out."""
    with unit_of_work(actor, read_only=True) as uow:
        return UnlockView.of(uow.session.get_one(AccessUnlock, unlock_id))


def _prepare_command(uow: UnitOfWork, door: Door, wish: Wish, key: str) -> Prepared:
    try:
        if door.device_id is None:
            raise DoorOffline(retry_after=60)
        return prepare_command(
            uow,
            door.device_id,
            cmd="unlock",
            door=door.number,
            args={"seconds": wish.seconds},
            via=wish.via.value,
            reason=wish.reason or None,
            request_key=key,
        )
    except DoorOffline as error:
        raise DoorOffline(retry_after=error.retry_after, door_id=str(door.id)) from error


def _unkeyed(uow: UnitOfWork, door: Door, wish: Wish) -> str:
    """A request without a key joins the same person's one that is still under way: a double click is one pulse."""
    under_way = select(AccessUnlock.request_key).where(
        AccessUnlock.door_id == door.id,
        AccessUnlock.person_id == uow.actor.person_id,
        AccessUnlock.result == UnlockResult.PENDING,
        AccessUnlock.requested_at > uow.now - timedelta(seconds=3),
        AccessUnlock.seconds == wish.seconds,
        AccessUnlock.request_key.startswith("tap:"),
    )
    return uow.session.scalar(under_way.limit(1)) or f"tap:{new_id()}"


def _enter(uow: UnitOfWork, door: Door, wish: Wish, command_id: UUID, key: str, staff: bool) -> AccessUnlock:
    row = {
        "id": new_id(),
        "community_id": door.community_id,
        "door_id": door.id,
        "command_id": command_id,
        "person_id": uow.actor.person_id,
        "staff": staff,
        "reason": wish.reason or None,
        "via": wish.via,
        "call_id": wish.call_id,
        "seconds": wish.seconds,
        "request_key": key,
        "result": UnlockResult.PENDING,
        "code": "pending",
        "requested_at": uow.now,
        "check_at": uow.now + SETTLED_WITHIN,
    }
    uow.insert(AccessUnlock, row)
    return AccessUnlock(**row)


def _of_command(uow: UnitOfWork, command_id: UUID) -> AccessUnlock:
    return uow.session.scalars(select(AccessUnlock).where(AccessUnlock.command_id == command_id)).one()


def _audit(uow: UnitOfWork, unlock: AccessUnlock) -> None:
    uow.audit(
        "door.unlock",
        subject=("door", unlock.door_id),
        community_id=unlock.community_id,
        reason=unlock.reason,
        unlock=str(unlock.id),
        person=str(unlock.person_id),
        via=unlock.via.value,
        result=unlock.result.value,
        code=unlock.code,
    )


def _next_look(unlock: AccessUnlock, moment: datetime) -> datetime | None:
    """When the contact has had its time: a little after the pulse, counted from now for a late answer."""
    if unlock.result is not UnlockResult.OPENED or unlock.door_moved:
        return None
    return max(unlock.pulse_end, moment) + CONTACT_GRACE
