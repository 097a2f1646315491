"""How a JSON payload becomes a frozen dataclass, and back.

Each field of a message names one checker. A checker says what it accepts twice: by being called with a value, and as
the JSON Schema that `docs/asyncapi.yaml` prints. Decoding is strict about what it knows, tolerant of what it does not:
unknown fields are ignored, so that either side may learn new ones first; a known field of the wrong shape is an error.
Nothing here raises anything but `MessageError`, whatever the bytes.
"""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from enum import StrEnum
from typing import Any, Protocol, Self

import orjson

MAX_PAYLOAD = 64 * 1024
"""Bytes of one MQTT payload, both directions."""

MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON library carries unharmed."""


class MessageError(Exception):
    """A payload that breaks the contract.

    `code` is one of too_large, not_json, not_object, missing, wrong_type, bad_value; `field` names the field, or is "".
    """

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(f"{code}: {field}" if field else code)
        self.code = code
        self.field = field


class Check(Protocol):
    """What a field may hold: callable on a decoded value, printable as JSON Schema."""

    def __call__(self, value: Any, name: str) -> Any: ...

    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class Text:
    """A string of at most `longest` characters, without control characters, matching `pattern` if there is one."""

    longest: int
    pattern: str | None = None

    def __call__(self, value: Any, name: str) -> str:
        if not isinstance(value, str):
            raise MessageError("wrong_type", name)
        if len(value) > self.longest or _UNSTORABLE.search(value):
            raise MessageError("bad_value", name)
        if self.pattern and not re.fullmatch(self.pattern, value):
            raise MessageError("bad_value", name)
        return value

    def schema(self) -> dict[str, Any]:
        shape: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        return shape | ({"pattern": f"^{self.pattern}$"} if self.pattern else {})


# Control characters (a database refuses NUL, a log line breaks on newline) and lone surrogates (not encodable).
_UNSTORABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Integer:
    """A whole number within bounds; 5.0 counts as 5, because some small JSON libraries know only floats."""

    low: int = 0
    high: int = MAX_INTEGER

    def __call__(self, value: Any, name: str) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise MessageError("wrong_type", name)
        if not self.low <= value <= self.high:
            raise MessageError("bad_value", name)
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Number:
    """A finite number within bounds."""

    low: float
    high: float

    def __call__(self, value: Any, name: str) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise MessageError("wrong_type", name)
        if not self.low <= value <= self.high:
            raise MessageError("bad_value", name)
        return float(value)

    def schema(self) -> dict[str, Any]:
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Flag:
    """true or false."""

    def __call__(self, value: Any, name: str) -> bool:
        if not isinstance(value, bool):
            raise MessageError("wrong_type", name)
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice:
    """One word of a closed list."""

    words: type[StrEnum]

    def __call__(self, value: Any, name: str) -> StrEnum:
        if not isinstance(value, str):
            raise MessageError("wrong_type", name)
        try:
            return self.words(value)
        except ValueError:
            raise MessageError("bad_value", name) from None

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [word.value for word in self.words]}


@dataclass(frozen=True)
class ListOf:
    """At most `longest` items of one kind; held as a tuple."""

    item: Check
    longest: int

    def __call__(self, value: Any, name: str) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise MessageError("wrong_type", name)
        if len(value) > self.longest:
            raise MessageError("bad_value", name)
        return tuple(self.item(each, name) for each in value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.item.schema(), "maxItems": self.longest}


@dataclass(frozen=True)
class Part:
    """An object inside a message."""

    kind: "type[Message]"

    def __call__(self, value: Any, name: str) -> "Message":
        if isinstance(value, self.kind):
            return value
        if not isinstance(value, Mapping):
            raise MessageError("wrong_type", name)
        return self.kind.of(value)

    def schema(self) -> dict[str, Any]:
        return self.kind.schema()


def required(check: Check) -> Any:
    """A field that must be there and must not be null."""
    return field(metadata={"check": check})


def optional(check: Check, default: Any = None) -> Any:
    """A field that may be missing or null, which both mean `default`."""
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"check": check})
    return field(default=default, metadata={"check": check})


@dataclass(frozen=True, kw_only=True)
class Message:
    """The base of every payload. An instance is always within the contract: the constructor checks like the decoder."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if value is not None or _is_required(each):
                object.__setattr__(self, each.name, _check_of(each)(value, each.name))

    @classmethod
    def decode(cls, payload: bytes | bytearray) -> Self:
        """Reads one payload; raises `MessageError` and nothing else."""
        return cls.of(load_object(payload))

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Builds the message from a decoded JSON object, ignoring what it does not know."""
        known = {each.name: data[each.name] for each in fields(cls) if data.get(each.name) is not None}
        for each in fields(cls):
            if _is_required(each) and each.name not in known:
                raise MessageError("missing", each.name)
        return cls(**known)

    def as_dict(self) -> dict[str, Any]:
        """The JSON object of this message; what is None is left out."""
        pairs = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: _plain(value) for name, value in pairs if value is not None}

    def encode(self) -> bytes:
        """The payload: UTF-8 JSON without blanks."""
        return orjson.dumps(self.as_dict())

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """The JSON Schema of this message. Further properties are allowed: the receiver ignores them."""
        properties = {each.name: _check_of(each).schema() for each in fields(cls)}
        return {
            "type": "object",
            "required": [f.name for f in fields(cls) if _is_required(f)],
            "properties": properties,
        }


def load_object(payload: bytes | bytearray) -> dict[str, Any]:
    """Parses a payload into a JSON object, or raises `MessageError`."""
    if len(payload) > MAX_PAYLOAD:
        raise MessageError("too_large")
    try:
        data = orjson.loads(payload)
    except orjson.JSONDecodeError:
        raise MessageError("not_json") from None
    if not isinstance(data, dict):
        raise MessageError("not_object")
    return data


def _is_required(each: Any) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _check_of(each: Any) -> Check:
    check: Check = each.metadata["check"]
    return check


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return value.as_dict()
    return list(value) if isinstance(value, tuple) else value
