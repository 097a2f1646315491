"""Shapes of consultations."""

from typing import Any

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Labelled, Named, Reachable
from repairs.consultations.models import MessageKind, Side
from repairs.consultations.queries import SORTS
from repairs.consultations.workflow import OPEN, ConsultationAction, ConsultationState
from repairs.models import Urgency
from repairs.schemas import AttachmentOut
from repairs.schemas.fields import PersonRef, Photos, Words
from repairs.workflow import State


class ConsultationStates(ma.fields.Field[tuple[ConsultationState, ...]]):
    """States separated by commas; "open" stands for those that are not closed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[ConsultationState, ...]:
        names = set(str(value).split(","))
        if not names <= {"open", *ConsultationState}:
            raise ma.ValidationError(f'choice|不在可选范围内|Must be "open" or some of: {", ".join(ConsultationState)}.')
        return tuple(state for state in ConsultationState if state in names or ("open" in names and state in OPEN))


class ConsultationIn(Schema):
    community_id = ma.fields.UUID(required=True)
    home_id = ma.fields.UUID(metadata={"description": "the home it is about, one that the asker may see"})
    subject = Words(100, empty=True, load_default="", metadata={"description": "without one, how the text begins"})
    text = Words(2000, required=True)
    attachment_ids = Photos()


class ConsultationMessageIn(Schema):
    text = Words(2000, required=True)
    internal = ma.fields.Boolean(load_default=False, metadata={"description": "for staff only"})
    attachment_ids = Photos()


class ConsultationQuery(Schema):
    community_id = ma.fields.UUID()
    state = ConsultationStates(metadata={"description": "states separated by commas, or `open`"})
    mine = ma.fields.Boolean(load_default=False, metadata={"description": "only what the asker of this list has asked"})
    assignee = PersonRef(metadata={"description": "an id, or `me`"})
    overdue = ma.fields.Boolean()
    ticket_id = ma.fields.UUID(metadata={"description": "the one that became this ticket"})
    q = ma.fields.String(load_default="", validate=ma.validate.Length(max=100), metadata={"description": "all these words"})
    sort = ma.fields.String(load_default="updated", validate=ma.validate.OneOf(tuple(SORTS)))


class ConsultationReasonIn(Schema):
    reason = Words(500, empty=True, load_default="")


class ConsultationAssignIn(ConsultationReasonIn):
    assignee_id = ma.fields.UUID(required=True)


class ConsultationUsefulIn(Schema):
    useful = ma.fields.Boolean(required=True)


class ConsultationConvertIn(Schema):
    category_id = ma.fields.UUID(required=True)
    text = Words(2000, empty=True, load_default="", metadata={"description": "without one, all that the asker has said"})
    urgency = ma.fields.Enum(Urgency, by_value=True, load_default=Urgency.NORMAL)
    home_id = ma.fields.UUID(metadata={"description": "without a home or a place, the home the question was about"})
    building_id = ma.fields.UUID()
    entrance_id = ma.fields.UUID()
    spot = Words(100, empty=True, load_default="", metadata={"description": "where exactly, in words"})


# action → body and what it says in the API document; converting answers with the ticket and has a route of its own
BODIES: dict[ConsultationAction, tuple[type[Schema], str]] = {
    ConsultationAction.ASSIGN: (ConsultationAssignIn, "Say who is to answer (manager)."),
    ConsultationAction.CLOSE: (ConsultationReasonIn, "End the consultation (asker, assignee or manager)."),
    ConsultationAction.REOPEN: (
        ConsultationReasonIn,
        "Take it up again; it then waits for an answer (asker, assignee or manager).",
    ),
    ConsultationAction.USEFUL: (ConsultationUsefulIn, "Say whether the answer was of use; the last word counts (asker)."),
}


class ConsultationTicket(Schema):
    id = ma.fields.UUID()
    number = ma.fields.String()
    state = ma.fields.Enum(State, by_value=True)


class ConsultationOut(Schema):
    id = ma.fields.UUID()
    community_id = ma.fields.UUID()
    home = ma.fields.Nested(Labelled, allow_none=True)
    subject = ma.fields.String()
    excerpt = ma.fields.String(metadata={"description": "how the newest public message begins"})
    state = ma.fields.Enum(ConsultationState, by_value=True)
    asker = ma.fields.Nested(Reachable)
    assignee = ma.fields.Nested(Reachable, allow_none=True)
    created_at = ma.fields.AwareDateTime()
    updated_at = ma.fields.AwareDateTime()
    answer_due_at = ma.fields.AwareDateTime(allow_none=True, metadata={"description": "while it waits for an answer"})
    overdue = ma.fields.Boolean()
    answered_at = ma.fields.AwareDateTime(allow_none=True, metadata={"description": "the first answer"})
    closed_at = ma.fields.AwareDateTime(allow_none=True)
    useful = ma.fields.Boolean(allow_none=True)
    ticket = ma.fields.Nested(ConsultationTicket, allow_none=True, metadata={"description": "what it has become"})
    message_count = ma.fields.Integer()
    actions = ma.fields.List(
        ma.fields.String(validate=ma.validate.OneOf(["write", *ConsultationAction])),
        metadata={"description": "what the asker of this may do now"},
    )


class ConsultationMessageOut(Schema):
    id = ma.fields.UUID()
    consultation_id = ma.fields.UUID()
    kind = ma.fields.Enum(MessageKind, by_value=True, metadata={"description": "words, or what was done with words of why"})
    side = ma.fields.Enum(Side, by_value=True)
    author = ma.fields.Nested(Named)
    text = ma.fields.String()
    internal = ma.fields.Boolean()
    data = ma.fields.Dict(metadata={"description": "assign: `assignee_id`, `assignee_name`; convert: `ticket_id`, `number`"})
    created_at = ma.fields.AwareDateTime()
    attachments = ma.fields.List(ma.fields.Nested(AttachmentOut))
    ticket_id = ma.fields.UUID(allow_none=True, metadata={"description": "set if the words went to the ticket as a comment"})
