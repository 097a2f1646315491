"""Field types of this slice."""

from typing import Any

import marshmallow as ma

from community import phones
from community.core.words import tidy

NAME = ma.validate.And(ma.validate.Length(1, 64), ma.validate.Regexp(r"\S", error="required|不能为空|May not be blank."))


class Line(ma.fields.String):
    """One line of text; it is tidied before its length is judged."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return tidy(super()._deserialize(value, attr, data, **kwargs))


class MaskedPhone(ma.fields.String):
    """A phone number that nobody but its owner sees whole: "138****5678"."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else phones.mask(value)


class OwnPhone(ma.fields.String):
    """The reader's own number, as people dial it."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else phones.local(value)
