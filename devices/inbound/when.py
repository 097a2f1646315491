"""The device's own time, as far as it can be used."""

from datetime import datetime

from community.core.clock import from_millis


def device_time(millis: int | None, received_at: datetime) -> datetime:
    """Return the time a device stated, or the time of receipt where it states none or one outside the calendar."""
    if millis is None:
        return received_at
    try:
        return from_millis(millis)
    except (OverflowError, ValueError, OSError):
        return received_at
