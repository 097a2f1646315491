"""Named places where a fault test may kill the process: `CRASH_AT=after_commit:3` dies at the third pass."""

import os
from collections import Counter
from threading import Lock

_passes: Counter[str] = Counter()
_lock = Lock()


def fail_point(name: str) -> None:
    """Die here, as by kill -9, if the environment asks for it; otherwise do nothing."""
    wanted = os.environ.get("CRASH_AT")
    if not wanted:
        return
    target, _, nth = wanted.partition(":")
    if target != name:
        return
    with _lock:
        _passes[name] += 1
        due = _passes[name] == int(nth or 1)
    if due:
        os._exit(137)
