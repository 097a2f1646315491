"""Saved views of the list of tickets."""

from typing import Any
from uuid import UUID

from community.core.http import Blueprint
from community.core.uow import UnitOfWork
from repairs import queries, services
from repairs.schemas import TicketViewIn, TicketViewOut, TicketViewPatch, TicketViewQuery, TicketViewsOut

blp = Blueprint("ticket_views", __name__, url_prefix="/api/v1/ticket-views", description="Saved views of the list of tickets")


@blp.get("/", operation="ticket_views.list", query=TicketViewQuery, returns=TicketViewsOut)
def views(uow: UnitOfWork, query: dict[str, Any]) -> dict[str, Any]:
    """One's own views and those that are shared, by name."""
    return {"items": queries.saved_views(uow, **query)}


@blp.post("/", operation="ticket_views.create", body=TicketViewIn, returns=(201, TicketViewOut))
def create(uow: UnitOfWork, data: dict[str, Any]) -> dict[str, Any]:
    """Keep a query under a name."""
    return queries.saved_view(uow, services.save_view(uow, **data))


@blp.patch("/<uuid:ticket_view_id>", operation="ticket_views.update", body=TicketViewPatch, returns=TicketViewOut)
def change(uow: UnitOfWork, ticket_view_id: UUID, data: dict[str, Any]) -> dict[str, Any]:
    """Change a view (its owner; a shared one also the office)."""
    return queries.saved_view(uow, services.change_view(uow, ticket_view_id, **data))


@blp.delete("/<uuid:ticket_view_id>", operation="ticket_views.delete")
def remove(uow: UnitOfWork, ticket_view_id: UUID) -> None:
    """Forget a view (its owner; a shared one also the office)."""
    services.remove_view(uow, ticket_view_id)
