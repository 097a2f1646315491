"""Domain events: news that one slice records and those above hear, kept as JSON in the outbox."""

import types
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import orjson


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of all events. Fields are JSON scalars, UUID, datetime, plain dicts, or lists of those."""

    name: ClassVar[str]

    @property
    def aggregate(self) -> str:
        """Events with the same aggregate are delivered in the order in which they were recorded."""
        first = next(iter(fields(self)))
        return f"{first.name}:{getattr(self, first.name)}"

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON types."""
        return orjson.loads(orjson.dumps(self))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Rebuild the event; fields that this version does not know are left out."""
        hints = get_type_hints(cls)
        return cls(**{f.name: _revive(hints[f.name], data[f.name]) for f in fields(cls) if f.name in data})


Subscriber = Callable[[Any, Any], None]  # (uow, event)


def _revive(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, types.UnionType):
        return _revive(next(a for a in get_args(hint) if a is not type(None)), value)
    if get_origin(hint) in (list, tuple, frozenset):
        return get_origin(hint)(_revive(get_args(hint)[0], item) for item in value)
    if hint is UUID:
        return UUID(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    return value
