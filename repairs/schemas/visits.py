"""Shapes of return visits."""

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Named, Reachable
from repairs.models import VisitOutcome, VisitReason, VisitState
from repairs.schemas.fields import Words
from repairs.schemas.outputs import RatingOut, TicketInShort


class ReturnVisitQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    state = ma.fields.Enum(VisitState, by_value=True)


class ReturnVisitIn(Schema):
    outcome = ma.fields.Enum(VisitOutcome, by_value=True, required=True)
    note = Words(500, empty=True, load_default="", metadata={"description": "for the office; needed if not satisfied"})
    reopen = ma.fields.Boolean(
        load_default=False, metadata={"description": "if not satisfied: open the ticket again, with the note as reason"}
    )


class ReturnVisitOut(Schema):
    id = ma.fields.UUID()
    reason = ma.fields.Enum(VisitReason, by_value=True)
    state = ma.fields.Enum(VisitState, by_value=True)
    due_at = ma.fields.AwareDateTime()
    overdue = ma.fields.Boolean()
    attempts = ma.fields.Integer()
    outcome = ma.fields.Enum(VisitOutcome, by_value=True, allow_none=True)
    note = ma.fields.String()
    reopened = ma.fields.Boolean()
    handled_by = ma.fields.Nested(Named, allow_none=True)
    handled_at = ma.fields.AwareDateTime(allow_none=True)
    ticket = ma.fields.Nested(TicketInShort)
    reporter = ma.fields.Nested(Reachable)
    worker = ma.fields.Nested(Named, allow_none=True)
    rating = ma.fields.Nested(RatingOut, allow_none=True)
