"""Processes in tests: started so that none outlives the test run, whether one still runs, and waiting for it."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

from community.run.orphans import end_with_parent

# The kernel counts as the parent the thread that started a child, so all are started by one that lives as long as the process.
_spawner = ThreadPoolExecutor(1, thread_name_prefix="spawner")


def tethered(
    command: Sequence[str], *, orphan_signal: signal.Signals = signal.SIGKILL, **options: Any
) -> "subprocess.Popen[bytes]":
    """Start a process that gets `orphan_signal` when this one is gone, however it went; `options` as for Popen."""
    end = partial(end_with_parent, orphan_signal, os.getpid())
    return _spawner.submit(subprocess.Popen, command, preexec_fn=end, **options).result()


def when_this_ends(command: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Have a shell command run when this process is gone, or the returned process's `stdin` is closed.

    For what has no parent any more, such as a server that made itself a daemon.
    """
    waiting = ["sh", "-c", f"read -r _; {command}", "when-this-ends", *arguments]
    return subprocess.Popen(waiting, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)


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
