"""Shapes of memberships and people."""

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Labelled, Named
from community.models import MembershipStatus, Title
from community.policies import STAFF, Role
from community.schemas.fields import NAME, Line, MaskedPhone

REASON = ma.validate.Length(1, 500)


class PersonRef(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    phone = MaskedPhone(metadata={"example": "138****5678"})


class MembershipOut(Schema):
    id = ma.fields.UUID()
    role = ma.fields.Enum(Role, by_value=True)
    title = ma.fields.Enum(Title, by_value=True, allow_none=True)
    status = ma.fields.Enum(MembershipStatus, by_value=True)
    community = ma.fields.Nested(Named, allow_none=True)
    district = ma.fields.Nested(Named, allow_none=True)
    building = ma.fields.Nested(Named, allow_none=True)
    home = ma.fields.Nested(Labelled, allow_none=True)
    person = ma.fields.Nested(PersonRef)
    requested_at = ma.fields.AwareDateTime()
    decided_at = ma.fields.AwareDateTime(allow_none=True)
    decided_by_name = ma.fields.String(allow_none=True)
    ended_at = ma.fields.AwareDateTime(allow_none=True)
    valid_until = ma.fields.AwareDateTime(allow_none=True)
    reason = ma.fields.String(allow_none=True)


class MembershipQuery(Schema):
    community_id = ma.fields.UUID()
    home_id = ma.fields.UUID()
    status = ma.fields.Enum(MembershipStatus, by_value=True)
    role = ma.fields.Enum(Role, by_value=True)


class MembershipIn(Schema):
    home_id = ma.fields.UUID(required=True)
    title = ma.fields.Enum(Title, by_value=True, required=True)


class ReasonIn(Schema):
    reason = Line(required=True, validate=REASON)


class MaybeReasonIn(Schema):
    reason = Line(load_default=None, allow_none=True, validate=REASON)


class StaffIn(Schema):
    phone = ma.fields.String(required=True, validate=ma.validate.Length(1, 32))
    name = Line(required=True, validate=NAME)
    role = ma.fields.String(required=True, validate=ma.validate.OneOf([role.value for role in STAFF]))
    community_id = ma.fields.UUID(load_default=None, allow_none=True)
    district_id = ma.fields.UUID(load_default=None, allow_none=True)

    @ma.post_load
    def _role(self, data: dict[str, object], **_: object) -> dict[str, object]:
        return data | {"role": Role(str(data["role"]))}


class PersonMembershipOut(MembershipOut):
    class Meta(Schema.Meta):
        exclude = ("person",)


class PersonOut(PersonRef):
    memberships = ma.fields.List(ma.fields.Nested(PersonMembershipOut))


class PersonQuery(Schema):
    community_id = ma.fields.UUID()
    q = ma.fields.String(validate=ma.validate.Length(max=64))


class PhoneOut(Schema):
    phone = ma.fields.String(metadata={"example": "13812345678"})
