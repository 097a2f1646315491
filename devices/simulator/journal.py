"""The device's lasting memory: its event store, and the few facts that survive a power cut.

An event is on disk before it is sent, numbered without gaps, and stays until the platform has acknowledged it.
"""

import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path

from devices.messages import DeviceEvent

CAPACITY = 10_000

_TABLES = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);
"""


class Journal:
    """An event store of its own id (`store`, sent as `boot`). Used by one thread at a time."""

    def __init__(self, path: Path | str, capacity: int = CAPACITY) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_TABLES)
        self._capacity = capacity
        self.store = self.recall("store") or self._found_store()

    def append(self, build: Callable[[str, int], DeviceEvent]) -> DeviceEvent | None:
        """Stores the event that `build(store, seq)` returns; a full store counts one lost and returns None."""
        with _Transaction(self._db):
            if self.full:
                self.remember("lost", str(self.lost + 1))
                return None
            seq = int(self.recall("last") or 0) + 1
            event = build(self.store, seq)
            self._db.execute("INSERT INTO event VALUES (?, ?)", (seq, event.encode()))
            self.remember("last", str(seq))
            return event

    def after(self, seq: int, limit: int) -> list[DeviceEvent]:
        """The next events behind `seq`, oldest first."""
        query = "SELECT body FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
        return [DeviceEvent.decode(body) for (body,) in self._db.execute(query, (seq, limit))]

    def acknowledge(self, upto: int) -> bool:
        """Deletes what the platform has; False if that was nothing new. A number not yet given out is not believed."""
        if not self.acknowledged < upto <= int(self.recall("last") or 0):
            return False
        with _Transaction(self._db):
            self._db.execute("DELETE FROM event WHERE seq <= ?", (upto,))
            self.remember("acknowledged", str(upto))
        return True

    @property
    def acknowledged(self) -> int:
        """The highest number below which the platform misses nothing."""
        return int(self.recall("acknowledged") or 0)

    @property
    def backlog(self) -> int:
        """How many events wait for their acknowledgement."""
        return int(self.recall("last") or 0) - self.acknowledged

    @property
    def full(self) -> bool:
        """Whether the next event finds no room."""
        return self.backlog >= self._capacity

    @property
    def lost(self) -> int:
        """How many events found the store full since that was last reported."""
        return int(self.recall("lost") or 0)

    def remember(self, name: str, value: str) -> None:
        """Keeps one fact."""
        self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def recall(self, name: str) -> str | None:
        """A kept fact, or None."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def _found_store(self) -> str:
        store = uuid.uuid4().hex
        self.remember("store", store)
        return store


class _Transaction:
    """All or nothing, on disk when it ends."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        self._db.execute("ROLLBACK" if failure else "COMMIT")
