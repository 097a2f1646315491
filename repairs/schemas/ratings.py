"""Shapes of ratings: their tags, the worker's reply, the list, and rating by link."""

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Named
from repairs import tags
from repairs.schemas.fields import PersonRef, Tags, Words
from repairs.schemas.outputs import RatingOut, TicketInShort

SCORE = ma.validate.Range(1, 5)


class Scores(Schema):
    """Three scores, and what may stand beside them; who gives less than all three has not rated."""

    speed = ma.fields.Integer(validate=SCORE)
    quality = ma.fields.Integer(validate=SCORE)
    manner = ma.fields.Integer(validate=SCORE)
    tags = Tags()
    words = Words(1000, empty=True)


class RatingTag(Schema):
    code = ma.fields.String(validate=ma.validate.OneOf(tuple(tags.TAGS)))
    name = ma.fields.String(metadata={"description": "in the asker's language"})
    praise = ma.fields.Boolean(metadata={"description": "false: a complaint"})
    about = ma.fields.String(metadata={"description": "the score it speaks of: speed, quality or manner"})
    lowest = ma.fields.Integer(metadata={"description": "offered from this value of that score"})
    highest = ma.fields.Integer(metadata={"description": "to this one"})


class RatingTagsOut(Schema):
    items = ma.fields.List(ma.fields.Nested(RatingTag))
    most = ma.fields.Integer(metadata={"description": "so many of them in one rating"})


class RatingQuery(Schema):
    community_id = ma.fields.UUID()
    assignee = PersonRef("me", metadata={"description": "whose work it is about: an id, or `me`"})


class RatingListed(RatingOut):
    ticket = ma.fields.Nested(TicketInShort)
    worker = ma.fields.Nested(Named, allow_none=True)


class RatingReplyIn(Schema):
    text = Words(500, required=True)


class RatingLinkIn(Schema):
    sms = ma.fields.Boolean(load_default=False, metadata={"description": "also send it to the reporter as a text message"})


class RatingLinkOut(Schema):
    url = ma.fields.String(allow_none=True, metadata={"description": "none for whose work is to be rated"})
    qr_svg = ma.fields.String(allow_none=True, metadata={"description": "the same as a picture to scan"})
    expires_at = ma.fields.AwareDateTime()
    sent_to = ma.fields.String(allow_none=True, metadata={"description": "138****5678, if a text message is under way"})


class LinkedOut(Schema):
    """What was repaired, without a word on whom it belongs to."""

    community_name = ma.fields.String()
    place_label = ma.fields.String(metadata={"description": "building and entrance, never the home"})
    category_name = ma.fields.String()
    icon = ma.fields.String()
    reported_at = ma.fields.AwareDateTime()
    resolved_at = ma.fields.AwareDateTime(allow_none=True)
    confirmed = ma.fields.Boolean(metadata={"description": "the ticket is closed already; a rating is all that is left"})
    expires_at = ma.fields.AwareDateTime()


class LinkUseIn(Scores):
    fixed = ma.fields.Boolean(required=True, metadata={"description": "true with the three scores, false with the reason"})
    reason = Words(500, empty=True, load_default="")


class LinkUsedOut(Schema):
    fixed = ma.fields.Boolean()
