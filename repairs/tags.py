"""What can be ticked beside the scores of a rating: a fixed set of codes, so that it can be counted, with words in two languages.

A tag belongs to one score and is offered for some values of it: nobody praises what they have just marked down.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

GOOD, BAD = range(4, 6), range(1, 4)
MOST = 5  # of one rating


class Tag(NamedTuple):
    """One word: in Chinese and English, of which score it speaks, and for which values of it it is offered."""

    zh: str
    en: str
    about: str
    scores: range

    @property
    def praise(self) -> bool:
        """Say whether it is meant well."""
        return self.scores is GOOD


TAGS = {
    "punctual": Tag("准时", "On time", "speed", GOOD),
    "quick": Tag("响应快", "Quick to answer", "speed", GOOD),
    "skilled": Tag("技术好", "Skilled", "quality", GOOD),
    "lasting": Tag("修得彻底", "Fixed for good", "quality", GOOD),
    "friendly": Tag("态度好", "Friendly", "manner", GOOD),
    "explains": Tag("讲解清楚", "Explains well", "manner", GOOD),
    "tidy": Tag("收拾干净", "Left it tidy", "manner", GOOD),
    "late": Tag("迟到", "Late", "speed", BAD),
    "slow": Tag("等太久", "Long wait", "speed", BAD),
    "not_fixed": Tag("没修好", "Not fixed", "quality", BAD),
    "makeshift": Tag("敷衍了事", "Makeshift", "quality", BAD),
    "rude": Tag("态度差", "Rude", "manner", BAD),
    "silent": Tag("不作说明", "Explains nothing", "manner", BAD),
    "messy": Tag("弄脏家里", "Left a mess", "manner", BAD),
}


def offered(code: str, scores: Mapping[str, int]) -> bool:
    """Say whether a tag goes with these scores."""
    return scores[TAGS[code].about] in TAGS[code].scores


def view(code: str, language: str) -> dict[str, Any]:
    """Return a tag as it is shown."""
    tag = TAGS[code]
    return {"code": code, "name": tag.en if language == "en" else tag.zh, "praise": tag.praise}


def views(codes: Iterable[str], language: str) -> list[dict[str, Any]]:
    """Return the tags of a rating; one that is not in the set any more is left out."""
    return [view(code, language) for code in codes if code in TAGS]


def catalogue(language: str) -> list[dict[str, Any]]:
    """Return all tags with what they are about and for which scores they are offered."""
    return [
        view(code, language) | {"about": tag.about, "lowest": min(tag.scores), "highest": max(tag.scores)}
        for code, tag in TAGS.items()
    ]
