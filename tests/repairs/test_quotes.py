"""Paid work: a price list, an offer by the worker, and the resident's word before the work goes on."""

import io
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from werkzeug.test import TestResponse

from community.core.ids import new_id
from repairs.services.quotes import amount_cents
from repairs.worksheets import Sheet, draw
from tests.support.estate import Estate
from tests.support.threads import together
from tests.support.tickets import Desk


@pytest.fixture
def ticket(desk: Desk) -> dict[str, Any]:
    """A ticket that the worker is at work on."""
    return desk.in_progress()


@pytest.fixture
def valve(desk: Desk) -> dict[str, Any]:
    """An item of the price list: 38.50 each."""
    answer = add(desk, desk.estate.manager, name="三角阀")
    assert answer.status_code == 201, answer.json
    return answer.json


def add(desk: Desk, by: Any, **changes: Any) -> TestResponse:
    item = {
        "kind": "material",
        "name": "三角阀",
        "unit": "个",
        "unit_price_cents": 3850,
        "community_id": str(desk.estate.community_id),
    }
    return desk.as_(by).post("price-items", item | changes)


def labour(cents: int = 8000, quantity: Any = 1) -> dict[str, Any]:
    return {"kind": "labour", "name": "上门维修", "unit": "次", "unit_price_cents": cents, "quantity": quantity}


def offered(desk: Desk, ticket: dict[str, Any], *lines: dict[str, Any]) -> dict[str, Any]:
    """The worker offers; returns the newest quote."""
    desk.do(desk.estate.worker, ticket, "quote", lines=lines or [labour()])
    return quotes(desk, desk.estate.resident, ticket)[0]


def quotes(desk: Desk, by: Any, ticket: dict[str, Any]) -> list[dict[str, Any]]:
    return desk.as_(by).get(f"tickets/{ticket['id']}/quotes").json["items"]


def code(answer: TestResponse) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_an_offer_adds_up_its_lines_in_cents(desk: Desk, ticket: dict[str, Any], valve: dict[str, Any]) -> None:
    quote = offered(desk, ticket, {"price_item_id": valve["id"], "quantity": 2}, labour(8000, "1.5"))
    assert [line["amount_cents"] for line in quote["lines"]] == [7700, 12000]
    assert (quote["state"], quote["total_cents"], quote["offered_by"]["name"]) == ("offered", 19700, "赵师傅")
    assert [(line["name"], line["quantity"]) for line in quote["lines"]] == [("三角阀", "2"), ("上门维修", "1.5")]


@given(quantity=st.decimals("0.001", "9999", places=3), cents=st.integers(0, 100_000_00))
def test_an_amount_is_rounded_to_the_nearest_cent_and_half_a_cent_up(quantity: Decimal, cents: int) -> None:
    assert amount_cents(quantity, cents) == (int(quantity * 1000) * cents + 500) // 1000


def test_work_waits_until_the_resident_has_agreed(desk: Desk, ticket: dict[str, Any]) -> None:
    quote = offered(desk, ticket)
    refused = desk.act(desk.estate.worker, ticket, "resolve", measure="已更换")
    assert code(refused) == (409, "quote.undecided")
    agreed = desk.do(desk.estate.resident, ticket, "agree", quote_id=quote["id"])
    assert agreed["quote"] == {"id": quote["id"], "state": "agreed", "total_cents": 8000}
    assert desk.do(desk.estate.worker, ticket, "resolve", measure="已更换")["state"] == "resolved"


def test_after_a_refusal_the_worker_goes_on_without_paid_work_or_offers_anew(desk: Desk, ticket: dict[str, Any]) -> None:
    first = offered(desk, ticket, labour(90000))
    desk.do(desk.estate.resident, ticket, "decline", quote_id=first["id"], reason="太贵了")
    second = offered(desk, ticket, labour(5000))
    desk.do(desk.estate.resident, ticket, "decline", quote_id=second["id"], reason="我自己修")
    assert [quote["state"] for quote in quotes(desk, desk.estate.resident, ticket)] == ["declined", "declined"]
    assert desk.do(desk.estate.worker, ticket, "resolve", measure="只做了检查")["state"] == "resolved"


def test_a_new_offer_replaces_an_undecided_one_and_the_old_one_cannot_be_agreed_to(desk: Desk, ticket: dict[str, Any]) -> None:
    old, new = offered(desk, ticket, labour(9000)), offered(desk, ticket, labour(4000))
    assert code(desk.act(desk.estate.resident, ticket, "agree", quote_id=old["id"])) == (409, "quote.not_open")
    assert [quote["state"] for quote in quotes(desk, desk.estate.resident, ticket)] == ["offered", "replaced"]
    desk.do(desk.estate.resident, ticket, "agree", quote_id=new["id"])
    assert code(desk.act(desk.estate.resident, ticket, "decline", quote_id=new["id"], reason="反悔")) == (409, "quote.not_open")


def test_of_two_agreements_the_later_holds_and_a_refusal_leaves_the_earlier_as_it_is(desk: Desk, ticket: dict[str, Any]) -> None:
    here = desk.estate
    for cents in (9000, 12000):
        desk.do(here.resident, ticket, "agree", quote_id=offered(desk, ticket, labour(cents))["id"])
    assert [quote["state"] for quote in quotes(desk, here.resident, ticket)] == ["agreed", "replaced"]
    desk.do(here.resident, ticket, "decline", quote_id=offered(desk, ticket, labour(30000))["id"], reason="先这样")
    assert [quote["state"] for quote in quotes(desk, here.resident, ticket)] == ["declined", "agreed", "replaced"]


def test_an_offer_can_be_decided_while_its_ticket_changes_hands(desk: Desk, ticket: dict[str, Any]) -> None:
    quote, here = offered(desk, ticket), desk.estate
    desk.do(here.worker, ticket, "transfer", assignee_id=str(here.second_worker), reason="今天休息")
    assert {"agree", "decline"} <= set(desk.as_(here.resident).get(f"tickets/{ticket['id']}").json["actions"])
    assert desk.do(here.resident, ticket, "agree", quote_id=quote["id"])["quote"]["state"] == "agreed"


def test_what_is_offered_as_an_action_follows_the_quote(desk: Desk, ticket: dict[str, Any]) -> None:
    def may(by: Any) -> set[str]:
        return set(desk.as_(by).get(f"tickets/{ticket['id']}").json["actions"])

    here = desk.estate
    assert "quote" in may(here.worker)
    assert may(here.resident).isdisjoint({"agree", "decline", "quote"})
    quote = offered(desk, ticket)
    assert may(here.resident) >= {"agree", "decline"}
    assert "resolve" not in may(here.worker)
    assert queue_of(desk)["next_action"] is None
    desk.do(here.resident, ticket, "agree", quote_id=quote["id"])
    assert "resolve" in may(here.worker)
    assert queue_of(desk)["next_action"] == "resolve"


def queue_of(desk: Desk) -> dict[str, Any]:
    [waiting] = desk.as_(desk.estate.worker).get("queue").json["items"]
    return waiting


def test_only_who_works_on_it_offers_and_only_the_resident_side_decides(desk: Desk, ticket: dict[str, Any]) -> None:
    here = desk.estate
    assert desk.act(here.resident, ticket, "quote", lines=[labour()]).status_code == 403
    assert desk.act(here.neighbour, ticket, "quote", lines=[labour()]).status_code in (403, 404)
    quote = offered(desk, ticket)
    for stranger in (here.worker, here.manager, here.neighbour):
        assert desk.act(stranger, ticket, "agree", quote_id=quote["id"]).status_code in (403, 404)
    assert desk.do(here.relative, ticket, "agree", quote_id=quote["id"])["quote"]["state"] == "agreed"


def test_two_of_a_home_who_decide_at_once_decide_once(desk: Desk, ticket: dict[str, Any]) -> None:
    quote = offered(desk, ticket)
    desk.as_(desk.estate.resident), desk.as_(desk.estate.relative)
    answers = together(
        lambda: desk.act(desk.estate.resident, ticket, "agree", quote_id=quote["id"]),
        lambda: desk.act(desk.estate.relative, ticket, "decline", quote_id=quote["id"], reason="不修了"),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


def test_with_its_ticket_an_undecided_offer_lapses(desk: Desk, ticket: dict[str, Any]) -> None:
    offered(desk, ticket)
    closed = desk.do(desk.estate.manager, ticket, "close", reason="业主放弃维修")
    assert (closed["state"], closed["quote"]["state"]) == ("closed_unfixed", "lapsed")
    assert [quote["state"] for quote in quotes(desk, desk.estate.resident, ticket)] == ["lapsed"]


def test_while_an_offer_is_undecided_the_promises_pause(desk: Desk) -> None:
    """A power cut counts around the clock: 240 minutes to repair, of which 30 are gone when the worker offers."""
    here = desk.estate
    with time_machine.travel("2026-11-23T02:00:00Z", tick=False) as clock:
        ticket = desk.in_progress()
        clock.shift(30 * 60)
        desk.sign_in_again()
        quote = offered(desk, ticket)
        clock.shift(300 * 60)
        desk.sign_in_again()
        seen = desk.as_(here.manager).get(f"tickets/{ticket['id']}").json
        assert (seen["overdue"], seen["promises"][-1]["paused"], seen["promises"][-1]["kept"]) == (False, True, None)
        assert seen["upcoming"] == []
        assert queue_of(desk)["minutes_left"] == 210
        late = desk.as_(here.manager).get(f"tickets?community_id={here.community_id}&overdue=true").json["items"]
        assert late == []
        agreed = desk.do(here.resident, ticket, "agree", quote_id=quote["id"])
        assert (agreed["due_at"], agreed["promises"][-1]["paused"]) == ("2026-11-23T11:00:00Z", False)
        clock.shift(211 * 60)
        desk.sign_in_again()
        assert desk.as_(here.manager).get(f"tickets/{ticket['id']}").json["overdue"] is True


def test_a_hold_that_ends_while_an_offer_is_undecided_leaves_the_clock_standing(desk: Desk) -> None:
    here = desk.estate
    with time_machine.travel("2026-11-23T02:00:00Z", tick=False) as clock:
        ticket = desk.in_progress()
        quote = offered(desk, ticket)
        desk.do(here.worker, ticket, "hold", reason="等业主回话", until="2026-11-23T05:00:00Z")
        clock.shift(60 * 60)
        desk.sign_in_again()
        going = desk.do(here.worker, ticket, "depart")
        assert (going["state"], going["promises"][-1]["paused"], going["on_hold_until"]) == ("on_the_way", True, None)
        clock.shift(60 * 60)
        desk.sign_in_again()
        declined = desk.do(here.resident, ticket, "decline", quote_id=quote["id"], reason="太贵")
        assert (declined["due_at"], declined["promises"][-1]["paused"]) == ("2026-11-23T08:00:00Z", False)


@pytest.mark.parametrize(
    "line",
    [
        {"quantity": 1},
        {"name": "阀门", "quantity": 1},
        labour() | {"quantity": 0},
        labour() | {"quantity": -1},
        labour() | {"quantity": "1.23456", "unit_price_cents": -1},
        labour() | {"unit_price_cents": 10.5},
        labour() | {"kind": "bribe"},
        labour() | {"price_item_id": "01a203f6-8c77-72f0-a4be-be07ec9dbed4"},
    ],
)
def test_a_line_that_cannot_be_reckoned_is_refused_and_nothing_is_offered(
    desk: Desk, ticket: dict[str, Any], line: dict[str, Any]
) -> None:
    assert desk.act(desk.estate.worker, ticket, "quote", lines=[line]).status_code == 422
    assert quotes(desk, desk.estate.resident, ticket) == []


def test_an_offer_has_its_bounds(desk: Desk, ticket: dict[str, Any]) -> None:
    worker = desk.estate.worker
    assert desk.act(worker, ticket, "quote", lines=[]).status_code == 422
    assert code(desk.act(worker, ticket, "quote", lines=[labour(100_000_01 // 2 + 1, 2)])) == (422, "quote.too_dear")
    assert desk.act(worker, ticket, "quote", lines=[labour(100_000_00)]).status_code == 200


def test_an_item_of_another_community_or_a_retired_one_is_unknown(
    desk: Desk, ticket: dict[str, Any], valve: dict[str, Any]
) -> None:
    desk.as_(desk.estate.manager).patch(f"price-items/{valve['id']}", {"retired": True})
    answer = desk.act(desk.estate.worker, ticket, "quote", lines=[{"price_item_id": valve["id"], "quantity": 1}])
    assert code(answer) == (422, "quote.price_item_unknown")


def test_a_change_of_the_price_list_changes_no_offer(desk: Desk, ticket: dict[str, Any], valve: dict[str, Any]) -> None:
    offered(desk, ticket, {"price_item_id": valve["id"], "quantity": 1})
    desk.as_(desk.estate.manager).patch(f"price-items/{valve['id']}", {"unit_price_cents": 9900, "name": "铜三角阀"})
    [quote] = quotes(desk, desk.estate.resident, ticket)
    assert (quote["lines"][0]["name"], quote["total_cents"]) == ("三角阀", 3850)


def test_the_price_list_is_read_by_all_of_the_community_and_written_by_its_office(
    desk: Desk, estate: Estate, valve: dict[str, Any]
) -> None:
    listed = desk.as_(estate.resident).get(f"price-items?community_id={estate.community_id}")
    assert [item["name"] for item in listed.json["items"]] == ["三角阀"]
    assert add(desk, estate.resident, name="x").status_code == 403
    assert add(desk, estate.worker, name="x").status_code == 403
    assert desk.as_(estate.worker).patch(f"price-items/{valve['id']}", {"name": "x"}).status_code == 403
    assert code(add(desk, estate.manager)) == (409, "price_item.exists")
    other = add(desk, estate.manager, unit="箱")
    assert other.status_code == 201
    assert code(desk.as_(estate.manager).patch(f"price-items/{other.json['id']}", {"unit": "个"})) == (409, "price_item.exists")


def test_a_community_that_there_is_not_has_no_price_list(desk: Desk, estate: Estate) -> None:
    """Nobody but the platform's administrators gets so far as to ask the database."""
    assert code(add(desk, estate.admin, community_id=str(new_id()))) == (404, "not_found")


def words(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_work_sheet_says_where_what_by_whom_and_for_how_much(desk: Desk, ticket: dict[str, Any], valve: dict[str, Any]) -> None:
    quote = offered(desk, ticket, {"price_item_id": valve["id"], "quantity": 10}, labour(8000))
    desk.do(desk.estate.resident, ticket, "agree", quote_id=quote["id"])
    answer = desk.as_(desk.estate.worker).get(f"tickets/{ticket['id']}/worksheet")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    text = words(answer.data).replace("\n", "")
    for expected in (
        ticket["number"],
        "客厅没电了",
        "1203",
        "赵师傅",
        "三角阀",
        "10 个",
        "385.00",
        "465.00 元（业主已同意）",
        "同意报价",
    ):
        assert expected in text, expected
    assert "13800000023" not in text, "phone numbers are masked on paper too"


def test_the_work_sheet_of_a_foreign_ticket_is_not_found(desk: Desk, ticket: dict[str, Any]) -> None:
    answer = desk.as_(desk.estate.foreign.resident).get(f"tickets/{ticket['id']}/worksheet")
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["<b>张三</b> & 李四", "𠮷野家😀", "a" * 300, "第一行\n第二行", "</para>"])
def test_whatever_somebody_has_written_can_be_printed(name: str) -> None:
    sheet = Sheet("BX-1", name, [("报修内容", name * 20)], [("2026-11-22 10:00", "报修", name, name)], [], "")
    assert "BX-1" in words(draw(sheet))
