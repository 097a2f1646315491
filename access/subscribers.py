"""What the doors hear: their panels' reports, events and presence, and the fate of commands."""

from collections.abc import Iterable
from uuid import UUID

from access import doors
from access.doors import Panel
from access.events import DoorOpened, UnlockSettled
from access.journal import log_device_event
from access.models import AccessEvent, AccessUnlock, Door
from access.policies import STAFF
from access.proof import ECHOES, note_word, unlock_meant
from access.queries import doors_of_device
from access.schemas import AccessEventOut, DoorOut
from access.unlocking import Verdict, settle_unlock
from access.views import door_views, event_views
from access.workflow import DoorKind
from community import queries as places
from community.core import feed
from community.core.uow import UnitOfWork
from devices.events import (
    CommandSettled,
    DeviceCreated,
    DeviceEventRecorded,
    DevicePresenceChanged,
    DeviceRemoved,
    DoorReported,
)


def create_doors(uow: UnitOfWork, event: DeviceCreated) -> None:
    """A new panel has doors; they are unknown until it reports them."""
    panel = Panel(event.device_id, event.community_id, event.entrance_id, event.label)
    tell_doors_changed(uow, [doors.set_up_door(uow, panel, number) for number in event.doors])


def release_doors(uow: UnitOfWork, event: DeviceRemoved) -> None:
    """A retired panel governs nothing any more."""
    tell_doors_changed(uow, doors.abandon_doors(uow, event.device_id))


def note_door_report(uow: UnitOfWork, event: DoorReported) -> None:
    """A panel reported one of its doors; one it was not created with is set up now."""
    door = doors.set_up_door(uow, Panel(event.device_id, event.community_id, event.entrance_id), event.door)
    if doors.note_report(uow, door, event.report, event.received_at):
        # A gate moves all day long; its hundreds of residents hear only when it comes or goes.
        tell_doors_changed(uow, [door], residents=door.kind is DoorKind.ENTRANCE)


def show_presence(uow: UnitOfWork, event: DevicePresenceChanged) -> None:
    """A panel came or went, and with it the state of all its doors; one that it names for the first time is set up."""
    known = len(doors_of_device(uow.session, event.device_id))
    if event.presence == "ready":
        for number in event.doors:
            doors.set_up_door(uow, Panel(event.device_id, event.community_id, event.entrance_id), number)
    governed = doors_of_device(uow.session, event.device_id)
    if event.presence != event.was or len(governed) != known:
        tell_doors_changed(uow, governed)


def note_device_event(uow: UnitOfWork, event: DeviceEventRecorded) -> None:
    """A panel told what happened at a door: into the log, once, and as proof of an opening."""
    if event.door is None or event.channel != "event":
        return
    door = doors.set_up_door(uow, Panel(event.device_id, event.community_id, event.entrance_id), event.door)
    unlock = unlock_meant(uow, door, event)
    if unlock is not None:
        note_word(uow, unlock, event.type, event.at)
        if event.type in ECHOES:
            return
    line_id = log_device_event(uow, door, event, unlock)
    if line_id is None:
        return
    if event.type == "door_opened":
        unlock_id = unlock.id if unlock else None
        uow.record(DoorOpened(door_id=door.id, community_id=door.community_id, at=event.at, unlock_id=unlock_id))
    tell_logged(uow, line_id)


def note_command(uow: UnitOfWork, event: CommandSettled) -> None:
    """What became of a command is known, perhaps only after its requester had stopped waiting."""
    if event.cmd == "unlock":
        settle_unlock(uow, event.command_id, Verdict.of(event.state, event.code, event.acked_at))


def tell_unlock(uow: UnitOfWork, event: UnlockSettled) -> None:
    """The outcome of an opening is shown to whom it concerns."""
    tell_logged(uow, event.access_event_id)


def tell_logged(uow: UnitOfWork, line_id: UUID) -> None:
    """Show a line of the log to the community's staff and to whom it is about; one by staff to all residents of the door."""
    line = uow.session.get_one(AccessEvent, line_id)
    people = places.staff_of(uow.session, line.community_id, STAFF)
    people += _openers(uow, line)
    people += _residents(uow, line.door) if line.staff else []
    [view] = event_views(uow.session, [line])
    feed.post(uow, people, "access.event", {"event": AccessEventOut().dump(view)})


def _openers(uow: UnitOfWork, line: AccessEvent) -> list[UUID]:
    """Whose request the line tells of, or under whose it happened."""
    if line.unlock_id is None:
        return [line.person_id] if line.person_id else []
    return [uow.session.get_one(AccessUnlock, line.unlock_id).person_id]


def tell_doors_changed(uow: UnitOfWork, changed: Iterable[Door], *, residents: bool = True) -> None:
    """Show doors as they now are to all who may open them."""
    changed = list(changed)
    uow.session.flush()
    for door, view in zip(changed, door_views(uow.session, changed), strict=True):
        staff = places.staff_of(uow.session, door.community_id, STAFF)
        people = _residents(uow, door) if residents else []
        feed.post(uow, [*staff, *people], "door.changed", {"door": DoorOut().dump(view)})


def _residents(uow: UnitOfWork, door: Door) -> list[UUID]:
    if door.kind is DoorKind.GATE or door.entrance_id is None:
        return places.residents_of(uow.session, door.community_id)
    return places.people_of_entrance(uow.session, door.entrance_id)
