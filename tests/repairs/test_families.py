"""Reports of one matter: whoever joins has a ticket of their own, the work is done once, and each has their own word on it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select, update

from community.core.auth import Actor
from community.core.clock import now
from community.core.feed import FeedEntry
from community.core.ids import new_id
from community.core.uow import unit_of_work
from repairs import services
from repairs.models import Ticket, TicketRollup
from repairs.models.rollups import Dimension
from tests.support.estate import CANARY, Estate
from tests.support.statements import statements
from tests.support.tickets import Desk, default_id

Json = dict[str, Any]


@pytest.fixture
def lift(desk: Desk, estate: Estate) -> Json:
    """A dead lift, reported for the entrance by the resident and given to the worker."""
    where = {"home_id": None, "community_id": str(estate.community_id), "entrance_id": str(estate.entrance_id)}
    return desk.assigned(category_id=str(default_id("lift-noise")), text="电梯不动了", **where)


def me_too(desk: Desk, by: UUID, ticket: Json, home_id: UUID | None = None, **data: Any) -> Any:
    return desk.as_(by).post(f"tickets/{ticket['id']}/me-too", data | ({"home_id": str(home_id)} if home_id else {}))


def joined(desk: Desk, by: UUID, ticket: Json, home_id: UUID, **data: Any) -> Json:
    answer = me_too(desk, by, ticket, home_id, **data)
    assert answer.status_code == 201, answer.json
    return answer.json


def neighbours(desk: Desk, estate: Estate, ticket: Json) -> tuple[Json, Json]:
    """Let two households join."""
    one = joined(desk, estate.neighbour, ticket, estate.neighbour_home_id, text="我家门口的电梯也停了")
    return one, joined(desk, estate.distant, ticket, estate.other_entrance_home_id)


def read(desk: Desk, by: UUID, ticket: Json) -> Json:
    answer = desk.as_(by).get(f"tickets/{ticket['id']}")
    assert answer.status_code == 200, answer.json
    return answer.json


def told(desk: Desk, by: UUID, ticket: Json, what: str = "history") -> list[Json]:
    return desk.as_(by).get(f"tickets/{ticket['id']}/{what}").json["items"]


def resolved(desk: Desk, estate: Estate, ticket: Json) -> Json:
    for action in ("accept", "depart", "arrive"):
        desk.do(estate.worker, ticket, action)
    return desk.do(estate.worker, ticket, "resolve", measure="更换门机皮带")


def test_who_joins_has_a_ticket_of_their_own_where_the_matter_stands(desk: Desk, estate: Estate, lift: Json) -> None:
    photo = desk.photo(estate.neighbour)
    own = joined(desk, estate.neighbour, lift, estate.neighbour_home_id, text="也停了", attachment_ids=[photo])
    assert own["number"] != lift["number"]
    assert (own["parent_id"], own["state"], own["text"]) == (lift["id"], "assigned", "也停了")
    assert (own["place_label"], own["category"]["id"]) == ("1栋1单元1204", lift["category"]["id"])
    assert [a["id"] for a in own["attachments"]] == [photo]
    mine = read(desk, estate.neighbour, own)
    assert mine["parent"] == {"id": lift["id"], "number": lift["number"], "joined_count": 1}
    assert (mine["assignee"]["name"], mine["due_at"]) == ("赵师傅", lift["due_at"])
    assert read(desk, estate.manager, lift)["joined_count"] == 1
    history = [(e["action"], e["to_state"], e["data"]) for e in told(desk, estate.neighbour, own)]
    assert history == [
        ("submit", "submitted", {}),
        ("merge", "assigned", {"into": lift["number"], "assignee_id": str(estate.worker)}),
    ]


def test_who_joins_without_a_word_says_the_same_and_without_a_home_reports_the_same_place(
    desk: Desk, estate: Estate, lift: Json
) -> None:
    answer = me_too(desk, estate.neighbour, lift)
    assert (answer.json["text"], answer.json["place_label"], answer.json["home"]) == ("我家也遇到了同样的问题。", "1栋1单元", None)
    again = me_too(desk, estate.neighbour, lift)
    assert (again.status_code, again.json["code"], again.json["ticket_id"]) == (409, "ticket.joined_already", answer.json["id"])


def test_nobody_joins_a_report_about_a_home_without_naming_the_own(desk: Desk, estate: Estate) -> None:
    at_home = desk.report()
    assert me_too(desk, estate.neighbour, at_home).json["code"] == "ticket.place_needed"
    own = joined(desk, estate.neighbour, at_home, estate.neighbour_home_id)
    assert own["place_label"] == "1栋1单元1204"


def test_a_household_joins_once_and_never_its_own_report(desk: Desk, estate: Estate) -> None:
    at_home = desk.report()
    for person in (estate.resident, estate.relative):
        answer = me_too(desk, person, at_home, estate.home_id)
        assert (answer.status_code, answer.json["ticket_id"]) == (409, at_home["id"])
    own = joined(desk, estate.neighbour, at_home, estate.neighbour_home_id)
    assert me_too(desk, estate.neighbour, at_home, estate.neighbour_home_id).json["ticket_id"] == own["id"]
    desk.do(estate.neighbour, own, "cancel", reason="看错了")
    assert read(desk, estate.manager, at_home)["joined_count"] == 0
    joined(desk, estate.neighbour, at_home, estate.neighbour_home_id)
    assert read(desk, estate.manager, at_home)["joined_count"] == 1


def test_joining_a_joined_report_joins_its_parent(desk: Desk, estate: Estate, lift: Json) -> None:
    one = joined(desk, estate.neighbour, lift, estate.neighbour_home_id)
    two = joined(desk, estate.distant, one, estate.other_entrance_home_id)
    assert two["parent_id"] == lift["id"]


def test_what_has_been_mended_or_has_ended_cannot_be_joined(desk: Desk, estate: Estate) -> None:
    for ticket in (desk.resolved(), desk.closed(), desk.do(estate.resident, desk.report(), "cancel", reason="好了")):
        answer = me_too(desk, estate.neighbour, ticket, estate.neighbour_home_id)
        assert (answer.status_code, answer.json["code"]) == (409, "ticket.mended")


def test_who_may_join(desk: Desk, estate: Estate, lift: Json) -> None:
    foreign = estate.foreign
    assert me_too(desk, foreign.resident, lift, foreign.home_id).status_code == 404
    assert me_too(desk, foreign.manager, lift).status_code == 404
    assert me_too(desk, estate.stranger, lift).status_code in (403, 404)
    assert me_too(desk, estate.auditor, lift).status_code == 403
    assert me_too(desk, estate.neighbour, lift, estate.empty_home_id).status_code == 403  # another's home
    assert me_too(desk, estate.neighbour, lift, foreign.home_id).status_code == 404
    assert me_too(desk, estate.neighbour, {"id": str(new_id())}, estate.neighbour_home_id).status_code == 404


def test_the_work_is_done_once_and_each_household_has_its_own_word(desk: Desk, estate: Estate, lift: Json, relay: Any) -> None:
    one, two = neighbours(desk, estate, lift)
    resolved(desk, estate, lift)
    assert [read(desk, estate.manager, each)["state"] for each in (one, two)] == ["resolved"] * 2
    assert [e["action"] for e in told(desk, estate.neighbour, one)][2:] == ["accept", "depart", "arrive", "resolve"]
    assert told(desk, estate.neighbour, one)[-1]["note"] == "更换门机皮带"
    for person, ticket, score in ((estate.resident, lift, 5), (estate.neighbour, one, 4), (estate.distant, two, 3)):
        assert desk.do(person, ticket, "confirm")["state"] == "closed"
        rated = desk.do(person, ticket, "rate", speed=score, quality=score, manner=score, words="好")
        assert rated["rating"]["speed"] == score
    relay()
    total = (
        desk.as_(estate.manager).get("statistics/repairs", query_string={"community_id": str(estate.community_id)}).json["total"]
    )
    assert {name: total[name] for name in ("reported", "assigned", "responded", "arrived", "resolved", "closed")} == {
        "reported": 3,
        "assigned": 1,
        "responded": 1,
        "arrived": 1,
        "resolved": 1,
        "closed": 3,
    }
    assert total["rating"] == {"count": 3, "average": 4.0, "speed": 4.0, "quality": 4.0, "manner": 4.0}


def test_ratings_of_joined_reports_are_the_workers(app: Flask, desk: Desk, estate: Estate, lift: Json, relay: Any) -> None:
    one = joined(desk, estate.neighbour, lift, estate.neighbour_home_id)
    resolved(desk, estate, lift)
    desk.do(estate.neighbour, one, "rate", speed=2, quality=2, manner=2)
    relay()
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        day = {"dimension": Dimension.WORKER, "span": 1, "key": estate.worker}
        rows = uow.session.query(TicketRollup).filter_by(**day).all()
        assert [(row.rated, row.speed, row.resolved) for row in rows] == [(1, 2, 1)]


def test_not_fixed_from_one_brings_the_matter_back_and_keeps_what_others_said(desk: Desk, estate: Estate, lift: Json) -> None:
    one, two = neighbours(desk, estate, lift)
    resolved(desk, estate, lift)
    desk.do(estate.neighbour, one, "confirm")
    desk.do(estate.neighbour, one, "rate", speed=5, quality=5, manner=5)
    desk.do(estate.resident, lift, "confirm")
    back = desk.do(estate.distant, two, "reject", reason="我家 301 还是停")
    assert back["state"] == "reopened"
    parent, kept = read(desk, estate.manager, lift), read(desk, estate.manager, one)
    assert (parent["state"], kept["state"], kept["rating"]["speed"]) == ("reopened", "closed", 5)
    seen = told(desk, estate.manager, lift)[-1]
    assert (seen["action"], seen["actor"]["name"], seen["note"], seen["data"]["from"]) == (
        "reopen",
        "欧阳雪",
        "我家 301 还是停",
        two["number"],
    )
    masked = told(desk, estate.resident, lift)[-1]
    assert (masked["actor"], masked["note"], masked["data"]) == ({"id": None, "name": "邻居", "role": "neighbour"}, None, {})
    desk.do(estate.worker, lift, "accept")
    desk.do(estate.worker, lift, "start")
    desk.do(estate.worker, lift, "resolve", measure="换主板")
    assert [read(desk, estate.manager, each)["state"] for each in (lift, one, two)] == ["resolved", "closed", "resolved"]
    desk.do(estate.distant, two, "rate", speed=1, quality=1, manner=1)


def test_a_parents_not_fixed_takes_along_who_has_not_answered_and_names_nobody(desk: Desk, estate: Estate, lift: Json) -> None:
    one, two = neighbours(desk, estate, lift)
    resolved(desk, estate, lift)
    desk.do(estate.distant, two, "confirm")
    desk.do(estate.resident, lift, "reject", reason="又停了，我是 1203 的王芳")
    assert [read(desk, estate.manager, each)["state"] for each in (one, two)] == ["reopened", "closed"]
    masked = told(desk, estate.neighbour, one)[-1]
    assert (masked["action"], masked["actor"]["name"], masked["note"]) == ("reject", "邻居", None)
    assert "王芳" not in str(told(desk, estate.neighbour, one))
    assert "1203" not in str(read(desk, estate.neighbour, one))


def test_reopening_a_confirmed_joined_report_brings_the_matter_back(desk: Desk, estate: Estate, lift: Json) -> None:
    one, two = neighbours(desk, estate, lift)
    resolved(desk, estate, lift)
    for person, ticket in ((estate.resident, lift), (estate.neighbour, one)):
        desk.do(person, ticket, "confirm")
    desk.do(estate.neighbour, one, "reopen", reason="又坏了")
    assert [read(desk, estate.manager, each)["state"] for each in (lift, one, two)] == ["reopened"] * 3


def test_closing_as_not_fixed_closes_all_and_reopening_brings_all_back(desk: Desk, estate: Estate, lift: Json) -> None:
    one, two = neighbours(desk, estate, lift)
    desk.do(estate.manager, lift, "close", reason="电梯大修，另行通知")
    assert [read(desk, estate.manager, each)["state"] for each in (lift, one, two)] == ["closed_unfixed"] * 3
    desk.do(estate.manager, lift, "reopen", reason="大修完成")
    assert [read(desk, estate.manager, each)["state"] for each in (lift, one, two)] == ["reopened"] * 3


def test_a_joined_report_is_not_worked_on_by_itself(desk: Desk, estate: Estate, lift: Json) -> None:
    one = joined(desk, estate.neighbour, lift, estate.neighbour_home_id)
    assert read(desk, estate.neighbour, one)["actions"] == ["urge", "cancel"]
    assert read(desk, estate.worker, one)["actions"] == []
    assert read(desk, estate.manager, one)["actions"] == ["cancel", "split"]
    for person, action, data in (
        (estate.worker, "accept", {}),
        (estate.worker, "return", {"reason": "忙"}),
        (estate.manager, "close", {"reason": "不修"}),
        (estate.manager, "merge", {"reason": "再并", "into_id": desk.report()["id"]}),
    ):
        answer = desk.act(person, one, action, **data)
        assert (answer.status_code, answer.json["code"], answer.json["number"]) == (409, "ticket.merged", lift["number"])
    assert [item["id"] for item in desk.as_(estate.worker).get("queue").json["items"]] == [lift["id"]]
    workers = desk.as_(estate.manager).get("workers", query_string={"community_id": str(estate.community_id)}).json["items"]
    assert {w["id"]: w["open_tickets"] for w in workers}[str(estate.worker)] == 1


def test_a_joined_report_is_sent_to_nobody(app: Flask, desk: Desk, estate: Estate, relay: Any) -> None:
    parent = desk.report()
    one = joined(desk, estate.neighbour, parent, estate.neighbour_home_id)
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        assert services.assign(uow, UUID(one["id"]), estate.worker) is None
    relay()
    assert (read(desk, estate.manager, one)["assignee"], read(desk, estate.manager, one)["state"]) == (None, "submitted")
    desk.do(estate.manager, parent, "assign", assignee_id=str(estate.worker))
    assert read(desk, estate.neighbour, one)["assignee"]["name"] == "赵师傅"


def test_holding_goes_along_with_its_clock_and_nobody_is_warned_twice(app: Flask, desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-23T02:00:00+00:00", tick=False) as clock:  # a Monday, ten in the morning
        parent = desk.in_progress()
        one = joined(desk, estate.neighbour, parent, estate.neighbour_home_id)
        until = now() + timedelta(hours=2)
        desk.do(estate.manager, parent, "hold", reason="等配件", until=until.isoformat())
        held = read(desk, estate.neighbour, one)
        assert (held["state"], held["on_hold_until"][:16]) == ("on_hold", until.isoformat()[:16])
        clock.shift(timedelta(days=2))
        desk.sign_in_again()
        with app.app_context(), unit_of_work(Actor.system("test")) as uow:
            services.keep_promises(uow)
        for ticket, person in ((parent, estate.resident), (one, estate.neighbour)):
            actions = [e["action"] for e in told(desk, person, ticket)]
            assert actions.count("hold_over") == 1
            assert ("escalate" in actions) is (ticket is parent)
        mine, first = read(desk, estate.neighbour, one), read(desk, estate.resident, parent)
        assert (mine["state"], mine["due_at"]) == (first["state"], first["due_at"])
        assert {u["what"] for u in mine["upcoming"]} <= {"response_due", "arrive_due", "resolve_due"}
        answer = desk.as_(estate.manager).get("statistics/tickets", query_string={"community_id": str(estate.community_id)}).json
        assert (answer["open"], answer["overdue"]) == (2, 1)


def test_each_closes_by_itself_if_its_own_people_say_nothing(app: Flask, desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-23T02:00:00+00:00", tick=False) as clock:
        parent = desk.in_progress()
        one = joined(desk, estate.neighbour, parent, estate.neighbour_home_id)
        desk.do(estate.worker, parent, "resolve", measure="修好了")
        desk.do(estate.resident, parent, "confirm")
        assert read(desk, estate.neighbour, one)["state"] == "resolved"
        clock.shift(timedelta(days=30))
        desk.sign_in_again()
        with app.app_context(), unit_of_work(Actor.system("test")) as uow:
            services.keep_promises(uow)
        assert read(desk, estate.neighbour, one)["state"] == "closed"
        assert read(desk, estate.resident, parent)["version"] == parent["version"] + 2  # resolve, confirm


def test_a_withdrawn_first_report_takes_nobodys_repair_away(desk: Desk, estate: Estate, lift: Json) -> None:
    one, two = neighbours(desk, estate, lift)
    desk.do(estate.resident, lift, "cancel", reason="我家王芳已修好")
    heir, other = read(desk, estate.neighbour, one), read(desk, estate.distant, two)
    assert (heir["state"], heir["parent_id"], heir["joined_count"], heir["assignee"]["name"]) == ("assigned", None, 1, "赵师傅")
    assert (other["state"], other["parent_id"]) == ("assigned", one["id"])
    assert read(desk, estate.manager, lift)["joined_count"] == 0
    assert "王芳" not in str(told(desk, estate.neighbour, one)) + str(told(desk, estate.distant, two))
    assert told(desk, estate.neighbour, one)[-1]["note"] == "原报修已撤回，本工单继续处理"
    resolved(desk, estate, one)
    assert read(desk, estate.distant, two)["state"] == "resolved"


def test_a_reopened_report_whose_parent_was_withdrawn_goes_on_alone(desk: Desk, estate: Estate) -> None:
    parent = desk.resolved()  # nobody joins what is mended, so it is rejected first
    parent = desk.do(estate.resident, parent, "reject", reason="没好")
    one = joined(desk, estate.neighbour, parent, estate.neighbour_home_id)
    for action, data in (("accept", {}), ("start", {}), ("resolve", {"measure": "修"})):
        desk.do(estate.worker, parent, action, **data)
    desk.do(estate.neighbour, one, "confirm")
    desk.do(estate.resident, parent, "reject", reason="没好")
    desk.do(estate.resident, parent, "cancel", reason="算了")
    again = desk.do(estate.neighbour, one, "reopen", reason="又来了")
    assert (again["state"], again["parent_id"]) == ("reopened", None)


def test_the_office_merges_and_splits_with_a_reason(desk: Desk, estate: Estate, lift: Json) -> None:
    same = desk.report(by=estate.neighbour, home_id=str(estate.neighbour_home_id), text="电梯坏了")
    merged = desk.do(estate.manager, same, "merge", into_id=lift["id"], reason="同一部电梯")
    assert (merged["parent_id"], merged["state"], merged["assignee"]["name"]) == (lift["id"], "assigned", "赵师傅")
    entry = told(desk, estate.neighbour, same)[-1]
    assert (entry["note"], entry["actor"]["role"], entry["data"]["into"]) == ("同一部电梯", "manager", lift["number"])
    listed = desk.as_(estate.manager).get("tickets", query_string={"parent_id": lift["id"]}).json["items"]
    assert [item["id"] for item in listed] == [same["id"]]
    desk.do(estate.worker, lift, "accept")
    alone = desk.do(estate.manager, same, "split", reason="是另一部")
    assert (alone["parent_id"], alone["state"], read(desk, estate.manager, lift)["joined_count"]) == (None, "accepted", 0)
    assert "merge" in alone["actions"]
    assert "split" not in alone["actions"]
    desk.do(estate.worker, same, "start")
    assert read(desk, estate.manager, lift)["state"] == "accepted"


def test_merging_takes_along_those_who_had_joined(desk: Desk, estate: Estate, lift: Json) -> None:
    other = desk.report(by=estate.neighbour, home_id=str(estate.neighbour_home_id), text="电梯坏了")
    follower = joined(desk, estate.distant, other, estate.other_entrance_home_id)
    desk.do(estate.manager, other, "merge", into_id=lift["id"], reason="同一部电梯")
    assert read(desk, estate.distant, follower)["parent_id"] == lift["id"]
    assert read(desk, estate.distant, follower)["state"] == "assigned"
    assert [read(desk, estate.manager, each)["joined_count"] for each in (lift, other)] == [2, 0]
    assert told(desk, estate.distant, follower)[-1]["data"]["into"] == lift["number"]


def test_merging_that_makes_no_sense_is_refused(desk: Desk, estate: Estate, lift: Json) -> None:
    one = joined(desk, estate.neighbour, lift, estate.neighbour_home_id)
    mended = desk.resolved()
    foreign = desk.report(by=estate.foreign.resident, home_id=str(estate.foreign.home_id))
    for into, status, code in (
        (lift["id"], 409, "ticket.merge_circle"),
        (one["id"], 409, "ticket.merge_circle"),
        (mended["id"], 409, "ticket.mended"),
        (foreign["id"], 404, "not_found"),
        (str(new_id()), 404, "not_found"),
    ):
        answer = desk.act(estate.manager, lift, "merge", into_id=into, reason="试")
        assert (answer.status_code, answer.json["code"]) == (status, code)
    assert CANARY not in desk.act(estate.manager, lift, "merge", into_id=foreign["id"], reason="试").text
    assert desk.act(estate.admin, lift, "merge", into_id=foreign["id"], reason="试").json["code"] == "ticket.merge_community"
    assert desk.act(estate.manager, mended, "merge", into_id=lift["id"], reason="试").json["code"] == "ticket.wrong_state"
    assert desk.act(estate.manager, lift, "split", reason="试").status_code == 409
    for person in (estate.resident, estate.worker, estate.operator):
        assert desk.act(person, one, "split", reason="试").status_code == 403


def test_a_reply_never_goes_to_a_dead_ticket(app: Flask, desk: Desk, estate: Estate, lift: Json, relay: Any) -> None:
    one = joined(desk, estate.neighbour, lift, estate.neighbour_home_id)
    desk.do(estate.manager, lift, "transfer", assignee_id=str(estate.second_worker), reason="换人")
    said = desk.as_(estate.neighbour).post(f"tickets/{one['id']}/comments", {"text": "老人下不了楼"}).json
    assert (said["joined"], said["to_all"]) == (None, False)
    seen = told(desk, estate.second_worker, lift, "comments")[-1]
    assert (seen["text"], seen["joined"]["number"], seen["joined"]["place_label"]) == (
        "老人下不了楼",
        one["number"],
        "1栋1单元1204",
    )
    assert told(desk, estate.resident, lift, "comments") == []  # neighbours do not read each other
    relay()
    told_of = feed_of(app, estate.second_worker)
    assert any(kind == "ticket.comment" and data["parent_id"] == lift["id"] for kind, data in told_of)


def feed_of(app: Flask, person: UUID) -> list[tuple[str, Json]]:
    """Return what has been put into a person's feed, oldest first."""
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        query = select(FeedEntry).where(FeedEntry.person_id == person).order_by(FeedEntry.seq)
        return [(entry.kind, entry.data) for entry in uow.session.scalars(query)]


def test_an_answer_to_all_stands_in_every_thread_with_its_photo(desk: Desk, estate: Estate, lift: Json) -> None:
    one, two = neighbours(desk, estate, lift)
    desk.do(estate.distant, two, "cancel", reason="好了")
    photo = desk.photo(estate.worker)
    answer = desk.as_(estate.worker).post(
        f"tickets/{lift['id']}/comments", {"text": "配件下午到", "to_all": True, "attachment_ids": [photo]}
    )
    assert (answer.status_code, answer.json["to_all"]) == (201, True)
    read_by = told(desk, estate.neighbour, one, "comments")
    assert [(c["text"], c["author"]["name"], [a["id"] for a in c["attachments"]]) for c in read_by] == [
        ("配件下午到", "赵师傅", [photo])
    ]
    assert desk.as_(estate.neighbour).get(f"attachments/{photo}").status_code == 200
    assert desk.as_(estate.distant).get(f"attachments/{photo}").status_code == 403
    assert told(desk, estate.distant, two, "comments") == []
    assert len(told(desk, estate.manager, lift, "comments")) == 1
    assert read(desk, estate.neighbour, one)["comment_count"] == 1
    desk.do(estate.manager, one, "split", reason="另一回事")
    assert len(told(desk, estate.neighbour, one, "comments")) == 1  # what was said stays said


def test_only_staff_answer_to_all_and_never_internally(desk: Desk, estate: Estate, lift: Json) -> None:
    joined(desk, estate.neighbour, lift, estate.neighbour_home_id)
    path = f"tickets/{lift['id']}/comments"
    assert desk.as_(estate.resident).post(path, {"text": "大家好", "to_all": True}).status_code == 403
    both = desk.as_(estate.worker).post(path, {"text": "内部", "to_all": True, "internal": True})
    assert (both.status_code, both.json["code"]) == (422, "comment.internal_to_all")


def test_fifty_joined_reports_go_along_with_a_handful_of_statements(
    app: Flask, desk: Desk, estate: Estate, lift: Json, database_kind: str
) -> None:
    one = joined(desk, estate.neighbour, lift, estate.neighbour_home_id)
    desk.do(estate.worker, lift, "accept")
    with statements(app) as few:
        desk.do(estate.worker, lift, "depart")
    clone(app, UUID(one["id"]), 49)
    with statements(app) as many:
        desk.do(estate.worker, lift, "arrive")
    assert len(many) <= len(few) + 4, many
    states = desk.as_(estate.manager).get("tickets", query_string={"parent_id": lift["id"], "limit": 100}).json["items"]
    assert [item["state"] for item in states] == ["in_progress"] * 50


def clone(app: Flask, ticket_id: UUID, times: int) -> None:
    """Put more reports like this one beside it."""
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        table = Ticket.__table__
        row = dict(uow.session.execute(select(table).where(table.c.id == ticket_id)).mappings().one())
        rows = [row | {"id": new_id(), "number": f"BX-X-{i}", "home_id": None} for i in range(times)]
        uow.session.execute(insert(table), rows)
        uow.session.execute(update(table).where(table.c.id == row["parent_id"]).values(joined_count=times + 1))


def test_two_who_join_at_once_for_one_home_have_one_ticket(desk: Desk, estate: Estate, lift: Json, database_kind: str) -> None:
    barrier = Barrier(2)
    clients = [desk.as_(person) for person in (estate.neighbour, estate.manager)]

    def press(client: Any) -> int:
        barrier.wait()
        return client.post(f"tickets/{lift['id']}/me-too", {"home_id": str(estate.neighbour_home_id)}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, clients)) == [201, 409]
    assert read(desk, estate.manager, lift)["joined_count"] == 1


def test_work_and_word_at_once_wait_for_each_other(desk: Desk, estate: Estate, lift: Json, database_kind: str) -> None:
    """The worker goes on, one neighbour withdraws, another is split off: nobody waits in a circle, nothing is lost."""
    one, two = neighbours(desk, estate, lift)
    barrier = Barrier(3)
    moves = (
        (desk.as_(estate.worker), lift, "accept", {}),
        (desk.as_(estate.neighbour), one, "cancel", {"reason": "好了"}),
        (desk.as_(estate.manager), two, "split", {"reason": "不同"}),
    )

    def move(given: Any) -> int:
        client, ticket, action, data = given
        barrier.wait()
        return client.post(f"tickets/{ticket['id']}/{action}", data).status_code

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(move, moves)) == [200, 200, 200]
    assert read(desk, estate.manager, lift)["joined_count"] == 0
    assert read(desk, estate.manager, one)["state"] == "cancelled"
    assert read(desk, estate.manager, two)["parent_id"] is None
