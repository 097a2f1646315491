"""Shapes of categories."""

import marshmallow as ma

from community.core.http import Schema
from repairs.schemas.fields import Words

LONGEST = 90 * 24 * 60
REQUIRED = ("proof", "cause", "measure", "parts")
SCOPES = ("home", "public", "both")
CODE = ma.validate.Regexp(
    r"\A[a-z0-9][a-z0-9-]{0,63}\Z", error="format|只能用小写字母、数字和连字符|Small letters, digits and hyphens only."
)


def minutes() -> ma.fields.Integer:
    """Return a field for the minutes of one promise."""
    return ma.fields.Integer(strict=True, validate=ma.validate.Range(1, LONGEST))


class CategoryPatch(Schema):
    community_id = ma.fields.UUID(metadata={"description": "whose tree is changed; needed for a shared default"})
    name = Words(64)
    name_en = Words(64)
    icon = Words(32)
    sort = ma.fields.Integer(strict=True, validate=ma.validate.Range(0, 10_000))
    scope = ma.fields.String(validate=ma.validate.OneOf(SCOPES), metadata={"description": "offered for homes, for public places"})
    keywords = ma.fields.List(Words(32), validate=ma.validate.Length(max=30))
    requires = ma.fields.List(
        ma.fields.String(validate=ma.validate.OneOf(REQUIRED)), metadata={"description": "what a resolution must come with"}
    )
    response_minutes = minutes()
    arrive_minutes = minutes()
    resolve_minutes = minutes()
    urgent_response_minutes = minutes()
    urgent_arrive_minutes = minutes()
    urgent_resolve_minutes = minutes()
    around_clock = ma.fields.Boolean(metadata={"description": "its minutes run day and night, not by the calendar"})
    retired = ma.fields.Boolean(metadata={"description": "false brings one back; to retire with all below, POST …/retire"})


class CategoryIn(CategoryPatch):
    class Meta(CategoryPatch.Meta):
        exclude = ("retired",)

    name = Words(64, required=True)
    code = ma.fields.String(validate=CODE)
    parent_id = ma.fields.UUID(metadata={"description": "of the first or second level; without one, a place of its own"})


class CategoryRetireIn(Schema):
    community_id = ma.fields.UUID(metadata={"description": "whose tree is changed; needed for a shared default"})


class CategoryQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    retired = ma.fields.Boolean(load_default=False, metadata={"description": "also show what is out of use"})


class CategoryOut(Schema):
    id = ma.fields.UUID()
    community_id = ma.fields.UUID(allow_none=True, metadata={"description": "null: a default that communities share"})
    origin_id = ma.fields.UUID(allow_none=True, metadata={"description": "the shared default in whose place it stands"})
    version = ma.fields.Integer(metadata={"description": 'to be sent as `If-Match: "<version>"` with a change'})
    code = ma.fields.String()
    name = ma.fields.String(metadata={"description": "in the asker's language"})
    name_zh = ma.fields.String()
    name_en = ma.fields.String()
    path = ma.fields.List(ma.fields.String(), metadata={"description": "names from the place down to this one"})
    icon = ma.fields.String()
    sort = ma.fields.Integer()
    scope = ma.fields.String(validate=ma.validate.OneOf(SCOPES))
    keywords = ma.fields.List(ma.fields.String(), metadata={"description": "other words for it, for search"})
    requires = ma.fields.List(ma.fields.String(validate=ma.validate.OneOf(REQUIRED)))
    proof_required = ma.fields.Boolean()
    response_minutes = ma.fields.Integer()
    arrive_minutes = ma.fields.Integer()
    resolve_minutes = ma.fields.Integer()
    urgent_response_minutes = ma.fields.Integer()
    urgent_arrive_minutes = ma.fields.Integer()
    urgent_resolve_minutes = ma.fields.Integer()
    around_clock = ma.fields.Boolean()
    retired = ma.fields.Boolean()
    children = ma.fields.List(ma.fields.Nested(lambda: CategoryOut()))


class CategoriesOut(Schema):
    items = ma.fields.List(ma.fields.Nested(CategoryOut))
