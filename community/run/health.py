"""Asks a web process whether it is ready."""

import asyncio
from collections.abc import Awaitable, Callable

_TIMEOUT = 3.0  # seconds for one question
_WILDCARDS = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared, not bound


def probe(bind: str, port: int) -> Callable[[], Awaitable[bool]]:
    """A question to the process on this port; an answer other than 200 is a no."""
    host = _WILDCARDS.get(bind, bind)

    async def is_ready() -> bool:
        try:
            return await asyncio.wait_for(_status(host, port), _TIMEOUT) == 200
        except (OSError, ValueError, IndexError, TimeoutError):
            return False

    return is_ready


async def _status(host: str, port: int) -> int:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(f"GET /health/ready HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()
