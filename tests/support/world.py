"""Fills every table of a community with a row whose every text carries its mark, so that any leak can be seen.

Rows are made from the tables' own descriptions; a table that is added later is filled without anybody thinking of it.
"""

import enum
import itertools
from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Date, DateTime, Enum, Float, Integer, LargeBinary, String, Table, Uuid, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON, TypeDecorator

from community.core.clock import now
from community.core.db import db
from community.core.ids import new_id
from tests.support.estate import Neighbourhood

Row = dict[str, Any]
_numbers = itertools.count(900_001)


def fill(session: Session, at: Neighbourhood) -> dict[str, Row]:
    """Add what is missing and return one row of each table that belongs to this neighbourhood, by table name."""
    world: dict[str, Row] = {}
    for table in db.metadata.sorted_tables:
        world[table.name] = _existing(session, table, at) or _make(session, table, at, world)
    session.commit()
    return world


def _existing(session: Session, table: Table, at: Neighbourhood) -> Row | None:
    for name, value in (("id", at.community_id), ("community_id", at.community_id), ("id", at.resident), ("id", at.district_id)):
        if name in table.c and isinstance(table.c[name].type, Uuid):
            row = session.execute(select(table).where(table.c[name] == value).limit(1)).mappings().first()
            if row:
                return dict(row)
    return None


def _make(session: Session, table: Table, at: Neighbourhood, world: dict[str, Row]) -> Row:
    row = {column.name: _value(column, at, world) for column in table.c if not _drawn_by_the_database(column)}
    result = session.execute(insert(table).values(**row).returning(*table.c))
    return dict(result.mappings().one())


def _drawn_by_the_database(column: Column[Any]) -> bool:
    return column is column.table.autoincrement_column


def _value(column: Column[Any], at: Neighbourhood, world: dict[str, Row]) -> Any:
    for key in column.foreign_keys:
        row = world.get(key.column.table.name)
        return row[key.column.name] if row else None
    known = {"community_id": at.community_id, "person_id": at.resident, "home_id": at.home_id, "entrance_id": at.entrance_id}
    if column.name in known:
        return known[column.name]
    if column.primary_key and isinstance(column.type, Uuid):
        return new_id()
    return _plain(column, at.mark)


def _plain(column: Column[Any], mark: str) -> Any:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    number = next(_numbers)
    match kind:
        case Enum():
            return (kind.enum_class and next(iter(kind.enum_class))) or kind.enums[0]
        case Boolean():
            return False
        case Date():
            return now().date()
        case DateTime():
            return now() + timedelta(days=1) if "expire" in column.name or "until" in column.name else now()
        case Integer():
            return number
        case Float():
            return float(number)
        case Uuid():
            return new_id()
        case LargeBinary():
            return mark.encode()
        case JSON():
            return {"mark": mark}
        case String():
            return f"{mark}{number}"[: kind.length]
    raise TypeError(f"no value for {column!r}")


def identify(world: dict[str, Row], parameter: str) -> str:
    """Return the id that a path parameter such as `ticket_id` means in this world."""
    if parameter == "label_code":
        return str(world["place_label"]["code"])
    name = parameter.removesuffix("_id")
    table = next(t for t in (name, f"access_{name}", f"estate_{name}", f"{name}_request") if t in world)
    found = world[table]["id"]
    return str(found.value if isinstance(found, enum.Enum) else found)
