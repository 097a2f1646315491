"""Small shapes that answers of all slices have in common: a thing or person, told apart by id and known by a word."""

from marshmallow import fields

from community.core.http import Schema


class Named(Schema):
    """A thing or person and its name."""

    id = fields.UUID(required=True)
    name = fields.String(required=True)


class Reachable(Named):
    """A person and as much of the phone number as everybody may see who meets them."""

    phone_masked = fields.String(required=True, metadata={"description": "138****5678"})


class Labelled(Schema):
    """A place and its label."""

    id = fields.UUID(required=True)
    label = fields.String(required=True, metadata={"example": "1栋1单元1203"})
