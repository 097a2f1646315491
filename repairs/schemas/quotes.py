"""Shapes of the price list and of quotes."""

import marshmallow as ma

from community.core.http import Schema
from community.core.shapes import Named
from repairs.models import PriceKind, QuoteState
from repairs.schemas.fields import Quantity, Words

CENTS = ma.validate.Range(0, 100_000_00)


class PriceItemIn(Schema):
    community_id = ma.fields.UUID(required=True)
    kind = ma.fields.Enum(PriceKind, by_value=True, required=True)
    name = Words(80, required=True)
    unit = Words(16, required=True)
    unit_price_cents = ma.fields.Integer(required=True, strict=True, validate=CENTS)


class PriceItemPatch(Schema):
    name = Words(80)
    unit = Words(16)
    unit_price_cents = ma.fields.Integer(strict=True, validate=CENTS)
    retired = ma.fields.Boolean()


class PriceItemQuery(Schema):
    community_id = ma.fields.UUID(required=True)
    kind = ma.fields.Enum(PriceKind, by_value=True)
    retired = ma.fields.Boolean(load_default=False, metadata={"description": "with those that are offered no more"})


class PriceItemOut(Schema):
    id = ma.fields.UUID()
    community_id = ma.fields.UUID()
    kind = ma.fields.Enum(PriceKind, by_value=True)
    name = ma.fields.String()
    unit = ma.fields.String()
    unit_price_cents = ma.fields.Integer()
    retired = ma.fields.Boolean()


class QuoteLineIn(Schema):
    """A line by an item of the price list, or in own words with its own price."""

    price_item_id = ma.fields.UUID()
    kind = ma.fields.Enum(PriceKind, by_value=True)
    name = Words(80)
    unit = Words(16)
    unit_price_cents = ma.fields.Integer(strict=True, validate=CENTS)
    quantity = Quantity(required=True)


class QuoteLineOut(Schema):
    position = ma.fields.Integer()
    price_item_id = ma.fields.UUID(allow_none=True)
    kind = ma.fields.Enum(PriceKind, by_value=True)
    name = ma.fields.String()
    unit = ma.fields.String()
    quantity = ma.fields.Decimal(as_string=True, metadata={"type": "string", "example": "1.5"})
    unit_price_cents = ma.fields.Integer()
    amount_cents = ma.fields.Integer()


class QuoteOut(Schema):
    id = ma.fields.UUID()
    ticket_id = ma.fields.UUID()
    state = ma.fields.Enum(QuoteState, by_value=True)
    total_cents = ma.fields.Integer()
    note = ma.fields.String()
    offered_by = ma.fields.Nested(Named)
    offered_at = ma.fields.AwareDateTime()
    decided_by = ma.fields.Nested(Named, allow_none=True)
    decided_at = ma.fields.AwareDateTime(allow_none=True)
    lines = ma.fields.List(ma.fields.Nested(QuoteLineOut))


class QuotesOut(Schema):
    items = ma.fields.List(ma.fields.Nested(QuoteOut))


class TicketQuote(Schema):
    """The newest quote of a ticket, in short."""

    id = ma.fields.UUID()
    state = ma.fields.Enum(QuoteState, by_value=True)
    total_cents = ma.fields.Integer()
