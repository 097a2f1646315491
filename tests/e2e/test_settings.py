"""What an office settles itself, on the manager's screens: two who settle at once, terms looked at before they hold, a category
of its own, and an article from the first word to the second version."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import DESK, Town

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]


def saved(page: Page, path: str, by: Callable[[], Any]) -> Any:
    """Do something that is saved, and return what the server has answered."""
    with page.expect_response(lambda answer: path in answer.url and answer.request.method in ("PUT", "POST", "PATCH")) as answer:
        by()
    return answer.value


def test_of_two_managers_who_change_the_calendar_the_later_chooses_and_loses_nothing(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    path = f"/communities/{estate.community_id}/calendar"
    page = open_as(estate.manager, "/manage/settings/hours", DESK)
    monday, tuesday = page.get_by_test_id("week-mon"), page.get_by_test_id("week-tue")
    monday.get_by_test_id("span-end").fill("1200")
    monday.get_by_test_id("span-end").press("Tab")
    expect(monday.get_by_test_id("span-end")).to_have_value("12:00")
    monday.get_by_test_id("span-add").click()
    page.get_by_test_id("week-copy-mon").click()
    page.get_by_test_id("copy-to-option").filter(has_text="周三").click()  # chosen with the other working days; not this one
    page.get_by_test_id("copy-do").click()
    expect(tuesday.get_by_test_id("span")).to_have_count(2)
    expect(page.get_by_test_id("week-wed").get_by_test_id("span")).to_have_count(1)

    other = town.api(estate.second_manager)
    before = other.get(path).json()
    theirs = {"weekly": before["weekly"] | {"sat": [["09:00", "12:00"]]}, "days": before["days"]}
    assert other.put(path, json=theirs, headers={"If-Match": f'"{before["version"]}"'}).status_code == 200
    assert saved(page, path, page.get_by_test_id("save").click).status == 412
    expect(page.get_by_test_id("conflict-parts")).to_have_text("每周工作时间")
    page.get_by_test_id("see-theirs").click()
    expect(page.get_by_test_id("week-sat").get_by_test_id("span-begin")).to_have_value("09:00")
    expect(tuesday.get_by_test_id("span")).to_have_count(1)
    page.get_by_test_id("take-back").click()
    expect(tuesday.get_by_test_id("span")).to_have_count(2)

    tuesday.get_by_test_id("span-begin").last.fill("11:00")  # before the first span ends
    tuesday.get_by_test_id("span-begin").last.press("Tab")
    assert saved(page, path, page.get_by_test_id("save").click).status == 422
    expect(tuesday.get_by_test_id("span-wrong")).to_contain_text("周二")
    page.get_by_test_id("settings-promises").click()
    page.get_by_test_id("stay").click()  # what was typed is still there
    tuesday.get_by_test_id("span-begin").last.fill("13:00")
    tuesday.get_by_test_id("span-begin").last.press("Tab")
    assert saved(page, path, page.get_by_test_id("save").click).status == 200
    weekly = other.get(path).json()["weekly"]
    assert (weekly["tue"], weekly["sat"]) == ([["08:30", "12:00"], ["13:00", "15:00"]], [])

    # A date by itself: a click on the day, a word beside it, and the list of what is coming.
    year = int(page.get_by_test_id("year").inner_text()) + 1
    page.get_by_test_id("year-after").click()
    day = page.get_by_test_id(f"day-{year}-10-01")
    day.click()
    page.get_by_test_id("day-rest").click()
    page.get_by_test_id("day-set").click()
    expect(day).to_have_attribute("data-kind", "rest")
    expect(page.get_by_test_id("exception").filter(has_text="10月1日")).to_contain_text("放假")
    assert saved(page, path, page.get_by_test_id("save").click).json()["days"][f"{year}-10-01"] == []
    expect(page.get_by_test_id("save-bar")).to_have_count(0)

    looker = open_as(estate.auditor, "/manage/settings/hours", DESK)
    expect(looker.get_by_test_id("read-only")).to_be_visible()
    expect(looker.get_by_test_id("week-tue").get_by_test_id("span-begin").first).to_be_disabled()


def test_a_ladder_is_tried_out_before_it_is_settled(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    page = open_as(estate.manager, "/manage/settings/promises", DESK)
    expect(page.get_by_test_id("preview-resolve")).to_be_visible()
    page.get_by_test_id("preview-category").select_option(label="室内 / 水电 / 漏水")  # counts around the clock
    resolve, steps = page.get_by_test_id("ladder-resolve"), page.get_by_test_id("preview-step")
    half = resolve.get_by_test_id("rung").first
    expect(half).to_contain_text("修复时限过半 → 提醒处理人")
    half.get_by_test_id("rung-edit").click()
    half.get_by_test_id("rung-percent").fill("80")
    half.get_by_test_id("rung-percent").press("Tab")
    half.get_by_test_id("rung-to-option").filter(has_text="中控室").click()
    expect(half).to_contain_text("修复时限已过 80% → 提醒处理人和中控室")
    expect(steps.filter(has_text="中控室").filter(has_text="修复")).to_have_count(1)

    resolve.get_by_test_id("rung-add").click()
    expect(resolve.get_by_test_id("rung").last).to_contain_text("超过修复时限 1 小时 → 提醒物业经理")
    before = page.get_by_test_id("preview-answer").get_attribute("data-at")
    page.get_by_test_id("answer-hours").fill("2")
    page.get_by_test_id("answer-hours").press("Tab")
    expect(page.get_by_test_id("preview-answer")).not_to_have_attribute("data-at", before or "")
    path = f"/communities/{estate.community_id}/promises-policy"
    assert town.api(estate.manager).get(path).json()["answer_minutes"] == 540  # looked at, not settled
    assert saved(page, "promises-policy", page.get_by_test_id("save").click).status == 200
    page.reload()
    expect(resolve.get_by_test_id("rung").first).to_contain_text("已过 80% → 提醒处理人和中控室")
    settled = town.api(estate.manager).get(path).json()
    assert (settled["answer_minutes"], settled["ladder"][-1]) == (
        120,
        {"promise": "resolve", "percent": 100, "after": 60, "to": ["manager"]},
    )


def test_a_category_of_ones_own_is_what_a_resident_reports_under(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    page = open_as(estate.manager, "/manage/settings/categories", DESK)
    row = page.get_by_test_id("category-row")
    expect(row.filter(has_text="漏水").first).to_have_attribute("data-source", "default")
    page.locator(".line", has=page.locator("[data-code=utilities]")).get_by_test_id("category-add").click()
    page.get_by_test_id("category-name").fill("燃气泄漏")
    page.get_by_test_id("category-keywords").fill("煤气 臭味")
    page.get_by_test_id("icon-alert").click()
    page.get_by_test_id("category-around-clock").check()
    within(page, "response_minutes", 0, 5)
    within(page, "arrive_minutes", 0, 3)
    assert saved(page, "/categories", page.get_by_test_id("save").click).json()["code"] == "category.minutes"
    expect(page.get_by_test_id("category-minutes-wrong")).to_be_visible()
    within(page, "arrive_minutes", 0, 20)
    within(page, "resolve_minutes", 2, 0)
    for field, minutes in (("response", 5), ("arrive", 10), ("resolve", 60)):
        within(page, f"urgent_{field}_minutes", 0, minutes)
    assert saved(page, "/categories", page.get_by_test_id("save").click).status == 201
    expect(page.get_by_test_id("category-source")).to_have_attribute("data-source", "own")
    page.get_by_test_id("category-search").fill("煤气")
    expect(row).to_have_count(3)  # the way there, and the category

    resident = open_as(estate.resident, "/report")
    resident.locator("[data-test=category][data-code=utilities]").click()
    resident.get_by_test_id("category-kind").filter(has_text="燃气泄漏").click()
    resident.get_by_test_id("report-text").fill("厨房有煤气味")
    resident.get_by_test_id("report-send").click()
    resident.wait_for_url("**/tickets/*")
    expect(resident.get_by_test_id("ticket-head")).to_contain_text("燃气泄漏")

    page.get_by_test_id("category-retire").click()
    expect(row.filter(has_text="燃气泄漏")).to_have_count(0)
    page.get_by_test_id("toast-undo").click()
    expect(row.filter(has_text="燃气泄漏")).to_have_attribute("data-retired", "false")


def within(page: Page, field: str, hours: int, minutes: int) -> None:
    """Fill in a length of time."""
    for unit, value in (("hours", hours), ("minutes", minutes)):
        page.get_by_test_id(f"category-{field}-{unit}").fill(str(value))
        page.get_by_test_id(f"category-{field}-{unit}").press("Tab")


def test_an_article_is_written_kept_published_found_and_put_back(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    page = open_as(estate.manager, "/manage/articles/new", DESK)
    page.get_by_test_id("article-title").fill("暖气片不热怎么办")
    page.get_by_test_id("article-category").fill("采暖")
    page.get_by_test_id("article-body").fill("# 先放气\n1. 关进水阀\n2. 拧开**放气阀**\n<b onclick=alert(1)>不热</b>")
    look: Locator = page.get_by_test_id("article-look")
    expect(look.locator("strong")).to_have_text("放气阀")
    expect(look).to_contain_text("<b onclick=alert(1)>不热</b>")  # words, no markup
    expect(page.get_by_test_id("article-kept")).to_be_visible()
    page.get_by_test_id("articles-back").click()
    page.get_by_test_id("leave").click()
    page.get_by_test_id("article-new").click()
    page.get_by_test_id("article-found-restore").click()
    expect(page.get_by_test_id("article-title")).to_have_value("暖气片不热怎么办")
    saved(page, "/articles", page.get_by_test_id("save").click)
    saved(page, "/publish", page.get_by_test_id("article-publish").click)
    expect(page.get_by_test_id("article-state")).to_have_text("已发布")

    resident = open_as(estate.resident, "/ask")
    resident.get_by_test_id("ask-search").fill("暖气不热")
    found = resident.get_by_test_id("article").filter(has_text="暖气片不热怎么办")
    found.get_by_test_id("article-open").click()
    expect(found.get_by_test_id("article-text").locator("ol li")).to_have_text(["关进水阀", "拧开放气阀"])

    page.get_by_test_id("article-body").fill("# 先放气\n1. 关进水阀\n请打电话。")
    saved(page, "/articles/", page.get_by_test_id("save").click)
    page.get_by_test_id("article-versions").click()
    second = page.get_by_test_id("version").filter(has_text="第 2 版")
    second.get_by_test_id("version-open").click()
    expect(second.locator("del")).to_have_text(["2. 拧开**放气阀**", "<b onclick=alert(1)>不热</b>"])
    expect(second.locator("ins")).to_have_text(["请打电话。"])
    saved(page, "/articles/", second.get_by_test_id("version-restore").click)
    expect(look.locator("strong")).to_have_text("放气阀")

    page.get_by_test_id("articles-back").click()
    page.get_by_test_id("answers-tab").click()
    page.get_by_test_id("answer-new").click()
    page.get_by_test_id("answer-title").fill("稍候")
    page.get_by_test_id("answer-text").fill("师傅已出发，请稍候。")
    page.get_by_test_id("sheet").get_by_test_id("save").click()
    answer = page.get_by_test_id("answer-row").filter(has_text="稍候")
    answer.get_by_test_id("answer-remove").click()
    expect(answer).to_have_count(0)
    page.get_by_test_id("toast-undo").click()
    expect(answer).to_have_count(1)
