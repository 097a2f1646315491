"""What follows a repair: "not fixed" and once more, a rating by link without a sign-in, and the office's call."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import DESK, PHONE, Town
from tests.e2e.test_quotes import look

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]


@pytest.fixture
def ticket(town: Town) -> dict[str, Any]:
    """A ticket whose worker says that it is mended; the office asks those who were not content."""
    policy = f"/communities/{town.system.estate.community_id}/promises-policy"
    manager = town.api(town.system.estate.manager)
    now = manager.get(policy)
    wanted = {name: now.json()[name] for name in now.json() if name not in ("community_id", "version")} | {"return_visit": "low"}
    assert (answer := manager.put(policy, json=wanted, headers={"If-Match": now.headers["ETag"]})).is_success, answer.text
    reported = town.reported("厨房下水慢，有异味")
    for action, data in (("accept", {}), ("arrive", {}), ("resolve", {"measure": "清理存水弯"})):
        answer = town.api(town.system.estate.worker).post(f"/tickets/{reported['id']}/{action}", json=data)
        assert answer.is_success, answer.text
    return reported


def test_not_fixed_comes_back_and_is_closed_and_rated_by_link_and_asked_about(
    town: Town, open_as: Open, browser: Browser, ticket: dict[str, Any]
) -> None:
    estate = town.system.estate
    manager = open_as(estate.manager, "/manage", DESK)
    worker, resident = open_as(estate.worker, "/worker"), open_as(estate.resident, f"/tickets/{ticket['id']}")

    not_fixed(resident)
    need = manager.locator("[data-test=need][data-kind=reopened]").filter(has_text="厨房下水慢")
    expect(need).to_contain_text("没修好")  # by the feed
    card = worker.get_by_test_id("queue-card").filter(has_text="厨房下水慢")
    card.get_by_test_id("queue-open").click()
    mend_again(worker)
    expect(need).to_have_count(0)
    expect(resident.get_by_test_id("ticket-confirm")).to_be_visible()

    text_the_link(worker)
    manager.goto(f"/manage/tickets?ticket={ticket['id']}")
    path = rating_link(manager)
    guest = browser.new_context(viewport=PHONE, has_touch=True, locale="zh-CN", base_url=town.system.url).new_page()
    rate_by_link(guest, path)
    guest.context.close()
    expect(resident.get_by_test_id("ticket-rating")).to_contain_text("等太久")

    manager.goto("/manage/revisits")
    ask_how_it_was(manager, estate.phones[estate.resident].removeprefix("+86"))
    expect(resident.get_by_test_id("ticket-story").locator("[data-action=visit]")).to_contain_text("业主满意")


def not_fixed(page: Page) -> None:
    """One tap and a reason."""
    page.get_by_test_id("ticket-reject").click()
    page.get_by_test_id("action-reason-phrase").filter(has_text="问题还在").click()
    page.get_by_test_id("action-send-reject").click()
    expect(page.get_by_test_id("ticket-story").locator("[data-action=reject]")).to_contain_text("问题还在")


def mend_again(page: Page) -> None:
    """Take it on and mend it, this time for good."""
    for action in ("accept", "depart", "arrive"):
        page.get_by_test_id(f"ticket-{action}").click()
    page.get_by_test_id("ticket-resolve").click()
    page.get_by_test_id("action-measure").fill("疏通主管并冲洗")
    page.get_by_test_id("action-send-resolve").click()
    expect(page.get_by_test_id("sheet")).to_be_hidden()


def text_the_link(page: Page) -> None:
    """The worker can have the link sent, and never sees it."""
    page.get_by_test_id("rating-link").click()
    expect(page.get_by_test_id("rating-link-url")).to_have_count(0)
    look(page, "rating-link-phone")
    page.get_by_test_id("rating-link-sms").click()
    expect(page.get_by_test_id("rating-link-sent")).to_contain_text("****")
    page.get_by_test_id("sheet-close").click()


def rating_link(page: Page) -> str:
    """Have a link made for somebody without the app; returns its path."""
    page.get_by_test_id("rating-link").click()
    expect(page.get_by_test_id("rating-link-qr")).to_be_visible()
    look(page, "rating-link-desk")
    path = "/rate/" + page.get_by_test_id("rating-link-url").input_value().rsplit("/rate/", 1)[1]
    page.get_by_test_id("sheet-close").click()
    return path


def rate_by_link(page: Page, path: str) -> None:
    """Say that it is fixed and that it took too long; the link works once."""
    page.goto(path)
    expect(page.get_by_test_id("rate-what")).to_contain_text("1栋1单元")
    assert "1203" not in page.content()
    page.get_by_test_id("rate-fixed").click()
    for side, star in (("speed", 1), ("quality", 4), ("manner", 4)):
        page.get_by_test_id(f"rate-{side}").get_by_test_id("star").nth(star).click()
    page.get_by_test_id("rate-tags-option").filter(has_text="等太久").click()
    look(page, "rate-by-link-phone")
    page.get_by_test_id("rate-send").click()
    expect(page.get_by_test_id("rate-done")).to_contain_text("谢谢您的评价")
    page.reload()
    expect(page.get_by_test_id("rate-over")).to_contain_text("链接已失效")


def ask_how_it_was(page: Page, phone: str) -> None:
    """The office's list: whom to call, the number on request, and what came of it."""
    visit = page.get_by_test_id("visit").filter(has_text="厨房下水慢")
    expect(visit).to_contain_text("低分")
    look(page, "visits-desk")
    visit.get_by_test_id("visit-call").click()
    expect(visit.get_by_test_id("visit-phone")).to_have_attribute("href", f"tel:{phone}")
    visit.get_by_test_id("visit-record").click()
    page.get_by_test_id("visit-satisfied").click()
    page.get_by_test_id("visit-note").fill("现在通畅了")
    page.get_by_test_id("visit-send").click()
    expect(visit).to_have_count(0)
    page.get_by_test_id("visits-done").click()
    expect(page.get_by_test_id("visit").filter(has_text="厨房下水慢").get_by_test_id("visit-outcome")).to_contain_text("现在通畅了")
