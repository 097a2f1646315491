"""Field types of this slice."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

import marshmallow as ma

from community.core.words import Words
from repairs import tags
from repairs.workflow import UNROUTED, Action, State

__all__ = ["Floor", "PersonRef", "PersonsAction", "Photos", "States", "Tags", "Words"]


class PersonsAction(ma.fields.String):
    """An action that somebody may take; what the platform does by itself is in histories only."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validate=ma.validate.OneOf([str(a) for a in Action if a not in UNROUTED]), **kwargs)


class Quantity(ma.fields.Decimal):
    """So much of something: above 0, at most 9999, exact to a thousandth."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"exclusiveMinimum": 0, "maximum": 9999}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Decimal:
        quantity: Decimal = super()._deserialize(value, attr, data, **kwargs)
        if not 0 < quantity <= 9999 or quantity != round(quantity, 3):
            raise ma.ValidationError("range|数量应大于 0、不超过 9999，最多三位小数|Above 0, at most 9999, three decimal places.")
        return quantity


class Photos(ma.fields.List[UUID]):
    """Ids of uploaded photos (and, where they may be, a voice note and a video), none twice."""

    def __init__(self, most: int = 9, **kwargs: Any) -> None:
        checks = (ma.validate.Length(max=most), _none_twice)
        super().__init__(ma.fields.UUID(), validate=checks, **{"load_default": list} | kwargs)


class Floor(ma.fields.Integer):
    """A floor as people count them: 1 is the ground, -1 the first basement, and there is no 0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, validate=(ma.validate.Range(-9, 200), _exists), **kwargs)


class States(ma.fields.Field[tuple[str, ...]]):
    """States separated by commas; "open" stands for all that have not ended."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> tuple[str, ...]:
        names = tuple(str(value).split(","))
        if not set(names) <= {"open", *State}:
            raise ma.ValidationError(f'choice|不在可选范围内|Must be "open" or some of: {", ".join(State)}.')
        return names


class Tags(ma.fields.List[str]):
    """Codes of what may be ticked beside the scores of a rating, none twice."""

    def __init__(self, **kwargs: Any) -> None:
        one = ma.fields.String(validate=ma.validate.OneOf(tuple(tags.TAGS)))
        super().__init__(one, validate=(ma.validate.Length(max=tags.MOST), _no_tag_twice), **kwargs)


class PersonRef(ma.fields.UUID):
    """A person's id, or one of a few words; without any given, "me"."""

    def __init__(self, *words: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._words = words or ("me",)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return value if value in self._words else super()._deserialize(value, attr, data, **kwargs)


def _exists(floor: int | None) -> None:
    if floor == 0:
        raise ma.ValidationError("range|没有 0 层，地面层是 1|There is no floor 0; the ground is 1.")


def _no_tag_twice(codes: Iterable[str]) -> None:
    found = list(codes)
    if len(found) != len(set(found)):
        raise ma.ValidationError("duplicate|同一标签不能重复|The same tag is named twice.")


def _none_twice(ids: Iterable[UUID]) -> None:
    found = list(ids)
    if len(found) != len(set(found)):
        raise ma.ValidationError("duplicate|同一张照片不能重复|The same photo is named twice.")
