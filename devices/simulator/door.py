"""One door: a lock worked by timed pulses, a leaf with a contact, and the people who walk through.

The relay that fired and the leaf that moved are two facts. There is no toggle: every opening relocks by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from devices.messages import DEFAULT_PULSE_SECONDS, DoorAlarm, DoorState, Lock, Mode, Phys
from devices.simulator.timers import Timers


@dataclass(frozen=True)
class Habits:
    """How the people at the door behave, in seconds; `enter` None means that nobody walks through after an unlock."""

    enter: float | None = 1.2
    pass_through: float = 3.0
    held: float = 30.0


class Door:
    """The state of one door. `report(type, **details)` records an event; `changed()` says that the state is another."""

    def __init__(
        self, number: int, timers: Timers, habits: Habits, report: Callable[..., None], changed: Callable[[], None]
    ) -> None:
        self.number = number
        self.lock = Lock.LOCKED
        self.phys = Phys.CLOSED
        self.alarm = DoorAlarm.NONE
        self.mode = Mode.NORMAL
        self.pulses = 0
        self.jam = False
        self.stuck = False
        self._timers = timers
        self._habits = habits
        self._report = report
        self._changed = changed
        self._leave: dict[str, Any] | None = None
        self._taken = False

    def state(self, t: int | None) -> DoorState:
        """The state as it is told to the platform."""
        return DoorState(lock=self.lock, phys=self.phys, alarm=self.alarm, mode=self.mode, t=t)

    @property
    def unlocked_for(self) -> float | None:
        """Seconds until the lock falls back, or None when no pulse is running."""
        return self._timers.left(self._name("relock"))

    def pulse(self, seconds: float, **leave: Any) -> bool:
        """Fires the relay for some seconds; False when the bolt does not follow.

        `leave` (cause, reason, trace) goes into the events that this opening gives rise to.
        """
        self.pulses += 1
        if self.jam:
            self._set_lock(Lock.JAMMED)
            self._report("lock_jammed", **leave)
            return False
        self._report("access_granted", **leave)
        self._release(seconds, leave)
        self._expect_somebody(self._habits.enter)
        return True

    def press_exit_button(self) -> None:
        """Somebody goes out. The button cuts the lock's supply: neither a mode nor a jam stands in its way."""
        self.pulses += 1
        self._report("exit_button")
        self._release(DEFAULT_PULSE_SECONDS, {"reason": "exit_button"})
        self._expect_somebody(self._habits.enter)

    def set_mode(self, mode: Mode) -> None:
        """Who rules the door. Passage keeps it unlocked; leaving passage, or lockdown, locks it."""
        self.mode = mode
        self._timers.cancel(self._name("relock"))
        self._leave = {"reason": "passage"} if mode is Mode.PASSAGE else None
        self._set_lock(Lock.UNLOCKED if mode is Mode.PASSAGE else Lock.LOCKED)

    def walk(self, seconds: float | None = None, *, force: bool = False) -> bool:
        """Somebody opens the door and lets it fall shut; False if it does not open. Locked, it opens only by force."""
        if self.stuck or (self.lock in (Lock.LOCKED, Lock.JAMMED) and not force):
            return False
        if self.phys is Phys.CLOSED:
            self._open(forced=force and self.lock is not Lock.UNLOCKED)
        self._timers.set(self._name("close"), seconds or self._habits.pass_through, self._close)
        return True

    def reboot(self) -> None:
        """Power comes back: the relay has fallen, the mode is remembered elsewhere, the leaf is where it was."""
        self._leave = None
        self.lock = Lock.UNLOCKED if self.mode is Mode.PASSAGE else Lock.LOCKED
        if self.phys is Phys.OPEN:
            self._timers.set(self._name("close"), self._habits.pass_through, self._close)

    def unjam(self) -> None:
        """The bolt moves again and falls back."""
        self.jam = False
        if self.lock is Lock.JAMMED:
            self._set_lock(Lock.LOCKED)

    def _release(self, seconds: float, leave: dict[str, Any]) -> None:
        self._leave, self._taken = leave, self.phys is Phys.OPEN
        self._set_lock(Lock.UNLOCKED)
        if self.mode is not Mode.PASSAGE:
            self._timers.set(self._name("relock"), seconds, self._relock)

    def _relock(self) -> None:
        if not self._taken:
            self._report("access_not_taken", **(self._leave or {}))
        if self.phys is Phys.CLOSED:
            self._leave = None
        self._set_lock(Lock.LOCKED)

    def _expect_somebody(self, seconds: float | None) -> None:
        if seconds is not None:
            self._timers.set(self._name("enter"), seconds, self.walk)

    def _open(self, *, forced: bool) -> None:
        self.phys = Phys.OPEN
        if forced:
            self.alarm = DoorAlarm.FORCED
            self._report("door_forced")
        else:
            self._report("door_opened", **(self._leave or {}))
            self._taken = True
        self._timers.set(self._name("held"), self._habits.held, self._hold)
        self._changed()

    def _close(self) -> None:
        self.phys, self.alarm = Phys.CLOSED, DoorAlarm.NONE
        self._timers.cancel(self._name("held"))
        self._report("door_closed", **(self._leave or {}))
        if self.lock is Lock.LOCKED:
            self._leave = None
        self._changed()

    def _hold(self) -> None:
        if self.mode not in (Mode.PASSAGE, Mode.FIRE) and self.alarm is DoorAlarm.NONE:
            self.alarm = DoorAlarm.HELD
            self._report("door_held")
            self._changed()

    def _set_lock(self, lock: Lock) -> None:
        self.lock = lock
        self._changed()

    def _name(self, timer: str) -> str:
        return f"door-{self.number}-{timer}"
