"""The shapes of calls in JSON."""

from marshmallow import fields, validate

from access.schemas import UnlockOut
from community.core.http import Schema
from community.core.shapes import Labelled, Named
from intercom.workflow import CallState, Outcome, TargetState


class CallOut(Schema):
    """A call from a panel to a home. `missed`, `seen` and `my_state` are those of the person who asks."""

    id = fields.UUID(required=True)
    state = fields.Enum(CallState, by_value=True, required=True)
    outcome = fields.Enum(Outcome, by_value=True, required=True, allow_none=True)
    device_id = fields.String(required=True)
    door = fields.Nested(Named, required=True, allow_none=True)
    entrance = fields.Nested(Labelled, required=True)
    home = fields.Nested(Labelled, required=True)
    started_at = fields.AwareDateTime(required=True)
    ring_until = fields.AwareDateTime(required=True)
    accepted_at = fields.AwareDateTime(required=True, allow_none=True)
    accepted_by = fields.Nested(Named, required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_reason = fields.String(required=True, allow_none=True)
    unlock = fields.Nested(UnlockOut, required=True, allow_none=True)
    missed = fields.Boolean(required=True)
    seen = fields.Boolean(required=True)
    my_state = fields.Enum(
        TargetState,
        by_value=True,
        required=True,
        allow_none=True,
        metadata={"description": "how it stands with the asker on all their phones; null for the office and in the feed"},
    )


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
