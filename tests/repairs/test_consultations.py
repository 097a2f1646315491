"""Consultations: who sees a question, whose turn it is, what is promised, who is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.core import feed
from community.core.auth import Actor
from community.core.uow import unit_of_work
from repairs.consultations.jobs import tell_of_late_answers
from repairs.consultations.workflow import ConsultationAction
from tests.support.asking import Counter
from tests.support.estate import Estate
from tests.support.statements import statements
from tests.support.threads import together

Relay = Callable[[], int]
NOON = "2026-11-23T04:00:00+00:00"


def test_a_question_is_the_askers_and_the_desks(counter: Counter, estate: Estate) -> None:
    """Not the household's: who asks about a debt or a quarrel asks alone."""
    asked = counter.ask(home_id=str(estate.home_id))
    assert (asked["state"], asked["subject"], asked["home"]["label"]) == ("waiting", "装修需要办什么手续？", "1栋1单元1203")
    for reader in (estate.resident, estate.manager, estate.officer, estate.auditor, estate.admin):
        assert counter.read(reader, asked)["subject"] == asked["subject"]
        assert counter.listed(reader) == [asked["subject"]]
    others = (estate.relative, estate.neighbour, estate.worker, estate.operator)
    foreign = (estate.foreign.resident, estate.foreign.manager, estate.foreign.worker)
    for outsiders, status in ((others, 403), (foreign, 404)):
        for outsider in outsiders:
            for path in ("", "/messages"):
                assert counter.desk.as_(outsider).get(f"consultations/{asked['id']}{path}").status_code == status
            assert counter.say(outsider, asked).status_code == status
            assert counter.listed(outsider) == []
    for overseer in (estate.officer, estate.auditor):
        assert counter.say(overseer, asked).status_code == 403


def test_one_asks_where_one_belongs_and_about_what_one_may_see(counter: Counter, estate: Estate) -> None:
    client = counter.desk.as_(estate.resident)
    here = {"community_id": str(estate.community_id), "text": "几点停水？"}
    assert client.post("consultations", here | {"community_id": str(estate.foreign.community_id)}).status_code == 404
    assert client.post("consultations", here | {"home_id": str(estate.neighbour_home_id)}).status_code == 403
    assert client.post("consultations", here | {"home_id": str(estate.foreign.home_id)}).status_code == 404
    wrong = counter.desk.as_(estate.admin).post("consultations", here | {"home_id": str(estate.foreign.home_id)})
    assert (wrong.status_code, wrong.json["code"]) == (422, "consultation.home_unknown")
    for person in (estate.officer, estate.auditor, estate.stranger):
        assert counter.desk.as_(person).post("consultations", here).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"text": "长" * 2001}, {"subject": "长" * 101}, {"priority": 1}, {"home_id": "1"}]
)
def test_what_a_question_cannot_be(counter: Counter, estate: Estate, wrong: dict[str, Any]) -> None:
    body = {"community_id": str(estate.community_id), "text": "几点停水？"} | wrong
    assert counter.desk.as_(estate.resident).post("consultations", body).status_code == 422


def test_a_long_question_without_a_subject_is_called_by_its_beginning(counter: Counter) -> None:
    asked = counter.ask(text="<b>你好</b>\n\n" + "我想问一下" * 20)
    assert (len(asked["subject"]), asked["subject"][:9], asked["subject"][-1]) == (40, "<b>你好</b>", "…")
    assert counter.ask(text="短问题", subject="停车")["subject"] == "停车"


def test_words_take_turns(counter: Counter, estate: Estate) -> None:
    """The asker's words wait, the office's answer; whoever answers first has it; the thread is never dead."""
    with time_machine.travel(NOON, tick=False) as clock:
        asked = counter.ask()
        assert datetime.fromisoformat(asked["answer_due_at"]) - datetime.fromisoformat(asked["created_at"]) == timedelta(hours=24)
        clock.shift(timedelta(minutes=5))
        counter.say(estate.resident, asked, "补充：只换地板。")
        assert counter.read(estate.resident, asked)["answer_due_at"] == asked["answer_due_at"]  # more words, no more time
        clock.shift(timedelta(minutes=5))
        assert counter.say(estate.second_manager, asked, "开工三天前到前台登记。").status_code == 201
        answered = counter.read(estate.resident, asked)
        assert (answered["state"], answered["assignee"]["name"], answered["answer_due_at"]) == ("answered", "周经理", None)
        assert (answered["excerpt"], answered["answered_at"]) == ("开工三天前到前台登记。", "2026-11-23T04:10:00Z")
        clock.shift(timedelta(minutes=3))
        counter.say(estate.resident, asked, "需要押金吗？")
        again = counter.read(estate.resident, asked)
        assert (again["state"], again["answer_due_at"]) == ("waiting", "2026-11-24T04:13:00Z")
        counter.say(estate.manager, asked, "不需要。")
        counter.do(estate.resident, asked, "close")
        counter.say(estate.resident, asked, "再问一下，周末可以施工吗？")
        reopened = counter.read(estate.resident, asked)
        assert (reopened["state"], reopened["closed_at"], reopened["assignee"]["name"]) == ("waiting", None, "周经理")
        assert reopened["answered_at"] == "2026-11-23T04:10:00Z"
    thread = counter.thread(estate.resident, asked)
    assert [(entry["kind"], entry["side"]) for entry in thread] == [
        ("message", "asker"),
        ("message", "asker"),
        ("message", "office"),
        ("message", "asker"),
        ("message", "office"),
        ("close", "asker"),
        ("message", "asker"),
    ]


@pytest.mark.parametrize(
    ("asked_at", "due_at"),
    [
        ("2026-11-23T04:00:00+00:00", "2026-11-24T04:00:00Z"),  # Monday noon → Tuesday noon
        ("2026-11-27T09:00:00+00:00", "2026-11-30T09:00:00Z"),  # Friday 17:00 → Monday 17:00: nobody is late on a Sunday
        ("2026-11-28T02:00:00+00:00", "2026-11-30T09:30:00Z"),  # on a Saturday → the end of Monday
        ("2026-09-30T04:00:00+00:00", "2026-10-08T04:00:00Z"),  # the day before the national holiday → the day after it
    ],
)
def test_an_answer_is_promised_within_a_working_day(counter: Counter, asked_at: str, due_at: str) -> None:
    with time_machine.travel(asked_at, tick=False):
        assert counter.ask()["answer_due_at"] == due_at


def test_internal_words_are_the_offices_and_change_nothing(counter: Counter, estate: Estate) -> None:
    asked = counter.ask()
    noted = counter.say(estate.manager, asked, "业主去年已登记过一次", internal=True)
    assert (noted.status_code, noted.json["internal"]) == (201, True)
    after = counter.read(estate.resident, asked)
    assert (after["state"], after["excerpt"], after["message_count"], after["assignee"]) == ("waiting", asked["excerpt"], 1, None)
    assert counter.read(estate.manager, asked)["message_count"] == 2
    for reader, count in ((estate.resident, 1), (estate.officer, 1), (estate.manager, 2), (estate.admin, 2)):
        assert len(counter.thread(reader, asked)) == count
    assert counter.say(estate.resident, asked, "悄悄话", internal=True).status_code == 403
    assert counter.listed(estate.manager, "q=登记过") == []  # what staff say among themselves is found by nobody


def test_a_manager_who_asks_is_no_office_in_that_thread(counter: Counter, estate: Estate) -> None:
    asked = counter.ask(by=estate.manager)
    counter.say(estate.second_manager, asked, "内部备注", internal=True)
    assert len(counter.thread(estate.manager, asked)) == 1
    assert counter.say(estate.manager, asked, "悄悄话", internal=True).status_code == 403
    counter.say(estate.manager, asked, "自己回复自己")
    assert counter.read(estate.manager, asked)["state"] == "waiting"


def test_who_is_to_answer_sees_and_may_what_it_takes(counter: Counter, estate: Estate) -> None:
    asked = counter.ask()
    for unfit in (estate.resident, estate.officer, estate.foreign.worker, estate.stranger):
        answer = counter.act(estate.manager, asked, "assign", assignee_id=str(unfit))
        assert (answer.status_code, answer.json["code"]) == (422, "consultation.assignee_unfit")
    for person in (estate.resident, estate.worker, estate.officer):
        assert counter.act(person, asked, "assign", assignee_id=str(estate.worker)).status_code == 403
    counter.do(estate.manager, asked, "assign", assignee_id=str(estate.worker), reason="请小赵回复")
    entry = counter.thread(estate.resident, asked)[-1]
    assert (entry["kind"], entry["text"], entry["data"]["assignee_name"]) == ("assign", "请小赵回复", "赵师傅")
    assert counter.listed(estate.worker, "assignee=me") == counter.listed(estate.worker) == [asked["subject"]]
    assert counter.say(estate.worker, asked, "内部", internal=True).status_code == 201
    assert counter.say(estate.worker, asked, "已答复").status_code == 201
    counter.do(estate.manager, asked, "assign", assignee_id=str(estate.operator))
    assert counter.say(estate.worker, asked).status_code == 403
    assert counter.listed(estate.worker) == []
    assert counter.say(estate.operator, asked).status_code == 201


def test_what_is_offered_is_what_is_accepted(counter: Counter, estate: Estate) -> None:
    def closed() -> dict[str, Any]:
        return counter.do(estate.manager, counter.answered(), "close")

    give: dict[str, dict[str, Any]] = {
        "assign": {"assignee_id": str(estate.worker)},
        "useful": {"useful": True},
        "convert": {"category_id": counter.desk.body()["category_id"], "spot": "东门"},
    }
    people = (estate.resident, estate.manager, estate.officer, estate.admin)
    for stage in (counter.ask, counter.answered, closed):
        for person in people:
            for action in ConsultationAction:
                asked = stage()
                offered = counter.read(person, asked)["actions"]
                answer = counter.act(person, asked, action, **give.get(action, {}))
                assert (answer.status_code in (200, 201)) is (action in offered), (stage, person, action, answer.json)
                assert answer.status_code in (200, 201, 403, 409)
                assert ("write" in offered) is (person != estate.officer)


def test_how_good_an_answer_was_is_the_askers_word(counter: Counter, estate: Estate) -> None:
    early = counter.act(estate.resident, counter.ask(), "useful", useful=True)
    assert (early.status_code, early.json["code"]) == (409, "consultation.wrong_state")
    unanswered = counter.do(estate.resident, counter.ask(), "close")
    assert counter.act(estate.resident, unanswered, "useful", useful=True).json["code"] == "consultation.no_answer"
    asked = counter.answered()
    for person in (estate.manager, estate.admin, estate.relative):
        assert counter.act(person, asked, "useful", useful=True).status_code == 403
    assert counter.do(estate.resident, asked, "useful", useful=False)["useful"] is False
    closed = counter.do(estate.resident, asked, "close")
    rated = counter.do(estate.resident, asked, "useful", useful=True)
    assert (rated["useful"], rated["state"], rated["closed_at"]) == (True, "closed", closed["closed_at"])
    assert [entry["kind"] for entry in counter.thread(estate.resident, asked)] == ["message", "message", "close"]


def test_a_wrong_state_is_told_in_the_askers_language(counter: Counter, estate: Estate) -> None:
    asked = counter.do(estate.resident, counter.ask(), "close")
    answer = counter.act(estate.resident, asked, "close")
    assert (answer.status_code, answer.json["detail"]) == (409, "咨询已结束，不能结束。")
    english = counter.desk.as_(estate.manager).with_headers(Accept_Language="en").post(f"consultations/{asked['id']}/close")
    assert english.json["detail"] == "The consultation is closed and cannot be closed."


def test_the_desk_is_told_once_that_an_answer_is_late(app: Flask, counter: Counter, estate: Estate, relay: Relay) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        asked = counter.ask()
        answered = counter.answered(text="几点停水？")
        clock.shift(timedelta(hours=24))
        _run_the_job(app)
        relay()
        assert _late(app, estate.manager) == []  # due now is not late yet
        clock.shift(timedelta(seconds=1))
        for _ in range(2):
            _run_the_job(app)
        relay()
        told = _late(app, estate.manager)
        assert [(data["consultation_id"], data["actor_name"]) for data in told] == [(asked["id"], "系统")]
        assert _late(app, estate.resident) == _late(app, estate.foreign.manager) == []
        counter.desk.sign_in_again()
        assert counter.listed(estate.manager, "overdue=true") == [asked["subject"]]
        assert counter.listed(estate.manager, "overdue=false") == [answered["subject"]]
        assert counter.read(estate.manager, asked)["overdue"] is True
        counter.say(estate.manager, asked)
        counter.say(estate.resident, asked, "还有一个问题")
        clock.shift(timedelta(hours=24, seconds=1))
        _run_the_job(app)
        relay()
        assert len(_late(app, estate.manager)) == 2


def test_those_concerned_hear_of_it_and_nobody_else(app: Flask, counter: Counter, estate: Estate, relay: Relay) -> None:
    asked = counter.ask()
    counter.do(estate.manager, asked, "assign", assignee_id=str(estate.worker))
    counter.say(estate.worker, asked, "业主已登记", internal=True)
    public = counter.say(estate.worker, asked, "请带身份证").json
    counter.do(estate.manager, asked, "assign", assignee_id=str(estate.operator))
    counter.do(estate.resident, asked, "useful", useful=True)
    relay()
    heard = {person: [d.get("action", "written") for _, d in _feed(app, person)] for person in (estate.resident, estate.worker)}
    assert heard == {
        estate.resident: ["ask", "assign", "written", "assign", "useful"],
        estate.worker: ["assign", "written", "written", "assign"],
    }
    assert [d["action"] for _, d in _feed(app, estate.operator)] == ["assign", "useful"]
    assert len(_feed(app, estate.manager)) == 6
    assert (
        "consultation.message",
        {
            "consultation_id": asked["id"],
            "message_id": public["id"],
            "state": "answered",
            "subject": asked["subject"],
            "author_name": "赵师傅",
        },
    ) in _feed(app, estate.resident)
    for outsider in (estate.relative, estate.neighbour, estate.second_worker, estate.officer, estate.foreign.manager):
        assert _feed(app, outsider) == []


def test_lists_are_narrowed_searched_and_in_order(counter: Counter, estate: Estate) -> None:
    first, second = counter.ask(text="停水到几点？"), counter.answered(text="月卡怎么办？", subject="停车")
    third = counter.ask(by=estate.neighbour, text="楼上漏水谁负责？")
    for query, expected in (
        ("", [third, second, first]),
        ("state=waiting", [third, first]),
        ("state=answered,closed", [second]),
        ("state=open", [third, second, first]),
        ("state=closed", []),
        ("mine=true", []),
        ("q=停", [second, first]),
        ("q=月卡", [second]),
        ("q=前台登记", [second]),
        ("q=漏电", []),
        ("sort=due", [first, third]),
        (f"assignee={estate.manager}", [second]),
        (f"community_id={estate.community_id}&q=停水", [first]),
        (f"community_id={estate.foreign.community_id}&q=停水", []),
    ):
        assert counter.listed(estate.manager, query) == [asked["subject"] for asked in expected], query
    assert counter.listed(estate.resident, "mine=true&q=停") == [second["subject"], first["subject"]]
    assert counter.listed(estate.neighbour, "q=停") == []
    for wrong in ("state=lost", "sort=age", "assignee=you"):
        assert counter.desk.as_(estate.manager).get(f"consultations?{wrong}").status_code == 422


def test_two_answers_at_once_are_both_kept_and_one_has_it(counter: Counter, estate: Estate) -> None:
    for _ in range(5):
        asked = counter.ask()
        answers = together(
            lambda asked=asked: counter.say(estate.manager, asked, "甲"),
            lambda asked=asked: counter.say(estate.second_manager, asked, "乙"),
            lambda asked=asked: counter.say(estate.manager, asked, "丙", internal=True),
        )
        assert [answer.status_code for answer in answers] == [201, 201, 201]
        after = counter.read(estate.manager, asked)
        assert (after["state"], after["message_count"]) == ("answered", 4)
        assert {entry["text"] for entry in counter.thread(estate.manager, asked)} == {"装修需要办什么手续？", "甲", "乙", "丙"}
        first = next(e for e in counter.thread(estate.manager, asked)[1:] if not e["internal"])
        assert after["assignee"]["name"] == first["author"]["name"]


def test_a_list_of_many_costs_as_many_queries_as_a_list_of_one(app: Flask, counter: Counter, estate: Estate) -> None:
    client, costs = counter.desk.as_(estate.manager), []
    for more in (1, 9):
        for _ in range(more):
            asked = counter.answered(home_id=str(estate.home_id))
            counter.do(estate.manager, asked, "convert", category_id=counter.desk.body()["category_id"])
        with statements(app) as sent:
            client.get("consultations?q=登记")
        costs.append(len(sent))
    assert costs[0] == costs[1] <= 5, sent  # begin, who asks, consultations, people, tickets


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["say", "note", "close", "reopen", "useful"]), st.booleans()), min_size=3, max_size=15))
def test_whatever_people_do_the_thread_is_whole(counter: Counter, estate: Estate, deeds: list[tuple[str, bool]]) -> None:
    asked, kept, public = counter.ask(), 1, 1
    for deed, by_manager in deeds:
        person = estate.manager if by_manager else estate.resident
        if deed in ("say", "note"):
            taken = counter.say(person, asked, "话", internal=deed == "note").status_code == 201
            assert taken is (deed == "say" or by_manager)
        else:
            taken = counter.act(person, asked, deed, **({"useful": True} if deed == "useful" else {})).status_code == 200
        kept += taken and deed != "useful"
        public += taken and deed == "say"
        now = counter.read(estate.resident, asked)
        assert (now["answer_due_at"] is not None) is (now["state"] == "waiting")
        assert (now["closed_at"] is not None) is (now["state"] == "closed")
        assert now["message_count"] == public
    assert len(counter.thread(estate.manager, asked)) == kept


def _run_the_job(app: Flask) -> None:
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        tell_of_late_answers(uow)


def _feed(app: Flask, person: Any) -> list[tuple[str, dict[str, Any]]]:
    with app.app_context(), unit_of_work(Actor.system("test"), read_only=True) as uow:
        return [(entry.kind, entry.data) for entry in feed.after(uow.session, person, 0)]


def _late(app: Flask, person: Any) -> list[dict[str, Any]]:
    return [data for kind, data in _feed(app, person) if kind == "consultation.changed" and data["action"] == "late"]
