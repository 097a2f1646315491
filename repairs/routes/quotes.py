"""The price list; quotes themselves are made and decided by actions on their ticket."""

from typing import Any
from uuid import UUID

from flask import Response

from community.core.http import Blueprint
from community.core.paging import Page
from community.core.uow import UnitOfWork
from repairs import queries, services, worksheets
from repairs.models import PriceItem
from repairs.schemas import PriceItemIn, PriceItemOut, PriceItemPatch, PriceItemQuery, QuotesOut

blp = Blueprint("quotes", __name__, url_prefix="/api/v1", description="Price list, quotes and work sheets")


@blp.get("/price-items", operation="price_items.list", query=PriceItemQuery, returns=PriceItemOut, page=True)
def price_items(uow: UnitOfWork, query: dict[str, Any]) -> Page[PriceItem]:
    """What the community's paid work costs, for residents as well."""
    return queries.price_items(uow, **query)


@blp.post("/price-items", operation="price_items.create", body=PriceItemIn, returns=(201, PriceItemOut))
def add_price_item(uow: UnitOfWork, data: dict[str, Any]) -> PriceItem:
    """Enter something into the price list."""
    return services.add_price_item(uow, **data)


@blp.patch("/price-items/<uuid:price_item_id>", operation="price_items.update", body=PriceItemPatch, returns=PriceItemOut)
def change_price_item(uow: UnitOfWork, price_item_id: UUID, data: dict[str, Any]) -> PriceItem:
    """Change or retire a line of the price list; quotes that were given stay as they are."""
    return services.change_price_item(uow, price_item_id, **data)


@blp.get("/tickets/<uuid:ticket_id>/quotes", operation="quotes.list", returns=QuotesOut)
def quotes(uow: UnitOfWork, ticket_id: UUID) -> dict[str, Any]:
    """All quotes of a ticket, the newest first."""
    return {"items": queries.quotes(uow, ticket_id)}


@blp.get("/tickets/<uuid:ticket_id>/worksheet", operation="tickets.worksheet", returns=(200, None))
def worksheet(uow: UnitOfWork, ticket_id: UUID) -> Response:
    """The ticket as a sheet to print (PDF): place, matter, steps, materials and labour, room for signatures."""
    sheet = worksheets.read(uow, ticket_id)
    headers = {"Content-Disposition": f"inline; filename={sheet.number}.pdf", "Cache-Control": "private, no-store"}
    return Response(worksheets.draw(sheet), mimetype="application/pdf", headers=headers)
