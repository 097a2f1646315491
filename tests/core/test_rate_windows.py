"""Rate limits: counted over all processes, on both sides of the limit, and outside of any rolled-back request."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from community.core import ratelimit
from community.core.auth import Actor
from community.core.errors import TooMany
from community.core.ratelimit import RateWindow
from community.core.uow import UnitOfWork, unit_of_work
from tests.support.threads import together

MINUTE = timedelta(minutes=1)
NOON = "2026-07-01T12:00:00Z"


def hit(board: Flask, key: str = "key", limit: int = 3, per: timedelta = MINUTE) -> None:
    with board.app_context():
        ratelimit.hit(key, limit, per)


def refused(board: Flask, key: str = "key") -> int | None:
    """Hit once more and return the seconds to wait, or None if it was allowed."""
    try:
        hit(board, key)
    except TooMany as error:
        return error.retry_after
    return None


def test_as_many_as_the_limit_are_allowed_and_one_more_is_not(board: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        assert [refused(board) for _ in range(5)] == [None, None, None, 60, 60]


def test_the_answer_says_how_long_to_wait(board: Flask) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(3):
            hit(board)
        traveller.shift(timedelta(seconds=59, milliseconds=500))
        assert refused(board) == 1


def test_the_next_window_begins_anew(board: Flask) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        for _ in range(4):
            refused(board)
        traveller.shift(MINUTE)
        assert refused(board) is None


def test_each_key_has_its_own_count(board: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(4):
            refused(board, "one")
        assert refused(board, "other") is None


def test_of_threads_at_once_exactly_the_limit_gets_through(board: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        answers = together(*[lambda: refused(board)] * 8)
    assert answers.count(None) == 3


def test_attempts_are_counted_even_if_the_request_fails_afterwards(board: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            with board.app_context(), pytest.raises(ZeroDivisionError):
                ratelimit.hit("key", 3, MINUTE)
                with unit_of_work(Actor.system("test")):
                    _ = 1 / 0
        assert refused(board) == 60


def test_forgetting_a_key_lets_it_begin_anew(board: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(4):
            refused(board)
        with board.app_context():
            ratelimit.forget("key")
        assert refused(board) is None


def test_counting_inside_a_transaction_that_writes_is_refused_at_once(board: Flask) -> None:
    with board.app_context(), unit_of_work(Actor.system("test")), pytest.raises(RuntimeError, match="outside"):
        ratelimit.hit("key", 3, MINUTE)


def test_counting_inside_one_that_only_reads_is_allowed(board: Flask, count: Callable[..., int]) -> None:
    with board.app_context(), unit_of_work(Actor.system("test"), read_only=True):
        ratelimit.hit("key", 3, MINUTE)
    assert count(RateWindow) == 1


def test_windows_that_are_over_are_cleared_away(
    board: Flask, write: Callable[[Callable[[UnitOfWork], Any]], Any], count: Callable[..., int]
) -> None:
    with time_machine.travel(NOON, tick=False) as traveller:
        hit(board)
        traveller.shift(MINUTE)
        write(ratelimit.purge)
        assert count(RateWindow) == 1
        traveller.shift(timedelta(microseconds=1))
        write(ratelimit.purge)
        assert count(RateWindow) == 0
