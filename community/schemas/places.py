"""Shapes of places."""

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Labelled, Named


class CommunityOut(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    address = ma.fields.String()
    office_phone = ma.fields.String(allow_none=True)
    time_zone = ma.fields.String()
    district = ma.fields.Nested(Named)


class BuildingOut(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    floors = ma.fields.Integer()
    entrances = ma.fields.List(ma.fields.Nested(Named))


class HomeOut(Labelled):
    number = ma.fields.String()
    floor = ma.fields.Integer()
    building = ma.fields.Nested(Named)
    entrance = ma.fields.Nested(Named)
    community_id = ma.fields.UUID()


class CommunityQuery(Schema):
    q = ma.fields.String(validate=ma.validate.Length(max=64))


class CommunityLookup(Schema):
    q = ma.fields.String(required=True, validate=ma.validate.Length(1, 64))


class HomeQuery(Schema):
    community_id = ma.fields.UUID()
    building_id = ma.fields.UUID()
    entrance_id = ma.fields.UUID()
    q = ma.fields.String(validate=ma.validate.Length(max=64))


class HomeLookup(Schema):
    community_id = ma.fields.UUID(required=True)
    q = ma.fields.String(required=True, validate=ma.validate.Length(1, 64))


class CommunitiesFound(Schema):
    items = ma.fields.List(ma.fields.Nested(Named))


class HomesFound(Schema):
    items = ma.fields.List(ma.fields.Nested(HomeOut))
