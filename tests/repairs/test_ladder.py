"""What happens by itself: who is warned when, what ends a hold, what closes a ticket that nobody answers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from community.core.auth import Actor
from community.core.db import db
from community.core.feed import FeedEntry
from community.core.uow import unit_of_work
from community.models import Membership
from community.policies import Role
from repairs.models import Ticket
from repairs.services import keep_promises, keeping
from tests.repairs.test_terms import POLICY, RUNG, put
from tests.support.estate import Estate
from tests.support.threads import together
from tests.support.tickets import Desk, default_id

SUNDAY_10 = "2026-11-22T02:00:00+00:00"  # 10:00 in Chongqing


@pytest.fixture
def clock(desk: Desk) -> Iterator["Clock"]:
    with time_machine.travel(SUNDAY_10, tick=False) as traveller:
        yield Clock(desk, traveller)


class Clock:
    """Lets time pass in minutes; the access tokens of before have run out then."""

    def __init__(self, desk: Desk, traveller: Any) -> None:
        self._desk, self._traveller = desk, traveller

    def pass_(self, minutes: float) -> None:
        self._traveller.shift(timedelta(minutes=minutes))
        self._desk.sign_in_again()


@pytest.fixture
def keep(app: Flask, relay: Callable[[], Any]) -> Callable[[], None]:
    """Run the job once and deliver its news."""

    def run() -> None:
        job(app)
        relay()

    return run


def job(app: Flask) -> None:
    with app.app_context(), unit_of_work(Actor.system("repairs.keep_promises")) as uow:
        keep_promises(uow)


def told(app: Flask, person: UUID) -> list[tuple[str, int]]:
    """Return the warnings in a person's feed: promise and level."""
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        query = select(FeedEntry.data).where(FeedEntry.person_id == person, FeedEntry.kind == "ticket.escalated")
        return [(data["promise"], data["level"]) for data in uow.session.scalars(query.order_by(FeedEntry.seq))]


def climbed(desk: Desk, estate: Estate, ticket: dict[str, Any]) -> list[tuple[str, int, list[str]]]:
    history = desk.as_(estate.manager).get(f"tickets/{ticket['id']}/history?limit=100").json["items"]
    return [(e["data"]["promise"], e["data"]["level"], e["data"]["to"]) for e in history if e["action"] == "escalate"]


def test_a_ticket_that_nobody_claims_climbs_to_manager_control_room_and_district(
    app: Flask, desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]
) -> None:
    """Power cut: response 15, arrival 60, repair 240 minutes, around the clock. There is no worker who could be told."""
    ticket = desk.report()
    clock.pass_(14.9)
    keep()
    assert climbed(desk, estate, ticket) == []
    clock.pass_(0.1)
    keep()
    keep()
    assert climbed(desk, estate, ticket) == [("assignment", 1, ["manager"]), ("response", 1, ["manager"])]
    for minutes, new in (
        (30, ("response", 2, ["manager", "control_room"])),
        (15, ("arrive", 1, ["manager"])),
        (60, ("resolve", 1, ["manager"])),
        (120, ("resolve", 2, ["manager"])),
        (30, ("resolve", 3, ["manager", "supervisor"])),
    ):
        clock.pass_(minutes)
        keep()
        assert climbed(desk, estate, ticket)[-1] == new
    clock.pass_(60 * 24 * 30)
    keep()
    assert len(climbed(desk, estate, ticket)) == 7
    every = [("assignment", 1), ("response", 1), ("response", 2), ("arrive", 1), ("resolve", 1), ("resolve", 2), ("resolve", 3)]
    assert told(app, estate.manager) == told(app, estate.second_manager) == every
    assert (told(app, estate.operator), told(app, estate.officer)) == ([("response", 2)], [("resolve", 3)])
    for person in (estate.resident, estate.worker, estate.auditor, estate.foreign.manager, estate.foreign.officer):
        assert told(app, person) == []


def test_the_worker_is_warned_before_the_manager(
    app: Flask, desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]
) -> None:
    ticket = desk.in_progress()
    clock.pass_(120)
    keep()
    assert (told(app, estate.worker), told(app, estate.manager)) == ([("resolve", 1)], [])
    clock.pass_(120)
    keep()
    assert (told(app, estate.worker), told(app, estate.manager)) == ([("resolve", 1), ("resolve", 2)], [("resolve", 2)])
    history = desk.as_(estate.resident).get(f"tickets/{ticket['id']}/history").json["items"]
    assert (history[-1]["note"], history[-1]["actor"]["role"]) == ("已到修复时限，已提醒处理人、物业经理", "system")
    english = desk.as_(estate.resident).with_headers(Accept_Language="en").get(f"tickets/{ticket['id']}/history").json["items"]
    assert english[-1]["note"] == "Due to be repaired now; the worker and the property manager told"


def test_nobody_is_warned_of_what_has_been_done(desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]) -> None:
    done, gone, held = desk.resolved(), desk.report(), desk.in_progress()
    desk.do(estate.resident, gone, "cancel", reason="已经好了")
    desk.do(estate.worker, held, "hold", reason="等配件", until="2026-12-20T02:00:00Z")
    clock.pass_(60 * 24 * 5)
    keep()
    assert [climbed(desk, estate, ticket) for ticket in (done, gone, held)] == [[], [], []]


def test_without_a_manager_the_district_is_told(
    app: Flask, desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]
) -> None:
    ticket = desk.report()
    managers = update(Membership).where(Membership.role == Role.PROPERTY_MANAGER, Membership.community_id == estate.community_id)
    with app.app_context(), db.engine.connect().execution_options(will_write=True) as connection:
        connection.execute(managers.values(status="ended"))
        connection.commit()
    clock.pass_(15)
    keep()
    assert told(app, estate.officer) == [("assignment", 1), ("response", 1)]
    history = desk.as_(estate.resident).get(f"tickets/{ticket['id']}/history").json["items"]
    assert [entry["data"]["to"] for entry in history[1:]] == [["supervisor"], ["supervisor"]]


def test_a_hold_ends_when_it_was_to_end_and_the_clock_runs_on_from_there(
    desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]
) -> None:
    ticket = desk.in_progress()
    due = "2026-11-22T06:00:00Z"
    assert ticket["due_at"] == due
    clock.pass_(60)
    desk.do(estate.worker, ticket, "hold", reason="等配件", until="2026-11-23T03:00:00Z")
    held = desk.as_(estate.resident).get(f"tickets/{ticket['id']}").json
    assert [(p["kind"], p["kept"], p["paused"]) for p in held["promises"]] == [
        ("response", True, False), ("arrive", True, False), ("resolve", None, True),
    ]  # fmt: skip
    assert [(u["what"], u["at"], u["text"]) for u in held["upcoming"]] == [
        ("hold_over", "2026-11-23T03:00:00Z", "挂起时间到，继续计时")
    ]
    clock.pass_(60 * 24 + 7)  # the job is seven minutes late
    keep()
    ticket = desk.as_(estate.worker).get(f"tickets/{ticket['id']}").json
    assert (ticket["state"], ticket["due_at"]) == ("accepted", "2026-11-23T06:00:00Z")
    history = desk.as_(estate.worker).get(f"tickets/{ticket['id']}/history").json["items"]
    assert (history[-1]["action"], history[-1]["happened_at"]) == ("hold_over", "2026-11-23T03:00:00Z")


def test_what_nobody_answers_closes_by_itself_and_what_is_rejected_does_not(
    desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]
) -> None:
    silent, rejected = desk.resolved(), desk.resolved()
    clock.pass_(60 * 24 * 7 - 1)
    desk.do(estate.resident, rejected, "reject", reason="还是不行")
    keep()
    assert desk.as_(estate.manager).get(f"tickets/{silent['id']}").json["state"] == "resolved"
    clock.pass_(1)
    keep()
    states = [desk.as_(estate.manager).get(f"tickets/{t['id']}").json["state"] for t in (silent, rejected)]
    assert states == ["closed", "reopened"]
    history = desk.as_(estate.resident).get(f"tickets/{silent['id']}/history").json["items"]
    assert history[-1]["note"] == "修复后 7 天内无反馈，自动关闭"


def test_never_means_that_a_resolved_ticket_waits(desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]) -> None:
    ticket = desk.resolved()
    put(desk, estate, "promises-policy", POLICY)
    clock.pass_(60 * 24 * 400)
    keep()
    assert desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json["state"] == "resolved"


def test_a_warning_makes_no_action_stale(desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]) -> None:
    ticket = desk.assigned()
    clock.pass_(15)
    keep()
    assert climbed(desk, estate, ticket) == [("response", 1, ["assignee", "manager"])]
    accepted = desk.do(estate.worker, ticket, "accept", version=ticket["version"])
    assert accepted["version"] == ticket["version"] + 2
    assert desk.act(estate.worker, ticket, "depart", version=ticket["version"]).json["code"] == "ticket.changed"
    assert desk.act(estate.worker, ticket, "depart", version=99).json["code"] == "ticket.changed"


def test_a_reopened_ticket_climbs_anew(desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]) -> None:
    ticket = desk.in_progress()
    clock.pass_(240)
    keep()
    desk.do(estate.worker, ticket, "resolve", measure="换保险")
    reopened = desk.do(estate.resident, ticket, "reject", reason="又跳了")
    assert [(p["kind"], p["kept"]) for p in reopened["promises"]] == [("response", None), ("arrive", None), ("resolve", None)]
    clock.pass_(15)
    keep()
    assert climbed(desk, estate, ticket)[-1] == ("response", 1, ["assignee", "manager"])


def test_a_new_ladder_warns_of_what_is_to_come_only(desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]) -> None:
    early, late = desk.in_progress(), desk.in_progress(urgency="urgent")
    clock.pass_(100)
    put(desk, estate, "promises-policy", POLICY)  # one rung at 80 %: in 92 minutes; for the urgent one 4 minutes ago
    clock.pass_(91)
    keep()
    assert [climbed(desk, estate, t) for t in (early, late)] == [[], []]
    clock.pass_(1)
    keep()
    assert [climbed(desk, estate, t) for t in (early, late)] == [[("resolve", 1, ["manager"])], []]


def test_office_matters_climb_in_working_time(desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None]) -> None:
    """Reported on Sunday at 10:00; two hours to respond end on Monday at 10:30, with the half of 9 h to repair at 13:00."""
    put(desk, estate, "promises-policy", POLICY | {"ladder": [RUNG | {"promise": "response", "percent": 100, "after": 30}]})
    ticket = desk.report(category_id=str(default_id("corridor-light")))
    shown = desk.as_(estate.resident).get(f"tickets/{ticket['id']}").json
    assert [(u["what"], u["at"]) for u in shown["upcoming"]] == [
        ("response_due", "2026-11-23T02:30:00Z"), ("escalate", "2026-11-23T03:00:00Z"), ("arrive_due", "2026-11-23T04:30:00Z"),
        ("resolve_due", "2026-11-23T09:30:00Z"),
    ]  # fmt: skip
    assert [u["text"] for u in shown["upcoming"]][:2] == ["应在此前接单", "如仍未接单，将提醒物业经理"]
    clock.pass_(25 * 60 - 1)
    keep()
    assert climbed(desk, estate, ticket) == []
    clock.pass_(1)
    keep()
    assert climbed(desk, estate, ticket) == [("response", 1, ["manager"])]


def test_two_workers_at_once_warn_once(app: Flask, desk: Desk, estate: Estate, clock: Clock, relay: Callable[[], Any]) -> None:
    """Past the scheduler's own claim: both run the job in the same moment, over many tickets, several times."""
    tickets = [desk.report() for _ in range(6)]
    for minutes in (15, 30, 15):
        clock.pass_(minutes)
        together(*[lambda: job(app)] * 3)
        job(app)  # what all of them left to each other
    relay()
    for ticket in tickets:
        rungs = [(promise, level) for promise, level, _ in climbed(desk, estate, ticket)]
        assert rungs == [("assignment", 1), ("response", 1), ("response", 2), ("arrive", 1)]
    assert len(told(app, estate.manager)) == 4 * len(tickets)


def test_one_ticket_that_fails_stops_no_other(
    app: Flask, desk: Desk, estate: Estate, clock: Clock, keep: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = desk.report(), desk.report()
    honest = keeping._advance

    def advance(uow: Any, ticket: Ticket) -> None:
        honest(uow, ticket)
        if str(ticket.id) == bad["id"]:
            raise RuntimeError("broken")

    clock.pass_(15)
    monkeypatch.setattr(keeping, "_advance", advance)
    keep()
    assert (climbed(desk, estate, bad), len(climbed(desk, estate, good))) == ([], 2)
    assert len(told(app, estate.manager)) == 2
    monkeypatch.undo()
    clock.pass_(9)
    keep()
    assert climbed(desk, estate, bad) == []
    clock.pass_(1)
    keep()
    assert len(climbed(desk, estate, bad)) == 2
