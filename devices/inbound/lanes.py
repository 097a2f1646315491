"""Bounded queues with threads: messages of one device keep their order, those of different devices do not wait for each other."""

import contextlib
import queue
import threading
import zlib
from collections.abc import Callable, Sequence

from flask import Flask
from prometheus_client import Counter, Histogram
from sqlalchemy.exc import DBAPIError, IntegrityError

from community.core.auth import Actor
from community.core.logging import get_logger
from community.core.uow import UnitOfWork, unit_of_work
from devices.inbound.received import Received

log = get_logger(__name__)
Apply = Callable[[UnitOfWork, Sequence[Received]], None]

HANDLED = Counter("linli_device_up_total", "Messages from devices by lane and fate", ["lane", "fate"])
LAG = Histogram("linli_device_up_seconds", "From receipt to commit", ["lane"], buckets=(0.002, 0.01, 0.05, 0.2, 1, 5, 30))
TRIES = 3
LONGEST_PAUSE = 2.0
STOP_WITHIN = 3.0


class Lane:
    """Takes messages in, applies them in batches, one transaction each.

    While the database is away a batch waits for it; a message that can never be applied is logged and left out, alone.
    """

    def __init__(self, app: Flask, name: str, apply: Apply, *, threads: int, capacity: int, batch: int) -> None:
        self.name = name
        self._app = app
        self._apply = apply
        self._batch = batch
        self._stop = threading.Event()
        self._queues = [queue.Queue[Received | None](capacity) for _ in range(threads)]
        self._threads = [threading.Thread(target=self._work, args=(q,), name=f"lane-{name}", daemon=True) for q in self._queues]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Finish what is queued, for at most a few seconds, then end."""
        for q in self._queues:
            with contextlib.suppress(queue.Full):
                q.put_nowait(None)
        for thread in self._threads:
            thread.join(STOP_WITHIN)
        self._stop.set()

    def submit(self, item: Received) -> bool:
        """Queue a message without ever waiting; False if there is no room."""
        shard = zlib.crc32(item.device_id.encode()) % len(self._queues)
        try:
            self._queues[shard].put_nowait(item)
        except queue.Full:
            HANDLED.labels(self.name, "no_room").inc()
            return False
        return True

    def _work(self, q: "queue.Queue[Received | None]") -> None:
        while not self._stop.is_set():
            items = _take(q, self._batch)
            batch = [item for item in items if item is not None]
            if batch:
                self._handle(batch)
            if len(batch) < len(items):
                return

    def _handle(self, batch: Sequence[Received]) -> None:
        try:
            self._persist(batch)
        except Exception:
            if len(batch) > 1:  # find the one that cannot be applied
                for item in batch:
                    self._handle([item])
                return
            HANDLED.labels(self.name, "failed").inc()
            log.exception("device_message_failed", lane=self.name, device=batch[0].device_id)
            _confirm(batch)

    def _persist(self, batch: Sequence[Received]) -> None:
        """Apply and commit; tries again while the database cannot be reached, and a few times if another worker interfered."""
        tries, pause = 0, 0.1
        while True:
            try:
                self._commit(batch)
                return
            except DBAPIError as error:
                tries += 1
                if isinstance(error, IntegrityError) and tries >= TRIES:
                    raise
                if not isinstance(error, IntegrityError) and not _passing(error):
                    raise
                log.warning("device_messages_wait", lane=self.name, error=type(error.orig).__name__, tries=tries)
                if self._stop.wait(pause):
                    return  # not confirmed: the devices will send again
                pause = min(pause * 2, LONGEST_PAUSE)

    def _commit(self, batch: Sequence[Received]) -> None:
        with self._app.app_context(), unit_of_work(Actor.system(f"devices.{self.name}")) as uow:
            self._apply(uow, batch)
            uow.after_commit(lambda: _confirm(batch))
        HANDLED.labels(self.name, "stored").inc(len(batch))
        LAG.labels(self.name).observe((uow.now - batch[0].at).total_seconds())


def _take(q: "queue.Queue[Received | None]", most: int) -> list[Received | None]:
    items = [q.get()]
    while len(items) < most and items[-1] is not None:
        try:
            items.append(q.get_nowait())
        except queue.Empty:
            break
    return items


def _confirm(batch: Sequence[Received]) -> None:
    """Tell the broker (PUBACK) that these need not be delivered again."""
    for item in batch:
        item.ack()


def _passing(error: DBAPIError) -> bool:
    """Whether the database was away, locked or at odds with another transaction, so that trying again makes sense."""
    return error.connection_invalidated or type(error.orig).__name__ in {
        "OperationalError",
        "InterfaceError",
        "AdminShutdown",
        "CrashShutdown",
        "CannotConnectNow",
        "DeadlockDetected",
        "SerializationFailure",
        "LockNotAvailable",
    }
