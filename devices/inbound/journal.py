"""Numbered events: stored once each, and acknowledged to the device only after the commit.

The broker's PUBACK is no proof of storage; `down/ack {boot, upto}` is. Until then the device keeps an event and sends it again.
"""

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from prometheus_client import Counter
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from community.core.db import LOCKED
from community.core.failpoints import fail_point
from community.core.ids import new_id
from community.core.logging import tracing
from community.core.uow import UnitOfWork
from devices import topics
from devices.events import DeviceEventRecorded
from devices.gateway import gateway
from devices.inbound import gaps, ranges
from devices.inbound.received import Received
from devices.inbound.when import device_time
from devices.messages import Ack
from devices.messages import DeviceEvent as EventMessage
from devices.models import Device, DeviceEvent, DeviceJournal, DeviceState

STORED = Counter("linli_device_events_total", "Numbered events by fate", ["fate"])
MALFORMED = "malformed"


def store(uow: UnitOfWork, batch: Sequence[Received]) -> None:
    """Store what is new of a batch, journal by journal, and acknowledge all of it after the commit."""
    journals: dict[tuple[str, str], dict[int, Received]] = defaultdict(dict)
    for item in batch:
        boot, seq = position(item)
        journals[item.device_id, boot].setdefault(seq, item)
    for (device_id, boot), items in sorted(journals.items(), key=lambda entry: entry[0]):
        device = uow.session.get(Device, device_id)
        if device is None or device.state is not DeviceState.ENROLLED:
            STORED.labels("unknown_device").inc(len(items))
            continue
        journal = _locked_journal(uow, device_id, boot)
        gaps.give_up(uow, journal, items)
        _store_new(uow, device, journal, items)
        gaps.note(uow, journal)
        uow.after_commit(partial(_acknowledge, device_id, boot, journal.upto))


def position(item: Received) -> tuple[str, int]:
    """Return the event store and the number in it."""
    if isinstance(item.message, EventMessage):
        return item.message.store, item.message.seq
    assert item.position is not None
    return item.position


def _locked_journal(uow: UnitOfWork, device_id: str, boot: str) -> DeviceJournal:
    """Whoever holds the journal's row is the only one to store events of it."""
    key = (device_id, boot)
    journal = uow.session.get(DeviceJournal, key, **LOCKED)
    if journal is None:
        try:
            with uow.savepoint():
                uow.session.add(DeviceJournal(device_id=device_id, boot=boot, upto=0, beyond=[]))
        except IntegrityError:
            uow.session.expire_all()
        journal = uow.session.get_one(DeviceJournal, key, **LOCKED)
    return journal


def _store_new(uow: UnitOfWork, device: Device, journal: DeviceJournal, items: dict[int, Received]) -> None:
    fresh = sorted(seq for seq in items if not ranges.holds(journal.upto, journal.beyond, seq))
    STORED.labels("repeated").inc(len(items) - len(fresh))
    if not fresh:
        return
    told_before = _known_ids(uow, device.id, [_event_id(items[seq]) for seq in fresh])
    for seq in fresh:
        if (event_id := _event_id(items[seq])) not in told_before:
            told_before.add(event_id)
            _store_one(uow, device, items[seq])
    journal.upto, journal.beyond = ranges.add(journal.upto, journal.beyond, fresh)
    uow.session.flush()
    fail_point("after_events_stored")


def _known_ids(uow: UnitOfWork, device_id: str, event_ids: list[str]) -> set[str]:
    """A device without a lasting store numbers anew in each session; the event's own id still tells a repetition."""
    known = select(DeviceEvent.event_id).where(DeviceEvent.device_id == device_id, DeviceEvent.event_id.in_(event_ids))
    return set(uow.session.scalars(known))


def _event_id(item: Received) -> str:
    if isinstance(item.message, EventMessage):
        return item.message.id
    boot, seq = position(item)
    return f"{MALFORMED}-{boot}-{seq}"


def _store_one(uow: UnitOfWork, device: Device, item: Received) -> None:
    message = item.message if isinstance(item.message, EventMessage) else None
    boot, seq = position(item)
    row = DeviceEvent(
        id=new_id(),
        device_id=device.id,
        boot=boot,
        seq=seq,
        event_id=_event_id(item),
        channel="event",
        type=message.type if message else MALFORMED,
        door=message.door if message else None,
        at=device_time(message.t, item.at) if message else item.at,
        received_at=item.at,
        recorded_at=uow.now,
        payload=message.as_dict() if message else _raw(item),
    )
    uow.session.add(row)
    STORED.labels("stored" if message else MALFORMED).inc()
    if message is not None:
        with tracing(message.trace):
            uow.record(_news(device, row))


def _raw(item: Received) -> dict[str, Any]:
    return {"raw": item.raw.decode("utf-8", "backslashreplace").replace("\0", "\\0")}


def _news(device: Device, row: DeviceEvent) -> DeviceEventRecorded:
    return DeviceEventRecorded(
        device_id=device.id,
        community_id=device.community_id,
        entrance_id=device.entrance_id,
        device_event_id=row.id,
        channel=row.channel,
        type=row.type,
        door=row.door,
        at=row.at,
        recorded_at=row.recorded_at,
        payload=row.payload,
    )


def _acknowledge(device_id: str, boot: str, upto: int) -> None:
    fail_point("before_ack")
    gateway().tell(topics.DOWN_ACK, device_id, Ack(boot=boot, upto=upto))
    fail_point("after_ack")
