"""What paid work costs: the community's price list, and offers on tickets. All money is in cents of the community's currency."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.core.db import Id, Model, Timestamp


class PriceKind(StrEnum):
    """What is paid for."""

    MATERIAL = "material"
    LABOUR = "labour"


class QuoteState(StrEnum):
    """What became of an offer; `replaced` by a later one, or `lapsed` with its ticket."""

    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    REPLACED = "replaced"
    LAPSED = "lapsed"


class PriceItem(Model):
    """One line of a community's price list; a retired one is offered no more and stays in old quotes."""

    __tablename__ = "price_item"
    __table_args__ = (UniqueConstraint("community_id", "kind", "name", "unit"),)

    id: Mapped[Id]
    community_id: Mapped[UUID] = mapped_column(ForeignKey("community.id"))
    kind: Mapped[PriceKind]
    name: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(16))
    unit_price_cents: Mapped[int]
    retired: Mapped[bool] = mapped_column(default=False)


class Quote(Model):
    """An offer for one ticket, decided once by its resident side."""

    __tablename__ = "quote"
    __table_args__ = (Index(None, "ticket_id", "id"),)

    id: Mapped[Id]
    ticket_id: Mapped[UUID] = mapped_column(ForeignKey("ticket.id"))
    state: Mapped[QuoteState] = mapped_column(default=QuoteState.OFFERED)
    total_cents: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    offered_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[Timestamp]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[Timestamp | None]

    lines: Mapped[list["QuoteLine"]] = relationship(order_by="QuoteLine.position")


class QuoteLine(Model):
    """One line of an offer, as it was on that day. `quantity` is in thousandths of the unit."""

    __tablename__ = "quote_line"

    quote_id: Mapped[UUID] = mapped_column(ForeignKey("quote.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    price_item_id: Mapped[UUID | None] = mapped_column(ForeignKey("price_item.id"))
    kind: Mapped[PriceKind]
    name: Mapped[str] = mapped_column(String(80))
    unit: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[int]
    unit_price_cents: Mapped[int]
    amount_cents: Mapped[int]
