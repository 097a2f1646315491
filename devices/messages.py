"""The payloads of the device contract `sc/v1`: shape only, no behaviour.

The words are explained for vendors in `docs/mqtt.md`. Times (`t`, `ts`, `exp`, `server`) are milliseconds since the
epoch in server time. A closed list (`Choice`) is one whose every word the receiver must act on; the others (`type` of
an event, `code` of a reply, `cmd`) stay open, so that a newer side may use words the other does not know yet.
"""
# ruff: noqa: RUF009  `required` and `optional` are field specifiers; what they return is never shared state.

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from devices import topics
from devices.topics import Channel
from devices.wire import (
    MAX_INTEGER,
    Choice,
    Flag,
    Integer,
    ListOf,
    Message,
    MessageError,
    Number,
    Part,
    Text,
    load_object,
    optional,
    required,
)

__all__ = ["MESSAGES", "Message", "MessageError"]

VERSION = 1
MAX_LIFETIME = 10_000
"""Milliseconds between issue and expiry of a command, at most."""

PULSE_SECONDS = range(1, 31)
DEFAULT_PULSE_SECONDS = 5

Id = Text(64, r"[A-Za-z0-9_-]{8,64}")
Session = Text(32, r"[A-Za-z0-9_-]{8,32}")
Word = Text(40, r"[a-z][a-z0-9_]{0,39}")
Trace = Text(64, r"[A-Za-z0-9_.-]{1,64}")
Receiver = Text(64, topics.TAIL.pattern)
Kid = Text(32, r"[A-Za-z0-9_-]{1,32}")
Millis = Integer(0)
DoorNumber = Integer(1, 64)


class State(StrEnum):
    """Whether the device is there. `lost` is only ever said by the will."""

    READY = "ready"
    SLEEPING = "sleeping"
    DISCONNECTED = "disconnected"
    LOST = "lost"


class Lock(StrEnum):
    """What the lock's own feedback says."""

    LOCKED = "locked"
    UNLOCKING = "unlocking"
    UNLOCKED = "unlocked"
    JAMMED = "jammed"


class Phys(StrEnum):
    """What the door contact says."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class DoorAlarm(StrEnum):
    """Whether the door is open without leave, or for too long."""

    NONE = "none"
    FORCED = "forced"
    HELD = "held"


class Mode(StrEnum):
    """Who rules the door: fire > lockdown > passage > normal; `blocked` is taken out of service on the spot."""

    NORMAL = "normal"
    PASSAGE = "passage"
    LOCKDOWN = "lockdown"
    FIRE = "fire"
    BLOCKED = "blocked"


class Result(StrEnum):
    """done: it happened; rejected: judged and not tried; failed: tried, and it did not happen."""

    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"


class UpCall(StrEnum):
    """What the panel says about a call."""

    INVITE = "invite"
    HANGUP = "hangup"


class DownCall(StrEnum):
    """What the platform says about a call."""

    RINGING = "ringing"
    ACCEPT = "accept"
    HANGUP = "hangup"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNKNOWN_HOME = "unknown_home"
    OPENED = "opened"


@dataclass(frozen=True)
class _Arguments:
    """Arguments of a command: at most 8 scalars, so written that the signature string can hold them unescaped."""

    key = Text(32, r"[a-z][a-z0-9_]{0,31}")
    text = Text(200, r"[^|&=]*")
    whole = Integer(-MAX_INTEGER)

    def __call__(self, value: Any, name: str) -> Mapping[str, str | int | bool]:
        if not isinstance(value, Mapping):
            raise MessageError("wrong_type", name)
        if len(value) > 8:
            raise MessageError("bad_value", name)
        return {self.key(key, name): self._scalar(each, name) for key, each in value.items()}

    def _scalar(self, value: Any, name: str) -> str | int | bool:
        if isinstance(value, bool):
            return value
        return self.text(value, name) if isinstance(value, str) else self.whole(value, name)

    def schema(self) -> dict[str, Any]:
        scalars = [{"type": "boolean"}, self.text.schema(), self.whole.schema()]
        names = {"pattern": self.key.schema()["pattern"]}
        return {
            "type": "object",
            "maxProperties": 8,
            "propertyNames": names,
            "additionalProperties": {"anyOf": scalars},
        }


@dataclass(frozen=True, kw_only=True)
class Status(Message):
    """Birth, farewell and will of a device."""

    state: State = required(Choice(State))
    sess: str = required(Session)
    model: str = optional(Text(64), "")
    fw: str = optional(Text(64), "")
    caps: tuple[str, ...] = optional(ListOf(Word, 64), ())
    doors: tuple[int, ...] = optional(ListOf(DoorNumber, 64), ())
    cfg_ver: int = optional(Millis, 0)
    cred_ver: int = optional(Millis, 0)
    alarms: tuple[str, ...] = optional(ListOf(Word, 64), ())


@dataclass(frozen=True, kw_only=True)
class TimeRequest(Message):
    """The device asks for the time; `t0` is its own monotonic clock."""

    id: str = required(Id)
    t0: int = required(Millis)


@dataclass(frozen=True, kw_only=True)
class TimeReply(Message):
    """The platform's clock, with the question's `id` and `t0`."""

    id: str = required(Id)
    t0: int = required(Millis)
    server: int = required(Millis)


@dataclass(frozen=True, kw_only=True)
class Telemetry(Message):
    """Sign of life: `uptime` in s, `rssi` in dBm, `temp` in °C, `backlog` in events, `clock_error` in ms."""

    sess: str = required(Session)
    uptime: int = required(Millis)
    rssi: int | None = optional(Integer(-200, 50))
    temp: float | None = optional(Number(-100, 200))
    backlog: int = optional(Millis, 0)
    clock_error: int | None = optional(Millis)


@dataclass(frozen=True, kw_only=True)
class DoorState(Message):
    """What a door's lock and contact say now."""

    lock: Lock = required(Choice(Lock))
    phys: Phys = required(Choice(Phys))
    alarm: DoorAlarm = optional(Choice(DoorAlarm), DoorAlarm.NONE)
    tamper: bool = optional(Flag(), False)
    mode: Mode = optional(Choice(Mode), Mode.NORMAL)
    t: int | None = optional(Millis)


@dataclass(frozen=True, kw_only=True)
class Command(Message):
    """An order to a device, judged there. `door` is 0 for orders to the device as a whole."""

    v: int = optional(Integer(1, 1), VERSION)
    id: str = required(Id)
    cmd: str = required(Word)
    door: int = optional(Integer(0, 64), 0)
    ts: int = required(Millis)
    exp: int = required(Millis)
    sess: str = required(Session)
    by: str = optional(Text(80), "")
    via: str = optional(Text(40), "")
    reply: str = required(Receiver)
    args: Mapping[str, str | int | bool] = optional(_Arguments(), {})
    kid: str | None = optional(Kid)
    sig: str = optional(Text(88), "")
    trace: str | None = optional(Trace)


@dataclass(frozen=True, kw_only=True)
class Response(Message):
    """The device's judgement of a command. `sess` is its present session when the code is stale_session."""

    id: str = required(Id)
    result: Result = required(Choice(Result))
    code: str = required(Word)
    dup: bool = optional(Flag(), False)
    sess: str | None = optional(Session)
    trace: str | None = optional(Trace)
    t: int | None = optional(Millis)


@dataclass(frozen=True, kw_only=True)
class Credential(Message):
    """How somebody was identified: `kind` is card, code, pass …; `ref` the platform's id of it, never the secret."""

    kind: str = required(Word)
    ref: str = optional(Text(64), "")


@dataclass(frozen=True, kw_only=True)
class DeviceEvent(Message):
    """Something that happened, kept by the device until acknowledged. `t` is missing while the device knows no time."""

    sess: str = required(Session)
    boot: str | None = optional(Session)
    seq: int = required(Integer(1))
    id: str = required(Id)
    t: int | None = optional(Millis)
    type: str = required(Word)
    door: int | None = optional(DoorNumber)
    cred: Credential | None = optional(Part(Credential))
    reason: str | None = optional(Text(80))
    snap: str | None = optional(Id)
    cause: str | None = optional(Id)
    trace: str | None = optional(Trace)

    @property
    def store(self) -> str:
        """The id of the event store that counts `seq`: `boot`, or the session for a device without a lasting store."""
        return self.boot or self.sess


@dataclass(frozen=True, kw_only=True)
class Ack(Message):
    """Everything of event store `boot` up to and including `upto` is committed."""

    boot: str = required(Session)
    upto: int = required(Millis)


@dataclass(frozen=True, kw_only=True)
class CallRequest(Message):
    """The panel rings a home (`home` as dialled) or gives up."""

    call: str = required(Id)
    type: UpCall = required(Choice(UpCall))
    home: str | None = optional(Text(16, r"[0-9A-Za-z-]{1,16}"))
    reason: str | None = optional(Word)
    trace: str | None = optional(Trace)
    t: int | None = optional(Millis)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.type is UpCall.INVITE and self.home is None:
            raise MessageError("missing", "home")


@dataclass(frozen=True, kw_only=True)
class CallNotice(Message):
    """How the call stands: `label` says in words who is rung, `by` who answered."""

    call: str = required(Id)
    type: DownCall = required(Choice(DownCall))
    label: str | None = optional(Text(80))
    by: str | None = optional(Text(80))
    reason: str | None = optional(Word)
    trace: str | None = optional(Trace)


MESSAGES: Mapping[Channel, type[Message]] = {
    topics.UP_STATUS: Status,
    topics.UP_TIME: TimeRequest,
    topics.UP_TELE: Telemetry,
    topics.UP_DOOR: DoorState,
    topics.UP_RSP: Response,
    topics.UP_EVENT: DeviceEvent,
    topics.UP_CALL: CallRequest,
    topics.DOWN_TIME: TimeReply,
    topics.DOWN_CMD: Command,
    topics.DOWN_ACK: Ack,
    topics.DOWN_CALL: CallNotice,
}
"""What travels on each channel; `docs/asyncapi.yaml` is held to it by a test."""


def event_position(payload: bytes) -> tuple[str, int] | None:
    """Store and number of an event that may be malformed otherwise, or None if even these cannot be read.

    With it the platform can note a bad event as received; otherwise one bad event would hold up all later ones.
    """
    try:
        data = load_object(payload)
        store = data.get("boot") or data.get("sess")
        return Session(store, "boot"), Integer(1)(data.get("seq"), "seq")
    except MessageError:
        return None
