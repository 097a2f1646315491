"""The one place where a call changes its state: it looks the step up, applies it, and tells panel and phones."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from prometheus_client import Counter

from community.core.uow import UnitOfWork
from devices.services import send_call
from intercom.events import CallAccepted, CallEnded
from intercom.models import Call, CallTarget
from intercom.workflow import MISSED, TALK_FOR, Action, CallState, Step, TargetState, Who, outcome_of, step

ENDED = Counter("linli_calls_total", "Calls that ended, by what they came to", ["outcome"])

#: How an ended call is told to its panel; a panel that ended it itself, or is away, is told nothing.
_NOTICES: Mapping[tuple[CallState, Action], str] = {
    (CallState.RINGING, Action.DECLINE): "hangup",
    (CallState.RINGING, Action.TIME_OUT): "no_answer",
    (CallState.RINGING, Action.OPEN): "opened",
    (CallState.ACCEPTED, Action.OPEN): "opened",
    (CallState.ACCEPTED, Action.HANGUP): "hangup",
    (CallState.ACCEPTED, Action.TIME_OUT): "hangup",
}


def accept_call(uow: UnitOfWork, call: Call, person_id: UUID, client: str, *, one_tap: bool = False) -> bool:
    """Give a ringing call to the person who answered first; False if it does not ring any more. The caller holds the row."""
    if step(call.state, Action.ACCEPT, Who.MEMBER) is None or call.deadline <= uow.now:
        return False
    call.state, call.accepted_at, call.accepted_by_id = CallState.ACCEPTED, uow.now, person_id
    call.accepted_client, call.one_tap, call.deadline = client, one_tap, uow.now + TALK_FOR
    for target in call.targets:
        mine = target.person_id == person_id
        set_target(uow, target, TargetState.ACCEPTED if mine else TargetState.STOPPED)
    tell_panel(uow, call, "accept")
    uow.record(
        CallAccepted(
            call_id=call.id,
            community_id=call.community_id,
            home_id=call.home_id,
            accepted_by_id=person_id,
            client=client,
        )
    )
    return True


def end_call(uow: UnitOfWork, call: Call, action: Action, who: Who, reason: str, by_id: UUID | None = None) -> bool:
    """End a call by an action of the table; False if it means nothing any more (a duplicate, or too late) or is not theirs."""
    found = step(call.state, action, who)
    if found is None:
        return False
    notice = _NOTICES.get((call.state, action))
    _close(uow, call, found, reason, by_id)
    if notice is not None:
        tell_panel(uow, call, notice, reason=reason)
    return True


def tell_panel(uow: UnitOfWork, call: Call, kind: str, **more: Any) -> None:
    """Send the panel how its call stands, after the commit; lost if it is away, so it also has a time limit of its own."""
    send_call(uow, call.device_id, {"call": call.panel_call, "type": kind, **more})


def set_target(uow: UnitOfWork, target: CallTarget, state: TargetState) -> None:
    """Move one person's side of the call, unless that person has already declined."""
    if target.state is not TargetState.DECLINED:
        target.state, target.changed_at = state, uow.now


def _close(uow: UnitOfWork, call: Call, found: Step, reason: str, by_id: UUID | None) -> None:
    call.state, call.outcome = found.to, outcome_of(found, opened=call.opened)
    call.ended_at, call.ended_reason, call.ended_by_id = uow.now, reason, by_id
    for target in call.targets:
        if target.state is TargetState.RINGING:
            set_target(uow, target, TargetState.MISSED if call.outcome in MISSED else TargetState.STOPPED)
    assert call.outcome is not None, "every end has an outcome"
    ENDED.labels(call.outcome.value).inc()
    uow.record(
        CallEnded(
            call_id=call.id,
            community_id=call.community_id,
            home_id=call.home_id,
            outcome=call.outcome.value,
            reason=reason,
            by_id=by_id,
        )
    )
