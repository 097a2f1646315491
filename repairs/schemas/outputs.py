"""Shapes of what goes out; the values are made by `queries.views`."""

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Labelled, Named, Reachable
from repairs.models import AttachmentState, MediaKind, MediaState, Purpose, Urgency
from repairs.schemas.fields import PersonsAction
from repairs.schemas.quotes import TicketQuote
from repairs.workflow import Party, State


class TicketCategory(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String(metadata={"description": "in the asker's language"})
    icon = ma.fields.String()
    proof_required = ma.fields.Boolean()
    requires = ma.fields.List(ma.fields.String(), metadata={"description": "what a resolution must come with"})


class AttachmentOut(Schema):
    id = ma.fields.UUID()
    url = ma.fields.String()
    thumb_url = ma.fields.String(allow_none=True, metadata={"description": "a small picture; a voice note has none"})
    kind = ma.fields.Enum(MediaKind, by_value=True)
    media_state = ma.fields.Enum(MediaState, by_value=True, metadata={"description": "a video is PROCESSING for a while"})
    problem = ma.fields.String(allow_none=True, metadata={"description": "why it is unusable, as the code of an error"})
    width = ma.fields.Integer(metadata={"description": "pixels; 0 where there is no picture, or none yet"})
    height = ma.fields.Integer()
    seconds = ma.fields.Float(allow_none=True, metadata={"description": "how long it plays"})
    content_type = ma.fields.String()
    size = ma.fields.Integer(metadata={"description": "bytes"})
    purpose = ma.fields.Enum(Purpose, by_value=True)
    state = ma.fields.Enum(AttachmentState, by_value=True)


class TicketInShort(Schema):
    """Enough of a ticket to know which one it is."""

    id = ma.fields.UUID()
    number = ma.fields.String()
    place_label = ma.fields.String()
    state = ma.fields.Enum(State, by_value=True)
    text = ma.fields.String()
    category_name = ma.fields.String()
    icon = ma.fields.String()


class RatingTagOut(Schema):
    code = ma.fields.String()
    name = ma.fields.String(metadata={"description": "in the asker's language"})
    praise = ma.fields.Boolean(metadata={"description": "false: a complaint"})


class RatingReply(Schema):
    text = ma.fields.String()
    author_name = ma.fields.String()
    created_at = ma.fields.AwareDateTime()


class RatingOut(Schema):
    id = ma.fields.UUID()
    speed = ma.fields.Integer()
    quality = ma.fields.Integer()
    manner = ma.fields.Integer()
    tags = ma.fields.List(ma.fields.Nested(RatingTagOut))
    words = ma.fields.String()
    created_at = ma.fields.AwareDateTime()
    attachments = ma.fields.List(ma.fields.Nested(AttachmentOut))
    reply = ma.fields.Nested(RatingReply, allow_none=True)


class TicketAppointment(Schema):
    starts_at = ma.fields.AwareDateTime()
    ends_at = ma.fields.AwareDateTime()


class TicketOut(Schema):
    id = ma.fields.UUID()
    number = ma.fields.String(metadata={"description": "BX-20261122-0001"})
    community_id = ma.fields.UUID()
    home = ma.fields.Nested(Labelled, allow_none=True)
    place_label = ma.fields.String()
    floor = ma.fields.Integer(allow_none=True)
    spot = ma.fields.String(allow_none=True)
    category = ma.fields.Nested(TicketCategory)
    text = ma.fields.String(metadata={"description": "in the reporter's words, or “[语音] 12 秒” for a report that was spoken"})
    urgency = ma.fields.Enum(Urgency, by_value=True)
    state = ma.fields.Enum(State, by_value=True)
    version = ma.fields.Integer()
    reporter = ma.fields.Nested(Reachable)
    assignee = ma.fields.Nested(Reachable, allow_none=True)
    created_at = ma.fields.AwareDateTime()
    updated_at = ma.fields.AwareDateTime()
    due_at = ma.fields.AwareDateTime()
    response_due_at = ma.fields.AwareDateTime()
    arrive_due_at = ma.fields.AwareDateTime()
    overdue = ma.fields.Boolean(metadata={"description": "its clock runs and is past `due_at`; never on hold or once resolved"})
    on_hold_until = ma.fields.AwareDateTime(allow_none=True)
    attachments = ma.fields.List(ma.fields.Nested(AttachmentOut))
    rating = ma.fields.Nested(RatingOut, allow_none=True)
    quote = ma.fields.Nested(TicketQuote, allow_none=True)
    appointment = ma.fields.Nested(TicketAppointment, allow_none=True)
    actions = ma.fields.List(PersonsAction(), metadata={"description": "what the asker may do now"})
    comment_count = ma.fields.Integer()
    parent_id = ma.fields.UUID(allow_none=True, metadata={"description": "the ticket that is worked on for this one too"})
    joined_count = ma.fields.Integer(metadata={"description": "how many other reports go along with this ticket"})


class SimilarCategory(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    icon = ma.fields.String()


class TicketSimilarOut(Schema):
    id = ma.fields.UUID()
    category = ma.fields.Nested(SimilarCategory)
    place_label = ma.fields.String(metadata={"description": "of another's home only building and entrance"})
    state = ma.fields.Enum(State, by_value=True)
    created_at = ma.fields.AwareDateTime()
    reports = ma.fields.Integer(metadata={"description": "how many have reported it"})
    own_ticket_id = ma.fields.UUID(allow_none=True, metadata={"description": "the asker's household has reported it with this one"})
    number = ma.fields.String(allow_none=True, metadata={"description": "for its own people and for staff"})
    text = ma.fields.String(allow_none=True, metadata={"description": "null where another household wrote it about its home"})
    attachments = ma.fields.List(ma.fields.Nested(AttachmentOut))


class TicketsSimilarOut(Schema):
    items = ma.fields.List(ma.fields.Nested(TicketSimilarOut))


class TicketContactOut(Schema):
    phone = ma.fields.String(metadata={"example": "13812345678"})


class TicketEventActor(Schema):
    id = ma.fields.UUID(allow_none=True)
    name = ma.fields.String()
    role = ma.fields.Enum(Party, by_value=True)


class TicketEventOut(Schema):
    id = ma.fields.UUID()
    seq = ma.fields.Integer()
    action = ma.fields.String()
    from_state = ma.fields.Enum(State, by_value=True, allow_none=True)
    to_state = ma.fields.Enum(State, by_value=True)
    actor = ma.fields.Nested(TicketEventActor)
    happened_at = ma.fields.AwareDateTime()
    recorded_at = ma.fields.AwareDateTime()
    note = ma.fields.String(allow_none=True)
    data = ma.fields.Dict()


class CommentTicket(Schema):
    id = ma.fields.UUID()
    number = ma.fields.String()
    place_label = ma.fields.String()


class CommentOut(Schema):
    id = ma.fields.UUID()
    ticket_id = ma.fields.UUID()
    author = ma.fields.Nested(Named)
    text = ma.fields.String()
    internal = ma.fields.Boolean()
    created_at = ma.fields.AwareDateTime()
    attachments = ma.fields.List(ma.fields.Nested(AttachmentOut))
    joined = ma.fields.Nested(
        CommentTicket, allow_none=True, metadata={"description": "in the thread of a parent, for staff: the joined report it is of"}
    )
    to_all = ma.fields.Boolean(metadata={"description": "an answer that all who reported the matter have been given"})
