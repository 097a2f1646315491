"""The price list, and the quotes of a ticket."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from community import queries as community_queries
from community.core.auth import Place
from community.core.db import find
from community.core.paging import Page, paginate
from community.core.uow import UnitOfWork
from repairs.models import PriceItem, PriceKind, Quote, QuoteLine, Ticket

View = dict[str, Any]


def price_items(
    uow: UnitOfWork,
    *,
    community_id: UUID,
    kind: PriceKind | None = None,
    retired: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PriceItem]:
    """Return a community's price list by kind and name; residents see it too, so that prices surprise nobody."""
    uow.actor.require("price_items.list", Place(community_id=community_id))
    query = select(PriceItem).where(PriceItem.community_id == community_id)
    if kind is not None:
        query = query.where(PriceItem.kind == kind)
    if not retired:
        query = query.where(~PriceItem.retired)
    return paginate(uow.session, query, [PriceItem.kind, PriceItem.name, PriceItem.id], cursor, limit)


def quotes(uow: UnitOfWork, ticket_id: UUID) -> list[View]:
    """Return all quotes of a ticket, the newest first, with their lines and who offered and decided."""
    ticket = find(uow.session, Ticket, ticket_id)
    uow.actor.require("quotes.list", ticket.place)
    query = select(Quote).where(Quote.ticket_id == ticket_id).options(selectinload(Quote.lines))
    found = uow.session.scalars(query.order_by(Quote.id.desc())).all()
    people = {person for quote in found for person in (quote.offered_by_id, quote.decided_by_id) if person}
    names = community_queries.person_names(uow.session, people)
    return [_quote_view(quote, names) for quote in found]


def _quote_view(quote: Quote, names: dict[UUID, str]) -> View:
    plain = ("id", "ticket_id", "state", "total_cents", "note", "offered_at", "decided_at")
    return {name: getattr(quote, name) for name in plain} | {
        "offered_by": {"id": quote.offered_by_id, "name": names.get(quote.offered_by_id, "")},
        "decided_by": {"id": quote.decided_by_id, "name": names.get(quote.decided_by_id, "")} if quote.decided_by_id else None,
        "lines": [_line_view(line) for line in quote.lines],
    }


def _line_view(line: QuoteLine) -> View:
    plain = ("position", "price_item_id", "kind", "name", "unit", "unit_price_cents", "amount_cents")
    return {name: getattr(line, name) for name in plain} | {"quantity": Decimal(line.quantity) / 1000}
