"""The audit trail."""

from typing import Any

import marshmallow as ma

from community.core.audit import AuditEntry
from community.core.http import Blueprint, Schema
from community.core.paging import Page
from community.core.uow import UnitOfWork
from community.queries import audit

blp = Blueprint("audit", __name__, url_prefix="/api/v1/audit", description="Who did or saw what, when and why")


class AuditOut(Schema):
    id = ma.fields.UUID()
    at = ma.fields.AwareDateTime()
    actor_kind = ma.fields.String()
    actor_id = ma.fields.String(allow_none=True)
    actor_name = ma.fields.String()
    action = ma.fields.String()
    subject_type = ma.fields.String()
    subject_id = ma.fields.String()
    community_id = ma.fields.UUID(allow_none=True)
    reason = ma.fields.String(allow_none=True)
    data = ma.fields.Dict()


class AuditQuery(Schema):
    community_id = ma.fields.UUID()
    action = ma.fields.String(validate=ma.validate.Length(max=64))
    actor_id = ma.fields.UUID()
    subject_type = ma.fields.String(validate=ma.validate.Length(max=32))
    subject_id = ma.fields.String(validate=ma.validate.Length(max=64))
    since = ma.fields.AwareDateTime()
    until = ma.fields.AwareDateTime()


@blp.get("/", operation="audit.list", query=AuditQuery, returns=AuditOut, page=True)
def list_(uow: UnitOfWork, query: dict[str, Any]) -> Page[AuditEntry]:
    """List what was done and looked at, newest first."""
    return audit.entries(uow.session, uow.actor, **query)
