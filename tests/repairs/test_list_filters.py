"""Narrowing the list of tickets, keeping what it was narrowed to, and acting on many at once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from community.core.ids import new_id
from tests.support.estate import Estate
from tests.support.tickets import Desk, default_id


def listed(desk: Desk, person: UUID, **query: Any) -> list[str]:
    answer = desk.as_(person).get("tickets", query_string=query)
    assert answer.status_code == 200, answer.json
    return [item["id"] for item in answer.json["items"]]


def rated(desk: Desk, **scores: int) -> str:
    ticket = desk.closed()
    return desk.do(desk.estate.resident, ticket, "rate", **({"speed": 5, "quality": 5, "manner": 5} | scores))["id"]


def test_each_filter_narrows_to_what_it_says(desk: Desk, estate: Estate) -> None:
    here = {"home_id": None, "community_id": str(estate.community_id)}
    in_home = desk.report()["id"]
    at_entrance = desk.report(**here, entrance_id=str(estate.entrance_id), category_id=str(default_id("pests")))["id"]
    outside = desk.report(**here, spot="东门", urgency="urgent", category_id=str(default_id("parking")))["id"]
    given = desk.assigned()["id"]
    poor, good = rated(desk, speed=1, quality=2, manner=3), rated(desk)
    every = {in_home, at_entrance, outside, given, poor, good}
    for query, expected in (
        ({}, every),
        ({"category_id": default_id("pests")}, {at_entrance}),
        ({"category_id": default_id("cleaning")}, {at_entrance}),
        ({"category_id": default_id("parking")}, {outside}),
        ({"category_id": default_id("utilities")}, {in_home, given, poor, good}),
        ({"category_id": new_id()}, set()),
        ({"building_id": estate.building_id}, every - {outside}),
        ({"entrance_id": estate.entrance_id, "category_id": default_id("pests")}, {at_entrance}),
        ({"home_id": estate.home_id}, {in_home, given, poor, good}),
        ({"assignee": "none"}, {in_home, at_entrance, outside}),
        ({"assignee": estate.worker, "state": "assigned"}, {given}),
        ({"urgency": "urgent"}, {outside}),
        ({"urgency": "normal", "assignee": "none"}, {in_home, at_entrance}),
        ({"rating_max": 2}, {poor}),
        ({"rating_max": 1.9}, set()),
        ({"rating_max": 5}, {poor, good}),
        ({"state": "closed,submitted"}, {in_home, at_entrance, outside, poor, good}),
        ({"state": "submitted,assigned", "urgency": "urgent"}, {outside}),
        ({"state": "closed,open"}, every),
        ({"state": "open"}, {in_home, at_entrance, outside, given}),
        ({"state": "open,assigned"}, {in_home, at_entrance, outside, given}),
    ):
        assert set(listed(desk, estate.manager, **query)) == expected, query


def id_and_due(ticket: dict[str, Any]) -> tuple[str, str]:
    return ticket["id"], ticket["due_at"]


def test_periods_begin_with_their_first_moment_and_end_before_their_last(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-22T02:00:00+00:00", tick=False) as clock:
        first, first_due = id_and_due(desk.report())
        clock.shift(timedelta(hours=1))
        desk.sign_in_again()
        second, second_due = id_and_due(desk.closed())
        for query, expected in (
            ({"created_since": "2026-11-22T02:00:00Z"}, {first, second}),
            ({"created_since": "2026-11-22T02:00:01Z"}, {second}),
            ({"created_until": "2026-11-22T11:00:00+08:00"}, {first}),
            ({"closed_since": "2026-11-22T03:00:00Z"}, {second}),
            ({"closed_until": "2026-11-22T03:00:00Z"}, set()),
            ({"due_since": first_due}, {first, second}),
            ({"due_until": first_due}, set()),
            ({"due_since": first_due, "due_until": second_due}, {first}),
            ({"due_since": second_due}, {second}),
        ):
            assert set(listed(desk, estate.manager, **query)) == expected, query


@pytest.mark.parametrize(
    "query",
    [
        "category_id=x",
        "urgency=huge",
        "rating_max=0",
        "rating_max=nan",
        "created_since=2026-11-22",
        "created_since=2026-11-22T02:00:00",
        "reporter=none",
        "sort=number",
    ],
)
def test_a_filter_that_means_nothing_is_refused(desk: Desk, estate: Estate, query: str) -> None:
    assert desk.as_(estate.manager).get(f"tickets?{query}").status_code == 422


@pytest.mark.parametrize("sort", ["created", "due", "updated", "urgency"])
def test_pages_join_up_in_every_order(desk: Desk, estate: Estate, sort: str) -> None:
    with time_machine.travel("2026-11-22T02:00:00+00:00", tick=False) as clock:
        tickets = []
        for n in range(7):
            tickets.append(desk.report(urgency="urgent" if n % 3 == 0 else "normal"))
            clock.shift(timedelta(minutes=n % 2))
        desk.do(estate.manager, tickets[2], "assign", assignee_id=str(estate.worker))
        manager = desk.as_(estate.manager)
        shown, cursor = [], None
        while True:
            page = manager.get("tickets", query_string={"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})).json
            shown += page["items"]
            cursor = page["next"]
            if cursor is None:
                break
    keys = {
        "created": lambda t: (t["created_at"], t["id"]),
        "due": lambda t: (t["due_at"], t["id"]),
        "updated": lambda t: (t["updated_at"], t["id"]),
        "urgency": lambda t: (t["urgency"], t["created_at"], t["id"]),
    }
    assert {t["id"] for t in shown} == {t["id"] for t in tickets}
    assert len(shown) == 7
    assert shown == sorted(shown, key=keys[sort], reverse=sort != "due")


def test_a_cursor_of_another_order_is_refused(desk: Desk, estate: Estate) -> None:
    for _ in range(2):
        desk.report()
    manager = desk.as_(estate.manager)
    cursor = manager.get("tickets?sort=created&limit=1").json["next"]
    assert manager.get(f"tickets?sort=urgency&cursor={cursor}").status_code == 422


def saved(desk: Desk, person: UUID, **changes: Any) -> Any:
    view = {"community_id": str(desk.estate.community_id), "name": "超时", "query": {"overdue": "true", "state": "open"}}
    return desk.as_(person).post("ticket-views", view | changes)


def names(desk: Desk, person: UUID) -> list[str]:
    answer = desk.as_(person).get(f"ticket-views?community_id={desk.estate.community_id}")
    assert answer.status_code == 200, answer.json
    return [view["name"] for view in answer.json["items"]]


def test_views_are_ones_own_until_they_are_shared(desk: Desk, estate: Estate) -> None:
    view = saved(desk, estate.worker).json
    assert (view["query"], view["shared"], view["mine"]) == ({"overdue": "true", "state": "open"}, False, True)
    assert (names(desk, estate.worker), names(desk, estate.manager)) == (["超时"], [])
    path = f"ticket-views/{view['id']}"
    assert desk.as_(estate.manager).patch(path, {"name": "我的"}).status_code == 404
    assert desk.as_(estate.manager).delete(path).status_code == 404
    assert desk.as_(estate.worker).patch(path, {"shared": True}).json["shared"] is True
    shown = desk.as_(estate.manager).get(f"ticket-views?community_id={estate.community_id}").json["items"]
    assert [(v["name"], v["mine"], v["owner"]["id"]) for v in shown] == [("超时", False, str(estate.worker))]
    assert desk.as_(estate.second_worker).patch(path, {"name": "别人的"}).status_code == 403
    assert desk.as_(estate.foreign.manager).delete(path).status_code == 404
    assert desk.as_(estate.manager).delete(path).status_code == 204
    assert names(desk, estate.worker) == []


def test_a_view_holds_a_query_that_the_list_takes_and_a_name_of_its_own(desk: Desk, estate: Estate) -> None:
    assert saved(desk, estate.manager).status_code == 201
    again = saved(desk, estate.manager)
    assert (again.status_code, again.json["code"]) == (409, "ticket_view.exists")
    assert saved(desk, estate.worker).status_code == 201
    other = saved(desk, estate.manager, name="全部", query={}).json
    assert desk.as_(estate.manager).patch(f"ticket-views/{other['id']}", {"name": "超时"}).status_code == 409
    for query in ({"state": "broken"}, {"colour": "red"}, {"cursor": "x"}, {"overdue": []}, "open"):
        assert saved(desk, estate.manager, name="坏", query=query).status_code == 422, query
    assert saved(desk, estate.manager, name=" ").status_code == 422


def test_nobody_keeps_views_without_end(desk: Desk, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("repairs.services.views.MOST_VIEWS", 2)
    assert [saved(desk, estate.manager, name=str(n)).status_code for n in range(3)] == [201, 201, 409]
    assert saved(desk, estate.worker).status_code == 201


@pytest.mark.parametrize(("who", "status"), [("resident", 403), ("officer", 201), ("operator", 201)])
def test_views_are_for_staff(desk: Desk, estate: Estate, who: str, status: int) -> None:
    assert saved(desk, getattr(estate, who)).status_code == status
    assert saved(desk, estate.foreign.manager).status_code == 404


def bulk(desk: Desk, person: UUID, action: str, ids: list[Any], **data: Any) -> Any:
    return desk.as_(person).post("tickets/bulk", {"action": action, "ids": [str(i) for i in ids], "data": data})


def test_each_of_many_tickets_gets_its_own_verdict(desk: Desk, estate: Estate) -> None:
    fresh, closed = [desk.report()["id"] for _ in range(3)], desk.closed()["id"]
    theirs = desk.report(by=estate.foreign.resident, home_id=str(estate.foreign.home_id))["id"]
    nowhere = str(new_id())
    ids = [fresh[2], closed, fresh[0], theirs, nowhere, fresh[1], fresh[2]]
    answer = bulk(desk, estate.manager, "assign", ids, assignee_id=str(estate.worker), note="一起去")
    assert answer.status_code == 200, answer.json
    told = [(v["id"], v["done"], v["state"], v["code"]) for v in answer.json["items"]]
    assert told == [
        (fresh[2], True, "assigned", None),
        (closed, False, None, "ticket.wrong_state"),
        (fresh[0], True, "assigned", None),
        (theirs, False, None, "not_found"),
        (nowhere, False, None, "not_found"),
        (fresh[1], True, "assigned", None),
    ]
    assert (answer.json["done"], answer.json["refused"]) == (3, 3)
    assert "已完成" in answer.json["items"][1]["detail"]
    assert set(listed(desk, estate.manager, state="assigned")) == set(fresh)
    history = desk.as_(estate.manager).get(f"tickets/{fresh[0]}/history").json["items"]
    assert [entry["action"] for entry in history] == ["submit", "assign"]


def test_a_ticket_that_moved_on_since_it_was_seen_is_left_as_it_is(desk: Desk, estate: Estate) -> None:
    """Two managers at once: the later one does not undo what the earlier one did."""
    tickets = [desk.assigned() for _ in range(3)]
    seen = {ticket["id"]: ticket["version"] for ticket in tickets[:2]}
    desk.do(estate.second_manager, tickets[0], "transfer", assignee_id=str(estate.second_worker), reason="换人")
    data = {"assignee_id": str(estate.second_worker), "reason": "今天休息"}
    body = {"action": "transfer", "ids": [ticket["id"] for ticket in tickets], "data": data, "versions": seen}
    told = desk.as_(estate.manager).post("tickets/bulk", body).json["items"]
    assert [(v["done"], v["code"]) for v in told] == [(False, "ticket.changed"), (True, None), (True, None)]
    history = desk.as_(estate.manager).get(f"tickets/{tickets[0]['id']}/history").json["items"]
    assert [entry["note"] for entry in history if entry["action"] == "transfer"] == ["换人"]


def test_what_is_refused_leaves_no_trace(desk: Desk, estate: Estate, relay: Any) -> None:
    tickets = [desk.report(), desk.assigned()]
    ids = [ticket["id"] for ticket in tickets]
    answer = bulk(desk, estate.manager, "assign", ids, assignee_id=str(estate.resident))
    assert [v["code"] for v in answer.json["items"]] == ["ticket.assignee_unfit", "ticket.wrong_state"]
    relay()
    for ticket in tickets:
        now = desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json
        assert (now["state"], now["version"]) == (ticket["state"], ticket["version"])


def test_who_may_not_act_on_one_may_not_act_on_many(desk: Desk, estate: Estate) -> None:
    ticket = desk.report()["id"]
    assert bulk(desk, estate.resident, "cancel", [ticket], reason="好了").status_code == 403
    assert bulk(desk, estate.officer, "cancel", [ticket], reason="好了").status_code == 403
    verdict = bulk(desk, estate.worker, "assign", [ticket], assignee_id=str(estate.worker)).json["items"][0]
    assert (verdict["done"], verdict["code"]) == (False, "forbidden")
    nothing = bulk(desk, estate.manager, "accept", [new_id(), new_id()]).json
    assert (nothing["done"], nothing["refused"]) == (0, 2)
    mine = desk.assigned()["id"]
    assert bulk(desk, estate.worker, "accept", [mine]).json["done"] == 1


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"ids": []}, "/ids"),
        ({"ids": [str(new_id()) for _ in range(101)]}, "/ids"),
        ({"action": "resolve"}, "/action"),
        ({"action": "explode"}, "/action"),
        ({"data": {}}, "/data/assignee_id"),
        ({"versions": {"one": 1}}, "/versions"),
        ({"versions": {str(new_id()): 0}}, "/versions"),
        ({"data": {"assignee_id": "me"}}, "/data/assignee_id"),
        ({"data": {"assignee_id": str(new_id()), "version": 1}}, "/data/version"),
    ],
)
def test_a_bulk_act_of_the_wrong_shape_is_refused(desk: Desk, estate: Estate, changes: dict[str, Any], pointer: str) -> None:
    body = {"action": "assign", "ids": [str(new_id())], "data": {"assignee_id": str(estate.worker)}}
    answer = desk.as_(estate.manager).post("tickets/bulk", body | changes)
    assert answer.status_code == 422
    assert any(error["pointer"].startswith(pointer) for error in answer.json["errors"]), answer.json
