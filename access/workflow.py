"""What a door truly is, and what an unlock may become: pure functions and tables, no database.

Rule D4: the state shown is never optimistic. It follows from what the panel last reported and from whether
the panel can be reached at all; nothing a person asked for changes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class DoorKind(StrEnum):
    """Where a door stands: at one entrance (单元门), or as a gate that the whole community shares."""

    ENTRANCE = "entrance"
    GATE = "gate"


class Lock(StrEnum):
    """What the panel says of the lock's bolt."""

    LOCKED = "locked"
    UNLOCKING = "unlocking"
    UNLOCKED = "unlocked"
    JAMMED = "jammed"
    UNKNOWN = "unknown"


class Phys(StrEnum):
    """What the door contact says of the leaf. A door without a contact is `unknown` for ever."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class DoorAlarm(StrEnum):
    """The alarm that the panel raises by itself."""

    NONE = "none"
    FORCED = "forced"
    HELD = "held"


class Mode(StrEnum):
    """Who governs the door: fire > lockdown > passage > normal (D1)."""

    NORMAL = "normal"
    PASSAGE = "passage"
    LOCKDOWN = "lockdown"
    FIRE = "fire"
    BLOCKED = "blocked"


class DoorState(StrEnum):
    """The one state that people see."""

    UNKNOWN = "unknown"
    LOCKED = "locked"
    UNLOCKING = "unlocking"
    UNLOCKED = "unlocked"
    HELD = "held"
    FORCED = "forced"
    JAMMED = "jammed"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Report:
    """The part of `up/door/{n}` that decides the state."""

    lock: Lock = Lock.UNKNOWN
    phys: Phys = Phys.UNKNOWN
    alarm: DoorAlarm = DoorAlarm.NONE


_BY_LOCK: Mapping[Lock, DoorState] = {
    Lock.LOCKED: DoorState.LOCKED,
    Lock.UNLOCKING: DoorState.UNLOCKING,
    Lock.UNLOCKED: DoorState.UNLOCKED,
    Lock.JAMMED: DoorState.JAMMED,
    Lock.UNKNOWN: DoorState.UNKNOWN,
}


def door_state(report: Report | None, presence: str) -> DoorState:
    """The true state of a door from its panel's last report and that panel's presence.

    A panel that was never seen makes the door unknown; one that cannot be reached now makes it offline, whatever
    it reported before. Alarms outrank the bolt, a break-in outranks everything; and a leaf that stands open
    is not called locked because its bolt is out.
    """
    if presence == "unknown":
        return DoorState.UNKNOWN
    if presence != "ready":
        return DoorState.OFFLINE
    if report is None:
        return DoorState.UNKNOWN
    if report.alarm is DoorAlarm.FORCED:
        return DoorState.FORCED
    if report.lock is Lock.JAMMED:
        return DoorState.JAMMED
    if report.alarm is DoorAlarm.HELD:
        return DoorState.HELD
    if report.lock is Lock.LOCKED and report.phys is Phys.OPEN:
        return DoorState.UNLOCKED
    return _BY_LOCK[report.lock]


class UnlockResult(StrEnum):
    """What is known of one request to open. `pending` is never shown as an answer."""

    PENDING = "pending"
    OPENED = "opened"
    REFUSED = "refused"
    UNKNOWN = "unknown"


#: An answer may come after the caller was told "unknown"; a verdict of the panel is final.
SETTLES: Mapping[UnlockResult, frozenset[UnlockResult]] = {
    UnlockResult.PENDING: frozenset({UnlockResult.OPENED, UnlockResult.REFUSED, UnlockResult.UNKNOWN}),
    UnlockResult.UNKNOWN: frozenset({UnlockResult.OPENED, UnlockResult.REFUSED}),
    UnlockResult.OPENED: frozenset(),
    UnlockResult.REFUSED: frozenset(),
}


def settles(current: UnlockResult, to: UnlockResult) -> bool:
    """Whether an unlock that stands at `current` may still become `to`."""
    return to in SETTLES[current]


class Via(StrEnum):
    """By which way somebody opened, or tried to."""

    APP = "app"
    CALL = "call"
    CODE = "code"
    CARD = "card"
    BUTTON = "button"
    NONE = "none"


#: The contact may report a little after the bolt has relocked: the leaf was pushed in the last moment.
CONTACT_GRACE = timedelta(seconds=3)
#: Panel and server read two clocks.
CLOCK_SLACK = timedelta(seconds=1)
