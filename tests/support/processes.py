"""Processes in tests: whether one still runs, and waiting for it."""

import time
from collections.abc import Callable
from pathlib import Path


def is_running(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def wait_until(fact: Callable[[], bool], patience: float = 10.0) -> None:
    """Return as soon as the fact holds; fails if it does not become true in time."""
    deadline = time.monotonic() + patience
    while not fact():
        assert time.monotonic() < deadline, "did not come true in time"
        time.sleep(0.02)
