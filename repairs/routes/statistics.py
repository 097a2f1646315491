"""The figures of this moment, and of a period."""

from typing import Any

from flask import Response

from community.core.http import Blueprint
from community.core.problems import language
from community.core.uow import UnitOfWork
from repairs import queries, services, sheets
from repairs.schemas import RepairStatisticsOut, RepairStatisticsQuery, TicketStatisticsOut, TicketStatisticsQuery

HEADERS = {"Content-Disposition": "attachment; filename*=UTF-8''%E7%BB%9F%E8%AE%A1.xlsx"}  # 统计.xlsx

blp = Blueprint("statistics_tickets", __name__, url_prefix="/api/v1/statistics", description="Figures about tickets")


@blp.get("/tickets", operation="statistics.tickets", query=TicketStatisticsQuery, returns=TicketStatisticsOut)
def ticket_statistics(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """Counts of a community's tickets now and today, and the mean of all scores."""
    return queries.statistics(uow, **query)


@blp.get("/repairs", operation="statistics.repairs", query=RepairStatisticsQuery, returns=RepairStatisticsOut)
def repair_statistics(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """What happened in a period, in total and by week, category, building or worker: how much, how quick, how well.

    Each thing counts on the day on which it happened, by the community's calendar, and for the worker who had the ticket then.
    """
    return queries.repairs(uow, language(), **query)


@blp.get("/repairs/export", operation="statistics.export_repairs", query=RepairStatisticsQuery, returns=(200, None))
def export_repair_statistics(uow: UnitOfWork, query: dict[str, Any]) -> Response:
    """The same figures as an Excel file with headers in the asker's language."""
    file = services.export_figures(uow, language(), **query)
    return Response(b"".join(file), content_type=sheets.XLSX, headers=HEADERS)
