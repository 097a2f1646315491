"""What the people of a home do with a call: answer, decline, hang up, open, look at a missed one."""

from uuid import UUID

from access.services import AccessUnlock, Opening, Via, Wish, carry_out, note_refusal, prepare_unlock
from community import queries as places
from community.core.auth import Actor
from community.core.db import find
from community.core.errors import DomainError
from community.core.uow import UnitOfWork, unit_of_work
from intercom.calling import unlock_settled
from intercom.errors import AlreadyAccepted, CallHasNoDoor, CallNotAccepted, CallOver
from intercom.events import CallDeclined
from intercom.models import Call, CallTarget
from intercom.moves import accept_call, end_call
from intercom.workflow import Action, CallState, TargetState, Who


def accept(uow: UnitOfWork, call_id: UUID, client: str) -> Call:
    """Answer a call; the first one wins. The same phone may ask again.

    Raises AlreadyAccepted (with the winner's name) and CallOver.
    """
    call = _load_locked(uow, call_id, "calls.accept")
    if call.state is CallState.ACCEPTED and _is_acceptor(call, uow, client):
        return call
    if call.state is CallState.ACCEPTED:
        raise _already_accepted(uow, call)
    if not accept_call(uow, call, uow.actor.person_id, client):
        raise CallOver
    return call


def decline(uow: UnitOfWork, call_id: UUID) -> Call:
    """Stop one's own phones. The others ring on; when nobody is left, the call is declined. Raises AlreadyAccepted.

    Who declines a moment after the visitor has left has seen the call: it is no missed call to tell them of.
    """
    call = _load_locked(uow, call_id, "calls.decline")
    if call.state is CallState.ENDED:
        _note_seen(uow, call)
        return call
    if call.state is CallState.ACCEPTED:
        raise _already_accepted(uow, call)
    target = _own_target(uow, call)
    if target.state is TargetState.DECLINED:
        return call
    target.state, target.changed_at = TargetState.DECLINED, uow.now
    uow.record(
        CallDeclined(
            call_id=call.id,
            community_id=call.community_id,
            home_id=call.home_id,
            person_id=target.person_id,
        )
    )
    if all(each.state is TargetState.DECLINED for each in call.targets):
        end_call(uow, call, Action.DECLINE, Who.MEMBER, "declined", target.person_id)
    return call


def hang_up(uow: UnitOfWork, call_id: UUID) -> Call:
    """End the talk; only who answered can. Raises CallNotAccepted and AlreadyAccepted; an ended call stays as it is."""
    call = _load_locked(uow, call_id, "calls.hangup")
    if call.state is CallState.RINGING:
        raise CallNotAccepted
    me = uow.actor.person_id
    who = Who.ACCEPTOR if call.accepted_by_id == me else Who.MEMBER
    if not end_call(uow, call, Action.HANGUP, who, "hangup", me) and call.state is CallState.ACCEPTED:
        raise _already_accepted(uow, call)
    return call


def mark_seen(uow: UnitOfWork, call_id: UUID) -> Call:
    """Note that this person has seen the call in the list."""
    call = _load_locked(uow, call_id, "calls.seen")
    _note_seen(uow, call)
    return call


def unlock(actor: Actor, call_id: UUID, *, client: str, key: str | None) -> None:
    """Open the door of a call, while it rings (which answers it in the same tap) or after somebody has answered.

    Opens its own transactions; the door is opened by `access` and by its rules. Raises CallOver, CallHasNoDoor, and what an
    opening raises. If the door is offline, a ringing call goes on ringing.
    """

    def prepare(uow: UnitOfWork) -> Opening:
        call = _load_locked(uow, call_id, "calls.unlock")
        opening = _ask(uow, call, key)
        if opening.fresh:
            _join(uow, call, opening, client)
        return opening

    def settled(uow: UnitOfWork, row: AccessUnlock) -> None:
        unlock_settled(uow, call_id, row.result)

    carry_out(actor, prepare, settled)


def note_refused_unlock(actor: Actor, error: DomainError, call_id: UUID) -> None:
    """Keep that somebody was not let open the door of a call; the asker is told nothing by it."""
    with unit_of_work(actor, read_only=True) as uow:
        call = uow.session.get(Call, call_id)
        door_id = call.door_id if call else None
    if door_id is not None:
        note_refusal(actor, door_id, error, Via.CALL)


def _ask(uow: UnitOfWork, call: Call, key: str | None) -> Opening:
    if call.door_id is None:
        raise CallHasNoDoor
    key = f"call:{call.id}:{key}" if key else None
    return prepare_unlock(uow, Wish(door_id=call.door_id, via=Via.CALL, call_id=call.id, key=key))


def _join(uow: UnitOfWork, call: Call, opening: Opening, client: str) -> None:
    """The call and its new opening belong together from the same transaction on."""
    accepted = call.state is CallState.ACCEPTED
    if not accepted and not accept_call(uow, call, uow.actor.person_id, client, one_tap=True):
        raise CallOver
    call.unlock_id = opening.unlock.id


def _load_locked(uow: UnitOfWork, call_id: UUID, operation: str) -> Call:
    """Load, lock and authorise; the lock is what makes the first accept the only one."""
    call = find(uow.session, Call, call_id, lock=True)
    uow.actor.require(operation, places.place_of_home(uow.session, call.home_id))
    return call


def _note_seen(uow: UnitOfWork, call: Call) -> None:
    target = _own_target(uow, call)
    target.seen_at = target.seen_at or uow.now


def _own_target(uow: UnitOfWork, call: Call) -> CallTarget:
    """One's own side of the call; who became a member after it began has none yet."""
    mine = next((each for each in call.targets if each.person_id == uow.actor.person_id), None)
    if mine is None:
        mine = CallTarget(person_id=uow.actor.person_id, state=TargetState.STOPPED, changed_at=uow.now)
        call.targets.append(mine)
    return mine


def _is_acceptor(call: Call, uow: UnitOfWork, client: str) -> bool:
    return call.accepted_by_id == uow.actor.person_id and call.accepted_client == client


def _already_accepted(uow: UnitOfWork, call: Call) -> AlreadyAccepted:
    assert call.accepted_by_id is not None, "an accepted call has been accepted by somebody"
    return AlreadyAccepted(accepted_by_name=places.person_name(uow.session, call.accepted_by_id))
