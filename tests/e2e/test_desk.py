"""The desk and the doors: moving a ticket between people, two at once, openings by staff, and calls that nobody answered."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import DESK, Town

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]


def open_panel(page: Page, text: str) -> None:
    """Open the ticket beside the table, with its worker."""
    page.get_by_test_id("ticket-row").filter(has_text=text).click()
    expect(page.get_by_test_id("ticket-panel")).to_contain_text(text)


def test_a_ticket_is_handed_over_returned_given_anew_urged_and_cancelled(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    text = "楼道窗户关不上"
    ticket = town.reported(text)
    first, second = open_as(estate.worker, "/worker"), open_as(estate.second_worker, "/worker")
    card = "queue-card"
    expect(first.get_by_test_id(card).filter(has_text=text)).to_be_visible()
    desk = open_as(estate.manager, "/manage/tickets", DESK)
    open_panel(desk, text)

    act(desk, "transfer", {"reason": "换人去更快"}, worker="钱师傅")
    expect(first.get_by_test_id(card).filter(has_text=text)).to_have_count(0)
    second.get_by_test_id(card).filter(has_text=text).get_by_test_id("queue-open").click()
    act(second, "return", {"reason": "需要专业人员"})
    expect(desk.get_by_test_id("ticket-panel")).to_contain_text("需要专业人员")  # by the feed
    act(desk, "assign", {"note": "带上梯子"}, worker="赵师傅")

    resident = open_as(estate.resident, f"/tickets/{ticket['id']}")
    expect(resident.get_by_test_id("ticket-head")).to_contain_text("赵师傅")
    act(resident, "urge", {"text": "今晚有雨，麻烦快一点"})
    expect(desk.get_by_test_id("ticket-panel")).to_contain_text("今晚有雨，麻烦快一点")
    act(resident, "cancel", {"reason": "已经好了"})
    expect(desk.get_by_test_id("ticket-panel").get_by_test_id("ticket-state")).to_have_text("已取消")


def act(page: Page, action: str, words: dict[str, str], worker: str = "") -> None:
    """Fill in what the action asks for and send it."""
    page.get_by_test_id(f"ticket-{action}").click()
    sheet = page.get_by_test_id("sheet")
    if worker:
        sheet.get_by_test_id("worker-option").filter(has_text=worker).click()
    for field, text in words.items():
        sheet.get_by_test_id(f"action-{field}").fill(text)
    sheet.get_by_test_id(f"action-send-{action}").click()
    expect(sheet).to_have_count(0)


def test_of_two_who_act_on_a_ticket_at_once_the_later_is_told_and_sees_what_it_is_now(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    ticket = town.reported("对讲屏不亮")
    desk = open_as(estate.manager, "/manage/tickets", DESK)
    open_panel(desk, "对讲屏不亮")

    def somebody_is_faster(route: Route) -> None:
        town.api(estate.second_manager).post(f"/tickets/{ticket['id']}/cancel", json={"reason": "重复报修"})
        route.continue_()

    desk.route(f"**/tickets/{ticket['id']}/transfer", somebody_is_faster)
    desk.get_by_test_id("ticket-transfer").click()
    desk.get_by_test_id("worker-option").filter(has_text="钱师傅").click()
    desk.get_by_test_id("action-reason").fill("今天休息")
    desk.get_by_test_id("action-send-transfer").click()
    expect(desk.get_by_test_id("toast")).to_have_text("工单刚刚被更新过，请查看最新内容后再操作。")
    expect(desk.get_by_test_id("sheet")).to_have_count(0)  # it asked for what nobody can do any more
    expect(desk.get_by_test_id("ticket-panel").get_by_test_id("ticket-state")).to_have_text("已取消")


def test_staff_open_a_door_with_a_reason_that_its_residents_read_and_others_do_not(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    behind, elsewhere = open_as(estate.neighbour, "/profile/doors"), open_as(estate.distant, "/profile/doors")
    expect(behind.get_by_test_id("skeleton")).to_have_count(0)
    desk = open_as(estate.manager, "/manage/doors", DESK)
    desk.get_by_test_id("estate-door").filter(has_text="1单元").first.click()
    desk.get_by_test_id("door-unlock").click()
    expect(desk.get_by_test_id("unlock-send")).to_be_disabled()
    desk.get_by_test_id("unlock-reason").fill("救护车到了，送担架上楼")
    desk.get_by_test_id("unlock-send").click()
    expect(desk.get_by_test_id("unlock-result")).to_have_attribute("data-result", "opened")
    desk.get_by_test_id("unlock-done").click()

    behind.reload()
    expect(behind.get_by_test_id("door-log-row")).to_have_count(1)
    expect(behind.get_by_test_id("door-log-row")).to_contain_text("工作人员 孙经理")
    expect(behind.get_by_test_id("door-log-row")).to_contain_text("救护车到了，送担架上楼")
    elsewhere.reload()
    expect(elsewhere.get_by_text("还没有开门记录")).to_be_visible()


def test_a_missed_call_is_marked_until_it_was_seen_and_is_none_for_who_refused_it(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    resident, relative = open_as(estate.resident, "/"), open_as(estate.relative, "/")
    town.panel.dial("1203")
    relative.get_by_test_id("call-decline").click()
    expect(relative.get_by_test_id("call-screen")).to_have_count(0)  # the server has taken the answer
    expect(resident.get_by_test_id("call-accept")).to_be_visible()  # it rings on for the others
    town.panel.hang_up()
    expect(resident.get_by_test_id("call-status")).to_have_text("访客已取消")
    expect(resident.get_by_test_id("call-screen")).to_have_count(0)

    expect(resident.get_by_test_id("tab-calls")).to_contain_text("1")
    resident.get_by_test_id("tab-calls").click()
    row = resident.get_by_test_id("call-row")
    expect(row).to_contain_text("新")
    expect(resident.get_by_test_id("tab-calls")).not_to_contain_text("1")
    resident.reload()
    expect(row).to_have_attribute("data-seen", "true")

    expect(relative.get_by_test_id("tab-calls")).not_to_contain_text("1")
    relative.get_by_test_id("tab-calls").click()
    expect(relative.get_by_test_id("call-row")).to_contain_text("您已拒绝")
    town.panel.wait_until(lambda view: view["call"]["state"] == "idle", 20)


def lose_answers(page: Page, path: str) -> list[str]:
    """Let requests to a path through to the server, and lose its answers; returns their idempotency keys as they come."""
    keys: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        keys.append(route.request.headers["idempotency-key"])
        route.fetch()
        return route.abort("connectionreset")

    page.route(path, lose)
    return keys


def test_a_report_whose_answer_was_lost_is_kept_over_a_reload_and_made_once(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    page = open_as(estate.resident, "/report")
    page.get_by_test_id("report-text").fill("厨房水管滴水，断网时报的")
    page.get_by_test_id("category").first.click()
    keys = lose_answers(page, "**/api/v1/tickets")
    page.get_by_test_id("report-send").click()
    expect(page.get_by_test_id("report-waiting")).to_contain_text("还没有发出去。已替您保存")
    expect(page.get_by_test_id("report-text")).to_have_value("厨房水管滴水，断网时报的")

    page.unroute_all()
    page.reload()  # opened again, it goes out by itself
    page.wait_for_url("**/tickets/*")
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert count(town, estate.resident, "厨房水管滴水，断网时报的") == 1


def test_a_comment_whose_answer_was_lost_stays_in_its_field_and_is_said_once(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    ticket = town.reported("信箱锁坏了")
    page = open_as(estate.resident, f"/tickets/{ticket['id']}")
    page.get_by_test_id("comment-text").fill("下午三点以后在家")
    lose_answers(page, "**/comments")
    page.get_by_test_id("comment-send").click()
    expect(page.get_by_test_id("toast")).to_contain_text("网络不通")
    expect(page.get_by_test_id("comment-text")).to_have_value("下午三点以后在家")

    page.unroute_all()
    page.get_by_test_id("comment-send").click()
    expect(page.get_by_test_id("comment-text")).to_have_value("")
    comments = town.api(estate.resident).get(f"/tickets/{ticket['id']}/comments").json()["items"]
    assert [one["text"] for one in comments] == ["下午三点以后在家"]


def count(town: Town, reporter: UUID, text: str) -> int:
    found = town.api(reporter).get("/tickets", params={"reporter": "me", "limit": 100}).json()["items"]
    return sum(ticket["text"] == text for ticket in found)
