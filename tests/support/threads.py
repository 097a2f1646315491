"""Threads for tests of races: all start together, and what one raises the test sees."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def together(*calls: Callable[[], T], patience: float = 30) -> Sequence[T]:
    """Run all calls at once, each in its thread, and return their results in order."""
    barrier = threading.Barrier(len(calls))

    def after_all(call: Callable[[], T]) -> T:
        barrier.wait(patience)
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(patience) for future in [pool.submit(after_all, call) for call in calls]]
