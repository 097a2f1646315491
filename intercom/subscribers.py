"""What calls hear: panels, doors and openings; and what phones are told of calls."""

from uuid import UUID

from access.events import DoorOpened, UnlockSettled
from access.services import UnlockResult
from community import queries as places
from community.core import feed
from community.core.uow import UnitOfWork
from devices.events import CallMessageReceived, DevicePresenceChanged
from intercom import calling
from intercom.events import CallAccepted, CallDeclined, CallEnded, CallStarted
from intercom.models import Call
from intercom.policies import STAFF
from intercom.queries import call_view
from intercom.schemas import CallOut
from intercom.workflow import CallState


def hear_panel(uow: UnitOfWork, event: CallMessageReceived) -> None:
    """A panel said something about a call; words of a newer contract are left alone."""
    if event.type == "invite":
        calling.invite(uow, event)
    elif event.type == "hangup":
        calling.panel_hung_up(uow, event)


def notice_absence(uow: UnitOfWork, event: DevicePresenceChanged) -> None:
    """A panel that is not ready has no call, and one that has begun a new session has forgotten its calls."""
    if event.presence != "ready" or event.was == "ready":
        calling.panel_lost(uow, event.device_id, event.at)


def notice_open_door(uow: UnitOfWork, event: DoorOpened) -> None:
    """A leaf was opened, after app, card, button or call."""
    calling.door_opened(uow, event.door_id, event.at, moved=True, unlock_id=event.unlock_id)


def notice_unlock(uow: UnitOfWork, event: UnlockSettled) -> None:
    """A panel gave a pulse, or not; also for an opening from a call whose requester had stopped waiting."""
    if event.result == UnlockResult.OPENED:
        calling.door_opened(uow, event.door_id, event.at, moved=False, unlock_id=event.unlock_id)
    if event.call_id is not None:
        calling.unlock_settled(uow, event.call_id, UnlockResult(event.result))


def ring_phones(uow: UnitOfWork, event: CallStarted) -> None:
    """All phones of all members ring; the office sees it. A call that is over by now, or whose time is up, rings nobody."""
    call = uow.session.get_one(Call, event.call_id)
    if call.state is CallState.ENDED or call.deadline <= uow.now:
        return
    people = [target.person_id for target in call.targets]
    feed.post(uow, _with_staff(uow, call, people), "call.ringing", {"call": CallOut().dump(call_view(uow.session, call))})


def stop_other_phones(uow: UnitOfWork, event: CallAccepted) -> None:
    """Somebody has answered: all others stop ringing at once."""
    name = places.person_name(uow.session, event.accepted_by_id)
    data = {"call_id": event.call_id, "accepted_by_name": name, "client": event.client}
    _tell(uow, event.call_id, "call.accepted", data)


def stop_own_phones(uow: UnitOfWork, event: CallDeclined) -> None:
    """One person has declined: that person's other phones stop; nobody else is disturbed."""
    name = places.person_name(uow.session, event.person_id)
    data = {"call_id": event.call_id, "outcome": "declined", "reason": "declined", "by_name": name}
    feed.post(uow, [event.person_id], "call.ended", data)


def tell_ended(uow: UnitOfWork, event: CallEnded) -> None:
    """The call is over, for everybody."""
    name = places.person_name(uow.session, event.by_id) if event.by_id else None
    data = {"call_id": event.call_id, "outcome": event.outcome, "reason": event.reason, "by_name": name}
    _tell(uow, event.call_id, "call.ended", data)


def _tell(uow: UnitOfWork, call_id: UUID, kind: str, data: dict[str, object]) -> None:
    call = uow.session.get_one(Call, call_id)
    feed.post(uow, _with_staff(uow, call, [target.person_id for target in call.targets]), kind, data)


def _with_staff(uow: UnitOfWork, call: Call, people: list[UUID]) -> list[UUID]:
    return people + places.staff_of(uow.session, call.community_id, STAFF)
