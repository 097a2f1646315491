"""A question from search to repair: the resident on a phone, the office at a desk."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, Town

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]
QUESTION = "健身房几点关门？跑步机也坏了"
HOURS = "健身房每天 6:00 到 22:00 开放。"


def write_down(town: Town) -> None:
    """Give the office one article and one standard answer."""
    here, api = {"community_id": str(town.system.estate.community_id)}, town.api(town.system.estate.manager)
    article = {"title": "装修要办哪些手续", "body": "开工前三天到前台登记。", "category": "装修", "publish": True}
    assert (answer := api.post("/articles", json=here | article)).status_code == 201, answer.text
    assert (answer := api.post("/quick-answers", json=here | {"title": "健身房", "text": HOURS})).status_code == 201, answer.text


def test_a_question_is_searched_asked_answered_live_and_becomes_a_repair(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    write_down(town)
    desk = open_as(estate.manager, "/manage/questions", DESK)
    expect(desk.get_by_text("没有待回复的咨询")).to_be_visible()
    resident = open_as(estate.resident, "/")

    search_and_ask(resident)
    answer(desk)
    expect(resident.get_by_test_id("message").filter(has_text=HOURS)).to_be_visible()  # by the feed
    expect(resident.get_by_test_id("question-state")).to_have_text("已回复")
    expect(resident.get_by_test_id("thread")).not_to_contain_text("先问设备科")

    convert(desk)
    resident.get_by_test_id("question-ticket").click()  # by the feed
    expect(resident.get_by_test_id("ticket-head")).to_contain_text(QUESTION)
    expect(resident.get_by_test_id("ticket-head")).to_contain_text("1203")


def search_and_ask(page: Page) -> None:
    """Find an article by a word of it, find nothing by others, and ask."""
    page.get_by_test_id("ask-start").click()
    page.get_by_test_id("ask-search").fill("装修手续")
    page.get_by_test_id("article-open").click()
    expect(page.get_by_test_id("article-text")).to_have_text("开工前三天到前台登记。")
    page.get_by_test_id("article-useful-yes").click()
    expect(page.get_by_test_id("article-useful-yes")).to_have_attribute("aria-pressed", "true")

    page.get_by_test_id("ask-search").fill(QUESTION)
    expect(page.get_by_text("没有找到相关内容")).to_be_visible()
    page.get_by_test_id("ask-office").click()
    expect(page.get_by_test_id("ask-text")).to_have_value(QUESTION)
    page.get_by_test_id("ask-send").click()
    expect(page.get_by_test_id("question-state")).to_have_text("待回复")


def answer(page: Page) -> None:
    """Open what has just arrived, note something among staff, and answer in the words that are ready."""
    page.get_by_test_id("question-row").filter(has_text="健身房").click()  # by the feed
    page.get_by_test_id("question-internal").check()
    page.get_by_test_id("question-text").fill("先问设备科")
    page.get_by_test_id("question-send").click()
    expect(page.get_by_test_id("message").filter(has_text="先问设备科")).to_contain_text("内部备注")
    expect(page.get_by_test_id("question-internal")).not_to_be_checked()

    page.get_by_test_id("standard-answers").click()
    page.get_by_test_id("standard-answer").filter(has_text="健身房").click()
    expect(page.get_by_test_id("question-text")).to_have_value(HOURS)
    page.get_by_test_id("question-send").click()
    expect(page.get_by_test_id("question-panel").get_by_test_id("question-state")).to_have_text("已回复")


def convert(page: Page) -> None:
    """Make a repair of it."""
    page.get_by_test_id("question-convert").click()
    page.get_by_test_id("category").first.click()
    page.get_by_test_id("convert-send").click()
    expect(page.get_by_test_id("sheet")).to_have_count(0)
    expect(page.get_by_test_id("question-panel").get_by_test_id("question-ticket")).to_be_visible()
