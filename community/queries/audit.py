"""Reading the audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.audit import AuditEntry
from community.core.auth import Actor
from community.core.paging import Page, paginate


def entries(
    session: Session,
    actor: Actor,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
    **filters: Any,
) -> Page[AuditEntry]:
    """Return the acts the actor may read about, newest first; `since` ≤ at < `until`."""
    query = select(AuditEntry).where(actor.scope("audit.list", community=AuditEntry.community_id))
    for field, value in filters.items():
        query = query.where(getattr(AuditEntry, field) == (str(value) if field == "actor_id" else value))
    if since is not None:
        query = query.where(AuditEntry.at >= since)
    if until is not None:
        query = query.where(AuditEntry.at < until)
    return paginate(session, query, [AuditEntry.id.desc()], cursor, limit)
