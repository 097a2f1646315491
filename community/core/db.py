"""The database: one typed base for all models, and the few facts that make SQLite and PostgreSQL behave alike."""

import enum
import sqlite3
import time
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, String, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from community.core.clock import monotonic
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


BUSY_SECONDS = 15
ROW_LOCK: dict[str, Any] = {"key_share": True}
"""How to lock a row that is to be changed: `with_for_update=ROW_LOCK`.

On PostgreSQL this is FOR NO KEY UPDATE: others may go on writing rows that only refer to the locked one. With FOR UPDATE they
could not, and two openings from one call waited for each other in a circle. SQLite has one writer at a time.
"""
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

if TYPE_CHECKING:

    class Model(Base):
        """What every model inherits from."""

        __abstract__ = True
else:
    Model = db.Model


def configure_engine(engine: Engine) -> None:
    """Make SQLite durable, strict and quick; it then behaves like the other database, one writer at a time."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver's own BEGIN would come too late for reads
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that will write takes the lock at once: upgrading later would fail where waiting is possible.
    if connection.get_execution_options().get("will_write", False):
        _begin_to_write(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_to_write(connection: Connection) -> None:
    """Wait for the write lock, looking every millisecond.

    SQLite's own wait looks at intervals that grow to 100 ms. With it the ninetieth of a hundred waits behind other short
    writes took about 80 ms on a loaded machine, so about 40.
    """
    cursor = connection.connection.cursor()
    deadline = monotonic() + BUSY_SECONDS
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        while monotonic() < deadline:
            try:
                cursor.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    break
                time.sleep(0.001)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails in SQLAlchemy's words, which the callers know
    finally:
        cursor.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
        cursor.close()


def upsert_into(session: Session, model: type[Base]) -> Any:
    """Return an INSERT that knows `on_conflict_do_update` and `on_conflict_do_nothing`, in this database's dialect."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)
