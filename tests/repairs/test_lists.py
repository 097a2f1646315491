"""Lists, comments, figures and feeds: who sees what, in which order, at what cost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from community.core import feed
from community.core.auth import Actor
from community.core.uow import unit_of_work
from repairs.schemas import TicketOut
from tests.support.estate import Estate
from tests.support.statements import statements
from tests.support.tickets import WITH_PROOF, Desk, default_id

Relay = Callable[[], int]


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json
    return [item["id"] for item in answer.json["items"]]


def test_each_sees_the_tickets_that_concern_them(desk: Desk, estate: Estate) -> None:
    mine = desk.report()["id"]
    public = desk.report(home_id=None, community_id=str(estate.community_id), spot="东门")["id"]
    neighbours = desk.report(by=estate.neighbour, home_id=str(estate.neighbour_home_id))["id"]
    for person, seen in (
        (estate.resident, {mine, public}),
        (estate.relative, {mine}),
        (estate.neighbour, {neighbours}),
        (estate.distant, set()),
        (estate.worker, {mine, public, neighbours}),
        (estate.officer, {mine, public, neighbours}),
        (estate.foreign.manager, set()),
    ):
        assert set(ids(desk.as_(person).get("tickets"))) == seen


def test_filters_narrow_the_list(desk: Desk, estate: Estate, relay: Relay) -> None:
    manager = desk.as_(estate.manager)
    fresh, assigned, closed = desk.report(text="水管 100% 爆了")["id"], desk.assigned(urgency="urgent")["id"], desk.closed()["id"]
    relay()
    for query, expected in (
        ("state=open", {fresh, assigned}),
        ("state=closed", {closed}),
        ("state=submitted,assigned", {fresh, assigned}),
        (f"assignee={estate.worker}", {assigned, closed}),
        ("assignee=me", set()),
        (f"reporter={estate.resident}", {fresh, assigned, closed}),
        ("q=水管", {fresh}),
        ("q=100%25", {fresh}),
        ("q=水管 没电", set()),
        ("q=%25", set()),
        ("overdue=false", {fresh, assigned, closed}),
        ("overdue=true", set()),
        (f"community_id={estate.foreign.community_id}", set()),
    ):
        assert set(ids(manager.get(f"tickets?{query}"))) == expected, query
    number = manager.get(f"tickets/{fresh}").json["number"]
    assert ids(manager.get(f"tickets?q={number.lower()}")) == [fresh]
    for query in ("state=broken", "sort=age", "assignee=you", "cursor=abc", "limit=0", "limit=101"):
        assert manager.get(f"tickets?{query}").status_code == 422, query


def test_pages_join_up_in_both_orders_while_new_tickets_arrive(desk: Desk, estate: Estate) -> None:
    expected = [desk.report(urgency="urgent" if n % 3 else "normal") for n in range(7)]
    for sort, key in (("created", lambda t: (t["created_at"], t["id"])), ("due", lambda t: (t["due_at"], t["id"]))):
        seen, cursor = [], ""
        while True:
            page = desk.as_(estate.resident).get(f"tickets?sort={sort}&state=open&limit=3{cursor}").json
            seen += page["items"]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
            if sort == "created":
                desk.report(text="后来的")
        wanted = sorted(expected, key=key, reverse=sort == "created")
        got = [t["id"] for t in seen if t["text"] != "后来的"]
        assert got == [t["id"] for t in wanted]


def test_overdue_is_the_same_in_lists_and_tickets(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-22T02:00:00+00:00", tick=False) as clock:
        late, held, done = desk.report(), desk.in_progress(), desk.resolved()
        desk.do(estate.worker, held, "hold", reason="等配件", until="2026-11-25T02:00:00Z")
        clock.shift(timedelta(hours=4))
        desk.sign_in_again()
        assert ids(desk.as_(estate.manager).get("tickets?overdue=true")) == []
        clock.shift(timedelta(seconds=1))
        assert ids(desk.as_(estate.manager).get("tickets?overdue=true")) == [late["id"]]
        shown = {t["id"]: t["overdue"] for t in desk.as_(estate.manager).get("tickets").json["items"]}
        assert shown == {late["id"]: True, held["id"]: False, done["id"]: False}


def test_counts_lists_and_views_agree_on_what_is_late_in_every_state(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-22T02:00:00+00:00", tick=False) as clock:
        running = [desk.report(), desk.assigned(), desk.in_progress()]
        standing = [desk.in_progress(), desk.resolved(), desk.closed()]
        desk.do(estate.worker, standing[0], "hold", reason="等配件", until="2026-12-25T02:00:00Z")
        clock.shift(timedelta(days=20))
        desk.sign_in_again()
        manager = desk.as_(estate.manager)
        shown = {t["id"]: t["overdue"] for t in manager.get("tickets").json["items"]}
        late = {t["id"] for t in running}
        assert shown == {t["id"]: t["id"] in late for t in running + standing}
        assert set(ids(manager.get("tickets?overdue=true"))) == late
        assert set(ids(manager.get("tickets?overdue=false"))) == shown.keys() - late
        assert manager.get(f"statistics/tickets?community_id={estate.community_id}").json["overdue"] == 3
        queue = {t["id"]: t["overdue"] for t in desk.as_(estate.worker).get("queue").json["items"]}
        assert queue == {t["id"]: t["id"] in late for t in [*running[1:], standing[0]]}


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(app: Flask, desk: Desk, estate: Estate) -> None:
    client = desk.as_(estate.manager)
    costs = []
    for more in (1, 9):
        for _ in range(more):
            desk.do(
                estate.resident, desk.closed(attachment_ids=[desk.photo(estate.resident)]), "rate", speed=5, quality=5, manner=5
            )
        with statements(app) as sent:
            client.get("tickets")
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 5  # begin, who asks, tickets, people, photos


def test_a_report_costs_few_queries(app: Flask, desk: Desk, estate: Estate) -> None:
    client = desk.as_(estate.resident)
    client.post("tickets", desk.body())
    with statements(app) as sent:
        client.post("tickets", desk.body())
    assert len(sent) <= 11, sent


def test_what_goes_out_is_what_the_schema_says(desk: Desk, estate: Estate) -> None:
    """The views are not run through the schema, for speed; so the schema must neither miss nor add a field, at any depth."""
    ticket = desk.report(category_id=str(default_id(WITH_PROOF)), attachment_ids=[desk.photo(estate.resident)])
    ticket = desk.do(estate.manager, ticket, "assign", assignee_id=str(estate.worker))
    for action in ("accept", "start"):
        desk.do(estate.worker, ticket, action)
    desk.do(estate.worker, ticket, "resolve", measure="已修", attachment_ids=[desk.photo(estate.worker)])
    desk.do(estate.resident, ticket, "rate", speed=5, quality=4, manner=5, attachment_ids=[desk.photo(estate.resident)])
    listed = desk.as_(estate.resident).get("tickets").json["items"][0]
    assert TicketOut().validate(listed) == {}
    assert _shape(TicketOut().dump(TicketOut().load(listed))) == _shape(listed)


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    return [_shape(inner) for inner in value] if isinstance(value, list) else type(value).__name__


def test_internal_comments_are_for_staff_and_counted_for_staff_alone(desk: Desk, estate: Estate) -> None:
    ticket = desk.report()
    path = f"tickets/{ticket['id']}/comments"
    said = desk.as_(estate.resident).post(path, {"text": "请带梯子", "attachment_ids": [desk.photo(estate.resident)]})
    assert (said.status_code, said.json["author"]["name"], len(said.json["attachments"])) == (201, "王芳", 1)
    assert desk.as_(estate.worker).post(path, {"text": "业主家有狗", "internal": True}).status_code == 201
    assert [c["text"] for c in desk.as_(estate.relative).get(path).json["items"]] == ["请带梯子"]
    assert [c["text"] for c in desk.as_(estate.manager).get(path).json["items"]] == ["请带梯子", "业主家有狗"]
    for person, count in ((estate.resident, 1), (estate.worker, 2), (estate.officer, 1)):
        assert desk.as_(person).get(f"tickets/{ticket['id']}").json["comment_count"] == count
    assert desk.as_(estate.resident).post(path, {"text": "悄悄话", "internal": True}).status_code == 403
    assert desk.as_(estate.neighbour).post(path, {"text": "我也是"}).status_code == 403
    assert desk.as_(estate.officer).post(path, {"text": "请尽快"}).status_code == 403
    assert desk.as_(estate.foreign.worker).post(path, {"text": "?"}).status_code == 404
    assert desk.as_(estate.resident).get(f"tickets/{ticket['id']}").json["version"] == 1


def test_the_figures_equal_a_recount(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-22T15:00:00+00:00", tick=False) as clock:  # 23:00 in Chongqing
        desk.closed()
        clock.shift(timedelta(hours=2))
        desk.sign_in_again()
        desk.report()
        desk.assigned()
        desk.resolved()
        for scores in ((5, 4, 3), (2, 2, 2)):
            desk.do(estate.resident, desk.closed(), "rate", **dict(zip(("speed", "quality", "manner"), scores, strict=True)))
        desk.report(by=estate.foreign.resident, home_id=str(estate.foreign.home_id))
        clock.shift(timedelta(hours=4, minutes=1))
        desk.sign_in_again()
        figures = desk.as_(estate.manager).get(f"statistics/tickets?community_id={estate.community_id}").json
    assert figures == {
        "open": 3,
        "unassigned": 1,
        "overdue": 2,
        "waiting_confirmation": 1,
        "created_today": 5,
        "closed_today": 2,
        "average_rating": 3.0,
    }


@pytest.mark.parametrize("role", ["resident", "worker", "neighbour"])
def test_figures_are_for_the_office(desk: Desk, estate: Estate, role: str) -> None:
    assert desk.as_(getattr(estate, role)).get(f"statistics/tickets?community_id={estate.community_id}").status_code == 403


def _feed(app: Flask, person: Any) -> list[tuple[str, dict[str, Any]]]:
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        return [(entry.kind, entry.data) for entry in feed.after(uow.session, person, 0)]


def test_those_concerned_hear_of_every_change(app: Flask, desk: Desk, estate: Estate, relay: Relay) -> None:
    ticket = desk.assigned()
    ticket = desk.do(estate.manager, ticket, "transfer", assignee_id=str(estate.second_worker), reason="顺路")
    relay()
    actions = {
        p: [d["action"] for _, d in _feed(app, p)] for p in (estate.resident, estate.relative, estate.manager, estate.worker)
    }
    assert actions == {
        estate.resident: ["submit", "assign", "transfer"],
        estate.relative: ["submit", "assign", "transfer"],
        estate.manager: ["submit", "assign", "transfer"],
        estate.worker: ["assign", "transfer"],  # also of the change by which the ticket left
    }
    kind, data = _feed(app, estate.second_worker)[-1]
    assert kind == "ticket.changed"
    assert data == {
        "ticket_id": ticket["id"],
        "number": ticket["number"],
        "state": "assigned",
        "version": 3,
        "action": "transfer",
        "actor_name": "孙经理",
        "assignee_id": str(estate.second_worker),
        "parent_id": None,
    }
    for stranger in (estate.neighbour, estate.operator, estate.foreign.manager, estate.foreign.worker):
        assert _feed(app, stranger) == []


def test_an_internal_comment_reaches_no_resident(app: Flask, desk: Desk, estate: Estate, relay: Relay) -> None:
    ticket = desk.assigned()
    path = f"tickets/{ticket['id']}/comments"
    relay()
    desk.as_(estate.worker).post(path, {"text": "业主家有狗", "internal": True})
    public = desk.as_(estate.worker).post(path, {"text": "半小时后到"}).json
    relay()
    comments = {p: [d for k, d in _feed(app, p) if k == "ticket.comment"] for p in (estate.resident, estate.manager)}
    told = {"ticket_id": ticket["id"], "comment_id": public["id"], "author_name": "赵师傅", "parent_id": None}
    assert comments[estate.resident] == [told]
    assert len(comments[estate.manager]) == 2


def test_times_go_out_in_utc_with_a_z(desk: Desk) -> None:
    ticket = desk.report()
    assert ticket["created_at"].endswith("Z")
    assert datetime.fromisoformat(ticket["created_at"]).utcoffset() == timedelta()
