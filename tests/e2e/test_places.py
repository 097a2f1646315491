"""Labels and appointments in the browser: scanned at a wall, and a window that somebody else was quicker to take."""

import io
from collections.abc import Callable
from typing import Any

import httpx
import segno
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, Town
from tests.support.processes import wait_until

Open = Callable[..., Page]
EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def test_a_label_on_the_wall_fills_in_the_place_for_resident_and_worker(town: Town, open_as: Open) -> None:
    """The office makes a label; its address survives the sign-in; a photo of it does the same; the worker reads the spot."""
    estate = town.system.estate
    office = open_as(estate.manager, "/manage/labels", DESK)
    expect(office.get_by_text("还没有报修码")).to_be_visible()
    office.get_by_test_id("label-new").click()
    office.get_by_test_id("label-building").select_option(label="1栋")
    office.get_by_test_id("label-floor").select_option(label="3 层")
    office.get_by_test_id("label-spot-option").filter(has_text="楼梯间").click()
    office.get_by_test_id("label-category").select_option(label="公共照明 · 楼道灯")
    office.get_by_test_id("label-save").click()
    row = office.get_by_test_id("label-row")
    expect(row).to_contain_text("1栋 3层 楼梯间")
    code = row.locator("td.code").inner_text()

    page = open_as(estate.resident, f"/report?label={code}")
    expect(page.get_by_test_id("report-label")).to_contain_text("1栋 3层 楼梯间")
    expect(page.get_by_test_id("category-kind").and_(page.locator("[aria-pressed=true]"))).to_have_text("楼道灯")
    page.get_by_test_id("label-wrong").click()
    expect(page.get_by_test_id("report-floor")).to_have_value("3")
    page.get_by_test_id("report-scan").click()
    expect(page.get_by_test_id("scan-trouble")).to_contain_text("相机")
    page.get_by_test_id("scan-photo").set_input_files(
        {"name": "x.png", "mimeType": "image/png", "buffer": picture("https://example.com/")}
    )
    expect(page.get_by_test_id("scan-error")).to_contain_text("不是本平台的报修码")
    url = f"{town.system.url}/report?label={code}"
    page.get_by_test_id("scan-photo").set_input_files({"name": "x.png", "mimeType": "image/png", "buffer": picture(url)})
    expect(page.get_by_test_id("report-label")).to_contain_text("1栋 3层 楼梯间")
    page.get_by_test_id("report-text").fill("三楼楼梯间的灯不亮")
    page.get_by_test_id("report-send").click()
    page.wait_for_url("**/tickets/*")
    ticket = page.url.rsplit("/", 1)[1]
    wait_until(lambda: town.api(estate.manager).get(f"/tickets/{ticket}").json()["assignee"] is not None, 20)
    worker = open_as(estate.worker, f"/worker/tasks/{ticket}")
    expect(worker.get_by_test_id("task-place")).to_contain_text("1栋 3层 楼梯间")

    row.get_by_test_id("label-retire").click()
    expect(office.get_by_text("还没有报修码")).to_be_visible()
    page.goto(f"/report?label={code}")
    expect(page.get_by_test_id("label-error")).to_contain_text("已停用")
    expect(page.get_by_test_id("report-text")).to_be_visible()


def test_the_last_place_goes_to_somebody_else_and_nothing_typed_is_lost(town: Town, open_as: Open) -> None:
    """One place per window: chosen, taken by a neighbour meanwhile, told, and another window booked; then moved and cancelled."""
    estate = town.system.estate
    offer_windows(town)
    page = open_as(estate.resident, "/report")
    page.get_by_test_id("report-text").fill("厨房水管滴水，地上都是")
    expect(page.get_by_test_id("category-guess")).to_contain_text("水电 · 漏水")
    page.get_by_test_id("report-phone").fill("13900001111")
    first, second, third = slots(town)[:3]
    choose(page, first)
    taken = town.api(estate.relative).post("/tickets", json=report(town, first))
    assert taken.status_code == 201, taken.text

    page.get_by_test_id("report-send").click()
    expect(page.get_by_test_id("slot-refused")).to_contain_text("约满")
    expect(page.get_by_test_id("report-text")).to_have_value("厨房水管滴水，地上都是")
    expect(page.get_by_test_id("report-phone")).to_have_value("13900001111")
    page.reload()
    expect(page.get_by_test_id("report-text")).to_have_value("厨房水管滴水，地上都是")
    expect(page.get_by_test_id("category-guess")).to_contain_text("水电 · 漏水")
    choose(page, second)
    page.get_by_test_id("report-send").click()
    page.wait_for_url("**/tickets/*")
    expect(page.get_by_test_id("ticket-head").get_by_test_id("ticket-visit")).to_be_visible()

    ticket = page.url.rsplit("/", 1)[1]
    api = town.api(estate.resident)
    wait_until(lambda: api.get(f"/tickets/{ticket}").json()["assignee"] is not None, 20)
    worker = open_as(estate.worker, "/worker")
    expect(worker.locator(f"[data-ticket='{ticket}']").get_by_test_id("ticket-visit")).to_be_visible()
    change(page, third)
    expect(page.get_by_test_id("story-step").filter(has_text="预约了上门时间")).to_have_count(1)
    assert api.get(f"/tickets/{ticket}").json()["appointment"]["starts_at"] == third["starts_at"]
    change(page, None)
    expect(page.get_by_test_id("ticket-head").get_by_test_id("ticket-visit")).to_have_count(0)
    full = {slot["starts_at"]: slot["full"] for slot in slots(town)}
    assert [full.get(slot["starts_at"]) for slot in (first, second, third)] == [True, False, False]


def picture(text: str) -> bytes:
    """Return a QR code as a photo would have it."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="png", scale=6, border=6)
    return out.getvalue()


def offer_windows(town: Town) -> None:
    """Offer three windows a day with one place each, on holidays too: the test shall not depend on the date."""
    estate, office = town.system.estate, town.api(town.system.estate.manager)
    week = {day: [["00:00", "24:00"]] for day in EVERY_DAY}
    settle(office, f"/communities/{estate.community_id}/calendar", {"weekly": week, "days": {}})
    windows = [
        {"begin": begin, "end": end, "capacity": 1} for begin, end in (("08:00", "10:00"), ("12:00", "14:00"), ("18:00", "20:00"))
    ]
    body = {"weekly": dict.fromkeys(EVERY_DAY, windows), "days_ahead": 5, "lead_minutes": 0}
    settle(office, f"/communities/{estate.community_id}/appointment-settings", body)


def settle(office: httpx.Client, path: str, body: dict[str, Any]) -> None:
    seen = office.get(path).headers["ETag"]
    assert (answer := office.put(path, json=body, headers={"If-Match": seen})).status_code == 200, answer.text


def slots(town: Town) -> list[dict[str, Any]]:
    """Return the windows of the day after tomorrow and later: none of them begins while the test runs."""
    estate = town.system.estate
    answer = town.api(estate.resident).get("/appointment-slots", params={"community_id": str(estate.community_id)})
    found: list[dict[str, Any]] = answer.json()["items"]
    return found[6:12]


def report(town: Town, slot: dict[str, Any]) -> dict[str, Any]:
    estate, api = town.system.estate, town.api(town.system.estate.relative)
    tree = api.get("/categories", params={"community_id": str(estate.community_id)}).json()["items"]
    where = {"category_id": tree[0]["id"], "home_id": str(estate.home_id), "text": "插座没电"}
    return where | {"appointment": {"starts_at": slot["starts_at"]}}


def choose(page: Page, slot: dict[str, Any]) -> None:
    """Open the day of a window, by the browser's calendar, and take it."""
    day = page.evaluate(
        "t => [new Date(t)].map((d) => `${d.getFullYear()}-${d.getMonth() + 1}-${d.getDate()}`)[0]", slot["starts_at"]
    )
    page.locator(f"[data-day='{day}']").click()
    wanted = page.locator(f"[data-slot='{slot['starts_at']}']")
    wanted.click()
    expect(wanted).to_have_attribute("aria-checked", "true")


def change(page: Page, slot: dict[str, Any] | None) -> None:
    """Move the ticket's appointment, or cancel it."""
    page.get_by_test_id("ticket-appointment").click()
    if slot is None:
        page.get_by_test_id("slot-none").click()
    else:
        choose(page, slot)
    page.get_by_test_id("action-send-appointment").click()
    expect(page.get_by_test_id("sheet")).to_have_count(0)
