"""Step three: what became of a command, noted once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from community.core.uow import UnitOfWork
from devices.events import CommandSettled
from devices.models import CommandState, Device, DeviceCommand


@dataclass(frozen=True)
class Outcome:
    """What is known after the wait. `sess` is the device's present session where it told one."""

    state: CommandState
    code: str | None = None
    at: datetime | None = None
    sess: str | None = None


def settle(uow: UnitOfWork, command_id: UUID, outcome: Outcome) -> DeviceCommand:
    """Note the outcome. A verdict that was noted stays; "unknown" gives way to a late verdict of the device."""
    command = uow.session.get_one(DeviceCommand, command_id, with_for_update=True, populate_existing=True)
    if command.state.settled and not _improves(command.state, outcome.state):
        return command
    command.state, command.code, command.acked_at = outcome.state, outcome.code, outcome.at
    if outcome.code == "stale_session" and outcome.sess:
        _heal(uow, command, outcome.sess)
    uow.record(
        CommandSettled(
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
    )
    return command


def _improves(present: CommandState, offered: CommandState) -> bool:
    return present is CommandState.UNKNOWN and offered is not CommandState.UNKNOWN


def _heal(uow: UnitOfWork, command: DeviceCommand, sess: str) -> None:
    """The device told its present session: its last birth was missed. The next command will carry the right one."""
    device = uow.session.get_one(Device, command.device_id, with_for_update=True, populate_existing=True)
    if device.sess == command.sess:  # otherwise a birth was heard meanwhile
        device.sess, device.last_seen_at = sess, uow.now
