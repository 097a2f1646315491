"""What panels and the house do to calls: a visitor dials, gives up, the panel vanishes, the door opens, time runs out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from access import queries as doors
from access.services import UnlockResult
from community import queries as places
from community.core.clock import from_millis
from community.core.db import LOCKED, ROW_LOCK
from community.core.ids import new_id
from community.core.logging import get_logger
from community.core.uow import UnitOfWork
from devices.events import CallMessageReceived
from devices.services import send_call
from intercom.events import CallStarted
from intercom.models import Call, CallTarget
from intercom.moves import end_call, tell_panel
from intercom.workflow import INVITE_VALID_FOR, RING_FOR, Action, CallState, Outcome, TargetState, Who

log = get_logger(__name__)

_LAST_WORD: Mapping[Outcome | None, str] = {Outcome.OPENED: "opened", Outcome.NO_ANSWER: "no_answer"}


def invite(uow: UnitOfWork, message: CallMessageReceived) -> Call | None:
    """A visitor dialled a home: ring all its members, once, however often the panel repeats itself.

    A number that no home has is answered `unknown_home` and leaves no call. A home without members, and an invite too old to
    ring, become missed calls at once, which the office sees.
    """
    known = find_by_panel(uow, message.device_id, message.call)
    if known is not None:
        _tell_again(uow, known)
        return known
    home_id = _home_meant(uow.session, message)
    if home_id is None:
        send_call(uow, message.device_id, {"call": message.call, "type": "unknown_home"})
        return None
    _replace_older(uow, message)
    call = _new_call(uow, message, home_id)
    if call.invited_at + INVITE_VALID_FOR <= uow.now:
        end_call(uow, call, Action.TIME_OUT, Who.SYSTEM, "expired")
    elif not call.targets:
        end_call(uow, call, Action.TIME_OUT, Who.SYSTEM, "nobody")
    else:
        label = places.home_label(uow.session, home_id)
        tell_panel(uow, call, "ringing", label=label[:80])
        uow.record(CallStarted(call_id=call.id, community_id=call.community_id, home_id=home_id))
    return call


def panel_hung_up(uow: UnitOfWork, message: CallMessageReceived) -> None:
    """The visitor gave up, or the panel did after its own time; a call nobody knows, or one that is over, stays as it is."""
    call = find_by_panel(uow, message.device_id, message.call)
    if call is None:
        log.info("hangup_without_call", device=message.device_id)
        return
    reason = str(message.payload.get("reason") or "visitor")
    gave_up = reason in ("no_answer", "no_response")
    end_call(uow, call, Action.PANEL_ENDED if gave_up else Action.PANEL_HANGUP, Who.PANEL, reason)


def panel_lost(uow: UnitOfWork, device_id: str, at: datetime) -> None:
    """A panel cannot be reached any more: no call of before that moment can be going on."""
    for call in _open_calls(uow, Call.device_id == device_id):
        if call.started_at <= at:
            end_call(uow, call, Action.PANEL_LOST, Who.SYSTEM, "panel_offline")


def door_opened(uow: UnitOfWork, door_id: UUID, at: datetime, *, moved: bool, unlock_id: UUID | None) -> None:
    """A door was opened, by whatever means: phones that ring for it stop.

    An answered call goes on, so that people can say what they have to say, until the leaf has moved under its own opening.
    A movement from before the visitor dialled (somebody left the house) is not about this call.
    """
    for call in _open_calls(uow, Call.door_id == door_id):
        own = unlock_id is not None and unlock_id == call.unlock_id
        call.opened = call.opened or own
        if (call.state is CallState.RINGING and at >= call.invited_at) or (own and moved):
            end_call(uow, call, Action.OPEN, Who.SYSTEM, "opened")


def unlock_settled(uow: UnitOfWork, call_id: UUID, result: UnlockResult) -> None:
    """Note what became of an opening from this call: answered by opening, it is over once the panel has opened."""
    call = uow.session.get(Call, call_id, **LOCKED)
    if call is None or result is not UnlockResult.OPENED:
        return
    call.opened = True
    if call.one_tap:
        end_call(uow, call, Action.OPEN, Who.ACCEPTOR, "opened", call.accepted_by_id)


def end_overdue(uow: UnitOfWork, limit: int = 200) -> int:
    """End calls whose time is up: nobody answered, or the talk was too long. Returns how many."""
    overdue = _open_calls(uow, Call.deadline <= uow.now, limit=limit, skip_locked=True)
    for call in overdue:
        reason = "no_answer" if call.state is CallState.RINGING else "time_limit"
        end_call(uow, call, Action.TIME_OUT, Who.SYSTEM, reason)
    return len(overdue)


def find_by_panel(uow: UnitOfWork, device_id: str, panel_call: str) -> Call | None:
    """Return a panel's call by the id that the panel gave it, locked."""
    query = select(Call).where(Call.device_id == device_id, Call.panel_call == panel_call)
    return uow.session.scalar(query.with_for_update(**ROW_LOCK))


def _home_meant(session: Session, message: CallMessageReceived) -> UUID | None:
    digits = str(message.payload.get("home") or "")
    if message.entrance_id is not None:
        found: Sequence[Any] = places.homes_by_number(session, message.entrance_id, digits)
    else:
        found = places.homes_by_address(session, message.community_id, digits)
    return found[0].id if found else None


def _new_call(uow: UnitOfWork, message: CallMessageReceived, home_id: UUID) -> Call:
    governed = doors.doors_of_device(uow.session, message.device_id)
    call = Call(
        id=new_id(),
        community_id=message.community_id,
        home_id=home_id,
        device_id=message.device_id,
        door_id=governed[0].id if governed else None,
        panel_call=message.call,
        state=CallState.RINGING,
        invited_at=_invited_at(message),
        started_at=uow.now,
        ring_until=uow.now + RING_FOR,
        deadline=uow.now + RING_FOR,
        one_tap=False,
        opened=False,
    )
    for person_id in places.people_of_home(uow.session, home_id):
        call.targets.append(CallTarget(person_id=person_id, state=TargetState.RINGING, changed_at=uow.now))
    uow.session.add(call)
    uow.session.flush()
    return call


def _invited_at(message: CallMessageReceived) -> datetime:
    """The panel's own time of the invite, where it tells a believable one; a clock that runs ahead is not believed."""
    try:
        told = from_millis(int(message.payload["t"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return message.received_at
    return min(told, message.received_at)


def _replace_older(uow: UnitOfWork, message: CallMessageReceived) -> None:
    for call in _open_calls(uow, Call.device_id == message.device_id):
        end_call(uow, call, Action.REPLACED, Who.SYSTEM, "replaced")
    uow.session.flush()  # one open call per panel: the old one must be closed before the new one is written


def _tell_again(uow: UnitOfWork, call: Call) -> None:
    """The panel repeats an invite because it heard no answer: tell it how its call stands now."""
    if call.state is CallState.RINGING:
        tell_panel(uow, call, "ringing", label=places.home_label(uow.session, call.home_id)[:80])
    elif call.state is CallState.ACCEPTED:
        tell_panel(uow, call, "accept")
    else:
        tell_panel(uow, call, _LAST_WORD.get(call.outcome, "hangup"), reason=call.ended_reason)


def _open_calls(uow: UnitOfWork, *which: Any, limit: int | None = None, skip_locked: bool = False) -> Sequence[Call]:
    query = select(Call).where(Call.state.in_((CallState.RINGING, CallState.ACCEPTED)), *which).order_by(Call.id)
    return uow.session.scalars(query.limit(limit).with_for_update(**ROW_LOCK, skip_locked=skip_locked)).all()
