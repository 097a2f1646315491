"""The list of tickets as an Excel file."""

from typing import Any

from flask import Response, stream_with_context

from community.core.auth import Actor
from community.core.http import Blueprint
from community.core.problems import language
from repairs import services, sheets
from repairs.routes.tickets import wanted
from repairs.schemas import TicketExportQuery

HEADERS = {"Content-Disposition": "attachment; filename*=UTF-8''%E5%B7%A5%E5%8D%95.xlsx"}  # 工单.xlsx


def add_export(blp: Blueprint) -> None:
    """Add `GET /export`."""
    blp.get("/export", operation="tickets.export", query=TicketExportQuery, returns=(200, None), own_transactions=True)(export)


def export(actor: Actor, query: dict[str, Any]) -> Response:
    """The same list as an Excel file with headers in the asker's language, at most 50,000 tickets; kept in the audit trail."""
    sort = query.pop("sort")
    file = services.export(actor, wanted(actor, query), sort, language())
    return Response(stream_with_context(file), content_type=sheets.XLSX, headers=HEADERS)
