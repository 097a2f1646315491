"""What a person sees of their own account."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from community.core.audit import AuditEntry
from community.core.clock import now
from community.core.paging import Page, paginate
from community.models import Membership, MembershipStatus, Person
from community.policies import FACES
from community.queries.lists import memberships_of


def me(session: Session, person_id: UUID) -> dict[str, Any]:
    """Return a person with memberships and faces; who has no role yet is on the way to being a resident."""
    person = session.get_one(Person, person_id)
    memberships = memberships_of(session, person_id)
    return {
        "id": person.id,
        "name": person.name,
        "phone": person.phone,
        "locale": person.locale,
        "has_password": person.password_hash is not None,
        "memberships": memberships,
        "faces": sorted({FACES[m.role] for m in memberships if _counts(m)}) or ["resident"],
    }


def secret_of(session: Session, person_id: UUID) -> tuple[str, str | None]:
    """Return a person's phone number and password hash."""
    person = session.get_one(Person, person_id)
    return person.phone, person.password_hash


def reveals(session: Session, person_id: UUID, *, cursor: str | None = None, limit: int = 50) -> Page[AuditEntry]:
    """Return the looks at a person's phone number, newest first."""
    query = select(AuditEntry).where(
        AuditEntry.subject_type == "person",
        AuditEntry.subject_id == str(person_id),
        AuditEntry.action == "people.reveal",
    )
    return paginate(session, query, [AuditEntry.id.desc()], cursor, limit)


def _counts(membership: Membership) -> bool:
    begun = membership.valid_from is None or membership.valid_from <= now()
    over = membership.valid_until is not None and membership.valid_until <= now()
    return membership.status is MembershipStatus.ACTIVE and begun and not over
