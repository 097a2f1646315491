"""HTTP: `/api/v1/devices` and `/api/v1/statistics/devices`."""

from datetime import timedelta
from typing import Any

from community.core import ratelimit
from community.core.auth import Actor
from community.core.clock import now, to_millis
from community.core.http import Blueprint, client_address
from community.core.kernel import kernel
from community.core.paging import Page
from community.core.uow import UnitOfWork, unit_of_work
from devices import keys, qr, queries, schemas, services
from devices.gateway import gateway

blp = Blueprint("devices", __name__, url_prefix="/api/v1/devices", description="Door panels and other devices")
statistics_blp = Blueprint("device_statistics", __name__, url_prefix="/api/v1/statistics", description="Figures about devices")
ENROL_LIMIT, ENROL_PER = 60, timedelta(minutes=1)


@blp.get("/", operation="devices.list", query=schemas.DeviceQuery, returns=schemas.DeviceOut, page=True)
def list_(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List devices, newest first."""
    return queries.devices(uow, **query)


@blp.get("/<string(maxlength=40):device_id>", operation="devices.read", returns=schemas.DeviceOut)
def read(uow: UnitOfWork, device_id: str) -> dict[str, Any]:
    """Show one device."""
    return queries.device_for(uow, device_id)


@blp.post("/", operation="devices.create", body=schemas.DeviceIn, returns=(201, schemas.CreatedDeviceOut))
def create(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Create a device and draw its one-time enrolment code, valid for ten minutes."""
    return _with_code(uow, services.create_device(uow, **data))


@blp.post(
    "/<string(maxlength=40):device_id>/credentials",
    operation="devices.credentials",
    returns=(201, schemas.CreatedDeviceOut),
)
def credentials(uow: UnitOfWork, device_id: str) -> dict[str, Any]:
    """Draw a new enrolment code; the secret in use stays valid until the device enrols with it."""
    return _with_code(uow, services.issue_code(uow, device_id))


@blp.post("/<string(maxlength=40):device_id>/retire", operation="devices.retire", returns=schemas.DeviceOut)
def retire(uow: UnitOfWork, device_id: str) -> dict[str, Any]:
    """Take a device out of service for good; its secret is void at once."""
    device = services.retire(uow, device_id)
    return queries.describe(uow.session, [device])[0]


@blp.post(
    "/enrol",
    operation="devices.enrol",
    body=schemas.EnrolIn,
    returns=schemas.EnrolledOut,
    idempotent=False,
    own_transactions=True,
)
def enrol(actor: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """Trade a one-time code for a secret, the broker's address and the platform's public keys. Said once."""
    ratelimit.hit(f"devices.enrol/{client_address()}", ENROL_LIMIT, ENROL_PER)
    actor.session = None
    with unit_of_work(actor) as uow:
        device, secret = services.enrol(uow, **data)
        return {
            "device": device.id,
            "secret": secret,
            "mqtt": [kernel().settings.device_mqtt_url],
            "keys": keys.published_keys(uow, gateway().key),
            "time": to_millis(now()),
            "doors": list(device.doors),
        }


@statistics_blp.get(
    "/devices",
    operation="devices.statistics",
    query=schemas.StatisticsQuery,
    returns=schemas.DeviceStatisticsOut,
)
def statistics(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Count devices in service by presence and kind."""
    return queries.statistics(uow, **query)


def _with_code(uow: UnitOfWork, enrolment: services.Enrolment) -> dict[str, Any]:
    uow.session.flush()
    shown = queries.describe(uow.session, [enrolment.device])[0]
    code = {"code": enrolment.code, "expires_at": enrolment.expires_at}
    return shown | {"enrolment": code | {"qr_svg": qr.enrolment_svg(kernel().settings.public_url, enrolment.code)}}
