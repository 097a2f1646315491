"""The harness can tell right from wrong: a checker that finds nothing must be one that would have found something."""

import pytest

from tests.fault import test_events, test_tickets, test_unlocking
from tests.repairs import test_processing
from tests.support.faults import Walker, fail_points
from tests.support.ledger import Ledger


def accounts(stored: list[int]) -> tuple[set[object], set[object], set[object]]:
    ledger = Ledger("things", sent={1, 2, 3}, acknowledged={1: "a", 2: "b"})
    count = ledger.against(stored)
    return set(count.lost), set(count.duplicated), set(count.phantom)


@pytest.mark.parametrize("stored", [[1, 2], [1, 2, 3]])
def test_what_was_not_acknowledged_may_be_stored_or_not(stored: list[int]) -> None:
    assert accounts(stored) == (set(), set(), set())


def test_acknowledged_and_not_stored_is_lost() -> None:
    assert accounts([1, 3]) == ({2}, set(), set())


def test_stored_twice_is_duplicated_whether_acknowledged_or_not() -> None:
    assert accounts([1, 2, 2, 3, 3]) == (set(), {2, 3}, set())


def test_stored_and_never_sent_is_phantom() -> None:
    assert accounts([1, 2, 4]) == (set(), set(), {4})


@pytest.mark.parametrize("stored", [[1], [1, 2, 2], [1, 2, 4]])
def test_a_wrong_count_fails_the_test(stored: list[int]) -> None:
    with pytest.raises(AssertionError, match="lost"):
        Ledger("things", sent={1, 2, 3}, acknowledged={1: "a", 2: "b"}).against(stored).check()


def test_a_walk_goes_to_the_next_name_when_a_process_lives_on() -> None:
    walker = Walker(["first", "second"], most=3)
    seen = []
    while (point := walker.hand_out()) is not None:
        seen.append(point)
        walker.came_back(point, died=point != "first:2")
    assert seen == ["first:1", "first:2", "second:1", "second:2", "second:3"]
    assert (walker.deaths, walker.busy) == ({"first": 1, "second": 3}, False)


def test_a_walk_is_not_over_while_a_process_is_still_to_die() -> None:
    walker = Walker(["only"], most=1)
    point = walker.hand_out()
    assert (walker.hand_out(), walker.busy) == (None, True)
    walker.came_back(str(point), died=True)
    assert walker.hand_out() is None
    assert not walker.busy


def test_every_fail_point_of_the_code_is_walked() -> None:
    walked = {
        *test_unlocking.POINTS,
        *test_tickets.WEB_POINTS,
        *test_tickets.WORKER_POINTS,
        *test_events.POINTS,
        *test_processing.POINTS,
    }
    assert walked == fail_points()
