"""The database: one typed base for all models, and the few facts that make SQLite and PostgreSQL behave alike."""

import enum
import sqlite3
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, Uuid
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.types import TypeDecorator

from community.core.errors import NotFound
from community.core.ids import new_id

JsonDict = dict[str, Any]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time on both databases; a naive one is refused, because nobody knows what it means."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


ROW_LOCK: dict[str, Any] = {"key_share": True}
"""How to lock a row that is to be changed: `with_for_update=ROW_LOCK`.

On PostgreSQL this is FOR NO KEY UPDATE: others may go on writing rows that only refer to the locked one. With FOR UPDATE they
could not, and two openings from one call waited for each other in a circle. SQLite has one writer at a time.
"""
LOCKED: dict[str, Any] = {"with_for_update": ROW_LOCK, "populate_existing": True}
"""How to get a row to change it, as it is now and not as this session saw it before: `session.get_one(Model, key, **LOCKED)`."""
JSON_COLUMN = JSON().with_variant(JSONB(), "postgresql")

Id = Annotated[uuid.UUID, mapped_column(Uuid, primary_key=True, default=new_id)]
Timestamp = Annotated[datetime, mapped_column(UtcDateTime)]


class Base(DeclarativeBase):
    """Maps Python types to columns; an enumeration is a VARCHAR, since changing a database enum needs a migration."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            datetime: UtcDateTime,
            dict[str, Any]: JSON_COLUMN,
            list[Any]: JSON_COLUMN,
            uuid.UUID: Uuid,
            enum.Enum: Enum(
                enum.Enum,
                native_enum=False,
                create_constraint=False,
                length=32,
                values_callable=lambda e: [m.value for m in e],
            ),
            str: String(),
        },
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

M = TypeVar("M", bound=Base)

if TYPE_CHECKING:

    class Model(Base):
        """What every model inherits from."""

        __abstract__ = True
else:
    Model = db.Model


def find(session: Session, model: type[M], key: Any, *, lock: bool = False, options: Sequence[ORMOption] = ()) -> M:
    """Return the row with this key; raises NotFound. With `lock`, as it is now and until the transaction ends."""
    row = session.get(model, key, options=options, **(LOCKED if lock else {}))
    if row is None:
        raise NotFound
    return row


def find_or_enter(session: Session, model: type[M], **blank: Any) -> M:
    """Return the row with the primary key in `blank`, locked; entered with these values if there is none.

    Of two who come at once one waits, and then sees what the other has made of it.
    """
    keys = [column.name for column in model.__table__.primary_key]
    session.execute(upsert_into(session, model).values(blank).on_conflict_do_nothing(index_elements=keys))
    return session.get_one(model, tuple(blank[key] for key in keys), **LOCKED)


def is_modelled(name: str | None, _kind: str, _parents: Any) -> bool:
    """Say whether the models describe what the database calls so; full-text indexes (`fts_…`) have DDL of their own.

    Alembic asks this as its `include_name`.
    """
    return not (name or "").startswith("fts_")


def is_duplicate(error: IntegrityError) -> bool:
    """Say whether the database refused a row because there is one like it."""
    return _violates(error, "23505", sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


def is_dangling(error: IntegrityError) -> bool:
    """Say whether the database refused a row because it refers to nothing."""
    return _violates(error, "23503", sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY)


def _violates(error: IntegrityError, sqlstate: str, *sqlite_codes: int) -> bool:
    """Both drivers carry a code; neither words nor names of constraints are compared."""
    cause = error.orig
    return getattr(cause, "sqlstate", None) == sqlstate or getattr(cause, "sqlite_errorcode", None) in sqlite_codes


def insert_for(dialect: str, model: type[Base]) -> Any:
    """Return an INSERT that knows `on_conflict_do_update` and `on_conflict_do_nothing`, in the dialect of that name."""
    return (postgresql if dialect == "postgresql" else sqlite).insert(model)


def upsert_into(session: Session, model: type[Base]) -> Any:
    """Return such an INSERT for this session's database."""
    return insert_for(session.get_bind().dialect.name, model)
