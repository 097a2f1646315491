"""Reporting: where, what, by whom, and the number the ticket gets."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from tests.support.estate import CANARY, Estate
from tests.support.tickets import Desk, default_id

UTC_EVENING = "2026-11-22T16:30:00+00:00"  # half past midnight of the 23rd in Chongqing


def test_numbers_count_per_community_and_day_of_its_own_calendar(desk: Desk, estate: Estate) -> None:
    with time_machine.travel(UTC_EVENING, tick=False):
        mine = [desk.report()["number"] for _ in range(2)]
        theirs = desk.report(by=estate.foreign.resident, home_id=str(estate.foreign.home_id))["number"]
    assert mine == ["BX-20261123-0001", "BX-20261123-0002"]
    assert theirs == "BX-20261123-0001"


def test_many_reports_at_once_get_numbers_without_a_gap(app: Flask, desk: Desk, estate: Estate) -> None:
    client = desk.as_(estate.resident)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.post("tickets", desk.body()), range(24)))
    assert {a.status_code for a in answers} == {201}
    assert sorted(int(a.json["number"][-4:]) for a in answers) == list(range(1, 25))


def test_a_refused_report_takes_no_number(desk: Desk, estate: Estate) -> None:
    first = desk.report()["number"]
    refused = desk.as_(estate.resident).post("tickets", desk.body(attachment_ids=["01a20378-f316-702b-8897-d1b48c6a6a3f"]))
    assert refused.status_code == 422
    assert int(desk.report()["number"][-4:]) == int(first[-4:]) + 1


def test_deadlines_follow_the_category_and_halve_when_it_is_urgent(desk: Desk) -> None:
    for urgency, minutes in (("normal", (15, 60, 240)), ("urgent", (8, 30, 120))):
        ticket = desk.report(urgency=urgency)
        created, *due = (datetime.fromisoformat(ticket[k]) for k in ("created_at", "response_due_at", "arrive_due_at", "due_at"))
        assert [moment - created for moment in due] == [timedelta(minutes=m) for m in minutes]


def test_a_public_place_is_named_as_people_say_it(desk: Desk, estate: Estate) -> None:
    public = {"home_id": None, "community_id": str(estate.community_id)}
    entrance = desk.report(**public, entrance_id=str(estate.entrance_id), spot="三楼走廊")
    assert (entrance["place_label"], entrance["home"]) == ("1栋1单元 三楼走廊", None)
    assert desk.report(**public, building_id=str(estate.building_id))["place_label"] == "1栋"
    assert desk.report(**public, spot="东门")["place_label"] == "东门"
    assert desk.report(spot="厨房")["place_label"] == "1栋1单元1203 厨房"


def test_a_place_that_does_not_fit_together_is_refused(desk: Desk, estate: Estate) -> None:
    here, there = str(estate.community_id), estate.foreign
    for place, code in (
        ({"home_id": None}, "ticket.place_needed"),
        ({"home_id": None, "community_id": here}, "ticket.place_needed"),
        ({"home_id": None, "community_id": here, "building_id": str(there.building_id)}, "ticket.place_unknown"),
        ({"home_id": None, "community_id": here, "entrance_id": str(there.entrance_id)}, "ticket.place_unknown"),
        ({"community_id": str(there.community_id)}, "ticket.place_unknown"),
        ({"entrance_id": str(estate.other_entrance_id)}, "ticket.place_unknown"),
        ({"category_id": str(there.building_id)}, "ticket.category_unknown"),
    ):
        answer = desk.as_(estate.resident).post("tickets", desk.body(**place))
        assert (answer.status_code, answer.json["code"]) == (422, code), place


def test_one_reports_for_a_home_that_one_may_see_and_for_no_other(desk: Desk, estate: Estate) -> None:
    for person in (estate.resident, estate.relative, estate.worker, estate.manager, estate.operator):
        assert desk.as_(person).post("tickets", desk.body()).status_code == 201
    assert desk.as_(estate.neighbour).post("tickets", desk.body()).status_code == 403
    for person in (estate.foreign.resident, estate.foreign.manager):
        assert desk.as_(person).post("tickets", desk.body()).status_code == 404
    for person in (estate.officer, estate.auditor, estate.stranger):
        assert desk.as_(person).post("tickets", desk.body()).status_code == 403
    grounds = desk.body(home_id=None, community_id=str(estate.foreign.community_id), spot="东门")
    assert desk.as_(estate.resident).post("tickets", grounds).status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"text": "  "}, "/text", "length"),
        ({"text": "\u200b"}, "/text", "length"),
        ({"text": "长" * 2001}, "/text", "length"),
        ({"urgency": "now"}, "/urgency", "choice"),
        ({"surprise": "1"}, "/surprise", "unknown"),
        ({"contact_phone": "call me"}, "/contact_phone", "format"),
        ({"category_id": "leak"}, "/category_id", "format"),
    ],
)
def test_the_wrong_shape_is_pointed_at(desk: Desk, estate: Estate, change: dict[str, str], pointer: str, code: str) -> None:
    answer = desk.as_(estate.resident).post("tickets", desk.body(**change))
    assert (answer.status_code, answer.json["code"]) == (422, "validation.failed")
    assert [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [(pointer, code)]


def test_more_attachments_than_there_may_be_or_one_twice_are_refused(desk: Desk, estate: Estate) -> None:
    one = "01a20378-f316-702b-8897-d1b48c6a6a3f"
    for ids, code in (([one, one], "duplicate"), ([one[:-2] + f"{n:02d}" for n in range(12)], "too_long")):
        errors = desk.as_(estate.resident).post("tickets", desk.body(attachment_ids=ids)).json["errors"]
        assert errors[0]["code"] == code


def test_text_comes_back_as_it_was_written(desk: Desk) -> None:
    text = "<b>漏水</b> & 😀 𠮷野家\n第二行 %_'\""
    assert desk.report(text=text)["text"] == text


def test_the_same_request_sent_twice_makes_one_ticket(desk: Desk, estate: Estate) -> None:
    client = desk.as_(estate.resident).with_headers(Idempotency_Key="report-1")
    first, second = (client.post("tickets", desk.body()) for _ in range(2))
    assert first.json == second.json
    assert len(desk.as_(estate.manager).get("tickets").json["items"]) == 1


def test_the_tree_of_categories_is_in_the_askers_language(desk: Desk, estate: Estate) -> None:
    resident = desk.as_(estate.resident)
    tree = resident.get(f"categories?community_id={estate.community_id}").json["items"]
    assert [branch["name"] for branch in tree] == ["室内", "公共区域"]
    assert [matter["name"] for matter in tree[0]["children"]][:2] == ["水电", "门窗"]
    leak = tree[0]["children"][0]["children"][0]
    assert (leak["id"], leak["name"], leak["proof_required"]) == (str(default_id("leak")), "漏水", True)
    assert (leak["path"], leak["scope"], "渗水" in leak["keywords"]) == (["室内", "水电", "漏水"], "home", True)
    english = resident.with_headers(Accept_Language="en").get(f"categories?community_id={estate.community_id}").json["items"]
    assert english[0]["children"][0]["children"][0]["name"] == "Water leak"
    assert resident.get(f"categories?community_id={estate.foreign.community_id}").status_code == 404
    assert resident.get("categories").status_code == 422


def test_nothing_of_the_other_community_is_seen_by_any_route(desk: Desk, estate: Estate) -> None:
    there = estate.foreign
    ticket = desk.report(by=there.resident, home_id=str(there.home_id), text=f"{CANARY}漏水")
    desk.as_(there.resident).post(f"tickets/{ticket['id']}/comments", {"text": CANARY})
    desk.report()
    for person in (estate.resident, estate.worker, estate.manager, estate.operator, estate.officer, estate.auditor):
        client = desk.as_(person)
        for path in ("", "/history", "/comments"):
            assert client.get(f"tickets/{ticket['id']}{path}").status_code == 404
        assert client.get(f"tickets?community_id={there.community_id}").json["items"] == []
        assert CANARY not in client.get(f"tickets?q={CANARY}").text
        assert not re.search(CANARY, client.get("tickets").text)
        assert client.get(f"statistics/tickets?community_id={there.community_id}").status_code in (403, 404)


def test_a_floor_belongs_to_a_building_that_has_it(desk: Desk, estate: Estate) -> None:
    public = {"home_id": None, "community_id": str(estate.community_id)}
    at_entrance = {**public, "entrance_id": str(estate.entrance_id)}
    ticket = desk.report(**at_entrance, floor=3, spot="垃圾房")
    assert (ticket["place_label"], ticket["floor"], ticket["spot"]) == ("1栋1单元 3层 垃圾房", 3, "垃圾房")
    assert desk.report(**at_entrance, floor=-2)["place_label"] == "1栋1单元 地下2层"
    assert (desk.report()["floor"], desk.report()["spot"]) == (None, None)
    for place in ({**at_entrance, "floor": 199}, {**public, "spot": "东门", "floor": 1}, {"floor": 12}):
        answer = desk.as_(estate.resident).post("tickets", desk.body(**place))
        assert (answer.status_code, answer.json["code"]) == (422, "ticket.floor_unknown")
    for floor in (0, -10, 201, "three"):
        assert desk.as_(estate.resident).post("tickets", desk.body(**at_entrance, floor=floor)).json["code"] == "validation.failed"
