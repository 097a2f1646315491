"""The thread through all slices, as its people live it: in real browsers, with a real broker, panel and worker process."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, Town
from tests.e2e.test_quotes import look

pytestmark = [pytest.mark.broker, pytest.mark.browser, pytest.mark.journey]
Open = Callable[..., Page]


def test_a_broken_switch_is_reported_handled_by_three_confirmed_rated_and_answered(town: Town, open_as: Open, photo: Path) -> None:
    estate = town.system.estate
    manager = open_as(estate.manager, "/manage", DESK)
    resident = open_as(estate.resident, "/")
    worker = open_as(estate.worker, "/worker")

    report(resident, photo)
    expect(resident.get_by_test_id("ticket-head")).to_contain_text("客厅开关没反应")

    card = worker.get_by_test_id("queue-card").filter(has_text="客厅开关没反应")
    expect(card).to_be_visible()  # by the feed, without a reload
    card.get_by_test_id("queue-open").click()
    call_the_resident(worker, estate.phones[estate.resident].removeprefix("+86"))
    colleague = hand_on(worker, manager, open_as, estate.second_worker)
    take_and_close(colleague, photo)

    see_before_and_after(resident)
    confirm_and_rate(resident, photo)
    answer_the_rating(colleague, resident)
    manager.goto("/manage/tickets")
    manager.get_by_test_id("view-closed").click()
    expect(manager.get_by_test_id("ticket-row").filter(has_text="客厅开关没反应")).to_contain_text("已完成")


def report(page: Page, photo: Path) -> None:
    """Report with a photo, one sentence and a category."""
    page.get_by_test_id("report-start").first.click()
    page.get_by_test_id("photo-input").first.set_input_files(str(photo))
    page.get_by_test_id("report-text").fill("客厅开关没反应")
    page.get_by_test_id("category").filter(has_text="水电").click()
    page.get_by_test_id("category-kind").filter(has_text="开关").click()
    page.get_by_test_id("report-send").click()
    page.wait_for_url("**/tickets/*")


def call_the_resident(page: Page, phone: str) -> None:
    """Have the number shown, on a button for a thumb; the telephone takes it from there."""
    expect(page.get_by_text(phone)).to_have_count(0)
    button = page.get_by_test_id("task-call")
    box = button.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    button.click()
    expect(page.get_by_test_id("task-phone")).to_have_attribute("href", f"tel:{phone}")


def hand_on(worker: Page, manager: Page, open_as: Open, colleague: UUID) -> Page:
    """The first gives it back with a reason; the office sends a second, who opens it."""
    worker.get_by_test_id("ticket-accept").click()
    worker.get_by_test_id("ticket-return").click()
    worker.get_by_test_id("action-reason-phrase").filter(has_text="需要专业人员").click()
    worker.get_by_test_id("action-send-return").click()
    need = manager.locator("[data-test=need][data-kind=unassigned]").filter(has_text="客厅开关没反应")
    need.get_by_test_id("need-assign").click()
    manager.get_by_test_id("worker-option").filter(has_text="钱师傅").click()
    manager.get_by_test_id("action-send-assign").click()
    expect(manager.get_by_test_id("sheet")).to_be_hidden()
    page = open_as(colleague, "/worker")
    page.get_by_test_id("queue-card").filter(has_text="客厅开关没反应").get_by_test_id("queue-open").click()
    return page


def take_and_close(page: Page, photo: Path) -> None:
    """Accept, go, arrive, work, and resolve with a proof."""
    for action in ("accept", "depart", "arrive"):
        page.get_by_test_id(f"ticket-{action}").click()
    page.get_by_test_id("ticket-resolve").click()
    page.get_by_test_id("sheet").get_by_test_id("photo-input").first.set_input_files(str(photo))
    page.get_by_test_id("action-measure").fill("更换开关面板")
    page.get_by_test_id("action-send-resolve").click()
    expect(page.get_by_test_id("sheet")).to_be_hidden()


def see_before_and_after(page: Page) -> None:
    """Look at what was reported and at the proof, and close each picture in another way."""
    done = page.get_by_test_id("ticket-story").locator("[data-action=resolve]")
    expect(done).to_contain_text("完成照片")
    expect(page.get_by_test_id("ticket-head").get_by_test_id("photo")).to_have_count(1)
    viewer = page.get_by_test_id("photo-viewer")
    for photo, close in (
        (page.get_by_test_id("ticket-head").get_by_test_id("photo"), lambda: page.keyboard.press("Escape")),
        (done.get_by_test_id("photo"), lambda: viewer.locator("img").tap()),
        (done.get_by_test_id("photo"), lambda: viewer.locator("img").click()),
        (done.get_by_test_id("photo"), lambda: page.get_by_test_id("photo-close").click()),
    ):
        photo.click()
        expect(viewer.locator("img")).to_be_visible()
        close()
        expect(viewer).to_have_count(0)
        expect(photo).to_be_focused()


def confirm_and_rate(page: Page, photo: Path) -> None:
    """Say that it works, and how it was; the network fails once, and nothing of what was said is lost."""
    page.get_by_test_id("ticket-confirm").click()
    page.get_by_test_id("ticket-rate").click()
    sheet = page.get_by_test_id("sheet")
    for side in ("speed", "quality", "manner"):
        sheet.get_by_test_id(f"rate-{side}").get_by_test_id("star").nth(4).click()
    for tag in ("技术好", "收拾干净"):
        sheet.get_by_test_id("rate-tags-option").filter(has_text=tag).click()
    sheet.get_by_test_id("rate-words").fill("换得又快又好")
    sheet.get_by_test_id("photo-input").set_input_files(str(photo))
    expect(sheet.locator("[data-test=photo-tile][data-state=done]")).to_have_count(1)
    look(page, "rate-sheet-phone")
    page.route("**/rate", lambda route: route.abort())
    page.get_by_test_id("action-send-rate").click()
    expect(page.get_by_test_id("toast").filter(has_text="网络")).to_be_visible()
    expect(sheet.get_by_test_id("rate-words")).to_have_value("换得又快又好")
    page.unroute("**/rate")
    page.get_by_test_id("action-send-rate").click()
    rating = page.get_by_test_id("ticket-rating")
    expect(rating.get_by_test_id("rating-tags")).to_have_text("技术好收拾干净")
    expect(rating.get_by_test_id("photo")).to_have_count(1)


def answer_the_rating(worker: Page, resident: Page) -> None:
    """The worker reads the rating under "me" and replies; the resident reads it under the rating, without a reload."""
    worker.goto("/worker/me")
    mine = worker.get_by_test_id("my-rating").filter(has_text="换得又快又好")
    mine.get_by_test_id("rating-reply-open").click()
    look(worker, "my-ratings-phone")
    worker.get_by_test_id("rating-reply-text").fill("谢谢，有事随时找我。")
    worker.get_by_test_id("rating-reply-send").click()
    expect(mine.get_by_test_id("rating-reply")).to_contain_text("谢谢，有事随时找我。")
    expect(resident.get_by_test_id("rating-reply")).to_contain_text("钱师傅 的回复")


def test_a_visitor_rings_the_resident_opens_and_the_contact_proves_it(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    manager = open_as(estate.manager, "/manage/doors", DESK)
    resident, relative = open_as(estate.resident, "/"), open_as(estate.relative, "/")
    pulses = town.panel.view["pulses"]

    town.panel.dial("1203")
    expect(resident.get_by_test_id("call-screen")).to_be_visible()
    expect(relative.get_by_test_id("call-screen")).to_be_visible()

    resident.get_by_test_id("call-open").click()
    expect(resident.get_by_test_id("call-status")).to_contain_text("门已打开")
    expect(relative.get_by_test_id("call-accept")).to_be_hidden()

    expect(resident.get_by_test_id("call-door")).to_contain_text("门已推开")  # the contact's word, not the lock's
    town.panel.wait_until(lambda view: view["pulses"] == pulses + 1)
    manager.get_by_test_id("estate-door").first.click()
    expect(manager.get_by_test_id("access-event").first).to_be_visible()


def test_a_stranger_to_the_home_hears_no_ring(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    neighbour, resident = open_as(estate.neighbour, "/"), open_as(estate.resident, "/")
    town.panel.dial("1203")
    expect(resident.get_by_test_id("call-screen")).to_be_visible()
    expect(neighbour.get_by_test_id("call-screen")).to_have_count(0)
    resident.get_by_test_id("call-decline").click()
    expect(resident.get_by_test_id("call-accept")).to_be_hidden()
