"""A message as the edge hands it over."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from devices.messages import Message
from devices.topics import Channel


def _nothing() -> None: ...


@dataclass(frozen=True)
class Received:
    """Who said what on which channel, and when it reached this process.

    `message` is None for an event that breaks the contract but can still be numbered: `position` says where it belongs.
    """

    device_id: str
    channel: Channel
    at: datetime
    message: Message | None = None
    tail: str | None = None
    retained: bool = False
    position: tuple[str, int] | None = None
    raw: bytes = b""
    ack: Callable[[], Any] = field(default=_nothing, compare=False, repr=False)
