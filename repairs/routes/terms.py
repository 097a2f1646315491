"""What a community's office settles: its hours, whom it warns, when it closes."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.uow import UnitOfWork
from community.core.versions import Seen
from repairs import queries, services
from repairs.schemas import CalendarIn, CalendarOut, PolicyIn, PolicyOut

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
