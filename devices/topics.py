"""The topics of the device contract `sc/v1`: one table of channels, each with its delivery terms.

A topic is `sc/v1/{device}/{channel}`, for some channels followed by one more level: the door number of `up/door/{n}`,
the receiver of `up/rsp/{receiver}`. `up` is written by the device, `down` by the platform.
"""

import re
from dataclasses import dataclass

ROOT = "sc/v1"

DEVICE_ID = re.compile(r"[a-z0-9-]{8,40}")
"""The device id, which is also its MQTT user name and client id."""

TAIL = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""A receiver of command replies, or a door number."""


class TopicError(ValueError):
    """A topic that is not part of the contract, or an id that may not stand in one."""


@dataclass(frozen=True)
class Channel:
    """One row of the contract's topic table. `expiry` is the MQTT 5 message expiry in seconds, None for none."""

    path: str
    qos: int
    retained: bool = False
    expiry: int | None = None
    tail: str | None = None

    @property
    def address(self) -> str:
        """The topic as the documents write it: `sc/v1/{device}/up/door/{n}`."""
        return "/".join([ROOT, "{device}", self.path, *([f"{{{self.tail}}}"] if self.tail else [])])

    @property
    def filter(self) -> str:
        """The subscription that catches this channel of every device."""
        return f"{ROOT}/+/{self.path}" + ("/+" if self.tail else "")

    def shared(self, group: str) -> str:
        """The same subscription, shared by the members of `group`."""
        return f"$share/{group}/{self.filter}"

    def to(self, device: str, tail: str | int | None = None) -> str:
        """The topic of one device; raises `TopicError` for an id or tail that could reach another topic."""
        if not DEVICE_ID.fullmatch(device):
            raise TopicError(f"not a device id: {device!r}")
        if (tail is None) != (self.tail is None) or (tail is not None and not TAIL.fullmatch(str(tail))):
            raise TopicError(f"not a tail of {self.path}: {tail!r}")
        return f"{ROOT}/{device}/{self.path}" + ("" if tail is None else f"/{tail}")


UP_STATUS = Channel("up/status", qos=1, retained=True)
UP_TIME = Channel("up/time", qos=0)
UP_TELE = Channel("up/tele", qos=0)
UP_DOOR = Channel("up/door", qos=1, retained=True, tail="n")
UP_RSP = Channel("up/rsp", qos=1, tail="receiver")
UP_EVENT = Channel("up/event", qos=1)
UP_CALL = Channel("up/call", qos=1, expiry=30)
DOWN_TIME = Channel("down/time", qos=0)
DOWN_CMD = Channel("down/cmd", qos=1, expiry=10)
DOWN_ACK = Channel("down/ack", qos=1)
DOWN_CALL = Channel("down/call", qos=1, expiry=30)

CHANNELS = (
    UP_STATUS,
    UP_TIME,
    UP_TELE,
    UP_DOOR,
    UP_RSP,
    UP_EVENT,
    UP_CALL,
    DOWN_TIME,
    DOWN_CMD,
    DOWN_ACK,
    DOWN_CALL,
)

RESERVED = ("up/alarm", "up/cfg", "up/job", "down/cfg", "down/cred", "down/job")
"""Paths of the contract whose payloads come later: a receiver ignores them."""

_BY_PATH = {channel.path: channel for channel in CHANNELS}


@dataclass(frozen=True)
class Address:
    """What a concrete topic means."""

    device: str
    channel: Channel
    tail: str | None = None


def parse(topic: str) -> Address:
    """Reads a concrete topic; raises `TopicError` for anything that is not in the table."""
    levels = topic.split("/")
    if len(levels) not in (5, 6) or levels[:2] != ROOT.split("/"):
        raise TopicError(f"not a topic of {ROOT}: {topic[:200]!r}")
    device, path, tail = levels[2], "/".join(levels[3:5]), levels[5] if len(levels) == 6 else None
    channel = _BY_PATH.get(path)
    if channel is None:
        raise TopicError(f"not a channel: {path[:80]!r}")
    channel.to(device, tail)
    return Address(device, channel, tail)


def everything_for(device: str) -> str:
    """The one subscription of a device: all that the platform sends it."""
    if not DEVICE_ID.fullmatch(device):
        raise TopicError(f"not a device id: {device!r}")
    return f"{ROOT}/{device}/down/#"
