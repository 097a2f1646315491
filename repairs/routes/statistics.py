"""The figures of this moment."""

from typing import Any

from community.core.http import Blueprint
from community.core.uow import UnitOfWork
from repairs import queries
from repairs.schemas import TicketStatisticsOut, TicketStatisticsQuery

blp = Blueprint("statistics_tickets", __name__, url_prefix="/api/v1/statistics", description="Figures about tickets")


@blp.get("/tickets", operation="statistics.tickets", query=TicketStatisticsQuery, returns=TicketStatisticsOut)
def ticket_statistics(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Counts of a community's tickets now and today, and the mean of all scores."""
    return queries.statistics(uow, **query)
