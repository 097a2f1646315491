"""A visitor at the panel: each message about a call goes up at once, in a lane of its own."""

from collections.abc import Sequence

from community.core.logging import tracing
from community.core.uow import UnitOfWork
from devices.events import CallMessageReceived
from devices.inbound.received import Received
from devices.messages import CallRequest
from devices.models import Device, DeviceState


def take(uow: UnitOfWork, batch: Sequence[Received]) -> None:
    """Record each message as an event. Several workers may record the same one; a call's id makes the second harmless."""
    for item in batch:
        assert isinstance(item.message, CallRequest)
        device = uow.session.get(Device, item.device_id)
        if device is not None and device.state is DeviceState.ENROLLED:
            with tracing(item.message.trace):
                _record(uow, device, item, item.message)


def _record(uow: UnitOfWork, device: Device, item: Received, message: CallRequest) -> None:
    uow.record(
        CallMessageReceived(
            device_id=device.id,
            community_id=device.community_id,
            entrance_id=device.entrance_id,
            call=message.call,
            type=message.type.value,
            payload=message.as_dict(),
            received_at=item.at,
        )
    )
