"""Actions: who may, in which state, with what, and what happens when two act at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.core.clock import now
from community.core.ids import new_id
from repairs.appointments.slots import DEFAULT, offered
from repairs.calendars import Calendar
from repairs.holidays import CHINA_2026, OFFICE_WEEK
from repairs.schemas import BODIES
from repairs.workflow import Action, replay
from tests.support.estate import Estate
from tests.support.tickets import WITH_PROOF, Desk, default_id


def give(estate: Estate, action: str, into: str | None = None) -> dict[str, Any]:
    """Return what an action needs; `into` is the ticket that another is merged into."""
    reason, other = {"reason": "理由"}, {"assignee_id": str(estate.second_worker)}
    needs: dict[str, dict[str, Any]] = {
        "assign": other,
        "transfer": other | reason,
        "hold": reason | {"until": (now() + timedelta(days=1)).isoformat()},
        "resolve": {"measure": "已修"},
        "rate": {"speed": 5, "quality": 5, "manner": 5},
        "quote": {"lines": [{"kind": "labour", "name": "上门", "unit": "次", "unit_price_cents": 5000, "quantity": 1}]},
        "agree": {"quote_id": str(new_id())},
        "decline": {"quote_id": str(new_id())} | reason,
        "appointment": {"starts_at": a_window()},
        "merge": {"into_id": into or str(new_id())} | reason,
    }
    return needs.get(action, reason if action in ("return", "reject", "close", "cancel", "reopen", "split") else {})


_turns = count()


def a_window() -> str:
    """Return the beginning of a window that any office offers, another one each time: their places are few."""
    windows = list(offered(DEFAULT, Calendar(ZoneInfo("Asia/Shanghai"), OFFICE_WEEK, CHINA_2026), now()))[1:]
    return windows[next(_turns) % len(windows)].starts_at.isoformat()


def test_nobody_but_those_concerned_can_take_any_action(desk: Desk, estate: Estate) -> None:
    """Everybody tries everything on a ticket that another worker has: 403 within the community, 404 outside it."""
    ticket = desk.assigned()
    foreign = estate.foreign
    for action in BODIES:
        for person in (estate.neighbour, estate.second_worker, estate.operator, estate.officer, estate.auditor, estate.stranger):
            answer = desk.act(person, ticket, action, **give(estate, action))
            assert answer.status_code in (403, 409), (action, answer.json)
        for person in (foreign.resident, foreign.worker, foreign.manager):
            assert desk.act(person, ticket, action, **give(estate, action)).status_code in (403, 404)
    assert desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json["version"] == ticket["version"]


def test_what_is_offered_is_what_is_accepted(desk: Desk, estate: Estate) -> None:
    """For each stage and each person, exactly the offered actions succeed; the others are refused."""
    stages = (desk.report, desk.assigned, desk.in_progress, desk.resolved, desk.closed)
    people = (estate.resident, estate.worker, estate.second_worker, estate.manager)
    into = desk.report()["id"]
    for stage in stages:
        for person in people:
            ticket = stage()
            offered = desk.as_(person).get(f"tickets/{ticket['id']}").json["actions"]
            for action in BODIES:
                answer = desk.act(person, ticket, action, **give(estate, action, into))
                assert (answer.status_code == 200) is (action in offered), (stage.__name__, action, answer.json)
                ticket = stage() if action in offered else ticket


def test_who_did_the_work_neither_confirms_nor_rates_it(desk: Desk, estate: Estate) -> None:
    ticket = desk.report(by=estate.worker)
    ticket = desk.do(estate.manager, ticket, "assign", assignee_id=str(estate.worker))
    for action in ("accept", "start"):
        ticket = desk.do(estate.worker, ticket, action)
    ticket = desk.do(estate.worker, ticket, "resolve", measure="已修")
    assert ticket["actions"] == []
    for action in ("confirm", "rate"):
        assert desk.act(estate.worker, ticket, action, **give(estate, action)).json["code"] == "ticket.not_your_part"
    assert desk.do(estate.relative, ticket, "confirm")["state"] == "closed"


def test_a_wrong_state_is_told_in_the_askers_language_with_the_ticket(desk: Desk, estate: Estate) -> None:
    ticket = desk.closed()
    answer = desk.act(estate.worker, ticket, "accept")
    assert (answer.status_code, answer.json["code"]) == (409, "ticket.wrong_state")
    assert answer.json["detail"] == "工单现在是“已完成”，不能接单。"
    assert answer.json["ticket"]["version"] == ticket["version"]
    english = desk.as_(estate.worker).with_headers(Accept_Language="en").post(f"tickets/{ticket['id']}/accept")
    assert english.json["detail"] == "The ticket is “done” now and cannot be accepted."


def test_a_stale_version_is_told_with_the_present_ticket_and_changes_nothing(desk: Desk, estate: Estate) -> None:
    ticket = desk.assigned()
    changed = desk.do(estate.manager, ticket, "transfer", assignee_id=str(estate.second_worker), reason="顺路")
    answer = desk.act(estate.worker, ticket, "accept", version=ticket["version"])
    assert (answer.status_code, answer.json["code"]) == (409, "ticket.changed")
    assert (answer.json["ticket"]["version"], answer.json["ticket"]["assignee"]["name"]) == (changed["version"], "钱师傅")


@pytest.mark.parametrize("with_version", [True, False])
def test_of_two_acting_at_once_exactly_one_wins(desk: Desk, estate: Estate, with_version: bool) -> None:
    """The worker's two thumbs accept and return the same ticket, ten times over, from the same starting line.

    Without a version, both may have their turn (return after accept is a step of the table); the history stays whole.
    """
    for _ in range(10):
        ticket = desk.assigned()
        line = Barrier(2)
        version = {"version": ticket["version"]} if with_version else {}

        def act(who: UUID, action: str, ticket: Any = ticket, line: Barrier = line, version: Any = version) -> Any:
            client = desk.as_(who)
            line.wait()
            return client.post(f"tickets/{ticket['id']}/{action}", give(estate, action) | version)

        with ThreadPoolExecutor(2) as pool:
            answers = [f.result() for f in (pool.submit(act, estate.worker, "accept"), pool.submit(act, estate.worker, "return"))]
        codes = sorted(a.status_code for a in answers)
        if with_version:
            assert codes == [200, 409]
            assert next(a.json["code"] for a in answers if a.status_code == 409) == "ticket.changed"
        history = desk.as_(estate.manager).get(f"tickets/{ticket['id']}/history").json["items"]
        assert len(history) == 2 + codes.count(200)
        assert len({entry["seq"] for entry in history}) == len(history)


def test_what_an_action_needs_is_asked_for(desk: Desk, estate: Estate) -> None:
    ticket = desk.in_progress()
    answer = desk.act(estate.worker, ticket, "resolve")
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/measure")
    assert desk.act(estate.worker, ticket, "return", reason=" ").status_code == 422


def test_a_category_may_ask_for_a_photo_as_proof(desk: Desk, estate: Estate) -> None:
    ticket = desk.in_progress(category_id=str(default_id(WITH_PROOF)))
    answer = desk.act(estate.worker, ticket, "resolve", measure="已疏通")
    assert (answer.status_code, answer.json["code"]) == (422, "ticket.proof_needed")
    foreign = desk.photo(estate.resident)
    assert (
        desk.act(estate.worker, ticket, "resolve", measure="已疏通", attachment_ids=[foreign]).json["code"] == "attachment.unknown"
    )
    proof = desk.photo(estate.worker)
    assert desk.do(estate.worker, ticket, "resolve", measure="已疏通", attachment_ids=[proof])["state"] == "resolved"


def test_a_ticket_is_given_only_to_those_who_work_here(desk: Desk, estate: Estate) -> None:
    ticket = desk.report()
    for person in (estate.resident, estate.operator, estate.foreign.worker, estate.stranger):
        answer = desk.act(estate.manager, ticket, "assign", assignee_id=str(person))
        assert (answer.status_code, answer.json["code"]) == (422, "ticket.assignee_unfit")
    assert desk.do(estate.manager, ticket, "assign", assignee_id=str(estate.manager))["assignee"]["name"] == "孙经理"


def test_the_clock_stands_still_on_hold(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-22T02:00:00+00:00", tick=False) as clock:
        ticket = desk.in_progress()
        due = datetime.fromisoformat(ticket["due_at"])
        desk.do(estate.worker, ticket, "hold", reason="等配件", until="2026-11-24T02:00:00Z")
        clock.shift(timedelta(hours=30))
        desk.sign_in_again()
        held = desk.as_(estate.worker).get(f"tickets/{ticket['id']}").json
        assert (held["overdue"], held["on_hold_until"]) == (False, "2026-11-24T02:00:00Z")
        ticket = desk.do(estate.worker, ticket, "resume")
        assert datetime.fromisoformat(ticket["due_at"]) == due + timedelta(hours=30)
        assert (ticket["overdue"], ticket["on_hold_until"]) == (False, None)
        clock.shift(timedelta(hours=4, seconds=1))
        desk.sign_in_again()
        assert desk.as_(estate.worker).get(f"tickets/{ticket['id']}").json["overdue"] is True


def test_going_on_after_a_hold_is_not_having_been_there(desk: Desk, estate: Estate) -> None:
    ticket = desk.do(estate.worker, desk.assigned(), "accept")
    until = (now() + timedelta(hours=1)).isoformat()
    desk.do(estate.worker, ticket, "hold", reason="住户不在家", until=until)
    resumed = desk.do(estate.manager, ticket, "resume")
    assert (resumed["state"], was_there(resumed)) == ("accepted", None)
    assert was_there(desk.do(estate.worker, ticket, "arrive")) is True


def was_there(ticket: dict[str, Any]) -> bool | None:
    return next(one["kept"] for one in ticket["promises"] if one["kind"] == "arrive")


def test_a_hold_ends_in_the_future_and_within_ninety_days(desk: Desk, estate: Estate) -> None:
    ticket = desk.in_progress()
    for days in (-1, 91):
        until = (now() + timedelta(days=days)).isoformat()
        assert desk.act(estate.worker, ticket, "hold", reason="等配件", until=until).json["code"] == "ticket.hold_end"
    until = (now() + timedelta(days=89)).isoformat()
    assert desk.do(estate.worker, ticket, "hold", reason="等配件", until=until)["state"] == "on_hold"


def test_haste_is_asked_for_at_most_every_half_hour(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-22T02:00:00+00:00", tick=False) as clock:
        ticket = desk.report()
        urged = desk.do(estate.resident, ticket, "urge", text="孩子要洗澡")
        assert (urged["state"], urged["version"]) == ("submitted", 2)
        clock.shift(timedelta(minutes=29, seconds=30))
        answer = desk.act(estate.relative, ticket, "urge")
        assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (429, "ticket.urged_already", "30")
        clock.shift(timedelta(seconds=30))
        assert desk.act(estate.relative, ticket, "urge").status_code == 200


def test_a_rating_is_given_once_and_after_the_work(desk: Desk, estate: Estate) -> None:
    scores = {"speed": 5, "quality": 4, "manner": 3}
    assert desk.act(estate.resident, desk.in_progress(), "rate", **scores).json["code"] == "ticket.wrong_state"
    ticket = desk.resolved()
    photo = desk.photo(estate.resident)
    rated = desk.do(estate.resident, ticket, "rate", **scores, attachment_ids=[photo])
    assert [a["id"] for a in rated["rating"]["attachments"]] == [photo]
    assert rated["attachments"] == []
    assert desk.act(estate.relative, ticket, "rate", **scores).json["code"] == "ticket.already_rated"
    for wrong in (0, 6, "five"):
        assert desk.act(estate.resident, desk.closed(), "rate", **scores | {"speed": wrong}).status_code == 422


ALONE = [action for action in BODIES if action is not Action.MERGE]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ALONE), st.integers(0, 4)), min_size=5, max_size=25))
def test_random_walks_leave_an_honest_history(desk: Desk, estate: Estate, walk: list[tuple[Action, int]]) -> None:
    """Whoever tries whatever: the version counts the entries, the entries join up, and replaying them gives the state.

    Merging has walks of its own (`test_families_machine`).
    """
    ticket = desk.report()
    people = (estate.resident, estate.relative, estate.worker, estate.second_worker, estate.manager)
    for action, who in walk:
        answer = desk.act(people[who], ticket, action, **give(estate, action))
        assert answer.status_code in (200, 403, 409, 422, 429), answer.json
    ticket = desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json
    history = desk.as_(estate.manager).get(f"tickets/{ticket['id']}/history?limit=100").json["items"]
    assert [entry["seq"] for entry in history] == list(range(1, ticket["version"] + 1))
    assert [entry["from_state"] for entry in history[1:]] == [entry["to_state"] for entry in history[:-1]]
    assert replay(Action(entry["action"]) for entry in history[1:]) == ticket["state"]
    times = [entry["happened_at"] for entry in history]
    assert times == sorted(times)
