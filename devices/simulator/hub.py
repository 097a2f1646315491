"""Brings the news of the panels' threads to the streams of the event loop."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devices.simulator.simulated import View

HEARTBEAT = 15.0
"""Seconds of silence after which a stream says that it is still there."""


class Hub:
    """Streams get the newest view of each changed panel; a slow reader skips views in between but never the last."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._readers: set[Reader] = set()

    def attach(self) -> None:
        """Called in the event loop before the first stream."""
        self._loop = asyncio.get_running_loop()

    def publish(self, view: View) -> None:
        """Takes a view from any thread."""
        self._in_loop(lambda reader: reader.put(view))

    def close(self) -> None:
        """Ends all streams, so that the server can stop; from any thread."""
        self._in_loop(lambda reader: reader.put(None))

    @contextmanager
    def reader(self) -> Iterator["Reader"]:
        """A reader that misses nothing from now on."""
        reader = Reader()
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    def _in_loop(self, tell: Callable[["Reader"], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell_all, tell)

    def _tell_all(self, tell: Callable[["Reader"], None]) -> None:
        for reader in list(self._readers):
            tell(reader)


class Reader:
    """One stream's waiting views."""

    def __init__(self) -> None:
        self._views: dict[str, View] = {}
        self._closed = False
        self._ready = asyncio.Event()

    def put(self, view: View | None) -> None:
        """Keeps the newest view of its panel; None is the end."""
        if view is None:
            self._closed = True
        else:
            self._views[view["id"]] = view
        self._ready.set()

    async def take(self, timeout: float) -> list[View] | None:
        """The views changed since the last time; [] after `timeout` seconds of silence, None at the end."""
        try:
            await asyncio.wait_for(self._ready.wait(), timeout)
        except TimeoutError:
            return []
        self._ready.clear()
        views, self._views = list(self._views.values()), {}
        return None if self._closed else views
