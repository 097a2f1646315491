"""People as managers see them: phone numbers stay masked until somebody gives a reason."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork
from community.queries import lists
from community.schemas.memberships import PersonOut, PersonQuery, PhoneOut, ReasonIn
from community.services import people

blp = Blueprint("people", __name__, url_prefix="/api/v1/people", description="People")


@blp.get("/", operation="people.list", query=PersonQuery, returns=PersonOut, page=True)
def list_(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """List the people of one's communities.

    `q` matches part of a name or of a home's label, a whole phone number, or its last four digits.
    """
    return lists.people_page(uow.session, uow.actor, **query)


# Not idempotent: the answer holds a phone number, and answers under a key are kept for 30 days.
@blp.post("/<uuid:person_id>/reveal", operation="people.reveal", body=ReasonIn, returns=PhoneOut, idempotent=False)
def reveal(uow: UnitOfWork, person_id: UUID, data: dict[str, Any]) -> dict[str, str]:
    """Show a person's whole phone number. Who looked, when and why goes on record first, and the person can read it."""
    return {"phone": people.reveal_phone(uow, person_id=person_id, **data)}
