"""Runs Alembic with our models; one set of revisions for SQLite and PostgreSQL.

Revisions name plain types only: an enumeration is a VARCHAR, our time type is a timestamp with time zone, JSON is JSONB on
PostgreSQL.
"""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection

from community.core.db import JSON_COLUMN, UtcDateTime, db, is_modelled

LOCK_TIMEOUT = "5s"  # a migration that waits for a lock holds up everybody behind it


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Spell our types with SQLAlchemy's own, so that an old revision never depends on today's code."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if item is JSON_COLUMN or isinstance(item, sa.JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def compare_type(_context: Any, _column: Any, _inspected: Any, inspected_type: Any, metadata_type: Any) -> bool | None:
    """Say what is no difference: the same type under another name."""
    if isinstance(metadata_type, sa.Enum):
        return not (isinstance(inspected_type, sa.String) and inspected_type.length == metadata_type.length)
    if isinstance(metadata_type, UtcDateTime):
        return not isinstance(inspected_type, sa.DateTime)
    return None


def number_revision(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """Number revisions in sequence: 0001, 0002, …"""
    if directives:
        taken = [int(path.name[:4]) for path in Path(__file__).parent.glob("versions/[0-9]*.py")]
        directives[0].rev_id = f"{max(taken, default=0) + 1:04d}"
        directives[0].imports.add("from sqlalchemy.dialects import postgresql")


def run(connection: Connection) -> None:
    """Run the revisions that are due, all in one transaction where the database can."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # A batch change rebuilds a table; with the keys on, the old one cannot be dropped while rows point to it. SQLite
        # ignores this within a transaction, so it goes past SQLAlchemy, which would begin one.
        keys(connection, on=False)
    else:
        connection.exec_driver_sql(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=compare_type,
        include_name=is_modelled,
        process_revision_directives=number_revision,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
    if sqlite:
        keys(connection, on=True)


def keys(connection: Connection, *, on: bool) -> None:
    """Let SQLite enforce foreign keys, or not."""
    connection.connection.cursor().execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def main() -> None:
    """Connect as the application does."""
    with current_app.extensions["migrate"].db.engine.connect() as connection:
        run(connection.execution_options(will_write=True))


main()
