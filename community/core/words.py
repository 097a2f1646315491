"""What people write: without what cannot be seen, and without what would turn the words around it."""

import re
import unicodedata
from typing import Any

import marshmallow as ma

# Embeddings, overrides and isolates: they reorder how the text around them is shown, so that a reader sees other words than were
# written. The plain marks of direction (U+200E, U+200F, U+061C) turn nothing but their own neighbours, and stay.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Letters and symbols by their category, and empty on every screen.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Controls, formats (zero-width, soft hyphen, joiners), marks that need a letter, and blanks. Unassigned characters are not among
# them: next year's emoji are unassigned today.
_UNSEEN = ("Cc", "Cf", "M", "Z")


def tidy(text: str) -> str:
    """Return a text without the blanks around it and without reordering controls; "" if nothing of it can be seen.

    Joiners and variation selectors within stay, as emoji and several scripts are written with them.
    """
    text = _REORDERING.sub("", text).strip()
    return text if any(_can_be_seen(character) for character in text) else ""


class Words(ma.fields.String):
    """What somebody has written, of 1 (or, if `empty` is allowed, 0) to `most` characters once it is tidied."""

    def __init__(self, most: int, *, empty: bool = False, **kwargs: Any) -> None:
        super().__init__(validate=ma.validate.Length(0 if empty else 1, most), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        return tidy(super()._deserialize(value, attr, data, **kwargs))


def _can_be_seen(character: str) -> bool:
    return character not in _FILLERS and not unicodedata.category(character).startswith(_UNSEEN)
