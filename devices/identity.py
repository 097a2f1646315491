"""Devices as askers over HTTPS: `Authorization: Basic base64(device:secret)`."""

import base64

from community.core.auth import Actor
from community.core.errors import Unauthenticated
from community.core.uow import UnitOfWork
from devices.broker import verify_secret
from devices.models import DeviceState
from devices.queries import find_device


def authenticate(uow: UnitOfWork, credentials: str) -> Actor:
    """Return the device behind the credentials; raises Unauthenticated without saying what was wrong."""
    try:
        device_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except ValueError:  # not base64, or not UTF-8 within
        raise Unauthenticated from None
    device = find_device(uow.session, device_id)
    if device is None or device.state is not DeviceState.ENROLLED or device.secret_hash is None:
        raise Unauthenticated
    if not verify_secret(secret, device.secret_hash):
        raise Unauthenticated
    return Actor("device", device.id, device.name)
