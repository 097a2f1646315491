"""Rating the work: scores with tags that fit them, until when, the worker's one reply, and who reads what."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from community.core.auth import Actor
from community.core.feed import FeedEntry
from community.core.uow import unit_of_work
from repairs.tags import MOST, TAGS
from tests.support.estate import Estate
from tests.support.threads import together
from tests.support.tickets import Desk

BEST = {"speed": 5, "quality": 5, "manner": 5}
Answer = tuple[int, str]


def code(answer: Any) -> Answer:
    return answer.status_code, answer.json["code"]


def told(app: Flask, person: UUID, kind: str) -> list[dict[str, Any]]:
    """Return what of a kind is in a person's feed."""
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        query = select(FeedEntry.data).where(FeedEntry.person_id == person, FeedEntry.kind == kind)
        return list(uow.session.scalars(query.order_by(FeedEntry.seq)))


@pytest.fixture
def rated(desk: Desk) -> dict[str, Any]:
    """A closed ticket with a middling rating."""
    scores = {"speed": 5, "quality": 4, "manner": 2}
    return desk.do(desk.estate.resident, desk.closed(), "rate", **scores, tags=["punctual", "messy"], words="地上都是水")


def test_a_rating_keeps_scores_tags_words_and_photos_and_the_history_tells_them(desk: Desk, estate: Estate) -> None:
    photo = desk.photo(estate.resident)
    ticket = desk.do(
        estate.resident, desk.resolved(), "rate", **BEST, tags=["skilled", "tidy"], words="很好", attachment_ids=[photo]
    )
    rating = ticket["rating"]
    assert [(tag["code"], tag["name"], tag["praise"]) for tag in rating["tags"]] == [
        ("skilled", "技术好", True),
        ("tidy", "收拾干净", True),
    ]
    assert (rating["words"], rating["reply"]) == ("很好", None)
    assert [(one["id"], one["purpose"]) for one in rating["attachments"]] == [(photo, "rating")]
    assert photo not in {one["id"] for one in ticket["attachments"]}
    entry = desk.as_(estate.manager).get(f"tickets/{ticket['id']}/history").json["items"][-1]
    assert (entry["action"], entry["note"], entry["data"]["tags"]) == ("rate", "很好", ["skilled", "tidy"])
    english = desk.as_(estate.worker).with_headers(Accept_Language="en").get(f"tickets/{ticket['id']}").json
    assert [tag["name"] for tag in english["rating"]["tags"]] == ["Skilled", "Left it tidy"]


def test_the_tags_have_one_source_that_needs_no_sign_in(desk: Desk, client: Any) -> None:
    found = client.get("rating-tags").json
    assert found["most"] == MOST
    assert [tag["code"] for tag in found["items"]] == list(TAGS)
    punctual, late = (next(tag for tag in found["items"] if tag["code"] == name) for name in ("punctual", "late"))
    assert (punctual["name"], punctual["about"], punctual["lowest"], punctual["highest"]) == ("准时", "speed", 4, 5)
    assert (late["name"], late["praise"], late["lowest"], late["highest"]) == ("迟到", False, 1, 3)
    assert client.get("rating-tags", headers={"Accept-Language": "en"}).json["items"][0]["name"] == "On time"


def test_every_score_has_something_to_tick_and_no_tag_goes_with_all(desk: Desk) -> None:
    for about in ("speed", "quality", "manner"):
        own = [tag for tag in TAGS.values() if tag.about == about]
        assert all(any(score in tag.scores for tag in own) for score in range(1, 6))
        assert not any(all(score in tag.scores for score in range(1, 6)) for tag in own)


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        (["late"], (422, "rating.tag_unfit")),
        (["punctual", "rude"], (422, "rating.tag_unfit")),
        (["bribe"], (422, "validation.failed")),
        (["tidy", "tidy"], (422, "validation.failed")),
        (["punctual", "quick", "skilled", "lasting", "friendly", "tidy"], (422, "validation.failed")),
        (["punctual", "quick", "skilled", "lasting", "tidy"], (200, "")),
    ],
)
def test_only_tags_that_go_with_the_scores_and_at_most_five(desk: Desk, tags: list[str], wanted: Answer) -> None:
    answer = desk.act(desk.estate.resident, desk.closed(), "rate", **BEST, tags=tags)
    assert (answer.status_code, answer.json.get("code", "")) == wanted


def test_a_rating_stands_as_it_was_given(desk: Desk, rated: dict[str, Any]) -> None:
    assert code(desk.act(desk.estate.resident, rated, "rate", **BEST)) == (409, "ticket.already_rated")
    assert desk.as_(desk.estate.resident).get(f"tickets/{rated['id']}").json["rating"]["quality"] == 4


def test_after_its_end_a_ticket_is_rated_for_thirty_days(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-02T02:00:00Z", tick=False) as clock:
        early, late = desk.closed(), desk.closed()
        clock.move_to("2026-12-02T02:00:00Z")
        desk.sign_in_again()
        assert "rate" in desk.as_(estate.resident).get(f"tickets/{early['id']}").json["actions"]
        assert desk.act(estate.resident, early, "rate", **BEST).status_code == 200
        clock.shift(1)
        assert "rate" not in desk.as_(estate.resident).get(f"tickets/{late['id']}").json["actions"]
        assert code(desk.act(estate.resident, late, "rate", **BEST)) == (409, "rating.too_late")


def reply(desk: Desk, by: UUID, ticket: dict[str, Any], text: str = "抱歉，下次一定收拾好。") -> Any:
    return desk.as_(by).post(f"ratings/{ticket['rating']['id']}/reply", {"text": text})


def test_the_worker_replies_once_and_the_rater_is_told(
    app: Flask, desk: Desk, estate: Estate, rated: dict[str, Any], relay: Callable[[], Any]
) -> None:
    answer = reply(desk, estate.worker, rated)
    assert (answer.status_code, answer.json["reply"]["author_name"]) == (200, "赵师傅")
    relay()
    shown = desk.as_(estate.relative).get(f"tickets/{rated['id']}").json["rating"]["reply"]
    assert (shown["text"], shown["author_name"]) == ("抱歉，下次一定收拾好。", "赵师傅")
    [news] = told(app, estate.resident, "rating.replied")
    assert (news["ticket_id"], news["author_name"]) == (rated["id"], "赵师傅")
    assert told(app, estate.neighbour, "rating.replied") == []
    assert code(reply(desk, estate.worker, rated, "再说一句")) == (409, "rating.replied_already")


def test_two_replies_at_once_leave_one(desk: Desk, estate: Estate, rated: dict[str, Any]) -> None:
    desk.as_(estate.worker)
    answers = together(*[lambda: reply(desk, estate.worker, rated).status_code] * 3)
    assert sorted(answers) == [200, 409, 409]


def test_only_who_did_the_work_replies_also_after_the_ticket_has_gone_on(desk: Desk, estate: Estate, rated: dict[str, Any]) -> None:
    for other in (estate.second_worker, estate.manager):
        assert reply(desk, other, rated).status_code == 403
    assert reply(desk, estate.resident, rated).status_code == 403
    assert reply(desk, estate.foreign.worker, rated).status_code == 404
    assert reply(desk, estate.worker, rated, "长" * 501).status_code == 422
    assert reply(desk, estate.worker, rated, "  ").status_code == 422
    desk.do(estate.resident, rated, "reopen", reason="又坏了")
    desk.do(estate.manager, rated, "assign", assignee_id=str(estate.second_worker))
    assert reply(desk, estate.second_worker, rated).status_code == 403
    assert reply(desk, estate.worker, rated, "长" * 500).status_code == 200


def listed(desk: Desk, by: UUID, query: str = "") -> list[str]:
    return [item["ticket"]["number"] for item in desk.as_(by).get(f"ratings?{query}").json["items"]]


def test_workers_read_the_ratings_of_their_own_work_and_the_office_all(desk: Desk, estate: Estate, rated: dict[str, Any]) -> None:
    other = desk.report()
    desk.do(estate.manager, other, "assign", assignee_id=str(estate.second_worker))
    for action, data in (("accept", {}), ("start", {}), ("resolve", {"measure": "已修"})):
        desk.do(estate.second_worker, other, action, **data)
    other = desk.do(estate.resident, other, "rate", **BEST)
    both = [other["number"], rated["number"]]
    assert listed(desk, estate.worker, "assignee=me") == listed(desk, estate.worker) == [rated["number"]]
    assert listed(desk, estate.worker, f"assignee={estate.second_worker}") == []
    assert listed(desk, estate.manager, f"community_id={estate.community_id}") == both
    assert listed(desk, estate.manager, f"assignee={estate.second_worker}") == [other["number"]]
    assert listed(desk, estate.foreign.manager) == listed(desk, estate.foreign.worker) == []
    assert desk.as_(estate.resident).get("ratings").status_code == 403
    first = desk.as_(estate.manager).get("ratings?limit=1").json
    assert [item["ticket"]["number"] for item in first["items"]] == both[:1]
    assert listed(desk, estate.manager, f"limit=1&cursor={first['next']}") == both[1:]


def test_a_list_tells_what_was_rated_and_how(desk: Desk, estate: Estate, rated: dict[str, Any]) -> None:
    [item] = desk.as_(estate.worker).get("ratings?assignee=me").json["items"]
    assert (item["id"], item["manner"], item["words"]) == (rated["rating"]["id"], 2, "地上都是水")
    assert (item["worker"]["name"], item["ticket"]["place_label"], item["ticket"]["category_name"]) == (
        "赵师傅",
        "1栋1单元1203",
        rated["category"]["name"],
    )


def test_not_fixed_goes_back_to_office_and_worker_with_a_fresh_clock(
    app: Flask, desk: Desk, estate: Estate, relay: Callable[[], Any]
) -> None:
    with time_machine.travel("2026-11-23T02:00:00Z", tick=False) as clock:
        ticket = desk.resolved()
        clock.shift(600)
        again = desk.do(estate.resident, ticket, "reject", reason="还是没电")
        relay()
        assert (again["state"], again["assignee"]["name"]) == ("reopened", "赵师傅")
        # A power cut: answered within 15, on site within 60, repaired within 240 minutes, counted anew from 10:10.
        dues = {promise["kind"]: (promise["due_at"], promise["done_at"]) for promise in again["promises"]}
        assert dues == {
            "response": ("2026-11-23T02:25:00Z", None),
            "arrive": ("2026-11-23T03:10:00Z", None),
            "resolve": ("2026-11-23T06:10:00Z", None),
        }
        for person in (estate.manager, estate.second_manager, estate.worker):
            assert told(app, person, "ticket.changed")[-1]["action"] == "reject"
        needs = desk.as_(estate.manager).get(f"tickets?community_id={estate.community_id}&state=reopened").json["items"]
        assert [one["number"] for one in needs] == [ticket["number"]]
        assert {"assign", "accept"} >= set(desk.as_(estate.worker).get(f"tickets/{ticket['id']}").json["actions"]) & {"accept"}
        [waiting] = desk.as_(estate.worker).get("queue").json["items"]
        assert (waiting["number"], waiting["next_action"]) == (ticket["number"], "accept")
        assert "assign" in desk.as_(estate.manager).get(f"tickets/{ticket['id']}").json["actions"]
