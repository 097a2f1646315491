"""Mobile numbers of mainland China: one stored form, one masked form."""

import re
import unicodedata

from community.errors import BadPhone

_SEPARATORS = re.compile(r"[\s\-‐‑‒–—()\u200b-\u200f\u202a-\u202e]+")
_MOBILE = re.compile(r"(?:\+86|0086|86)?(1[3-9][0-9]{9})")


def normalise(text: str) -> str:
    """Return "+86" and eleven digits for a number as people type it; raises BadPhone.

    Spaces, dashes, brackets, full-width digits and the invisible marks that come along when a number is copied from a
    phone's contacts are accepted.
    """
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    match = _MOBILE.fullmatch(bare)
    if match is None:
        raise BadPhone()
    return f"+86{match[1]}"


def mask(phone: str) -> str:
    """Return the number as others may see it: "138****5678"."""
    local = phone.removeprefix("+86")
    return f"{local[:3]}****{local[-4:]}"


def local(phone: str) -> str:
    """Return the eleven digits that people dial."""
    return phone.removeprefix("+86")
