"""What time alone brings about: silent devices become stale, unanswered commands become unknown."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update

from community.core.auth import Actor
from community.core.db import LOCKED, ROW_LOCK
from community.core.kernel import kernel
from community.core.uow import UnitOfWork, unit_of_work
from devices.commands import Outcome, settle
from devices.gateway import gateway
from devices.inbound.telemetry import PERIOD
from devices.liveness import SILENCE
from devices.models import CommandState, Device, DeviceCommand, Presence
from devices.presence import change_presence

SETTLE_AFTER = timedelta(seconds=5)
GRACE = timedelta(seconds=15)
"""After a connect, for the panels to connect as well; also how long a link must be down before it counts."""
ASKED_AT_ONCE, BATCH = 5000, 200
ANSWERS_WITHIN = 3.0  # seconds
ASKER = Actor.system("devices.ask_unheard")


def mark_silent(uow: UnitOfWork) -> None:
    """A device from which nothing was heard for too long is stale.

    While this worker's link is up, too long is three telemetry messages, counted from the connect: after a pause of its own
    everybody gets the full time. While it is down, most likely with the broker, nobody will be heard; then one message
    that no worker has heard is enough.
    """
    link = kernel().link
    if link.up_since is not None and uow.now - link.up_since >= SILENCE:
        _mark(uow, uow.now - SILENCE)
    elif link.down_since is not None and uow.now - link.down_since >= GRACE:
        _mark(uow, uow.now - PERIOD - GRACE)


def ask_unheard(uow: UnitOfWork) -> None:
    """After a connect, find out which devices the broker knows, among those that have not been heard since.

    A broker that was killed has forgotten whom to send a will for, and may remember births of before; a panel that died
    with it would be called ready until its telemetry is missed.
    """
    since = kernel().link.up_since
    if since is None or uow.now - since < GRACE:
        return
    unheard = select(Device.id, Device.sess).where(Device.presence == Presence.READY, Device.last_seen_at < since)
    rows = uow.session.execute(unheard.order_by(Device.id).limit(ASKED_AT_ONCE))
    asked = {row.id: row.sess for row in rows}
    if asked:
        uow.after_commit(partial(_ask, asked, since, uow.now))


def settle_forgotten(uow: UnitOfWork) -> None:
    """A command whose process died before it could note the outcome: nobody will ever know, and that is said."""
    forgotten = select(DeviceCommand.id).where(
        DeviceCommand.state.in_((CommandState.PENDING, CommandState.SENT)),
        DeviceCommand.expires_at < uow.now - SETTLE_AFTER,
    )
    for command_id in uow.session.scalars(forgotten.order_by(DeviceCommand.id).limit(500)).all():
        settle(uow, command_id, Outcome(CommandState.UNKNOWN, "no_answer"))


def _mark(uow: UnitOfWork, heard_until: datetime) -> None:
    silent = select(Device).where(Device.presence == Presence.READY, Device.last_seen_at < heard_until)
    for device in uow.session.scalars(silent.order_by(Device.id).with_for_update(**ROW_LOCK, skip_locked=True)):
        change_presence(uow, device, Presence.STALE)


def _ask(asked: Mapping[str, str | None], since: datetime, moment: datetime) -> None:
    """Ask with no transaction open; the broker's word for a device that it knows is a sign of life."""
    words = gateway().ask(asked, within=ANSWERS_WITHIN)
    known = [device_id for device_id, word in words.items() if word == "delivered"]
    absent = [device_id for device_id, word in words.items() if word == "no_subscribers"]
    for some in _batches(known):
        with unit_of_work(ASKER) as uow:
            uow.session.execute(update(Device), [{"id": device_id, "last_seen_at": moment} for device_id in some])
    for some in _batches(absent):
        with unit_of_work(ASKER) as uow:
            for device_id in some:
                _note_absent(uow, device_id, asked[device_id], since)


def _note_absent(uow: UnitOfWork, device_id: str, sess: str | None, since: datetime) -> None:
    """Mark a device stale, unless it was heard of while the broker was asked. A birth or telemetry undoes this."""
    device = uow.session.get_one(Device, device_id, **LOCKED)
    unheard = device.last_seen_at is not None and device.last_seen_at < since
    if device.presence is Presence.READY and device.sess == sess and unheard:
        change_presence(uow, device, Presence.STALE)


def _batches(device_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """In parts, so that on SQLite no door waits long for its turn to write; in order, so that no two workers wait in a circle."""
    ordered = sorted(device_ids)
    return (ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH))
