"""How many reports one person may make within an hour."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from community.core.settings import Settings
from tests.support.estate import Estate
from tests.support.tickets import Desk

NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
Limit = Callable[[int], None]


@pytest.fixture
def limit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Limit:
    """Set how many reports a person may make within an hour."""
    core = app.extensions["linli"]
    return lambda most: monkeypatch.setattr(core, "settings", replace(core.settings, tickets_per_hour=most))


def test_twenty_within_the_hour_are_taken_in_one_burst_and_the_next_is_told_to_wait(
    desk: Desk, estate: Estate, limit: Limit
) -> None:
    assert Settings().tickets_per_hour == 20
    limit(20)
    with time_machine.travel(NOON, tick=False):
        for _ in range(20):
            desk.report()
        answer = desk.as_(estate.resident).post("tickets", desk.body())
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (429, "ticket.too_many", "3600")
    assert "20" in answer.json["detail"]


def test_each_report_counts_for_an_hour_of_its_own(desk: Desk, estate: Estate, limit: Limit) -> None:
    limit(2)
    with time_machine.travel(NOON, tick=False) as clock:
        desk.report()
        clock.shift(timedelta(minutes=50))
        desk.sign_in_again()
        desk.report()
        assert desk.as_(estate.resident).post("tickets", desk.body()).headers["Retry-After"] == "600"
        clock.shift(timedelta(minutes=10) - timedelta(seconds=1))
        assert desk.as_(estate.resident).post("tickets", desk.body()).headers["Retry-After"] == "1"
        clock.shift(timedelta(seconds=1))
        desk.report()
        assert desk.as_(estate.resident).post("tickets", desk.body()).status_code == 429


def test_a_refused_report_does_not_lengthen_the_wait_nor_take_a_number(desk: Desk, estate: Estate, limit: Limit) -> None:
    limit(1)
    first = desk.report()["number"]
    for _ in range(3):
        assert desk.as_(estate.resident).post("tickets", desk.body()).status_code == 429
    assert int(desk.report(by=estate.relative)["number"][-4:]) == int(first[-4:]) + 1


def test_a_report_that_is_sent_again_counts_once_and_is_answered_even_at_the_limit(
    desk: Desk, estate: Estate, limit: Limit
) -> None:
    limit(1)
    client = desk.as_(estate.resident).with_headers(Idempotency_Key="report-1")
    first, again = (client.post("tickets", desk.body()) for _ in range(2))
    assert (first.status_code, again.json) == (201, first.json)


def test_one_person_does_not_use_up_anothers_share(desk: Desk, estate: Estate, limit: Limit) -> None:
    limit(1)
    desk.report()
    for person in (estate.relative, estate.worker):
        desk.report(by=person)


def test_whoever_works_there_may_write_down_ten_times_as_many(desk: Desk, estate: Estate, limit: Limit) -> None:
    limit(1)
    for _ in range(10):
        desk.report(by=estate.manager)
    assert desk.as_(estate.manager).post("tickets", desk.body()).status_code == 429


def test_many_at_once_do_not_slip_past(desk: Desk, estate: Estate, limit: Limit) -> None:
    limit(3)
    client = desk.as_(estate.resident)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post("tickets", desk.body()), range(12)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [429] * 9
