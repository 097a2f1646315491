"""The device's idea of the platform's time: its own monotonic clock plus an offset that it fetched since it booted.

The wall clock of the device plays no part: it may be minutes off, or set by hand, without harm.
"""

import uuid

from devices.messages import TimeReply, TimeRequest
from devices.simulator.timers import Monotonic

LONGEST_TRIP = 2.0
"""Seconds from question to answer. The offset is uncertain by half the trip, so a slower answer is not used."""


class ServerClock:
    """Asks for the time and keeps the answer. `skew` (ms) is a fault: how far the device misjudges the time."""

    def __init__(self, monotonic: Monotonic) -> None:
        self._monotonic = monotonic
        self._question: TimeRequest | None = None
        self._asked_at = 0.0
        self._offset: float | None = None
        self.error: int | None = None
        self.skew = 0

    def ask(self) -> TimeRequest:
        """The question to send; an answer to an earlier one no longer counts."""
        self._asked_at = self._monotonic()
        self._question = TimeRequest(id=uuid.uuid4().hex, t0=int(self._asked_at * 1000))
        return self._question

    def hear(self, reply: TimeReply) -> bool:
        """Takes the answer; False if it is not to the present question or took too long."""
        trip = self._monotonic() - self._asked_at
        if self._question is None or reply.id != self._question.id or trip > LONGEST_TRIP:
            return False
        self._question = None
        self._offset = reply.server - (self._asked_at + trip / 2) * 1000
        self.error = round(trip * 500)
        return True

    def now(self) -> int | None:
        """Server time in ms since the epoch, or None as long as it is not known."""
        if self._offset is None:
            return None
        return int(self._monotonic() * 1000 + self._offset) + self.skew

    def forget(self) -> None:
        """A reboot: the time is unknown again."""
        self._question = self._offset = self.error = None
