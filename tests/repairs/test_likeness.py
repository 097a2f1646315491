"""What looks like the same matter: properties of the ranking, whatever is reported wherever."""

import random
from dataclasses import dataclass
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from repairs.likeness import (
    LEAST_ALIKE,
    MOST,
    WEIGHT,
    Candidate,
    Matter,
    Nearness,
    Spot,
    likeness,
    line_of,
    nearness,
    rank,
    words_of,
)

IDS = [UUID(int=n) for n in range(1, 5)]
TEXTS = ("电梯不动了", "电梯停在三楼不动", "厨房漏水", "楼上漏水到厨房", "门禁刷不开", "lift stuck on floor 3", "")

ids = st.sampled_from(IDS)
lines = st.none() | st.sampled_from(["01", "02"])


@st.composite
def spots(draw: st.DrawFn) -> Spot:
    """A home, an entrance, a building or the grounds; a home always has all that is above it."""
    building = draw(st.none() | ids)
    entrance = draw(st.none() | ids) if building else None
    if entrance is None or draw(st.booleans()):
        return Spot(building, entrance)
    return Spot(building, entrance, draw(st.uuids()), draw(st.integers(1, 6)), draw(lines))


matters = st.builds(Matter, st.none() | ids, st.none() | ids, st.sampled_from(TEXTS).map(words_of))
candidates = st.lists(st.builds(Candidate, st.uuids(), spots(), matters), max_size=30, unique_by=lambda each: each.id)


@given(spots(), spots())
def test_nearness_is_mutual(one: Spot, other: Spot) -> None:
    assert nearness(one, other) is nearness(other, one)


@given(matters, matters)
def test_likeness_is_mutual_and_a_share(one: Matter, other: Matter) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(matters)
def test_what_is_known_is_like_itself(matter: Matter) -> None:
    known = matter.category_id is not None or matter.words
    assert likeness(matter, matter) == (1.0 if known else 0.0)


@given(spots(), matters, candidates, st.randoms(use_true_random=False))
def test_few_are_named_in_one_order_however_they_come(
    spot: Spot, matter: Matter, found: list[Candidate], shuffle: random.Random
) -> None:
    ranked = rank(spot, matter, found)
    assert len(ranked) == len(set(ranked)) <= MOST
    assert set(ranked) <= {each.id for each in found}
    mixed = found[:]
    shuffle.shuffle(mixed)
    assert rank(spot, matter, mixed) == ranked


@given(spots(), matters, candidates)
def test_nothing_far_or_unlike_is_named_and_nothing_better_is_left_out(spot: Spot, matter: Matter, found: list[Candidate]) -> None:
    alike = {each.id: likeness(matter, each.matter) for each in found}
    near = {each.id: nearness(spot, each.spot) for each in found}
    fit = [id_ for id_ in alike if alike[id_] >= LEAST_ALIKE and near[id_] is not Nearness.FAR]
    worth = {id_: alike[id_] * WEIGHT[near[id_]] for id_ in fit}
    ranked = rank(spot, matter, found)
    assert set(ranked) <= set(fit)
    assert [worth[id_] for id_ in ranked] == sorted(worth.values(), reverse=True)[:MOST]


@given(spots(), spots(), spots(), matters)
def test_of_two_alike_the_nearer_comes_first(asked: Spot, here: Spot, there: Spot, matter: Matter) -> None:
    ranked = rank(asked, matter, [Candidate(IDS[0], here, matter), Candidate(IDS[1], there, matter)])
    if ranked and WEIGHT[nearness(asked, here)] > WEIGHT[nearness(asked, there)]:
        assert ranked[0] == IDS[0]


@dataclass
class Tower:
    """A building with two homes on each floor of an entrance."""

    building: UUID = IDS[0]
    entrance: UUID = IDS[0]

    def home(self, floor: int, line: str, entrance: UUID | None = None) -> Spot:
        number = f"{floor}{line}"
        return Spot(self.building, entrance or self.entrance, UUID(int=floor * 100 + int(line)), floor, line_of(number, floor))


def test_the_building_graph_as_water_and_people_go_through_it() -> None:
    tower = Tower()
    mine = tower.home(12, "03")
    assert nearness(mine, mine) is Nearness.SAME
    assert nearness(mine, tower.home(13, "03")) is Nearness.NEIGHBOUR
    assert nearness(mine, tower.home(11, "03")) is Nearness.NEIGHBOUR
    assert nearness(mine, tower.home(2, "03")) is Nearness.STACK
    assert nearness(mine, tower.home(12, "04")) is Nearness.ENTRANCE
    assert nearness(mine, Spot(tower.building, tower.entrance)) is Nearness.ENTRANCE
    assert nearness(mine, tower.home(13, "03", IDS[1])) is Nearness.BUILDING
    assert nearness(mine, Spot(tower.building)) is Nearness.BUILDING
    assert nearness(mine, Spot()) is Nearness.GROUNDS
    assert nearness(mine, Spot(IDS[1], IDS[1])) is Nearness.FAR


def test_a_number_tells_the_line_only_where_it_begins_with_the_floor() -> None:
    assert (line_of("1203", 12), line_of("301", 3)) == ("03", "01")
    assert (line_of("1203", 3), line_of("12", 12), line_of("A", 1)) == (None, None, None)


def test_words_alone_and_category_alone_say_enough() -> None:
    spoken = Matter(IDS[0], IDS[3], words_of("电梯不动了"))
    assert likeness(Matter(words=words_of("电梯停了不动")), spoken) >= LEAST_ALIKE
    assert likeness(Matter(IDS[0]), spoken) == 1
    assert likeness(Matter(IDS[1], IDS[3]), spoken) == 0.5
    assert likeness(Matter(words=words_of("厨房漏水")), spoken) == 0
