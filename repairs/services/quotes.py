"""The price list, and what paid work on a ticket costs: offered by the worker, decided by the resident before the work goes on.

`offer`, `agree`, `decline` and `lapse` are effects of the workflow's actions: `actions.act` has judged and locked the ticket.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from community.core.auth import Place
from community.core.db import find
from community.core.ids import new_id
from community.core.uow import UnitOfWork
from repairs.errors import PriceItemExists, QuoteLineIncomplete, QuoteNotOpen, QuoteTooDear, UnknownPriceItem
from repairs.models import PriceItem, PriceKind, Quote, QuoteLine, QuoteState, Ticket

OWN_WORDS = {"kind", "name", "unit", "unit_price_cents"}
THOUSAND = Decimal(1000)
MOST_CENTS = 100_000_00
"""A quote above 100,000 is no repair any more, but a slip."""


def add_price_item(
    uow: UnitOfWork, *, community_id: UUID, kind: PriceKind, name: str, unit: str, unit_price_cents: int
) -> PriceItem:
    """Enter something into a community's price list. Raises PriceItemExists for one of the same kind, name and unit."""
    uow.actor.require("price_items.create", Place(community_id=community_id))
    item = PriceItem(
        id=new_id(), community_id=community_id, kind=kind, name=name, unit=unit, unit_price_cents=unit_price_cents, retired=False
    )
    with uow.unless_taken(PriceItemExists()):
        uow.session.add(item)
    uow.audit("price_item.create", subject=("price_item", item.id), community_id=community_id, unit_price_cents=unit_price_cents)
    return item


def change_price_item(uow: UnitOfWork, item_id: UUID, **changes: Any) -> PriceItem:
    """Change a line of the price list; quotes that were given stay as they are. Raises PriceItemExists."""
    item = find(uow.session, PriceItem, item_id, lock=True)
    uow.actor.require("price_items.update", Place(community_id=item.community_id))
    with uow.unless_taken(PriceItemExists()):
        for name, value in changes.items():
            setattr(item, name, value)
    uow.audit("price_item.update", subject=("price_item", item.id), community_id=item.community_id, **changes)
    return item


def offer(uow: UnitOfWork, ticket: Ticket, moment: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """Offer paid work; an offer that is still undecided is replaced by this one."""
    _decide_open(uow, ticket, QuoteState.REPLACED, moment)
    lines = _lines(uow, ticket, data.pop("lines"))
    total = sum(line.amount_cents for line in lines)
    if total > MOST_CENTS:
        raise QuoteTooDear
    quote = Quote(
        id=new_id(),
        ticket_id=ticket.id,
        state=QuoteState.OFFERED,
        total_cents=total,
        note=data.get("note") or "",
        offered_by_id=uow.actor.person_id,
        offered_at=moment,
        lines=lines,
    )
    uow.session.add(quote)
    ticket.quote_id, ticket.quote_state, ticket.quote_cents = quote.id, QuoteState.OFFERED, total
    return {"quote_id": quote.id, "total_cents": total}


def agree(uow: UnitOfWork, ticket: Ticket, moment: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """Agree to the offer that was seen, in place of what was agreed before; raises QuoteNotOpen if it is another one by now."""
    before = (Quote.ticket_id == ticket.id, Quote.state == QuoteState.AGREED)
    uow.session.execute(update(Quote).where(*before).values(state=QuoteState.REPLACED))
    return _decide(uow, ticket, QuoteState.AGREED, moment, data["quote_id"])


def decline(uow: UnitOfWork, ticket: Ticket, moment: datetime, data: dict[str, Any]) -> dict[str, Any]:
    """Decline the offer that was seen; the worker goes on without paid work, or offers anew."""
    return _decide(uow, ticket, QuoteState.DECLINED, moment, data["quote_id"])


def lapse(uow: UnitOfWork, ticket: Ticket, moment: datetime, _data: dict[str, Any]) -> dict[str, Any]:
    """With its ticket an undecided offer ends as well."""
    _decide_open(uow, ticket, QuoteState.LAPSED, moment)
    return {}


def amount_cents(quantity: Decimal, unit_price_cents: int) -> int:
    """Return what so much of something costs, rounded half up to whole cents."""
    return int((quantity * unit_price_cents).quantize(Decimal(1), ROUND_HALF_UP))


def _decide(uow: UnitOfWork, ticket: Ticket, state: QuoteState, moment: datetime, quote_id: UUID) -> dict[str, Any]:
    quote = _open_quote(uow, ticket)
    if quote is None or quote.id != quote_id:
        raise QuoteNotOpen
    quote.decided_by_id = uow.actor.person_id
    _close(ticket, quote, state, moment)
    return {"total_cents": quote.total_cents}


def _decide_open(uow: UnitOfWork, ticket: Ticket, state: QuoteState, moment: datetime) -> None:
    quote = _open_quote(uow, ticket)
    if quote is not None:
        _close(ticket, quote, state, moment)


def _open_quote(uow: UnitOfWork, ticket: Ticket) -> Quote | None:
    if ticket.quote_state is not QuoteState.OFFERED:
        return None
    return uow.session.get_one(Quote, ticket.quote_id)


def _close(ticket: Ticket, quote: Quote, state: QuoteState, moment: datetime) -> None:
    quote.state, quote.decided_at = state, moment
    ticket.quote_state = state


def _lines(uow: UnitOfWork, ticket: Ticket, wanted: Sequence[Mapping[str, Any]]) -> list[QuoteLine]:
    if any(OWN_WORDS & line.keys() != (set() if "price_item_id" in line else OWN_WORDS) for line in wanted):
        raise QuoteLineIncomplete
    ids = {line["price_item_id"] for line in wanted if line.get("price_item_id")}
    here = (PriceItem.community_id == ticket.community_id, ~PriceItem.retired)
    known = {item.id: item for item in uow.session.scalars(select(PriceItem).where(PriceItem.id.in_(ids), *here))}
    if ids - known.keys():
        raise UnknownPriceItem
    return [
        _line(position, line, known[line["price_item_id"]] if "price_item_id" in line else None)
        for position, line in enumerate(wanted, 1)
    ]


def _line(position: int, wanted: Mapping[str, Any], item: PriceItem | None) -> QuoteLine:
    """Copy name and price: later changes of the price list do not change an offer."""
    source = {name: getattr(item, name) if item else wanted[name] for name in OWN_WORDS}
    return QuoteLine(
        position=position,
        price_item_id=item.id if item else None,
        quantity=int(wanted["quantity"] * THOUSAND),
        amount_cents=amount_cents(wanted["quantity"], source["unit_price_cents"]),
        **source,
    )
