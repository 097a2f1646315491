"""Homes and the people in them: the import, being bound to a home, signing in and out, and who saw a phone number."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine, update

from community.models import LoginCode
from tests.e2e.conftest import DESK, Town

pytestmark = [pytest.mark.broker, pytest.mark.browser]
Open = Callable[..., Page]
COLUMNS = ("楼栋", "单元", "房号", "楼层", "姓名", "手机号", "身份")
GOOD = [
    ("9栋", "1单元", "101", 1, "江小鱼", "13911110001", "业主"),
    ("9栋", "1单元", "102", 1, "何田", "13911110002", "租户"),
    ("9栋", "1单元", "103", 1, "", "", ""),
]
BAD = [GOOD[0], ("9栋", "1单元", "102", "二楼", "何田", "13911110002", "租户"), ("9栋", "1单元", "", 1, "何草", "139111", "房东")]


def sheet(path: Path, rows: list[tuple[object, ...]]) -> str:
    """An Excel file with these rows below the columns."""
    book = Workbook()
    book.active.append(COLUMNS)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def test_a_manager_imports_homes_and_residents_after_mending_the_rows_that_were_wrong(
    town: Town, open_as: Open, tmp_path: Path
) -> None:
    page = open_as(town.system.estate.manager, "/manage/import", DESK)
    with page.expect_download() as download:
        page.get_by_test_id("import-template").click()
    download.value.save_as(tmp_path / "template.xlsx")
    template = load_workbook(tmp_path / "template.xlsx").active
    assert [cell.value for cell in template[1]] == list(COLUMNS)

    (tmp_path / "notes.xlsx").write_text("not a table")
    page.get_by_test_id("import-file").set_input_files(str(tmp_path / "notes.xlsx"))
    expect(page.get_by_test_id("import-unread")).to_contain_text("notes.xlsx 文件不是有效的")

    page.get_by_test_id("import-file").set_input_files(sheet(tmp_path / "bad.xlsx", BAD))
    errors = page.get_by_test_id("import-error")
    expect(errors).to_have_count(4)
    expect(errors.first).to_have_text(re.compile("^3楼层"))
    expect(page.get_by_test_id("import-apply")).to_be_disabled()

    page.get_by_test_id("import-file").set_input_files(sheet(tmp_path / "good.xlsx", GOOD))
    expect(errors).to_have_count(0)
    assert homes_of(town, "9栋") == []  # a preview changes nothing
    page.get_by_test_id("import-apply").click()
    expect(page.get_by_test_id("import-result")).to_have_attribute("data-status", "applied")
    expect(page.get_by_test_id("import-count-homes")).to_contain_text("3")
    assert homes_of(town, "9栋") == ["9栋1单元101", "9栋1单元102", "9栋1单元103"]

    page.get_by_test_id("import-see").click()
    expect(page.get_by_test_id("person").filter(has_text="江小鱼")).to_contain_text("9栋1单元101")


def homes_of(town: Town, building: str) -> list[str]:
    estate = town.system.estate
    found = town.api(estate.manager).get("/homes", params={"community_id": str(estate.community_id), "limit": 100}).json()
    return sorted(home["label"] for home in found["items"] if home["building"]["name"] == building)


def test_somebody_without_a_home_asks_is_refused_with_a_reason_asks_again_and_is_let_in_by_the_owner(
    town: Town, open_as: Open
) -> None:
    asker, owner = open_as(town.system.estate.stranger, "/"), open_as(town.system.estate.resident, "/profile/homes")
    expect(asker.get_by_test_id("no-home")).to_have_attribute("data-stage", "none")
    ask_for(asker, "1栋1单元1203")

    request = owner.get_by_test_id("approval").filter(has_text="郑路人")
    expect(request).to_contain_text("租户")  # by the feed, without a reload
    request.get_by_test_id("approval-reject").click()
    owner.get_by_test_id("reject-reason").fill("合同还没签，签好再申请。")
    owner.get_by_test_id("reject-send").click()
    expect(request).to_have_count(0)

    expect(asker.get_by_test_id("no-home")).to_have_attribute("data-stage", "refused")
    expect(asker.get_by_test_id("no-home")).to_contain_text("合同还没签，签好再申请。")
    ask_for(asker, "1栋1单元1203")
    request.get_by_test_id("approval-approve").click()
    expect(asker.get_by_test_id("home-switch")).to_contain_text("1栋1单元1203")
    expect(asker.get_by_test_id("door-open").first).to_be_visible()


def test_a_manager_binds_a_person_to_a_further_home_at_the_desk(town: Town, open_as: Open) -> None:
    asker = open_as(town.system.estate.neighbour, "/profile/homes")
    asker.get_by_test_id("bind-home").click()
    look_up(asker, "1栋2单元302")
    waiting = asker.get_by_test_id("membership").filter(has_text="1栋2单元302")
    expect(waiting).to_have_attribute("data-status", "pending")

    desk = open_as(town.system.estate.manager, "/manage/people", DESK)
    desk.get_by_test_id("approval").filter(has_text="李强").get_by_test_id("approval-approve").click()
    expect(waiting).to_have_attribute("data-status", "active")


def ask_for(page: Page, home: str) -> None:
    """From the empty start screen to a request that waits, and back to the start."""
    page.get_by_test_id("bind-home").click()
    page.get_by_test_id("bind-home").click()
    page.get_by_test_id("bind-community-name").fill("白象街1号")
    look_up(page, home)
    expect(page.get_by_test_id("membership").filter(has_text="等待审核")).to_be_visible()
    page.get_by_test_id("back").click()
    expect(page.get_by_test_id("no-home")).to_have_attribute("data-stage", "pending")


def look_up(page: Page, home: str) -> None:
    page.get_by_test_id("bind-search").fill(home)
    page.get_by_test_id("bind-search-send").click()
    page.get_by_test_id("bind-title-tenant").click()
    page.get_by_test_id("bind-send").click()


def test_a_person_reads_who_looked_at_the_masked_number_and_why(town: Town, open_as: Open) -> None:
    estate = town.system.estate
    desk = open_as(estate.manager, "/manage/people", DESK)
    desk.get_by_test_id("people-search").fill("王小明")
    desk.get_by_test_id("people-search").press("Enter")
    person = desk.get_by_test_id("person").filter(has_text="王小明")
    expect(person.get_by_test_id("person-phone")).to_have_text(re.compile(r"^138\*{4}\d{4}$"))
    person.get_by_test_id("person-reveal").click()
    expect(desk.get_by_test_id("reveal-send")).to_be_disabled()  # not without a reason
    desk.get_by_test_id("reveal-reason").fill("快递放错楼层，联系取件")
    desk.get_by_test_id("reveal-send").click()
    expect(person.get_by_test_id("person-phone")).to_have_text(estate.phones[estate.relative].removeprefix("+86"))

    looked_at = open_as(estate.relative, "/profile/looks")
    expect(looked_at.get_by_test_id("look")).to_contain_text("孙经理")
    expect(looked_at.get_by_test_id("look")).to_contain_text("快递放错楼层，联系取件")


def test_a_code_by_sms_signs_in_and_a_wrong_one_is_told_in_plain_words(town: Town, browser: Browser) -> None:
    page, phone = code_page(town, browser, town.system.estate.relative)
    expect(page.get_by_test_id("login-code-sent")).to_be_visible()
    expect(page.get_by_test_id("login-send-code")).to_be_disabled()  # counts down to the next one
    code = town.sent_code(phone)
    sign_in_with(page, f"{(int(code) + 1) % 1_000_000:06}")
    expect(page.get_by_test_id("login-error")).to_have_text("验证码不正确或已过期，请核对或重新获取。")
    expect(page.get_by_test_id("login-phone")).to_have_value(phone)
    sign_in_with(page, code)
    expect(page.get_by_test_id("home-switch")).to_be_visible()
    page.context.close()


def test_an_expired_code_signs_nobody_in_and_the_next_one_comes_after_a_minute(town: Town, browser: Browser) -> None:
    page, phone = code_page(town, browser, town.system.estate.distant)
    code = town.sent_code(phone)
    expire_code(town, phone)
    sign_in_with(page, code)
    expect(page.get_by_test_id("login-error")).to_contain_text("已过期")

    page.reload()  # the page forgets its countdown, the server does not
    fill_phone(page, phone)
    page.get_by_test_id("login-send-code").click()
    expect(page.get_by_test_id("login-error")).to_contain_text("频繁")
    expect(page.get_by_test_id("login-send-code")).to_be_disabled()
    page.context.close()


def code_page(town: Town, browser: Browser, person: UUID) -> tuple[Page, str]:
    """The login page of somebody who has asked for a code, and the phone."""
    page = browser.new_context(locale="zh-CN", base_url=town.system.url).new_page()
    page.goto("/login")
    phone = town.system.estate.phones[person].removeprefix("+86")
    fill_phone(page, phone)
    page.get_by_test_id("login-send-code").click()
    expect(page.get_by_test_id("login-code-sent")).to_be_visible()
    return page, phone


def fill_phone(page: Page, phone: str) -> None:
    page.get_by_test_id("login-way-code").click()
    page.get_by_test_id("login-phone").fill(phone)


def sign_in_with(page: Page, code: str) -> None:
    page.get_by_test_id("login-code").fill(code)
    page.get_by_test_id("login-submit").click()


def expire_code(town: Town, phone: str) -> None:
    """Let the phone's code grow old without waiting for it."""
    settings = town.system.broker.settings.from_env(town.system.environ)
    engine = create_engine(settings.database)
    with engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(seconds=1)
        assert connection.execute(update(LoginCode).where(LoginCode.phone == f"+86{phone}").values(expires_at=past)).rowcount == 1
    engine.dispose()


def test_a_new_password_and_signing_out_everywhere_end_the_other_browser(town: Town, open_as: Open) -> None:
    person = town.system.estate.distant
    here, other = open_as(person, "/profile/password"), open_as(person, "/tickets")
    here.get_by_test_id("password-current").fill(town.system.estate.password)
    here.get_by_test_id("password-new").fill("xin-mima-2026")
    here.get_by_test_id("password-again").fill("xin-mima-202")
    expect(here.get_by_test_id("password-save")).to_be_disabled()
    here.get_by_test_id("password-again").fill("xin-mima-2026")
    here.get_by_test_id("password-save").click()
    expect(other).to_have_url(re.compile(r"/login\?next=/tickets$"))  # with nobody touching it
    expect(here).to_have_url(re.compile("/profile$"))

    other.get_by_test_id("login-phone").fill(town.system.estate.phones[person].removeprefix("+86"))
    other.get_by_test_id("login-password").fill(town.system.estate.password)
    other.get_by_test_id("login-submit").click()
    expect(other.get_by_test_id("login-error")).to_have_text("手机号或密码不正确。")
    other.get_by_test_id("login-password").fill("xin-mima-2026")
    other.get_by_test_id("login-submit").click()
    expect(other).to_have_url(re.compile(r":\d+/tickets$"))

    here.get_by_test_id("sign-out").click()
    here.get_by_test_id("sign-out-everywhere").click()
    expect(here).to_have_url(re.compile("/login"))
    expect(other).to_have_url(re.compile(r"/login\?next=/tickets$"))
