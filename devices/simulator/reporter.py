"""Gets events to the platform: each is kept until acknowledged, and sent again when no acknowledgement comes."""

import uuid
from collections.abc import Callable
from typing import Any

from devices.messages import Ack, DeviceEvent
from devices.simulator.journal import Journal
from devices.simulator.timers import Timers

WINDOW = 32
"""Events sent ahead of the last acknowledgement, at most, so that a long backlog floods nobody."""

PATIENCE = 5.0
"""Seconds without progress before everything unacknowledged is sent again."""


class Reporter:
    """Records events in the journal and sends them while there is a connection."""

    def __init__(self, journal: Journal, timers: Timers, send: Callable[[DeviceEvent], None]) -> None:
        self.journal = journal
        self._timers = timers
        self._send = send
        self._sent: int | None = None

    def record(self, session: str, t: int | None, type: str, **details: Any) -> None:
        """Stores one event and sends it as soon as possible."""
        if self.journal.lost and not self.journal.full:
            self._store(session, t, "buffer_overflow", reason=f"{self.journal.lost} events lost")
            self.journal.remember("lost", "0")
        self._store(session, t, type, **details)
        self._pump()

    def connected(self) -> None:
        """Begins with the oldest event that is not acknowledged."""
        self._sent = self.journal.acknowledged
        self._pump()

    def disconnected(self) -> None:
        """Sends nothing until the next connection."""
        self._sent = None
        self._timers.cancel("resend")

    def acknowledge(self, ack: Ack) -> None:
        """Lets go of what the platform has committed; an acknowledgement of another event store says nothing."""
        if ack.boot == self.journal.store and self.journal.acknowledge(ack.upto):
            self._timers.cancel("resend")
            self._pump()

    def _store(self, session: str, t: int | None, type: str, **details: Any) -> DeviceEvent | None:
        fixed: dict[str, Any] = {"id": uuid.uuid4().hex, "sess": session, "t": t, "type": type}
        return self.journal.append(lambda store, seq: DeviceEvent(boot=store, seq=seq, **fixed, **details))

    def _pump(self) -> None:
        if self._sent is None:
            return
        room = self.journal.acknowledged + WINDOW - self._sent
        for event in self.journal.after(self._sent, max(0, room)):
            self._send(event)
            self._sent = event.seq
        if self.journal.backlog and self._timers.left("resend") is None:
            self._timers.set("resend", PATIENCE, self.connected)
