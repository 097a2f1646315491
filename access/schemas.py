"""The shapes of doors, openings and log lines in JSON."""

from marshmallow import fields, validate

from access.views import UnlockView
from access.workflow import DoorKind, DoorState, Phys, UnlockResult, Via
from community.core.http import Schema
from community.core.problems import language
from community.core.shapes import Labelled, Named
from community.core.words import Words


class DoorOut(Schema):
    """A door and its true state."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)
    kind = fields.Enum(DoorKind, by_value=True, required=True)
    community_id = fields.UUID(required=True)
    entrance = fields.Nested(Labelled, required=True, allow_none=True)
    state = fields.Enum(DoorState, by_value=True, required=True)
    phys = fields.Enum(Phys, by_value=True, required=True)
    mode = fields.String(required=True)
    reported_at = fields.AwareDateTime(required=True, allow_none=True)
    device_id = fields.String(required=True, allow_none=True)
    can_unlock = fields.Boolean(
        required=True,
        metadata={"description": "the asker may open it, and its panel was heard of in time; always false while offline"},
    )


class DoorQuery(Schema):
    """Which doors."""

    community_id = fields.UUID()


class UnlockIn(Schema):
    """A wish to open. Staff must say why; `seconds` is how long the bolt stays back."""

    reason = Words(200, empty=True)
    seconds = fields.Integer(
        strict=True, validate=validate.Range(1, 30), metadata={"description": "length of the pulse, default 5"}
    )


class UnlockOut(Schema):
    """What became of a wish to open. `door_moved` is the contact's word: null until it has spoken."""

    id = fields.UUID(required=True)
    door_id = fields.UUID(required=True)
    result = fields.Enum(UnlockResult, by_value=True, required=True)
    code = fields.String(required=True)
    detail = fields.Method("_detail", required=True, metadata={"type": "string"})
    requested_at = fields.AwareDateTime(required=True)
    acked_at = fields.AwareDateTime(required=True, allow_none=True)
    door_moved = fields.Boolean(required=True, allow_none=True)

    def _detail(self, unlock: UnlockView) -> str:
        return unlock.detail(language())


class DoorRef(Named):
    """Which door, with the entrance (单元) it leads to; none for a gate."""

    entrance = fields.Nested(Labelled, required=True, allow_none=True)


class AccessEventOut(Schema):
    """One line of the access log."""

    id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    recorded_at = fields.AwareDateTime(required=True)
    kind = fields.String(required=True)
    door = fields.Nested(DoorRef, required=True)
    person = fields.Nested(
        Named,
        required=True,
        allow_none=True,
        metadata={"description": "who asked for the opening; what a panel saw afterwards names nobody"},
    )
    unlock_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "the opening it tells of, or under which it happened"}
    )
    via = fields.Enum(Via, by_value=True, required=True)
    result = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class AccessEventQuery(Schema):
    """Which lines of the log: half-open span [since, until)."""

    community_id = fields.UUID()
    door_id = fields.UUID()
    kind = fields.String(validate=validate.Length(max=40))
    since = fields.AwareDateTime()
    until = fields.AwareDateTime()
