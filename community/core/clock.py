"""The only source of time. Stored times are UTC and aware; durations come from the monotonic clock."""

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Return seconds of a clock that never jumps; only differences mean anything."""
    return time.monotonic()


def from_millis(value: int) -> datetime:
    """Turn milliseconds since the epoch (the unit of the device contract) into an aware time.

    Raises OverflowError or ValueError for values outside the calendar.
    """
    return datetime.fromtimestamp(value / 1000, UTC)


def to_millis(moment: datetime) -> int:
    """Turn an aware time into milliseconds since the epoch."""
    return round(moment.timestamp() * 1000)
