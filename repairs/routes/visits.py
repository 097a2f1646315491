"""Return visits: the office's list, the number to call, and what came of the call."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.paging import Page
from community.core.problems import language
from community.core.uow import UnitOfWork
from repairs import queries, services
from repairs.schemas import ReturnVisitIn, ReturnVisitOut, ReturnVisitQuery, TicketContactOut

blp = Blueprint("return_visits", __name__, url_prefix="/api/v1/return-visits", description="Asking residents how it was")


@blp.get("/", operation="return_visits.list", query=ReturnVisitQuery, returns=ReturnVisitOut, page=True)
def return_visits(uow: UnitOfWork, query: dict[str, Any]) -> Page[dict[str, Any]]:
    """A community's return visits: those that are due by time, others the newest first."""
    return queries.return_visits(uow, language(), **query)


@blp.post("/<uuid:return_visit_id>/complete", operation="tickets.visit", body=ReturnVisitIn, returns=ReturnVisitOut)
def complete(uow: UnitOfWork, return_visit_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Record a call: satisfied, not satisfied (and open the ticket again), or nobody reached (tried again, three times in all)."""
    services.complete(uow, return_visit_id, **data)
    return queries.one_visit(uow, return_visit_id, language())


# Not idempotent: the answer holds a phone number, and answers under a key are kept for 30 days.
@blp.post("/<uuid:return_visit_id>/contact", operation="return_visits.contact", returns=TicketContactOut, idempotent=False)
def contact(uow: UnitOfWork, return_visit_id: UUID) -> dict[str, str]:
    """Show the office where to reach the resident while the visit is due. The resident can read who looked."""
    return {"phone": services.visit_contact(uow, return_visit_id)}
