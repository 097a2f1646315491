"""Shapes of what a list of tickets is asked for, of saved views, and of acts on many tickets at once."""

from typing import Any

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Named
from repairs.models import Urgency
from repairs.queries import SORTS
from repairs.schemas.actions import BODIES
from repairs.schemas.fields import PersonRef, States, Words
from repairs.workflow import Action, State

MOST_AT_ONCE = 100
MOST_STEPS = 2**31 - 1
BULK = (Action.ASSIGN, Action.ACCEPT, Action.TRANSFER, Action.RETURN, Action.HOLD, Action.RESUME, Action.CLOSE, Action.CANCEL)


class TicketFilters(Schema):
    state = States(metadata={"description": "states separated by commas, or `open`"})
    category_id = ma.fields.UUID(metadata={"description": "with all below it"})
    building_id = ma.fields.UUID()
    entrance_id = ma.fields.UUID()
    home_id = ma.fields.UUID()
    parent_id = ma.fields.UUID(metadata={"description": "the reports that go along with this ticket"})
    assignee = PersonRef("me", "none", metadata={"description": "an id, `me`, or `none` for tickets without one"})
    reporter = PersonRef("me", metadata={"description": "an id, or `me`"})
    urgency = ma.fields.Enum(Urgency, by_value=True)
    overdue = ma.fields.Boolean()
    created_since = ma.fields.AwareDateTime(metadata={"description": "included"})
    created_until = ma.fields.AwareDateTime(metadata={"description": "not included"})
    closed_since = ma.fields.AwareDateTime(metadata={"description": "included"})
    closed_until = ma.fields.AwareDateTime(metadata={"description": "not included"})
    due_since = ma.fields.AwareDateTime(metadata={"description": "included"})
    due_until = ma.fields.AwareDateTime(metadata={"description": "not included"})
    rating_max = ma.fields.Float(validate=ma.validate.Range(1, 5), metadata={"description": "highest mean of the three scores"})
    q = ma.fields.String(
        load_default="",
        validate=ma.validate.Length(max=100),
        metadata={"description": "words of number, place, text, and names of reporter and worker; all must be there"},
    )
    sort = ma.fields.String(
        load_default="created",
        validate=ma.validate.OneOf(tuple(SORTS)),
        metadata={"description": "newest, next due, last changed, or urgent ones first"},
    )


class TicketQuery(TicketFilters):
    community_id = ma.fields.UUID()


class TicketExportQuery(TicketFilters):
    community_id = ma.fields.UUID(required=True)


class TicketViewQuery(Schema):
    community_id = ma.fields.UUID(required=True)


def _is_a_filter(query: dict[str, Any]) -> None:
    if errors := TicketFilters().validate(query):
        raise ma.ValidationError(errors)


class TicketViewIn(Schema):
    community_id = ma.fields.UUID(required=True)
    name = Words(50, required=True)
    query = ma.fields.Dict(
        keys=ma.fields.String(),
        required=True,
        validate=_is_a_filter,
        metadata={"description": "the query of `GET tickets`, without community, cursor and limit"},
    )
    shared = ma.fields.Boolean(load_default=False, metadata={"description": "shown to all staff of the community"})


class TicketViewPatch(Schema):
    name = Words(50)
    query = ma.fields.Dict(keys=ma.fields.String(), validate=_is_a_filter)
    shared = ma.fields.Boolean()


class TicketViewOut(Schema):
    id = ma.fields.UUID()
    community_id = ma.fields.UUID()
    name = ma.fields.String()
    query = ma.fields.Dict()
    shared = ma.fields.Boolean()
    owner = ma.fields.Nested(Named)
    mine = ma.fields.Boolean()
    created_at = ma.fields.AwareDateTime()


class TicketViewsOut(Schema):
    items = ma.fields.List(ma.fields.Nested(TicketViewOut))


class TicketBulkIn(Schema):
    """One action for many tickets; `data` is what the action takes for one, `versions` which ones were seen."""

    action = ma.fields.String(required=True, validate=ma.validate.OneOf([str(action) for action in BULK]))
    ids = ma.fields.List(ma.fields.UUID(), required=True, validate=ma.validate.Length(1, MOST_AT_ONCE))
    data = ma.fields.Dict(keys=ma.fields.String(), load_default=dict)
    versions = ma.fields.Dict(
        keys=ma.fields.UUID(),
        values=ma.fields.Integer(strict=True, validate=ma.validate.Range(1, MOST_STEPS)),
        load_default=dict,
        metadata={"description": "by id; a ticket that has moved on since is refused with `ticket.changed`"},
    )

    @ma.post_load
    def read_data(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Read `data` as the action's own body."""
        body, _text = BODIES[Action(given["action"])]
        try:
            return given | {"data": body(exclude=("version",)).load(given["data"])}
        except ma.ValidationError as wrong:
            raise ma.ValidationError({"data": wrong.messages}) from None


class TicketVerdict(Schema):
    id = ma.fields.UUID()
    done = ma.fields.Boolean()
    state = ma.fields.Enum(State, by_value=True, allow_none=True, metadata={"description": "afterwards; null if it was refused"})
    version = ma.fields.Integer(allow_none=True)
    code = ma.fields.String(allow_none=True, metadata={"description": "why it was refused"})
    detail = ma.fields.String(allow_none=True, metadata={"description": "the same in the asker's language"})


class TicketBulkOut(Schema):
    done = ma.fields.Integer()
    refused = ma.fields.Integer()
    items = ma.fields.List(ma.fields.Nested(TicketVerdict), metadata={"description": "in the order in which they were asked"})
