"""Cursor pages: the last row's sort keys, packed opaquely; stable while rows come and go, at the same cost on every page."""

import base64
import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

import orjson
from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.operators import desc_op

from community.core.errors import Invalid

T = TypeVar("T")
SMALLEST, LARGEST = -(2**63), 2**63 - 1  # what a database integer can be
Key = InstrumentedAttribute[Any] | UnaryExpression[Any]


class BadCursor(Invalid):
    """A cursor that this list did not give out."""

    code = "cursor.invalid"
    zh = "翻页位置无效，请从第一页重新开始。"
    en = "The cursor is not valid; start from the first page."


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `next` is None on the last one."""

    items: Sequence[T]
    next: str | None = None


def paginate(
    session: Session, query: Select[Any], keys: Sequence[Key], cursor: str | None = None, limit: int = 50, *, rows: bool = False
) -> Page[Any]:
    """Return one page of entities of `query`, ordered by `keys` (the last one unique, none nullable).

    With `rows`, the items are rows of the columns that `query` selects, the keys among them.
    """
    columns = [_column(key) for key in keys]
    if cursor:
        query = query.where(_after(keys, columns, _unpack(cursor, columns)))
    result = session.execute(query.order_by(*keys).limit(limit + 1))
    found: Sequence[Any] = result.all() if rows else result.scalars().unique().all()
    if len(found) <= limit:
        return Page(found)
    last = found[limit - 1]
    return Page(found[:limit], _pack([getattr(last, column.key) for column in columns]))


def _column(key: Any) -> Any:
    return key.element if isinstance(key, UnaryExpression) else key


def _after(keys: Sequence[Key], columns: Sequence[Any], values: Sequence[Any]) -> ColumnElement[bool]:
    """Spell out the row comparison, since the keys may run in different directions.

    The bound on the first key is implied by the rest, but only so does an index seek to the page instead of walking to it.
    """
    steps = []
    for i, key in enumerate(keys):
        beyond = columns[i] < values[i] if _falls(key) else columns[i] > values[i]
        steps.append(and_(*(columns[j] == values[j] for j in range(i)), beyond))
    bound = columns[0] <= values[0] if _falls(keys[0]) else columns[0] >= values[0]
    return and_(bound, or_(*steps))


def _falls(key: Key) -> bool:
    return isinstance(key, UnaryExpression) and key.modifier is desc_op


def _pack(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")


def _unpack(cursor: str, columns: Sequence[Any]) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(columns):
            raise BadCursor
        return [_typed(column, value) for column, value in zip(columns, values, strict=True)]
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise BadCursor from None


def _typed(column: Any, value: Any) -> Any:
    kind = column.type.python_type
    if kind is uuid.UUID:
        return uuid.UUID(value)
    if kind is datetime:
        return _moment(value)
    if issubclass(kind, enum.Enum):
        return kind(value)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise BadCursor
    if isinstance(value, int) and not SMALLEST <= value <= LARGEST:
        raise BadCursor
    if isinstance(value, str) and "\0" in value:  # PostgreSQL has no such text
        raise BadCursor
    return value


def _moment(value: str) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise BadCursor
    return moment.astimezone(UTC)
