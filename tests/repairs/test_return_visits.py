"""Return visits: whom the office asks, by when, what comes of it, and that nobody is asked twice about the same repair."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from community.core.auth import Actor
from community.core.uow import unit_of_work
from repairs.events import ActionTaken
from repairs.services import follow
from tests.repairs.test_ratings import BEST, code, told
from tests.repairs.test_terms import POLICY, put
from tests.support.estate import Estate
from tests.support.threads import together
from tests.support.tickets import Desk

LOW = {"speed": 5, "quality": 2, "manner": 5}
MIDDLING = {"speed": 3, "quality": 3, "manner": 3}
FRIDAY_16 = "2026-11-20T08:00:00+00:00"  # 16:00 in Chongqing; the office closes at 17:30
Relay = Callable[[], Any]


@pytest.fixture
def policy(desk: Desk, estate: Estate) -> Callable[[str], None]:
    """Settle after which tickets the office asks."""

    def settle(which: str) -> None:
        assert put(desk, estate, "promises-policy", POLICY | {"return_visit": which}).status_code == 200

    return settle


def visits(desk: Desk, state: str = "", by: UUID | None = None) -> list[dict[str, Any]]:
    query = f"community_id={desk.estate.community_id}" + (f"&state={state}" if state else "")
    answer = desk.as_(by or desk.estate.manager).get(f"return-visits?{query}")
    assert answer.status_code == 200, answer.json
    items: list[dict[str, Any]] = answer.json["items"]
    return items


def complete(desk: Desk, visit: dict[str, Any], by: UUID | None = None, **data: Any) -> Any:
    return desk.as_(by or desk.estate.manager).post(f"return-visits/{visit['id']}/complete", data)


@pytest.fixture
def due(desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay) -> dict[str, Any]:
    """A visit that is due because of a low rating on a closed ticket."""
    policy("low")
    desk.do(estate.resident, desk.closed(), "rate", **LOW, words="又堵了")
    relay()
    [visit] = visits(desk)
    return visit


@pytest.mark.parametrize(
    ("which", "scores", "reasons"),
    [
        ("none", LOW, []),
        ("low", LOW, ["low"]),
        ("low", MIDDLING, []),
        ("low", None, []),
        ("all", LOW, ["low"]),
        ("all", BEST, ["all"]),
        ("all", None, ["all"]),
    ],
)
def test_the_policy_says_after_which_repairs_the_office_asks(
    desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay, which: str, scores: Any, reasons: list[str]
) -> None:
    policy(which)
    ticket = desk.resolved()
    if scores:
        desk.do(estate.resident, ticket, "rate", **scores)
    desk.do(estate.resident, ticket, "confirm")
    relay()
    assert [visit["reason"] for visit in visits(desk)] == reasons


def test_it_is_due_within_a_working_day_and_the_managers_are_told(
    app: Flask, desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay
) -> None:
    with time_machine.travel(FRIDAY_16, tick=False):
        policy("low")
        ticket = desk.do(estate.resident, desk.closed(), "rate", **LOW, words="又堵了")
        relay()
        [visit] = visits(desk, "due")
    # An hour and a half are left on Friday; the weekend is closed; six and a half follow on Monday from 8:30.
    assert (visit["due_at"], visit["overdue"], visit["attempts"]) == ("2026-11-23T07:00:00Z", False, 0)
    assert (visit["ticket"]["number"], visit["rating"]["words"], visit["worker"]["name"]) == (ticket["number"], "又堵了", "赵师傅")
    assert visit["reporter"]["phone_masked"].count("*") == 4
    for manager in (estate.manager, estate.second_manager):
        assert [(news["ticket_id"], news["state"]) for news in told(app, manager, "return_visit.changed")] == [
            (ticket["id"], "due")
        ]
    for other in (estate.resident, estate.worker, estate.operator):
        assert told(app, other, "return_visit.changed") == []


def test_one_repair_is_asked_about_once_however_often_it_is_told(
    app: Flask, desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay
) -> None:
    policy("all")
    ticket = desk.closed()
    relay()
    ticket = desk.do(estate.resident, ticket, "rate", **LOW)
    relay()
    event = ActionTaken(
        ticket_id=UUID(ticket["id"]),
        community_id=estate.community_id,
        number=ticket["number"],
        state="closed",
        version=ticket["version"],
        action="rate",
        actor_name="王芳",
        reporter_id=estate.resident,
    )
    for _ in range(2):
        with app.app_context(), unit_of_work(Actor.system("test")) as uow:
            follow(uow, event)
    assert len(visits(desk)) == 1


def test_each_repair_after_a_reopening_is_a_new_one(
    desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay
) -> None:
    policy("all")
    ticket = desk.closed()
    relay()
    desk.do(estate.resident, ticket, "reopen", reason="又坏了")
    relay()
    assert [visit["state"] for visit in visits(desk)] == ["lapsed"], "nobody calls about what is being repaired again"
    for action in ("accept", "start"):
        desk.do(estate.worker, ticket, action)
    desk.do(estate.worker, ticket, "resolve", measure="再修")
    desk.do(estate.manager, ticket, "close", reason="电话确认")
    relay()
    assert sorted(visit["state"] for visit in visits(desk)) == ["due", "lapsed"]
    first = desk.as_(estate.manager).get(f"return-visits?community_id={estate.community_id}&limit=1").json
    rest = desk.as_(estate.manager).get(f"return-visits?community_id={estate.community_id}&cursor={first['next']}").json
    assert {one["state"] for one in first["items"]} | {one["state"] for one in rest["items"]} == {"due", "lapsed"}


def test_what_was_closed_unfixed_is_asked_about_and_what_was_cancelled_is_not(
    desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay
) -> None:
    policy("all")
    unfixed, cancelled = desk.in_progress(), desk.report()
    desk.do(estate.manager, unfixed, "close", reason="无法修复")
    desk.do(estate.resident, cancelled, "cancel", reason="不用了")
    relay()
    assert [visit["ticket"]["number"] for visit in visits(desk)] == [unfixed["number"]]


def test_satisfied_ends_it_and_stands_in_the_tickets_history_without_the_offices_note(
    app: Flask, desk: Desk, estate: Estate, due: dict[str, Any], relay: Relay
) -> None:
    done = complete(desk, due, outcome="satisfied", note="已和师傅沟通")
    assert (done.status_code, done.json["state"], done.json["outcome"], done.json["handled_by"]["name"]) == (
        200,
        "done",
        "satisfied",
        "孙经理",
    )
    relay()
    assert (visits(desk, "due"), [visit["note"] for visit in visits(desk, "done")]) == ([], ["已和师傅沟通"])
    history = desk.as_(estate.resident).get(f"tickets/{due['ticket']['id']}/history")
    last = history.json["items"][-1]
    assert (last["action"], last["note"], last["data"]["outcome"]) == ("visit", "电话回访：业主满意", "satisfied")
    assert "已和师傅沟通" not in history.text
    assert told(app, estate.second_manager, "return_visit.changed")[-1]["state"] == "done"
    assert code(complete(desk, due, outcome="satisfied")) == (409, "return_visit.over")


@pytest.mark.parametrize("closed", [True, False])
def test_not_satisfied_may_reopen_the_ticket_in_the_same_act(
    desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay, closed: bool
) -> None:
    policy("low")
    ticket = desk.do(estate.resident, desk.closed() if closed else desk.resolved(), "rate", **LOW)
    relay()
    [visit] = visits(desk)
    refused = complete(desk, visit, outcome="unsatisfied", reopen=True)
    assert (code(refused), refused.json["field"]) == ((422, "ticket.data_missing"), "note")
    done = complete(desk, visit, outcome="unsatisfied", note="水还是很小", reopen=True).json
    assert (done["state"], done["reopened"], done["ticket"]["state"]) == ("done", True, "reopened")
    relay()
    history = desk.as_(estate.worker).get(f"tickets/{ticket['id']}/history").json["items"]
    assert [(entry["action"], entry["note"]) for entry in history[-2:]] == [
        ("visit", "电话回访：业主不满意"),
        ("reopen", "水还是很小"),
    ]
    assert [visit["state"] for visit in visits(desk)] == ["done"]


def test_without_reopening_the_ticket_stays_as_it_is(desk: Desk, due: dict[str, Any]) -> None:
    done = complete(desk, due, outcome="unsatisfied", note="嫌贵").json
    assert (done["state"], done["reopened"], done["ticket"]["state"]) == ("done", False, "closed")
    done = complete(desk, due, outcome="satisfied", reopen=True)
    assert code(done) == (409, "return_visit.over")


def test_who_is_satisfied_gets_nothing_reopened(desk: Desk, due: dict[str, Any]) -> None:
    assert complete(desk, due, outcome="satisfied", reopen=True).json["ticket"]["state"] == "closed"


def test_three_calls_in_vain_end_it(desk: Desk, estate: Estate, policy: Callable[[str], None], relay: Relay) -> None:
    with time_machine.travel(FRIDAY_16, tick=False) as clock:
        policy("low")
        ticket = desk.do(estate.resident, desk.closed(), "rate", **LOW)
        relay()
        [visit] = visits(desk)
        clock.shift(3600)  # 17:00
        desk.sign_in_again()
        first = complete(desk, visit, outcome="unreachable").json
        assert (first["state"], first["attempts"], first["due_at"]) == ("due", 1, "2026-11-23T08:00:00Z")
        assert complete(desk, visit, outcome="unreachable").json["state"] == "due"
        third = complete(desk, visit, outcome="unreachable").json
        assert (third["state"], third["attempts"]) == ("unreachable", 3)
        assert code(complete(desk, visit, outcome="satisfied")) == (409, "return_visit.over")
        history = desk.as_(estate.manager).get(f"tickets/{ticket['id']}/history").json["items"]
        assert [entry["note"] for entry in history if entry["action"] == "visit"] == [
            "电话回访：未联系上",
            "电话回访：未联系上（第 2 次）",
            "电话回访：未联系上（第 3 次）",
        ]


def test_two_managers_who_finish_it_at_once_finish_it_once(desk: Desk, estate: Estate, due: dict[str, Any]) -> None:
    desk.as_(estate.manager), desk.as_(estate.second_manager)
    answers = together(
        lambda: complete(desk, due, outcome="satisfied").status_code,
        lambda: complete(desk, due, by=estate.second_manager, outcome="unsatisfied", note="还漏", reopen=True).status_code,
    )
    assert sorted(answers) == [200, 409]


def test_the_number_is_shown_to_the_office_while_it_is_due_and_the_resident_reads_who_looked(
    desk: Desk, estate: Estate, due: dict[str, Any]
) -> None:
    path = f"return-visits/{due['id']}/contact"
    assert desk.as_(estate.manager).post(path, {}).json == {"phone": estate.phones[estate.resident].removeprefix("+86")}
    looks = desk.as_(estate.resident).get("me/reveals").json["items"]
    assert [(look["actor_name"], look["reason"]) for look in looks] == [("孙经理", due["ticket"]["number"])]
    complete(desk, due, outcome="satisfied")
    assert code(desk.as_(estate.manager).post(path, {})) == (409, "return_visit.over")


def test_return_visits_are_the_offices_alone(desk: Desk, estate: Estate, due: dict[str, Any]) -> None:
    for person in (estate.resident, estate.worker, estate.operator):
        assert desk.as_(person).get(f"return-visits?community_id={estate.community_id}").status_code == 403
        assert complete(desk, due, by=person, outcome="satisfied").status_code == 403
        assert desk.as_(person).post(f"return-visits/{due['id']}/contact", {}).status_code == 403
    for person in (estate.foreign.manager, estate.foreign.officer):
        assert desk.as_(person).get(f"return-visits?community_id={estate.community_id}").status_code == 404
    assert complete(desk, due, by=estate.foreign.manager, outcome="satisfied").status_code == 404
    assert len(visits(desk, by=estate.officer)) == 1
    assert complete(desk, due, by=estate.officer, outcome="satisfied").status_code == 403
