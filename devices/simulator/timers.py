"""Named timers on an injected monotonic clock, so that a panel's behaviour over minutes is tested in microseconds."""

from collections.abc import Callable

Monotonic = Callable[[], float]
"""Seconds since some point in the past; never set back."""


class Timers:
    """What is to happen later. Setting a name again replaces it, so a second unlock restarts the relock timer once."""

    def __init__(self, monotonic: Monotonic) -> None:
        self.monotonic = monotonic
        self._due: dict[str, tuple[float, Callable[[], object]]] = {}

    def set(self, name: str, seconds: float, action: Callable[[], object]) -> None:
        """Runs `action` in `seconds`, when `run_due` is next called after that."""
        self._due[name] = (self.monotonic() + seconds, action)

    def cancel(self, name: str) -> None:
        """Forgets a timer; one that is not set is no error."""
        self._due.pop(name, None)

    def cancel_all(self) -> None:
        """Forgets everything, as a power cut does."""
        self._due.clear()

    def left(self, name: str) -> float | None:
        """Seconds until a timer is due, or None if it is not set."""
        return max(0.0, self._due[name][0] - self.monotonic()) if name in self._due else None

    def next_in(self) -> float | None:
        """Seconds until the earliest timer, or None without any."""
        return max(0.0, min(due for due, _ in self._due.values()) - self.monotonic()) if self._due else None

    def run_due(self) -> None:
        """Runs what is due, in the order of time; an action may set further timers."""
        while self._due:
            name, (due, action) = min(self._due.items(), key=lambda item: item[1][0])
            if due > self.monotonic():
                return
            del self._due[name]
            action()
