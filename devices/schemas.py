"""Shapes of what comes in and goes out over HTTP."""

from marshmallow import fields, validate

from community.core.http import Schema
from community.core.shapes import Labelled
from devices.models import DeviceKind, DeviceState, Presence

NAME = validate.And(validate.Length(1, 64), validate.Regexp(r"^(?=.*\S)[^\x00-\x1f\x7f]+\Z"))


class DeviceOut(Schema):
    """A device with what was last heard of it."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    kind = fields.Enum(DeviceKind, by_value=True, required=True)
    community_id = fields.UUID(required=True)
    entrance = fields.Nested(Labelled, allow_none=True, required=True)
    state = fields.Enum(DeviceState, by_value=True, required=True)
    presence = fields.Enum(Presence, by_value=True, required=True)
    last_seen_at = fields.AwareDateTime(allow_none=True)
    model = fields.String(allow_none=True)
    serial = fields.String(allow_none=True)
    fw = fields.String(allow_none=True)
    cfg_ver = fields.Integer(allow_none=True)
    rssi = fields.Integer(allow_none=True)
    backlog = fields.Integer(allow_none=True)
    clock_error = fields.Integer(allow_none=True, metadata={"description": "milliseconds"})
    doors = fields.List(fields.Integer(), required=True)
    created_at = fields.AwareDateTime(required=True)


class DeviceQuery(Schema):
    """Which devices to list."""

    community_id = fields.UUID()
    state = fields.Enum(DeviceState, by_value=True)


class DeviceIn(Schema):
    """A device to be created."""

    community_id = fields.UUID(required=True)
    entrance_id = fields.UUID(load_default=None, allow_none=True)
    kind = fields.Enum(DeviceKind, by_value=True, load_default=DeviceKind.PANEL)
    name = fields.String(required=True, validate=NAME)


class EnrolmentOut(Schema):
    """A one-time code, shown once."""

    code = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
    qr_svg = fields.String(required=True, metadata={"description": "QR code as an SVG document"})


class CreatedDeviceOut(DeviceOut):
    """A device with a fresh enrolment code."""

    enrolment = fields.Nested(EnrolmentOut, required=True)


class EnrolIn(Schema):
    """What a device says of itself when it enrols."""

    code = fields.String(required=True, validate=validate.Length(4, 64))
    model = fields.String(required=True, validate=NAME)
    serial = fields.String(required=True, validate=NAME)


class KeyOut(Schema):
    """A public key of the platform: 32 bytes in base64."""

    kid = fields.String(required=True)
    ed25519 = fields.String(required=True)


class EnrolledOut(Schema):
    """All a device needs to begin; said once."""

    device = fields.String(required=True)
    secret = fields.String(required=True)
    mqtt = fields.List(fields.String(), required=True)
    keys = fields.List(fields.Nested(KeyOut), required=True)
    time = fields.Integer(required=True, metadata={"description": "server time in milliseconds since the epoch"})
    doors = fields.List(fields.Integer(), required=True)


class StatisticsQuery(Schema):
    """Of which community; all visible ones without it."""

    community_id = fields.UUID()


class DeviceStatisticsOut(Schema):
    """Devices in service, counted."""

    total = fields.Integer(required=True)
    ready = fields.Integer(required=True)
    offline = fields.Integer(required=True)
    by_kind = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
