"""Which open tickets look like the same matter as a new report: how near they are, and how alike their words.

Nearness follows the building: water comes down from the home above, a blocked riser is felt along the whole line of homes, a dead
lift at its entrance. A pure function of what it is given; `queries.similar` finds the tickets.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from repairs.search import cut

MOST = 5
LEAST_ALIKE = 0.3  # below this it is another matter, however near
SAME_MATTER = 0.5  # leaks of the drain and of the tap are different categories of one matter


class Nearness(IntEnum):
    """How two places stand to each other, the nearest last."""

    FAR = 0
    GROUNDS = 1  # one of them is a public area of the whole community
    BUILDING = 2
    ENTRANCE = 3  # they share lift and stairs
    STACK = 4  # one above the other, so they share the risers
    NEIGHBOUR = 5  # directly above or below
    SAME = 6


WEIGHT = {
    Nearness.FAR: 0.0,
    Nearness.GROUNDS: 0.6,
    Nearness.BUILDING: 0.6,
    Nearness.ENTRANCE: 0.8,
    Nearness.STACK: 0.85,
    Nearness.NEIGHBOUR: 0.95,
    Nearness.SAME: 1.0,
}


class Spot(NamedTuple):
    """A place in the building graph; `line` is a home's number without its floor ("03" of 1203), the same along a riser."""

    building_id: UUID | None = None
    entrance_id: UUID | None = None
    home_id: UUID | None = None
    floor: int | None = None
    line: str | None = None


class Matter(NamedTuple):
    """What is reported: the category with the one above it, and the words; either may be unknown while somebody is typing."""

    category_id: UUID | None = None
    above_id: UUID | None = None
    words: frozenset[str] = frozenset()


class Candidate(NamedTuple):
    """An open ticket that might be the same."""

    id: UUID
    spot: Spot
    matter: Matter


def line_of(number: str, floor: int) -> str | None:
    """Return a home's place on its floor, from a number such as 1203 on floor 12; None where numbers say nothing of floors."""
    rest = number.removeprefix(str(floor))
    return rest if rest and rest != number else None


def words_of(text: str) -> frozenset[str]:
    """Return what of a text is compared."""
    return frozenset(cut(text))


def nearness(one: Spot, other: Spot) -> Nearness:
    """Return how near two places are; the order does not matter."""
    if one.home_id is not None and one.home_id == other.home_id:
        return Nearness.SAME
    if one.building_id is None or other.building_id is None:
        return Nearness.GROUNDS
    if one.building_id != other.building_id:
        return Nearness.FAR
    if one.entrance_id is None or one.entrance_id != other.entrance_id:
        return Nearness.BUILDING
    if one.line is None or one.line != other.line or one.floor is None or other.floor is None:
        return Nearness.ENTRANCE
    return Nearness.NEIGHBOUR if abs(one.floor - other.floor) == 1 else Nearness.STACK


def likeness(one: Matter, other: Matter) -> float:
    """Return how alike two matters are, from 0 to 1: the mean of category and words, or one alone where the other is unknown."""
    known = []
    if one.category_id is not None and other.category_id is not None:
        known.append(_of_categories(one, other))
    if one.words and other.words:
        known.append(2 * len(one.words & other.words) / (len(one.words) + len(other.words)))
    return sum(known) / len(known) if known else 0.0


def rank(spot: Spot, matter: Matter, candidates: Iterable[Candidate]) -> list[UUID]:
    """Return the ids of at most `MOST` tickets that look like the same matter, the likeliest first, of equals the newest."""
    scored = [(likeness(matter, each.matter), WEIGHT[nearness(spot, each.spot)], each.id) for each in candidates]
    found = sorted(((alike * near, id_) for alike, near, id_ in scored if alike >= LEAST_ALIKE and near), reverse=True)
    return [id_ for _, id_ in found[:MOST]]


def _of_categories(one: Matter, other: Matter) -> float:
    if one.category_id == other.category_id:
        return 1.0
    return SAME_MATTER if one.above_id is not None and one.above_id == other.above_id else 0.0
