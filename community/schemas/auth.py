"""Shapes of sign-in and of the account."""

from typing import Any

import marshmallow as ma

from community.core.http import Schema
from community.schemas.fields import NAME, Line, OwnPhone
from community.schemas.memberships import MembershipOut

LOCALES = ("zh-CN", "en")
ONE_OF = "auth.one_of|请输入密码或验证码，二者选一|Give either a password or a code."


class PhoneIn(Schema):
    phone = ma.fields.String(required=True, validate=ma.validate.Length(1, 32))


class LoginIn(PhoneIn):
    password = ma.fields.String(validate=ma.validate.Length(1, 128))
    code = ma.fields.String(validate=ma.validate.Regexp(r"^[0-9]{6}\Z"))

    @ma.validates_schema
    def _one_way(self, data: dict[str, Any], **_: Any) -> None:
        if ("password" in data) == ("code" in data):
            raise ma.ValidationError(ONE_OF)


class CodeOut(Schema):
    retry_after = ma.fields.Integer(metadata={"description": "seconds until another code may be asked for"})


class RefreshIn(Schema):
    refresh_token = ma.fields.String(required=True, validate=ma.validate.Length(1, 200))


class LogoutIn(Schema):
    everywhere = ma.fields.Boolean(load_default=False)


class AccountOut(Schema):
    id = ma.fields.UUID()
    name = ma.fields.String()
    phone = OwnPhone()
    locale = ma.fields.String()


class TokensOut(Schema):
    access_token = ma.fields.String()
    refresh_token = ma.fields.String()
    expires_in = ma.fields.Integer(metadata={"description": "seconds the access token lasts"})
    person = ma.fields.Nested(AccountOut)


class MeOut(AccountOut):
    has_password = ma.fields.Boolean()
    memberships = ma.fields.List(ma.fields.Nested(MembershipOut))
    faces = ma.fields.List(ma.fields.String(validate=ma.validate.OneOf(("resident", "worker", "manage", "control"))))


class MeIn(Schema):
    name = Line(validate=NAME)
    locale = ma.fields.String(validate=ma.validate.OneOf(LOCALES))


class PasswordIn(Schema):
    current = ma.fields.String(
        load_default=None,
        allow_none=True,
        validate=ma.validate.Length(1, 128),
        metadata={"description": "may be left out by an account that has no password yet"},
    )
    new = ma.fields.String(required=True, validate=ma.validate.Length(1, 128))


class RevealOut(Schema):
    at = ma.fields.AwareDateTime()
    actor_name = ma.fields.String()
    reason = ma.fields.String()
