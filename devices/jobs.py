"""What time alone brings about: silent devices become stale, unanswered commands become unknown."""

from datetime import timedelta

from sqlalchemy import select

from community.core.db import ROW_LOCK
from community.core.kernel import kernel
from community.core.uow import UnitOfWork
from devices.commands import Outcome, settle
from devices.inbound.telemetry import PERIOD
from devices.models import CommandState, Device, DeviceCommand, Presence
from devices.presence import change_presence

SILENCE = 3 * PERIOD + timedelta(seconds=15)
SETTLE_AFTER = timedelta(seconds=5)


def mark_silent(uow: UnitOfWork) -> None:
    """A device from which three telemetry messages in a row are missing is stale.

    Silence counts only while this worker could have heard: after a pause of its own link everybody gets the full time.
    """
    listening_since = kernel().link.up_since
    if listening_since is None or uow.now - listening_since < SILENCE:
        return
    silent = select(Device).where(Device.presence == Presence.READY, Device.last_seen_at < uow.now - SILENCE)
    for device in uow.session.scalars(silent.order_by(Device.id).with_for_update(**ROW_LOCK, skip_locked=True)):
        change_presence(uow, device, Presence.STALE)


def settle_forgotten(uow: UnitOfWork) -> None:
    """A command whose process died before it could note the outcome: nobody will ever know, and that is said."""
    forgotten = select(DeviceCommand.id).where(
        DeviceCommand.state.in_((CommandState.PENDING, CommandState.SENT)),
        DeviceCommand.expires_at < uow.now - SETTLE_AFTER,
    )
    for command_id in uow.session.scalars(forgotten.order_by(DeviceCommand.id).limit(500)).all():
        settle(uow, command_id, Outcome(CommandState.UNKNOWN, "no_answer"))
