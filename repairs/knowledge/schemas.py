"""Shapes of articles and standard answers."""

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Named
from repairs.knowledge.models import ArticleState
from repairs.schemas import AttachmentOut
from repairs.schemas.fields import Photos, Words

MOST_PICTURES = 20
FOR_ALL = {"description": "none: for all communities"}


class ArticleIn(Schema):
    community_id = ma.fields.UUID(load_default=None, allow_none=True, metadata=FOR_ALL)
    title = Words(100, required=True)
    body = Words(20_000, required=True, metadata={"description": "plain text or Markdown; whoever shows it escapes it"})
    category = Words(32, required=True)
    keywords = Words(200, empty=True, load_default="", metadata={"description": "other words under which it shall be found"})
    attachment_ids = Photos(MOST_PICTURES, metadata={"description": "the pictures, in order"})
    publish = ma.fields.Boolean(load_default=False)


class ArticleChangeIn(Schema):
    title = Words(100)
    body = Words(20_000)
    category = Words(32)
    keywords = Words(200, empty=True)
    attachment_ids = Photos(
        MOST_PICTURES,
        load_default=ma.missing,
        metadata={"description": "all the pictures it shall have, in order: its own, former ones, or fresh uploads"},
    )


class ArticleQuery(Schema):
    community_id = ma.fields.UUID(metadata={"description": "of this community and of all"})
    category = ma.fields.String(validate=ma.validate.Length(max=32))
    state = ma.fields.Enum(ArticleState, by_value=True)
    q = ma.fields.String(load_default="", validate=ma.validate.Length(max=100), metadata={"description": "all these words"})


class ArticleSuggestQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    q = ma.fields.String(
        required=True, validate=ma.validate.Length(max=500), metadata={"description": "what somebody is writing, as far as it is"}
    )


class ArticleCategoriesQuery(Schema):
    community_id = ma.fields.UUID(required=True, metadata={"description": "of this community and of all"})


class ArticleCategoryOut(Schema):
    name = ma.fields.String()
    count = ma.fields.Integer()


class ArticleCategoriesOut(Schema):
    items = ma.fields.List(ma.fields.Nested(ArticleCategoryOut))


class UsefulIn(Schema):
    useful = ma.fields.Boolean(required=True)


class ArticleItemOut(Schema):
    id = ma.fields.UUID()
    community_id = ma.fields.UUID(allow_none=True, metadata=FOR_ALL)
    title = ma.fields.String()
    excerpt = ma.fields.String(metadata={"description": "how it begins"})
    category = ma.fields.String()
    keywords = ma.fields.String()
    state = ma.fields.Enum(ArticleState, by_value=True)
    version = ma.fields.Integer()
    useful_count = ma.fields.Integer()
    useless_count = ma.fields.Integer()
    created_at = ma.fields.AwareDateTime()
    updated_at = ma.fields.AwareDateTime()
    published_at = ma.fields.AwareDateTime(allow_none=True)


class ArticleOut(ArticleItemOut):
    body = ma.fields.String()
    pictures = ma.fields.List(ma.fields.Nested(AttachmentOut))
    editor = ma.fields.Nested(Named)
    my_vote = ma.fields.Boolean(allow_none=True, metadata={"description": "whether the asker found it useful; null: has not said"})
    may_edit = ma.fields.Boolean()


class ArticleSuggestionsOut(Schema):
    items = ma.fields.List(ma.fields.Nested(ArticleItemOut))


class ArticleVersionOut(Schema):
    version = ma.fields.Integer()
    state = ma.fields.Enum(ArticleState, by_value=True)
    title = ma.fields.String()
    body = ma.fields.String()
    category = ma.fields.String()
    keywords = ma.fields.String()
    pictures = ma.fields.List(ma.fields.Nested(AttachmentOut))
    editor = ma.fields.Nested(Named)
    created_at = ma.fields.AwareDateTime()


class QuickAnswerIn(Schema):
    community_id = ma.fields.UUID(load_default=None, allow_none=True, metadata=FOR_ALL)
    title = Words(50, required=True)
    text = Words(2000, required=True)


class QuickAnswerChangeIn(Schema):
    title = Words(50)
    text = Words(2000)


class QuickAnswerQuery(Schema):
    community_id = ma.fields.UUID(metadata={"description": "of this community and of all"})
    q = ma.fields.String(load_default="", validate=ma.validate.Length(max=50))


class QuickAnswerOut(Schema):
    id = ma.fields.UUID()
    community_id = ma.fields.UUID(allow_none=True, metadata=FOR_ALL)
    title = ma.fields.String()
    text = ma.fields.String()
    version = ma.fields.Integer(metadata={"description": 'to be sent as `If-Match: "<version>"` with a change'})
    updated_at = ma.fields.AwareDateTime()
