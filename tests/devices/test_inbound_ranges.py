"""Which numbers have arrived, against a plain set."""

from hypothesis import given
from hypothesis import strategies as st

from devices.inbound import ranges


@given(st.lists(st.lists(st.integers(1, 40), max_size=8), max_size=12))
def test_ranges_say_the_same_as_a_set_whatever_the_order(batches: list[list[int]]) -> None:
    upto, beyond, arrived = 0, [], set()
    for batch in batches:
        upto, beyond = ranges.add(upto, beyond, batch)
        arrived |= set(batch)
        assert {n for n in range(1, 45) if ranges.holds(upto, beyond, n)} == arrived


@given(st.sets(st.integers(1, 40)))
def test_upto_is_the_last_number_before_the_first_gap_and_ranges_lie_apart(numbers: set[int]) -> None:
    upto, beyond = ranges.add(0, [], numbers)
    assert upto == next(n for n in range(0, 42) if n + 1 not in numbers)
    edges = [upto, *(edge for span in beyond for edge in span)]
    assert all(first <= last for first, last in beyond)
    assert all(edges[i + 1] > edges[i] + 1 for i in range(0, len(edges) - 1, 2))


@given(st.lists(st.integers(1, 40)))
def test_what_arrived_twice_changes_nothing(numbers: list[int]) -> None:
    once = ranges.add(0, [], numbers)
    assert ranges.add(*once, numbers) == once
