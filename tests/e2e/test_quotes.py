"""Paid work: the worker quotes from the price list, the resident reads it and agrees, and only then it goes on."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, Town
from tests.e2e.test_screens import SCHEMES, SMALL, TOUCH, serious_violations, settle

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]


@pytest.fixture
def ticket(town: Town) -> dict[str, Any]:
    """A ticket on which the worker is at work, and nobody has quoted for."""
    reported = town.reported("三角阀滴水，一拧就断")
    for action in ("accept", "arrive"):
        answer = town.api(town.system.estate.worker).post(f"/tickets/{reported['id']}/{action}", json={})
        assert answer.is_success, answer.text
    return reported


def look(page: Page, name: str) -> None:
    """Hold a screen against the rules in both schemes; keep its pictures where E2E_SCREENSHOTS says."""
    settle(page)
    faults: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        faults += serious_violations(page)
        if folder := os.environ.get("E2E_SCREENSHOTS"):
            page.screenshot(path=f"{folder}/{name}-{scheme}.png")
    page.emulate_media(color_scheme="light")
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    small = page.evaluate(SMALL, TOUCH) if page.viewport_size != DESK else []
    assert (faults, wide, small) == ([], 0, []), name


def add_price(page: Page, kind: str, name: str, unit: str, price: str) -> None:
    """Enter a line into the price list."""
    page.get_by_test_id("price-new").click()
    page.get_by_test_id(f"price-kind-{kind}").click()
    page.get_by_test_id("price-name").fill(name)
    page.get_by_test_id("price-unit-option").filter(has_text=unit).click()
    page.get_by_test_id("price-price").fill(price)
    page.get_by_test_id("price-save").click()
    expect(page.get_by_test_id("price-row").filter(has_text=name)).to_contain_text(f"¥{price}")


def test_paid_work_is_quoted_agreed_to_and_only_then_done(town: Town, open_as: Open, ticket: dict[str, Any]) -> None:
    estate = town.system.estate
    desk = open_as(estate.manager, "/manage/prices", DESK)
    for line in (("material", "三角阀", "个", "38.50"), ("labour", "旧项目", "次", "9.90")):
        add_price(desk, *line)
    row = desk.get_by_test_id("price-row")
    row.filter(has_text="旧项目").get_by_test_id("price-retire").click()
    desk.get_by_test_id("toast-undo").click()
    row.filter(has_text="旧项目").get_by_test_id("price-retire").click()
    expect(desk.get_by_test_id("prices-retired")).to_have_text("已停用（1）")

    worker, resident = open_as(estate.worker, f"/worker/tasks/{ticket['id']}"), open_as(estate.resident, f"/tickets/{ticket['id']}")
    worker.get_by_test_id("ticket-quote").click()
    quote(worker)
    look(worker, "quote-sheet-phone")
    worker.get_by_test_id("action-send-quote").click()
    expect(worker.get_by_test_id("quote-waits")).to_contain_text("等待业主确认报价")
    expect(worker.get_by_test_id("ticket-resolve")).to_have_count(0)

    card = resident.get_by_test_id("quote-card")  # by the feed
    expect(card.get_by_test_id("quote-line")).to_have_text(
        ["三角阀材料 · 2 个 × ¥38.50¥77.00", "打孔人工 · 1.5 小时 × ¥80.00¥120.00"]
    )
    expect(card.get_by_test_id("quote-total")).to_have_text("¥197.00")
    look(resident, "ticket-offered-phone")
    card.get_by_test_id("price-list-open").click()
    expect(resident.get_by_test_id("price-item")).to_have_text(["三角阀¥38.50 / 个"])
    resident.get_by_test_id("sheet-close").click()
    resident.get_by_test_id("ticket-agree").click()
    expect(card.get_by_test_id("quote-state")).to_have_text("业主已同意")
    expect(resident.get_by_test_id("ticket-story")).to_contain_text("同意报价 ¥197.00")

    worker.get_by_test_id("ticket-resolve").click()
    worker.get_by_test_id("action-measure").fill("更换三角阀，试水不漏")
    worker.get_by_test_id("action-send-resolve").click()
    expect(resident.get_by_test_id("ticket-confirm")).to_be_visible()
    desk.goto(f"/manage/tickets?ticket={ticket['id']}")
    expect(desk.get_by_test_id("ticket-panel").get_by_test_id("quote-state")).to_have_text("业主已同意")
    look(desk, "panel-agreed-desk")
    prints(desk)


def quote(page: Page) -> None:
    """Two valves of the price list and an hour and a half in own words."""
    sheet = page.get_by_test_id("sheet")
    valve = sheet.get_by_test_id("price-item").filter(has_text="三角阀")
    valve.get_by_test_id("step-more").click()
    valve.get_by_test_id("step-more").click()
    sheet.get_by_test_id("own-add").click()
    own = sheet.get_by_test_id("own-line")
    own.get_by_test_id("own-name").fill("打孔")
    own.get_by_test_id("own-unit").fill("小时")
    expect(page.get_by_test_id("action-send-quote")).to_be_disabled()
    own.get_by_test_id("own-price").fill("80")
    own.get_by_test_id("step-quantity").fill("1.5")
    own.get_by_test_id("step-quantity").blur()
    expect(sheet.get_by_test_id("quote-draft-total")).to_have_text("¥197.00")


def prints(page: Page) -> None:
    """The work sheet opens beside the page."""
    with page.expect_response("**/worksheet") as answer, page.context.expect_page() as tab:
        page.get_by_test_id("print").click()
    assert answer.value.headers["content-type"] == "application/pdf"
    if not tab.value.url.startswith("blob:"):  # a file is never "loaded", but shown
        tab.value.wait_for_event("framenavigated", predicate=lambda frame: frame.url.startswith("blob:"))
