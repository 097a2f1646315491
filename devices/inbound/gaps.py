"""Numbers that never come: a device whose store was damaged, or that served another platform before.

Events are acknowledged up to the first gap only, so a number that the device no longer has would hold up all later ones
until its store overflows. A device sends its oldest unacknowledged event first; when it keeps offering one that is stored
beyond the gap, it does not have those before.
"""

from collections.abc import Container
from datetime import timedelta

from prometheus_client import Counter

from community.core.logging import get_logger
from community.core.uow import UnitOfWork
from devices.inbound import ranges
from devices.models import DeviceJournal

log = get_logger(__name__)
GIVEN_UP = Counter("linli_device_events_given_up_total", "Numbers of events that devices never delivered")
PATIENCE = timedelta(minutes=10)


def note(uow: UnitOfWork, journal: DeviceJournal) -> None:
    """Remember since when there has been a gap."""
    if not journal.beyond:
        journal.gap_since = None
    elif journal.gap_since is None:
        journal.gap_since = uow.now


def give_up(uow: UnitOfWork, journal: DeviceJournal, offered: Container[int]) -> None:
    """Close the first gap if it is old and the device offers again what lies behind it; said in the log and the metrics."""
    if journal.gap_since is None or uow.now - journal.gap_since < PATIENCE:
        return
    behind = journal.beyond[0][0]
    if behind not in offered:
        return
    missing = behind - 1 - journal.upto
    GIVEN_UP.inc(missing)
    log.warning("device_events_missing", device=journal.device_id, boot=journal.boot, after=journal.upto, count=missing)
    journal.upto, journal.beyond = ranges.add(behind - 1, journal.beyond, ())
    journal.gap_since = None
