"""The feed: numbers without gaps, visible in order, and a reader that is told when something is gone."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from community.core import clock, feed
from community.core.auth import Actor
from community.core.feed import FeedEntry
from community.core.ids import new_id
from community.core.kernel import Kernel
from community.core.uow import UnitOfWork, unit_of_work
from tests.support.estate import Estate
from tests.support.threads import together

Write = Callable[[Callable[[UnitOfWork], Any]], Any]


@pytest.fixture
def person() -> UUID:
    return new_id()


def post(person: UUID, kind: str = "note") -> Callable[[UnitOfWork], None]:
    return lambda uow: feed.post(uow, [person], kind, {})


def numbers(write: Write, person: UUID, after: int = 0) -> list[int]:
    return write(lambda uow: [entry.seq for entry in feed.after(uow.session, person, after)])


def test_numbers_count_from_one_for_each_person(write: Write) -> None:
    one, other = new_id(), new_id()
    write(lambda uow: feed.post(uow, [one, other], "note", {}))
    write(post(one))
    assert (numbers(write, one), numbers(write, other)) == ([1, 2], [1])


def test_somebody_named_twice_gets_one_entry_and_nobody_none(write: Write, person: UUID) -> None:
    write(lambda uow: feed.post(uow, [person, person], "note", {}))
    write(lambda uow: feed.post(uow, [], "note", {}))
    assert numbers(write, person) == [1]


def test_an_entry_that_was_rolled_back_leaves_no_gap(board: Flask, write: Write, person: UUID) -> None:
    write(post(person))
    with board.app_context(), pytest.raises(ZeroDivisionError), unit_of_work(Actor.system("test")) as uow:
        feed.post(uow, [person], "note", {})
        _ = 1 / 0
    write(post(person))
    assert numbers(write, person) == [1, 2]


def test_concurrent_writers_leave_no_gap_and_a_reader_that_resumes_misses_nothing(write: Write, person: UUID) -> None:
    done: list[int] = []

    def writer() -> None:
        for _ in range(15):
            write(post(person))
        done.append(1)

    def reader() -> list[int]:
        seen: list[int] = []
        while len(seen) < 30:
            seen += numbers(write_read, person, seen[-1] if seen else 0)
        return seen

    write_read = write
    *_, seen = together(writer, writer, reader)
    assert (seen, len(done)) == (list(range(1, 31)), 2)


def test_people_in_any_order_do_not_lock_each_other_out(write: Write) -> None:
    people = [new_id() for _ in range(6)]
    turned = list(reversed(people))

    def writer(order: list[UUID]) -> Callable[[], None]:
        return lambda: [write(lambda uow: feed.post(uow, order, "note", {})) for _ in range(10)] and None

    together(writer(people), writer(turned))
    assert {person: numbers(write, person) for person in people} == {person: list(range(1, 21)) for person in people}


def test_times_in_the_data_are_written_as_the_api_writes_them(write: Write, person: UUID) -> None:
    with time_machine.travel("2026-07-01T08:00:00Z", tick=False):
        write(lambda uow: feed.post(uow, [person], "note", {"at": uow.now, "note_id": person}))
    (data,) = write(lambda uow: [entry.data for entry in feed.after(uow.session, person, 0)])
    assert data == {"at": "2026-07-01T08:00:00Z", "note_id": str(person)}


def test_more_than_one_batch_is_read_in_portions(write: Write, person: UUID) -> None:
    write(lambda uow: [feed.post(uow, [person], "note", {}) for _ in range(5)])
    portion = write(lambda uow: [entry.seq for entry in feed.after(uow.session, person, 1, limit=2)])
    assert portion == [2, 3]


def test_the_bell_rings_after_the_commit_and_only_then(board: Flask, kernel: Kernel, person: UUID) -> None:
    rung: list[list[str]] = []

    def hear(people: list[str]) -> None:
        rung.append(people)

    kernel.bus.listen("feed", hear)
    try:
        with board.app_context():
            with pytest.raises(ZeroDivisionError), unit_of_work(Actor.system("test")) as uow:
                feed.post(uow, [person], "note", {})
                _ = 1 / 0
            assert rung == []
            with unit_of_work(Actor.system("test")) as uow:
                feed.post(uow, [person], "note", {})
                assert rung == []
        assert rung == [[str(person)]]
    finally:
        kernel.bus.unlisten("feed", hear)


def missed(write: Write, person: UUID, seq: int) -> bool:
    return write(lambda uow: feed.missed_some(uow.session, person, seq))


def test_nothing_is_missed_by_who_was_told_everything_that_is_kept(write: Write, person: UUID) -> None:
    assert not missed(write, person, 0)
    for _ in range(3):
        write(post(person))
    assert [missed(write, person, seq) for seq in (0, 1, 2, 3)] == [False] * 4


def test_a_number_that_was_never_given_out_counts_as_missed(write: Write, person: UUID) -> None:
    assert missed(write, person, 1)
    write(post(person))
    assert missed(write, person, 2)


def test_entries_are_kept_for_two_weeks_and_not_longer(write: Write, person: UUID, count: Callable[..., int]) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        write(post(person))
        traveller.shift(feed.KEPT)
        write(feed.purge)
        assert count(FeedEntry) == 1
        traveller.shift(timedelta(microseconds=1))
        write(feed.purge)
        assert count(FeedEntry) == 0


def test_who_was_away_too_long_is_told_that_something_is_gone(write: Write, person: UUID) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        write(post(person))
        write(post(person))
        traveller.shift(feed.KEPT + timedelta(seconds=1))
        write(post(person))
        write(feed.purge)
    assert numbers(write, person) == [3]
    assert [missed(write, person, seq) for seq in (0, 1, 2, 3)] == [True, True, False, False]


def test_after_everything_was_cleared_away_only_the_newest_number_is_up_to_date(write: Write, person: UUID) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        write(post(person))
        write(post(person))
        traveller.shift(feed.KEPT + timedelta(seconds=1))
        write(feed.purge)
    assert [missed(write, person, seq) for seq in (1, 2)] == [True, False]
    write(post(person))
    assert numbers(write, person) == [3]


def test_times_rise_with_the_numbers_so_that_clearing_away_leaves_no_hole(board: Flask, write: Write, person: UUID) -> None:
    with time_machine.travel(clock.now(), tick=False) as traveller:
        with board.app_context(), unit_of_work(Actor.system("slow")) as uow:
            traveller.shift(timedelta(seconds=5))
            feed.post(uow, [person], "note", {})
        recorded = write(lambda uow: [entry.recorded_at for entry in feed.after(uow.session, person, 0)])
        assert recorded == [clock.now()]
    assert all(a <= b for a, b in itertools.pairwise(recorded))


def test_a_persons_entries_are_nobody_elses(estate: Estate, write: Write) -> None:
    write(post(estate.resident))
    assert numbers(write, estate.neighbour) == []
