"""The shapes of calls in JSON."""

from marshmallow import fields, validate

from access.queries import UnlockView
from access.services import UnlockResult
from community.core.http import Schema
from community.core.problems import language
from intercom.workflow import CallState, Outcome


class PlaceOut(Schema):
    """A place of the call and its label."""

    id = fields.UUID(required=True)
    label = fields.String(required=True)


class NameOut(Schema):
    """A door or person of the call and its name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class CallUnlockOut(Schema):
    """The opening from a call; as `GET unlocks/{id}` shows it."""

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


class CallOut(Schema):
    """A call from a panel to a home. `missed` and `seen` are those of the person who asks."""

    id = fields.UUID(required=True)
    state = fields.Enum(CallState, by_value=True, required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True, allow_none=True)
    device_id = fields.String(required=True)
    door = fields.Nested(NameOut, required=True, allow_none=True)
    entrance = fields.Nested(PlaceOut, required=True)
    home = fields.Nested(PlaceOut, required=True)
    started_at = fields.AwareDateTime(required=True)
    ring_until = fields.AwareDateTime(required=True)
    accepted_at = fields.AwareDateTime(required=True, allow_none=True)
    accepted_by = fields.Nested(NameOut, required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)
    unlock = fields.Nested(CallUnlockOut, required=True, allow_none=True)
    missed = fields.Boolean(required=True)
    seen = fields.Boolean(required=True)


class CallQuery(Schema):
    """Which calls."""

    community_id = fields.UUID()
    state = fields.Enum(CallState, by_value=True)
    missed = fields.Boolean()


class ClientIn(Schema):
    """Which phone or tab acts: a random id of its own, so that it is not told "answered elsewhere"."""

    client = fields.String(required=True, validate=validate.Length(1, 64))


class StatisticsQuery(Schema):
    """Of which community; all that the asker looks after by default."""

    community_id = fields.UUID()


class CallNumbersOut(Schema):
    """Calls of today, missed ones among them, and those that ring now."""

    today = fields.Integer(required=True)
    missed_today = fields.Integer(required=True)
    ringing = fields.Integer(required=True)
