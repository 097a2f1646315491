"""Servers and clients of event streams for tests: uvicorn in a thread on a free port, and a reader of server-sent events."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import orjson
import uvicorn

PATIENCE = 10.0


@contextmanager
def serving(application: Any, *, grace: int = 1) -> Iterator[str]:
    """Serve an ASGI application over real sockets; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(application, log_config=None, access_log=False, proxy_headers=False, timeout_graceful_shutdown=grace)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    deadline = time.monotonic() + PATIENCE
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < deadline, "the server does not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listener.close()
        assert not thread.is_alive(), "the server does not stop"


@dataclass(frozen=True)
class Happening:
    """One server-sent event; a comment has the kind ":"."""

    kind: str
    id: int | None = None
    data: Any = None


class Stream:
    """An open stream; `next()` waits for the next event."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._blocks = self._read()

    def next(self) -> Happening:
        """Return the next event that is more than the opening `retry`; raises StopIteration when the stream has ended."""
        return next(self._blocks)

    def ended(self) -> bool:
        """Wait for the end of the stream; comments may come before it, events may not."""
        return all(happening.kind == ":" for happening in self._blocks)

    def _read(self) -> Iterator[Happening]:
        fields: dict[str, str] = {}
        for line in self.answer.iter_lines():
            if line.startswith(":"):
                yield Happening(":")
            elif line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "event" in fields:
                yield Happening(fields["event"], int(fields["id"]), orjson.loads(fields["data"]))
                fields = {}
            else:
                fields = {}


@contextmanager
def open_stream(url: str, token: str, last_id: int | str | None = None, **headers: str) -> Iterator[Stream]:
    """Open the feed as a person; the answer may be an error."""
    headers = {"Authorization": f"Bearer {token}"} | headers
    if last_id is not None:
        headers["Last-Event-ID"] = str(last_id)
    timeout = httpx.Timeout(PATIENCE)
    with httpx.Client(timeout=timeout) as client, client.stream("GET", f"{url}/api/v1/feed", headers=headers) as answer:
        yield Stream(answer)


def eventually(condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    """Wait until a condition holds; False if it does not in time."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
