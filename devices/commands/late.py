"""Answers that come after the 3 s: the requester was told "unknown", the record can still learn the truth."""

import queue
import threading
from uuid import UUID

from flask import Flask

from community.core.auth import Actor
from community.core.logging import get_logger
from community.core.uow import unit_of_work
from devices.commands.dispatching import verdict
from devices.commands.settling import settle
from devices.gateway import Reply

log = get_logger(__name__)


class LateSettler:
    """Settles in a thread of its own, started at the first late answer; the network thread must not wait for a database."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._queue: queue.Queue[tuple[UUID, Reply]] = queue.Queue(1000)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, command_id: UUID, reply: Reply) -> None:
        """Take an answer in; with a full queue it is dropped, and the command stays unknown."""
        try:
            self._queue.put_nowait((command_id, reply))
        except queue.Full:
            log.warning("late_reply_dropped", command=str(command_id))
            return
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="late-settler", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            command_id, reply = self._queue.get()
            try:
                with self._app.app_context(), unit_of_work(Actor.system("devices.late")) as uow:
                    settle(uow, command_id, verdict(reply))
            except Exception:
                log.exception("late_reply_failed", command=str(command_id))
