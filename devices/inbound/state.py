"""Status and door reports share a lane, so that one device's news keeps its order."""

from collections.abc import Sequence

from community.core.uow import UnitOfWork
from devices import topics
from devices.inbound.doors import take_door
from devices.inbound.received import Received
from devices.inbound.status import take_status


def take(uow: UnitOfWork, batch: Sequence[Received]) -> None:
    """Apply a batch device by device: every worker locks rows in the same order, so none waits for another in a circle."""
    for item in sorted(batch, key=lambda each: each.device_id):
        if item.channel is topics.UP_STATUS:
            take_status(uow, item)
        else:
            take_door(uow, item)
