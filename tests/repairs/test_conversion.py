"""A question becomes a repair: words, photos, asker and thread are carried over, once, and nothing said later is lost."""

from typing import Any
from uuid import UUID

import pytest

from tests.support.asking import Counter
from tests.support.estate import Estate
from tests.support.threads import together
from tests.support.tickets import Desk


@pytest.fixture
def leak(counter: Counter, estate: Estate) -> dict[str, Any]:
    """A question with photos about a home, asked on, answered and noted upon."""
    desk = counter.desk
    asked = counter.ask(text="厨房天花板渗水，找谁？", home_id=str(estate.home_id), attachment_ids=[desk.photo(estate.resident)])
    counter.say(estate.resident, asked, "楼上没人在家", attachment_ids=[desk.photo(estate.resident)])
    counter.say(estate.manager, asked, "我们派人看看", attachment_ids=[desk.photo(estate.manager)])
    noted = counter.say(estate.manager, asked, "楼上欠费户", internal=True, attachment_ids=[desk.photo(estate.manager)])
    return asked | {"internal_photo": noted.json["attachments"][0]["id"]}


def category(desk: Desk) -> dict[str, str]:
    return {"category_id": desk.body()["category_id"]}


def test_everything_is_carried_over(counter: Counter, estate: Estate, leak: dict[str, Any]) -> None:
    ticket = counter.do(estate.manager, leak, "convert", **category(counter.desk), urgency="urgent")
    assert (ticket["text"], ticket["urgency"]) == ("厨房天花板渗水，找谁？\n楼上没人在家", "urgent")
    assert (ticket["reporter"]["name"], ticket["home"]["label"], ticket["state"]) == ("王芳", "1栋1单元1203", "submitted")
    thread = counter.thread(estate.resident, leak)
    shown = [photo["id"] for entry in thread for photo in entry["attachments"]]
    assert [photo["id"] for photo in ticket["attachments"]] == shown
    assert len(shown) == 3  # all but the internal one
    for photo in shown:
        for person in (estate.resident, estate.manager, estate.worker, estate.relative):  # as of the ticket's other photos
            assert counter.desk.as_(person).get(f"attachments/{photo}").status_code == 200
        assert counter.desk.as_(estate.neighbour).get(f"attachments/{photo}").status_code == 403
        assert counter.desk.as_(estate.foreign.manager).get(f"attachments/{photo}").status_code == 404
    assert counter.desk.as_(estate.manager).get(f"attachments/{leak['internal_photo']}").status_code == 200
    assert counter.desk.as_(estate.resident).get(f"attachments/{leak['internal_photo']}").status_code == 404
    assert counter.desk.as_(estate.worker).get(f"attachments/{leak['internal_photo']}").status_code == 403


def test_both_histories_tell_of_it(counter: Counter, estate: Estate, leak: dict[str, Any]) -> None:
    ticket = counter.do(estate.manager, leak, "convert", **category(counter.desk))
    first = counter.desk.as_(estate.resident).get(f"tickets/{ticket['id']}/history").json["items"][0]
    assert (first["actor"]["name"], first["actor"]["role"], first["note"]) == (
        "孙经理",
        "manager",
        "由咨询“厨房天花板渗水，找谁？”转来",
    )
    assert first["data"] == {"consultation_id": leak["id"]}
    asked = counter.read(estate.resident, leak)
    assert (asked["state"], asked["actions"]) == ("closed", ["write"])
    assert asked["ticket"] == {"id": ticket["id"], "number": ticket["number"], "state": "submitted"}
    last = counter.thread(estate.resident, leak)[-1]
    assert (last["kind"], last["data"]) == ("convert", {"ticket_id": ticket["id"], "number": ticket["number"]})
    assert counter.listed(estate.manager, f"ticket_id={ticket['id']}") == [leak["subject"]]


def test_what_is_said_afterwards_goes_to_the_ticket(counter: Counter, estate: Estate, leak: dict[str, Any]) -> None:
    ticket = counter.do(estate.manager, leak, "convert", **category(counter.desk))
    before = counter.thread(estate.manager, leak)
    said = counter.say(estate.resident, leak, "又大了", attachment_ids=[counter.desk.photo(estate.resident)])
    assert (said.status_code, said.json["ticket_id"], len(said.json["attachments"])) == (201, ticket["id"], 1)
    counter.say(estate.manager, leak, "请优先处理", internal=True)
    assert counter.say(estate.resident, leak, "悄悄话", internal=True).status_code == 403
    path = f"tickets/{ticket['id']}/comments"
    for reader, texts in ((estate.resident, ["又大了"]), (estate.worker, ["又大了", "请优先处理"])):
        assert [comment["text"] for comment in counter.desk.as_(reader).get(path).json["items"]] == texts
    assert counter.thread(estate.manager, leak) == before


def test_no_action_is_taken_on_what_has_become_a_ticket(counter: Counter, estate: Estate, leak: dict[str, Any]) -> None:
    ticket = counter.do(estate.resident, leak, "convert", **category(counter.desk))
    gives = {"assign": {"assignee_id": str(estate.worker)}, "useful": {"useful": True}, "convert": category(counter.desk)}
    for action in ("assign", "close", "reopen", "useful", "convert"):
        person = estate.resident if action == "useful" else estate.manager
        answer = counter.act(person, leak, action, **gives.get(action, {}))
        assert (answer.status_code, answer.json["code"], answer.json["ticket_id"]) == (409, "consultation.converted", ticket["id"])


def test_the_asker_may_convert_and_is_the_reporter(counter: Counter, estate: Estate, leak: dict[str, Any]) -> None:
    ticket = counter.do(estate.resident, leak, "convert", **category(counter.desk), text="厨房漏水", home_id=str(estate.home_id))
    first = counter.desk.as_(estate.resident).get(f"tickets/{ticket['id']}/history").json["items"][0]
    assert (ticket["text"], first["actor"]["role"], "cancel" in ticket["actions"]) == ("厨房漏水", "reporter", True)


def test_so_may_the_worker_who_has_it_and_nobody_else(counter: Counter, estate: Estate, leak: dict[str, Any]) -> None:
    for person, status in ((estate.worker, 403), (estate.relative, 403), (estate.officer, 403), (estate.foreign.manager, 404)):
        assert counter.act(person, leak, "convert", **category(counter.desk)).status_code == status
    counter.do(estate.manager, leak, "assign", assignee_id=str(estate.worker))
    ticket = counter.do(estate.worker, leak, "convert", **category(counter.desk))
    assert (ticket["reporter"]["name"], ticket["assignee"]) == ("王芳", None)


def test_it_needs_a_place_and_a_category_of_the_community(counter: Counter, estate: Estate) -> None:
    asked = counter.ask(text="小区东门路灯不亮", subject="路灯")
    nowhere = counter.act(estate.manager, asked, "convert", **category(counter.desk))
    assert (nowhere.status_code, nowhere.json["code"]) == (422, "ticket.place_needed")
    unknown = counter.act(estate.manager, asked, "convert", category_id=str(UUID(int=1)), spot="东门")
    assert unknown.json["code"] == "ticket.category_unknown"
    elsewhere = counter.act(estate.manager, asked, "convert", **category(counter.desk), entrance_id=str(estate.foreign.entrance_id))
    assert elsewhere.json["code"] == "ticket.place_unknown"
    assert counter.read(estate.manager, asked)["state"] == "waiting"
    ticket = counter.do(estate.manager, asked, "convert", **category(counter.desk), spot="东门")
    assert (ticket["place_label"], ticket["home"], ticket["text"]) == ("东门", None, "路灯\n小区东门路灯不亮")


def test_of_two_who_convert_at_once_one_makes_the_ticket(counter: Counter, estate: Estate) -> None:
    for _ in range(5):
        asked = counter.ask(home_id=str(estate.home_id))
        give = category(counter.desk)
        answers = together(
            lambda asked=asked, give=give: counter.act(estate.manager, asked, "convert", **give),
            lambda asked=asked, give=give: counter.act(estate.resident, asked, "convert", **give),
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        made = next(answer.json["id"] for answer in answers if answer.status_code == 201)
        told = next(answer.json for answer in answers if answer.status_code == 409)
        assert (told["code"], told["ticket_id"]) == ("consultation.converted", made)
    assert len(counter.desk.as_(estate.resident).get("tickets").json["items"]) == 5


def test_a_word_at_the_moment_of_conversion_is_in_the_thread_or_on_the_ticket(counter: Counter, estate: Estate) -> None:
    for _ in range(5):
        asked = counter.ask(home_id=str(estate.home_id))
        give = category(counter.desk)
        made, said = together(
            lambda asked=asked, give=give: counter.act(estate.manager, asked, "convert", **give),
            lambda asked=asked: counter.say(estate.resident, asked, "还在漏"),
        )
        assert (made.status_code, said.status_code) == (201, 201)
        comments = counter.desk.as_(estate.resident).get(f"tickets/{made.json['id']}/comments").json["items"]
        in_report, in_comments = "还在漏" in made.json["text"], [c["text"] for c in comments] == ["还在漏"]
        assert in_report is not in_comments
        assert (said.json["ticket_id"] is not None) is in_comments
