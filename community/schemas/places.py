"""Shapes of places."""

import marshmallow as ma

from community.core.http import Schema


class Ref(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()


class HomeRef(Schema):
    id = ma.fields.UUID()
    label = ma.fields.String(metadata={"example": "1栋1单元1203"})


class CommunityOut(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    address = ma.fields.String()
    office_phone = ma.fields.String(allow_none=True)
    time_zone = ma.fields.String()
    district = ma.fields.Nested(Ref)


class BuildingOut(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    floors = ma.fields.Integer()
    entrances = ma.fields.List(ma.fields.Nested(Ref))


class HomeOut(HomeRef):
    number = ma.fields.String()
    floor = ma.fields.Integer()
    building = ma.fields.Nested(Ref)
    entrance = ma.fields.Nested(Ref)
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
    items = ma.fields.List(ma.fields.Nested(Ref))


class HomesFound(Schema):
    items = ma.fields.List(ma.fields.Nested(HomeOut))
