"""The list of tickets as an Excel file: the same tickets, readable by others' programs, and on record."""

import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from repairs import sheets
from repairs.services import exporting
from tests.support.estate import Estate
from tests.support.tickets import Desk


def wall_clock(text: str) -> datetime:
    """A time as a sheet shows it, which has no time zone."""
    return datetime.fromisoformat(text)


def download(desk: Desk, person: UUID, language: str = "zh-CN", **query: Any) -> Any:
    asked = {"community_id": str(desk.estate.community_id)} | query
    answer = desk.as_(person).get("tickets/export", query_string=asked, headers={"Accept-Language": language})
    answer.get_data()  # the sheet is written while it is read, by the clock of that moment
    return answer


def rows(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.json
    header, *found = load_workbook(io.BytesIO(answer.data)).active.values
    return [dict(zip(header, row, strict=True)) for row in found]


def test_a_repair_that_was_or_never_came_too_late_is_marked_also_after_its_end(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-02T02:00:00+00:00", tick=False) as clock:
        mended, waiting, given_up = (desk.report(text=text) for text in ("修好了", "还没修", "不修了"))
        clock.shift(timedelta(days=30))
        desk.sign_in_again()
        for ticket in (mended, given_up):
            desk.do(estate.manager, ticket, "assign", assignee_id=str(estate.worker))
        for step in ("accept", "arrive"):
            desk.do(estate.worker, mended, step)
        desk.do(estate.worker, mended, "resolve", measure="换了")
        desk.do(estate.manager, given_up, "close", reason="不属于物业")
        found = rows(download(desk, estate.manager))
    assert {row["描述"]: row["是否超时"] for row in found} == dict.fromkeys(("修好了", "还没修", "不修了"), "是"), waiting


def test_the_file_holds_the_tickets_of_the_list_in_its_order(desk: Desk, estate: Estate) -> None:
    with time_machine.travel("2026-11-22T15:30:00+00:00", tick=False) as clock:  # 23:30 in Chongqing
        done = desk.do(estate.resident, desk.closed(text="厨房没电"), "rate", speed=5, quality=4, manner=3, words="很快")
        clock.shift(timedelta(hours=1))
        desk.sign_in_again()
        fresh = desk.report(text='=HYPERLINK("http://x")\n第二行 🔧 \x07', urgency="urgent")
        answer = download(desk, estate.manager)
    assert answer.headers["Content-Type"] == sheets.XLSX
    newest, oldest = rows(answer)
    assert newest == {
        "工单号": fresh["number"],
        "状态": "已提交",
        "紧急程度": "紧急",
        "类别": "断电",
        "地点": fresh["place_label"],
        "描述": '=HYPERLINK("http://x")\n第二行 🔧 ',
        "报修人": "王芳",
        "报修人电话": fresh["reporter"]["phone_masked"],
        "处理人": None,
        "报修时间": wall_clock("2026-11-23 00:30"),
        "更新时间": wall_clock("2026-11-23 00:30"),
        "处理时限": wall_clock("2026-11-23 02:30"),
        "完成时间": None,
        "关闭时间": None,
        "是否超时": None,
        "速度评分": None,
        "质量评分": None,
        "态度评分": None,
        "评价内容": None,
    }
    told = {name: oldest[name] for name in ("工单号", "状态", "处理人", "关闭时间", "是否超时", "速度评分", "评价内容")}
    assert told == {
        "工单号": done["number"],
        "状态": "已完成",
        "处理人": "赵师傅",
        "关闭时间": wall_clock("2026-11-22 23:30"),
        "是否超时": "否",
        "速度评分": 5,
        "评价内容": "很快",
    }


def test_another_program_reads_it_too_and_english_has_english_headers(desk: Desk, estate: Estate) -> None:
    desk.report()
    content = download(desk, estate.manager, language="en").data
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert workbook.sheet_names == ["Tickets"]
    header, row = workbook.get_sheet_by_index(0).to_python()
    assert (header[:2], row[1], row[3]) == (["Number", "State"], "sent", "Power cut")


def test_filters_and_pages_hold_for_the_file(desk: Desk, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    numbers = [desk.report()["number"] for _ in range(5)]
    desk.report(urgency="urgent")
    desk.report(by=estate.foreign.resident, home_id=str(estate.foreign.home_id))
    assert [row["工单号"] for row in rows(download(desk, estate.manager, urgency="normal"))] == numbers[::-1]
    assert rows(download(desk, estate.manager, state="closed")) == []


def test_who_took_which_list_away_is_on_record(desk: Desk, estate: Estate, relay: Any) -> None:
    desk.report()
    relay()
    before = len(desk.as_(estate.manager).get("audit?action=tickets.export").json["items"])
    download(desk, estate.manager, state="open,closed", q="没电")
    entry, *rest = desk.as_(estate.manager).get("audit?action=tickets.export").json["items"]
    assert len(rest) == before
    assert entry["data"]["rows"] == 1
    assert entry["data"]["filter"]["q"] == "没电"


def test_too_many_are_refused_before_anything_leaves(desk: Desk, estate: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    for _ in range(2):
        desk.report()
    assert len(rows(download(desk, estate.manager))) == 2
    desk.report()
    answer = download(desk, estate.manager)
    assert (answer.status_code, answer.json["code"]) == (422, "tickets.export_too_many")


@pytest.mark.parametrize(("who", "status"), [("resident", 403), ("worker", 403), ("operator", 403), ("auditor", 200)])
def test_the_file_is_for_the_office(desk: Desk, estate: Estate, who: str, status: int) -> None:
    desk.report()
    assert download(desk, getattr(estate, who)).status_code == status
    assert download(desk, estate.foreign.manager).status_code == 404
    assert desk.as_(estate.manager).get("tickets/export").status_code == 422


@given(
    st.lists(
        st.tuples(st.text(), st.integers(-1000, 10**9), st.datetimes(wall_clock("1901-01-01"), wall_clock("2999-01-01"))),
        max_size=5,
    )
)
def test_whatever_people_write_comes_back(written: list[tuple[str, int, datetime]]) -> None:
    content = b"".join(sheets.write("表", ["甲", "乙", "丙"], [9, 9, 9], written))
    _, *read = load_workbook(io.BytesIO(content)).active.values
    for (text, number, moment), (got, amount, when) in zip(written, read, strict=True):
        kept = sheets._NO_XML.sub("", text)
        assert (got or "") == kept
        assert amount == number
        assert abs(when - moment) < timedelta(milliseconds=2)


def test_rows_leave_as_they_come() -> None:
    """The first bytes are there long before the last row has been read."""
    read = 0

    def source() -> Any:
        nonlocal read
        for read in range(1, 100_001):
            yield [f"{read * 7919 % 100_003}"]

    file = sheets.write("表", ["甲"], [9], source())
    early = 0
    while early < 20_000:
        early += len(next(file))
    assert read < 50_000
