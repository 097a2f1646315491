"""Step three: what became of a command, noted once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community.core.db import LOCKED
from community.core.uow import UnitOfWork
from devices.events import CommandSettled
from devices.models import CommandState, Device, DeviceCommand, Presence
from devices.presence import change_presence

ABSENT = "absent"
"""The code of a command for which the broker had no receiver."""


@dataclass(frozen=True)
class Outcome:
    """What is known after the wait. `sess` is the device's present session where it told one."""

    state: CommandState
    code: str | None = None
    at: datetime | None = None
    sess: str | None = None


def settle(uow: UnitOfWork, command_id: UUID, outcome: Outcome, *, tell: bool = True) -> DeviceCommand:
    """Note the outcome. A verdict that was noted stays; "unknown" gives way to a late verdict of the device.

    `tell` is False for a caller that itself draws the consequences, in this same transaction.
    """
    command = uow.session.get_one(DeviceCommand, command_id, **LOCKED)
    if command.state.settled and not _improves(command.state, outcome.state):
        return command
    command.state, command.code, command.acked_at = outcome.state, outcome.code, outcome.at
    _correct_device(uow, command, outcome)
    if tell:
        uow.record(_news(command))
    return command


def _news(command: DeviceCommand) -> CommandSettled:
    return CommandSettled(
        device_id=command.device_id,
        community_id=command.community_id,
        command_id=command.id,
        door=command.door,
        cmd=command.cmd,
        state=command.state.value,
        code=command.code,
        acked_at=command.acked_at,
        via=command.via,
        actor=command.actor,
    )


def _improves(present: CommandState, offered: CommandState) -> bool:
    return present is CommandState.UNKNOWN and offered is not CommandState.UNKNOWN


def _correct_device(uow: UnitOfWork, command: DeviceCommand, outcome: Outcome) -> None:
    """Believe the world rather than our row, unless a birth has been heard since the command was written."""
    if not (outcome.code == ABSENT or (outcome.code == "stale_session" and outcome.sess)):
        return
    device = uow.session.get_one(Device, command.device_id, **LOCKED)
    if device.sess != command.sess:
        return
    if outcome.sess:  # its last birth was missed; the next command will carry the right session
        device.sess, device.last_seen_at = outcome.sess, uow.now
    elif device.presence is Presence.READY:  # the broker has nobody to deliver to; a birth or telemetry undoes this
        change_presence(uow, device, Presence.STALE)
