"""The desk's list of tickets and its figures: narrowed, kept, shared, acted on by the dozen, taken away as a file."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Download, Locator, Page, Route, expect

from tests.e2e.conftest import DESK, PHONE, Town
from tests.e2e.test_screens import judge
from tests.support.processes import wait_until

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]
Json = dict[str, Any]


def outside(town: Town, text: str, **more: str) -> Json:
    """A report of a public place that is in no grid: it waits for the desk."""
    estate, api = town.system.estate, town.api(town.system.estate.resident)
    report = {"community_id": str(estate.community_id), "spot": "东门", "text": text, "category_id": category(town, "parking")}
    answer = api.post("/tickets", json=report | more)
    assert answer.status_code == 201, answer.text
    ticket: Json = answer.json()
    return ticket


def category(town: Town, code: str) -> str:
    def find(rows: list[Json]) -> str:
        return next((found for row in rows if (found := row["id"] if row["code"] == code else find(row["children"]))), "")

    estate = town.system.estate
    return find(town.api(estate.resident).get("/categories", params={"community_id": str(estate.community_id)}).json()["items"])


def row(page: Page, ticket: Json) -> Locator:
    return page.locator(f"[data-test=ticket-row][data-ticket='{ticket['id']}']")


def pick(page: Page, field: str, option: str) -> None:
    """Choose in one of the fields of the filter panel."""
    page.get_by_test_id(f"filter-{field}").click()
    page.locator(".el-select-dropdown__item:visible", has_text=option).click()


def test_a_list_is_narrowed_kept_shared_and_the_same_for_who_gets_its_address(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    urgent, normal = outside(town, "道闸不抬杆", urgency="urgent"), outside(town, "道闸旁路灯不亮")
    other = outside(town, "石墩松动", urgency="urgent")
    found = lambda: town.api(estate.manager).get("/tickets", params={"q": "道闸"}).json()["items"]  # noqa: E731
    wait_until(lambda: len(found()) == 2, 20)  # the words are indexed

    desk = open_as(estate.manager, "/manage/tickets", DESK)
    desk.get_by_test_id("view-unassigned").click()
    for ticket in (urgent, normal, other):
        expect(row(desk, ticket)).to_be_visible()
    desk.keyboard.press("/")
    desk.keyboard.type("道闸")
    desk.keyboard.press("Enter")
    expect(row(desk, other)).to_have_count(0)
    desk.get_by_test_id("filter-open").click()
    pick(desk, "urgency", "紧急")
    expect(row(desk, normal)).to_have_count(0)
    expect(row(desk, urgent)).to_be_visible()
    desk.get_by_test_id("sort-created").click()

    desk.get_by_test_id("view-save").click()
    desk.get_by_test_id("view-name").fill("东门急修")
    desk.get_by_test_id("view-shared").check()
    desk.get_by_test_id("view-send").click()
    expect(desk.get_by_test_id("saved-view")).to_have_attribute("aria-pressed", "true")
    address = desk.url.removeprefix(town.system.url)

    colleague = open_as(estate.second_manager, "/manage/tickets", DESK)
    colleague.goto(address)
    for page in (colleague, desk):
        page.reload()
        expect(page.get_by_test_id("ticket-row")).to_have_count(1)
        expect(row(page, urgent)).to_be_visible()
        expect(page.get_by_test_id("tickets-search")).to_have_value("道闸")
        expect(page.get_by_test_id("saved-view").filter(has_text="东门急修")).to_have_attribute("aria-pressed", "true")
        chips = [chip.get_attribute("data-filter") for chip in page.get_by_test_id("filter-chip").all()]
        assert chips == ["state", "urgency"]
        expect(page.locator("th[aria-sort]")).to_have_text("单号")

    desk.locator("[data-filter=urgency]").get_by_test_id("filter-remove").click()
    expect(row(desk, normal)).to_be_visible()
    desk.go_back()
    expect(row(desk, normal)).to_have_count(0)
    rows_change_in_place_while_somebody_points_at_them(town, colleague)


def rows_change_in_place_while_somebody_points_at_them(town: Town, page: Page) -> None:
    page.get_by_test_id("view-all").click()
    shown = page.get_by_test_id("ticket-row")
    expect(shown.filter(has_text="石墩松动")).to_be_visible()
    expect(page.get_by_test_id("feed-state")).to_have_attribute("data-state", "connected")
    before = shown.count()
    shown.first.hover()
    late = outside(town, "岗亭玻璃裂了")
    expect(page.get_by_test_id("list-changes")).to_have_text("1 处变化")
    assert shown.count() == before
    page.get_by_test_id("list-changes").click()
    expect(shown).to_have_count(before + 1)
    expect(shown.first).to_have_attribute("data-ticket", late["id"])


def test_many_are_assigned_at_once_and_the_one_that_somebody_else_took_is_told_of(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    tickets = [outside(town, f"长椅第{n}张松动") for n in ("一", "二", "三")]
    desk = open_as(estate.manager, "/manage/tickets?view=all", DESK)
    row(desk, tickets[0]).get_by_test_id("choose").click()
    row(desk, tickets[2]).get_by_test_id("choose").click(modifiers=["Shift"])
    expect(desk.get_by_test_id("bulk-bar")).to_contain_text("已选 3 单")

    def somebody_is_faster(route: Route) -> None:
        body = {"assignee_id": str(estate.second_worker)}
        town.api(estate.second_manager).post(f"/tickets/{tickets[1]['id']}/assign", json=body)
        route.continue_()

    desk.route("**/api/v1/tickets/bulk", somebody_is_faster)
    desk.keyboard.press("a")
    desk.get_by_test_id("worker-option").filter(has_text="赵师傅").click()
    desk.get_by_test_id("action-send-assign").click()

    expect(desk.get_by_test_id("sheet")).to_contain_text("已派 2 单，1 单没有派")
    refused = desk.get_by_test_id("bulk-refused")
    expect(refused).to_have_attribute("data-ticket", tickets[1]["id"])
    expect(refused).to_contain_text("工单刚刚被更新过")
    desk.get_by_test_id("bulk-ok").click()
    for ticket, worker, chosen in ((tickets[0], "赵师傅", False), (tickets[1], "钱师傅", True), (tickets[2], "赵师傅", False)):
        expect(row(desk, ticket)).to_contain_text(worker)
        expect(row(desk, ticket).get_by_test_id("choose")).to_be_checked(checked=chosen)
        assert town.api(estate.manager).get(f"/tickets/{ticket['id']}").json()["assignee"]["name"] == worker

    officer = open_as(estate.officer, "/manage/tickets?view=all", DESK)
    row(officer, tickets[0]).click()
    expect(officer.get_by_test_id("outlook")).to_contain_text("如仍未接单，将提醒")
    for dead in ("choose", "tickets-export", "view-mine", "ticket-transfer", "comment-text"):
        expect(officer.get_by_test_id(dead)).to_have_count(0)


def rated(town: Town) -> None:
    """A ticket of its whole life, so that there is a figure of every kind."""
    estate = town.system.estate
    ticket = outside(town, "车位划线看不清", category_id=category(town, "power-cut"))["id"]

    def do(who: UUID, action: str, **data: Any) -> None:
        answer = town.api(who).post(f"/tickets/{ticket}/{action}", json=data)
        assert answer.status_code == 200, answer.text

    do(estate.manager, "assign", assignee_id=str(estate.worker))
    for action in ("accept", "depart", "arrive"):
        do(estate.worker, action)
    do(estate.worker, "resolve", measure="重新划线")
    do(estate.resident, "reject", reason="还是看不清")
    do(estate.worker, "accept")
    do(estate.worker, "start")
    do(estate.worker, "resolve", measure="又划了一遍")
    do(estate.resident, "confirm")
    do(estate.resident, "rate", speed=5, quality=3, manner=4)


def saved(download: Download, folder: Path) -> list[tuple[Any, ...]]:
    path = folder / "file.xlsx"
    download.save_as(path)
    return list(load_workbook(path).active.values)


def test_what_is_taken_away_and_what_is_counted_is_what_the_platform_says(town: Town, open_as: Open, tmp_path: Path) -> None:
    estate = town.system.estate
    rated(town)
    api, here = town.api(estate.manager), {"community_id": str(estate.community_id)}

    def figures(by: str) -> Json:
        told: Json = api.get("/statistics/repairs", params=here | {"by": by, "days": 90}).json()
        return told

    listed = api.get("/tickets", params=here | {"state": "open", "sort": "due", "limit": 100}).json()["items"]
    wait_until(lambda: figures("week")["total"]["rating"]["count"] == 1, 20)  # all of it has been counted

    desk = open_as(estate.manager, "/manage/tickets", DESK)
    with desk.expect_download() as download:
        desk.get_by_test_id("tickets-export").click()
    assert re.fullmatch(r"工单 \d{4}-\d\d-\d\d\.xlsx", download.value.suggested_filename)
    header, *rows = saved(download.value, tmp_path)
    assert header[0] == "工单号"
    assert [cells[0] for cells in rows] == [ticket["number"] for ticket in listed]

    desk.goto("/manage/statistics?days=90")
    for by in ("week", "category", "building", "worker"):
        desk.get_by_test_id(f"by-{by}").click()
        expect(desk.get_by_test_id("statistics")).to_have_attribute("data-by", by)
        told = figures(by)
        shown = {one.get_attribute("data-key"): one for one in desk.get_by_test_id("figures-row").all()}
        expected = {"total": told["total"]} | {item["week"] or item["id"] or "none": item for item in told["items"]}
        assert list(shown) == list(expected)
        for key, item in expected.items():
            assert cells_of(shown[key]) == {name: value_of(item, name) for name in cells_of(shown[key])}, key
    with desk.expect_download() as download:
        desk.get_by_test_id("chart-rating-export").click()
    assert saved(download.value, tmp_path)[1][:2] == ("合计", figures("worker")["total"]["reported"])
    expect(desk.get_by_test_id("chart-rating").locator("canvas")).to_be_visible()
    for size in (DESK, PHONE):
        desk.set_viewport_size(size)
        for path in ("/manage/statistics?days=90&by=worker", "/manage/tickets?view=all&state=open&assignee=none&urgency=normal"):
            judge(desk, path, phone=size is PHONE)


def cells_of(line: Locator) -> dict[str, float | None]:
    read = "cells => cells.map(cell => [cell.dataset.figure, cell.dataset.value])"
    found = line.locator("td").evaluate_all(read)
    assert len(found) == 16
    return {name: float(value) if value else None for name, value in found}


def value_of(item: Json, name: str) -> float | None:
    part, _, figure = name.partition(".")
    value: float | None = item[part][figure] if figure else item[part]
    return value
