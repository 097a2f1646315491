"""What a community's office settles: its hours, whom it warns, when it closes."""

from typing import Any
from uuid import UUID

from community.core.auth import Actor
from community.core.http import Blueprint
from community.core.problems import language
from community.core.uow import UnitOfWork, unit_of_work
from community.core.versions import Seen
from repairs import queries, services
from repairs.schemas import CalendarIn, CalendarOut, PolicyIn, PolicyOut, PreviewIn, PreviewOut

blp = Blueprint("terms", __name__, url_prefix="/api/v1/communities/<uuid:community_id>", description="Working hours and promises")


@blp.get("/calendar", operation="calendars.read", returns=CalendarOut, versioned=True)
def calendar(uow: UnitOfWork, community_id: UUID) -> dict[str, Any]:
    """The office's working hours: a week, and the dates on which it works otherwise."""
    return queries.calendar(uow, community_id)


@blp.put("/calendar", operation="calendars.replace", body=CalendarIn, returns=CalendarOut, versioned=True)
def settle_calendar(uow: UnitOfWork, community_id: UUID, data: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Set the working hours. What has been promised stays; what is counted from now on is counted by them."""
    return queries.calendar_view(community_id, *services.settle_calendar(uow, community_id, seen, **data))


@blp.get("/promises-policy", operation="promises.read", returns=PolicyOut, versioned=True)
def policy(uow: UnitOfWork, community_id: UUID) -> dict[str, Any]:
    """Whom the platform warns when, when it closes what nobody answers, and after which tickets the office asks how it was."""
    return queries.policy(uow, community_id)


@blp.put("/promises-policy", operation="promises.replace", body=PolicyIn, returns=PolicyOut, versioned=True)
def settle_policy(uow: UnitOfWork, community_id: UUID, data: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Set ladder, closing and return visits. Rungs that lie in the past already are passed over."""
    return queries.policy_view(community_id, *services.settle_policy(uow, community_id, seen, **data))


READS: dict[str, Any] = {"own_transactions": True, "idempotent": False}  # a question with a body: it locks nothing, keeps no key


@blp.post("/promises-policy/preview", operation="promises.preview", body=PreviewIn, returns=PreviewOut, **READS)
def preview(actor: Actor, community_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """What would be promised of a ticket, and who would be told when, by the settled terms or by such as are being written.
    Changes nothing."""
    with unit_of_work(actor, read_only=True) as uow:
        return queries.preview(uow, community_id, language(), **data)
