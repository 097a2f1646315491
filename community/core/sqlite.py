"""SQLite made durable, strict and quick, and fair to people: it then behaves like the other database, one writer at a time."""

import contextlib
import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from community.core.clock import monotonic

BUSY_SECONDS = 15
LOOK_EVERY = 0.0005
COURTESY = 0.05
"""Seconds for which the platform's own work lets people go first; after that it takes its turn like everybody."""
_QUEUE = "linli.queue"
_SYNCHRONOUS = "linli.synchronous"


def configure_engine(engine: Engine) -> None:
    """Prepare an engine; one for another database is left as it is."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open)
        event.listen(engine, "begin", _begin)
        event.listen(engine, "close", _close)


def _open(connection: Any, record: Any) -> None:
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
    record.info[_SYNCHRONOUS] = "FULL"
    file = cursor.execute("PRAGMA database_list").fetchone()[2]
    cursor.close()
    if file:  # a database in memory has one connection and no queue
        record.info[_QUEUE] = os.open(f"{file}-queue", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _close(_connection: Any, record: Any) -> None:
    if (queue := record.info.pop(_QUEUE, None)) is not None:
        os.close(queue)


def _begin(connection: Connection) -> None:
    # A transaction that will write takes the lock at once: upgrading later would fail where waiting is possible.
    options = connection.get_execution_options()
    if not options.get("will_write", False):
        connection.exec_driver_sql("BEGIN")
        return
    _wait_for_disk(connection, options.get("durable", True))
    queue: int | None = connection.info.get(_QUEUE)
    if queue is None:
        _begin_to_write(connection)
    elif options.get("gives_way", False):
        _let_others_go_first(queue)
        _begin_to_write(connection)
    else:
        with _queued(queue):
            _begin_to_write(connection)


def _wait_for_disk(connection: Connection, durable: bool) -> None:
    """A commit in FULL waits until the log is on the disk, together with all commits before it; one in NORMAL does not."""
    wanted = "FULL" if durable else "NORMAL"
    if connection.info[_SYNCHRONOUS] != wanted:
        connection.exec_driver_sql(f"PRAGMA synchronous={wanted}")
        connection.info[_SYNCHRONOUS] = wanted


def _begin_to_write(connection: Connection) -> None:
    """Wait for the write lock, looking often.

    SQLite's own wait looks at intervals that grow to 100 ms. With it the ninetieth of a hundred waits behind other short
    writes took about 80 ms on a loaded machine.
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
                time.sleep(LOOK_EVERY)
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails in SQLAlchemy's words, which the callers know
    finally:
        cursor.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
        cursor.close()


@contextlib.contextmanager
def _queued(queue: int) -> Iterator[None]:
    """Show that somebody waits for the write lock; several may."""
    fcntl.flock(queue, fcntl.LOCK_SH)
    try:
        yield
    finally:
        fcntl.flock(queue, fcntl.LOCK_UN)


def _let_others_go_first(queue: int) -> None:
    """Wait while people wait: a worker that writes in quick succession would win against them nearly every time."""
    deadline = monotonic() + COURTESY
    while monotonic() < deadline:
        try:
            fcntl.flock(queue, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(LOOK_EVERY)
            continue
        fcntl.flock(queue, fcntl.LOCK_UN)
        return
