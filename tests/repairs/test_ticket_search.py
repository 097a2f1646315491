"""Finding tickets by what stands in them, alike on both databases, and only one's own."""

from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from community.core.auth import Actor
from community.core.uow import unit_of_work
from repairs import search
from tests.support.estate import Estate
from tests.support.tickets import Desk

TEXT = "主卧卫生间龙头漏水，楼下 Wi-Fi 路由器进水了"


def found(desk: Desk, person: UUID, q: str, **query: Any) -> set[str]:
    answer = desk.as_(person).get("tickets", query_string={"q": q} | query)
    assert answer.status_code == 200, answer.json
    return {item["id"] for item in answer.json["items"]}


@pytest.mark.parametrize(
    ("q", "hit"),
    [
        ("漏水", True),
        ("卫生间龙头", True),
        ("龙", True),
        ("进水 漏水", True),
        ("wi-fi", True),
        ("ＷＩ－ＦＩ", True),
        ("卧室", False),
        ("漏水 停电", False),
        ("？！", False),
        ('" OR 1', False),
        ("'; --", False),
    ],
)
def test_a_ticket_is_found_by_any_part_of_its_text(desk: Desk, estate: Estate, relay: Any, q: str, hit: bool) -> None:
    wanted = desk.report(text=TEXT)["id"]
    desk.report(text="楼道灯不亮")
    relay()
    assert found(desk, estate.manager, q) == ({wanted} if hit else set())


def test_a_ticket_is_found_by_number_place_reporter_and_worker(desk: Desk, estate: Estate, relay: Any) -> None:
    here = {"home_id": None, "community_id": str(estate.community_id)}
    wanted, other = desk.report(), desk.report(**here, spot="东门岗亭", by=estate.manager)
    relay()
    assert found(desk, estate.manager, wanted["number"]) == {wanted["id"]}
    assert found(desk, estate.manager, "东门岗亭") == {other["id"]}
    assert found(desk, estate.manager, wanted["reporter"]["name"]) == {wanted["id"]}
    assert found(desk, estate.manager, "赵师傅") == set()
    desk.do(estate.manager, wanted, "assign", assignee_id=str(estate.worker))
    relay()
    assert found(desk, estate.manager, "赵师傅") == {wanted["id"]}
    desk.do(estate.worker, wanted, "return", reason="不会修")
    relay()
    assert found(desk, estate.manager, "赵师傅") == set()


def test_words_are_looked_for_among_what_one_may_see(desk: Desk, estate: Estate, relay: Any) -> None:
    mine = desk.report(text=TEXT)["id"]
    theirs = desk.report(text=TEXT, by=estate.foreign.resident, home_id=str(estate.foreign.home_id))["id"]
    relay()
    assert found(desk, estate.resident, "漏水") == {mine}
    assert found(desk, estate.neighbour, "漏水") == set()
    assert found(desk, estate.manager, "漏水", community_id=estate.foreign.community_id) == set()
    assert found(desk, estate.foreign.manager, "漏水") == {theirs}
    assert found(desk, estate.admin, "漏水", community_id=estate.community_id) == {mine}


def test_other_filters_hold_beside_words(desk: Desk, estate: Estate, relay: Any) -> None:
    urgent = desk.report(text=TEXT, urgency="urgent")["id"]
    desk.report(text=TEXT)
    relay()
    assert found(desk, estate.manager, "漏水", urgency="urgent", state="open", sort="updated") == {urgent}


def test_what_was_reported_before_there_was_an_index_is_found_after_a_command(app: Flask, desk: Desk, estate: Estate) -> None:
    wanted = desk.report(text=TEXT)["id"]
    assert found(desk, estate.manager, "漏水") == set()
    for count in (1, 0):
        said = app.test_cli_runner().invoke(args=["search", "index"])
        assert (said.exit_code, said.output) == (0, f"{count}\n")
    assert found(desk, estate.manager, "漏水") == {wanted}
    with app.app_context(), unit_of_work(Actor.system("test")) as uow:
        search.forget(uow.session, UUID(wanted))
    assert found(desk, estate.manager, "漏水") == set()
