"""Whether a device can be taken to be there, by its last sign of life and by what this process hears.

Three things say that a panel has gone: its farewell, its will, and silence. A broker that is killed takes the wills with it, so
silence must be judged by whoever reads, and the panels that a new broker does not know must be found out (see `jobs`).
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement

from devices.inbound.telemetry import PERIOD
from devices.models import Device, Presence

SILENCE = 3 * PERIOD + timedelta(seconds=15)
"""Three telemetry messages in a row are missing."""


def judged(presence: Presence, last_seen_at: datetime | None, moment: datetime, *, hearing: bool = True) -> Presence:
    """Return the presence to show at this moment.

    A device that was ready is stale when nothing was heard of it for so long, or when the asked process hears nothing at all
    (its link to the broker is down), so that nobody could say whether it still is.
    """
    if presence is not Presence.READY:
        return presence
    heard = hearing and last_seen_at is not None and moment - last_seen_at <= SILENCE
    return Presence.READY if heard else Presence.STALE


def is_ready(moment: datetime, *, hearing: bool = True) -> ColumnElement[bool]:
    """Return the condition under which `judged` says ready."""
    return (Device.presence == Presence.READY) & (Device.last_seen_at >= moment - SILENCE) & hearing
