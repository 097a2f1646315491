"""What the office does beside tickets, each role with its own rights: panels that come and go, and the trail of what was done."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import DESK, Town
from tests.e2e.test_screens import settle

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]


def test_a_panel_is_added_enrols_by_its_code_and_is_retired(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    page = open_as(estate.manager, "/manage/doors", DESK)
    page.get_by_test_id("device-add").click()
    page.get_by_test_id("device-entrance").select_option(label="1栋2单元")
    expect(page.get_by_test_id("device-name")).to_have_value("1栋2单元门口机")
    page.get_by_test_id("device-save").click()
    expect(page.get_by_test_id("enrol-qr")).to_be_visible()
    assert page.get_by_test_id("enrol-qr").evaluate("(picture) => picture.decode().then(() => picture.naturalWidth > 0)")

    first = page.get_by_test_id("enrol-code").inner_text()
    page.get_by_test_id("enrol-renew").click()
    expect(page.get_by_test_id("enrol-code")).not_to_have_text(first)
    assert enrol(town, first).status_code == 404  # the older code died with the new one
    assert enrol(town, page.get_by_test_id("enrol-code").inner_text()).status_code == 200
    expect(page.get_by_test_id("enrol-joined")).to_be_visible()
    page.get_by_test_id("enrol-done").click()

    row = page.get_by_test_id("device").filter(has_text="1栋2单元门口机")
    expect(row).to_have_attribute("data-state", "enrolled")
    row.get_by_test_id("device-retire").click()
    expect(page.get_by_test_id("sheet")).to_contain_text("不能恢复")
    page.get_by_test_id("device-retire-sure").click()
    expect(row).to_have_count(0)


def enrol(town: Town, code: str) -> httpx.Response:
    panel = {"code": code, "model": "LP-2", "serial": "SN-2"}
    return httpx.post(f"{town.system.url}/api/v1/devices/enrol", json=panel)


def test_a_code_that_nobody_used_in_time_is_called_expired(town: Town, open_as: Open) -> None:
    page = open_as(town.system.estate.manager, "/manage/doors", DESK)
    page.clock.install()
    page.get_by_test_id("device-renew").first.click()
    expect(page.get_by_test_id("enrol-left")).to_be_visible()
    page.clock.fast_forward(int(timedelta(minutes=11).total_seconds() * 1000))
    expect(page.get_by_test_id("enrol-expired")).to_contain_text("请重新生成")
    expect(page.get_by_test_id("enrol-code")).to_have_count(0)


KEPT = "revisits people import grids prices labels articles settings audit"  # by the office


@pytest.mark.parametrize(
    ("who", "pages"),
    [
        ("manager", f"now tickets statistics questions doors calls {KEPT}"),
        ("operator", "now tickets statistics questions doors calls articles settings"),
        ("officer", "now tickets statistics questions revisits doors articles settings"),
        ("auditor", "now tickets statistics questions revisits doors articles settings audit"),
        ("admin", f"now tickets statistics questions doors {KEPT}"),
    ],
)
def test_the_desk_asks_for_nothing_that_its_role_may_not_have(town: Town, open_as: Open, who: str, pages: str) -> None:
    estate = town.system.estate
    ticket = town.reported("门禁对讲有杂音")["id"]
    refused: list[str] = []

    def hear(answer: Response) -> None:
        if answer.status in (401, 403, 404):
            refused.append(f"{answer.status} {answer.url}")

    page = open_as(getattr(estate, who), "/manage", DESK)
    page.on("response", hear)
    page.reload()
    settle(page)
    shown = {one.get_attribute("data-test").removeprefix("nav-") for one in page.locator("[data-test^=nav-]").all()}  # type: ignore[union-attr]
    assert shown == set(pages.split())
    assert ("a 派单" in page.locator("main").inner_text()) is (who in ("manager", "admin"))
    for path in pages.split()[1:]:
        page.goto(f"/manage/{path}")
        settle(page)
    page.goto(f"/manage/tickets?ticket={ticket}")
    settle(page)
    expect(page.get_by_test_id("comment-text")).to_have_count(0 if who in ("officer", "auditor") else 1)
    assert refused == []


def test_the_auditor_reads_what_was_done_by_whom_and_why(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    town.api(estate.manager).post(f"/people/{estate.resident}/reveal", json={"reason": "核实报修"})
    town.api(estate.second_manager).post(f"/people/{estate.resident}/reveal", json={"reason": "快递联系"})
    page = open_as(estate.auditor, "/manage/audit", DESK)
    entries = page.get_by_test_id("audit-entry")
    expect(entries.filter(has_text="添加设备").last).to_contain_text("1单元门口机")

    page.get_by_test_id("audit-action").select_option("people.reveal")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("快递联系")
    entries.last.get_by_test_id("audit-actor").click()
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("孙经理")
    page.get_by_test_id("audit-everybody").click()
    expect(entries).to_have_count(2)
    page.get_by_test_id("audit-doors").click()
    expect(page.get_by_text("还没有开门记录")).to_be_visible()
