"""Reading an estate list: what people type is understood, what is wrong is named, what is dangerous is refused."""

import io
import zipfile
from contextlib import suppress
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.core.errors import Invalid
from community.errors import EmptySheet, FileTooLarge, MissingColumns, NotASheet, SheetHasFormulas
from community.estate_list import workbook as opened
from community.estate_list.rows import Row, read_rows
from community.estate_list.template import write_template
from community.estate_list.texts import TEXTS, detail
from community.estate_list.workbook import read_cells
from tests.community.sheets import HEADER, repacked, workbook

GOOD = ("1栋", "1单元", "1203", 12, "王芳", "13800000001", "业主")


def read(*rows: Any) -> tuple[list[Row], list[tuple[int, str, str]]]:
    _, found, errors = read_rows(read_cells(workbook(rows)))
    return found, [(e.row, e.column, e.code) for e in errors]


def test_a_row_is_read_as_written() -> None:
    assert read(GOOD) == ([Row(2, "1栋", "1单元", "1203", 12, "王芳", "+8613800000001", "owner")], [])


def test_numbers_arrive_as_numbers_and_bare_ones_get_their_unit() -> None:
    rows, errors = read((1, 2.0, 1203.0, 12.0, "王芳", 13800000001, "租户"))
    assert errors == []
    assert rows == [Row(2, "1栋", "2单元", "1203", 12, "王芳", "+8613800000001", "tenant")]


@pytest.mark.parametrize(
    ("written", "understood"),
    [("１栋", "1栋"), (" 1 栋 ", "1栋"), ("01", "1栋"), ("a", "A栋"), ("北楼", "北楼"), ("12号楼", "12号楼")],
)
def test_buildings_are_understood_as_people_write_them(written: str, understood: str) -> None:
    rows, _ = read((written, *GOOD[1:]))
    assert rows[0].building == understood


@pytest.mark.parametrize(("number", "floor"), [("1203", 12), ("302室", 3), ("1203A", 12), ("１２０３", 12), ("0302", 3)])
def test_the_floor_is_taken_from_the_number_if_left_out(number: str, floor: int) -> None:
    rows, errors = read(("1栋", "1单元", number, None))
    assert errors == []
    assert rows[0].floor == floor


def test_the_floor_may_be_written_with_its_unit_and_lie_below_ground() -> None:
    rows, _ = read(("1", "1", "101", "2层"), ("1", "1", "B1", -1))
    assert [row.floor for row in rows] == [2, -1]


def test_a_row_without_a_person_only_makes_the_home() -> None:
    rows, errors = read(GOOD[:4])
    assert errors == []
    assert (rows[0].name, rows[0].phone, rows[0].title) == (None, None, None)


def test_empty_lines_are_skipped_and_row_numbers_stay_those_of_the_sheet() -> None:
    _, errors = read(GOOD, (), (None, "  "), ("1栋", "1单元", "", 3))
    assert errors == [(5, "房号", "missing")]


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({0: None}, "楼栋", "missing"),
        ({0: "长" * 31}, "楼栋", "too_long"),
        ({0: "=1+1栋".replace("=", "@")}, "楼栋", "formula"),
        ({1: ""}, "单元", "missing"),
        ({2: None}, "房号", "missing"),
        ({2: "12/03"}, "房号", "bad_number"),
        ({2: "1" * 17}, "房号", "bad_number"),
        ({3: "高"}, "楼层", "bad_floor"),
        ({3: 201}, "楼层", "bad_floor"),
        ({3: 1.5}, "楼层", "bad_floor"),
        ({2: "A", 3: None}, "楼层", "missing"),
        ({4: None}, "姓名", "missing"),
        ({4: "名" * 65}, "姓名", "too_long"),
        ({4: "-王"}, "姓名", "formula"),
        ({5: None}, "手机号", "missing"),
        ({5: "1380000000"}, "手机号", "bad_phone"),
        ({5: "固话"}, "手机号", "bad_phone"),
        ({6: None}, "身份", "missing"),
        ({6: "房东"}, "身份", "unknown_title"),
    ],
)
def test_what_is_wrong_with_a_cell_is_named(change: dict[int, Any], column: str, code: str) -> None:
    rows, errors = read([change.get(i, cell) for i, cell in enumerate(GOOD)])
    assert rows == []
    assert errors == [(2, column, code)]


def test_all_errors_of_a_row_are_named_at_once() -> None:
    _, errors = read((None, None, None, None, None, "1", "x"))
    assert [e[1] for e in errors] == ["楼栋", "单元", "房号", "楼层", "姓名", "身份", "手机号"]


def test_rows_that_repeat_or_contradict_an_earlier_one_are_named() -> None:
    _, errors = read(
        GOOD,
        GOOD,
        (*GOOD[:3], 11, "李强", "13800000002", "家属"),
        ("2栋", "1单元", "101", 1, "王小芳", "13800000001", "业主"),
        ("3栋", "1单元", "101"),
        ("3栋", "1单元", "101"),
    )
    assert errors == [
        (3, "手机号", "duplicate"),
        (4, "楼层", "floor_differs"),
        (5, "姓名", "name_differs"),
        (7, "房号", "duplicate"),
    ]


def test_one_person_may_have_two_homes_and_one_home_two_people() -> None:
    _, errors = read(GOOD, ("2栋", *GOOD[1:]), (*GOOD[:4], "李强", "13800000002", "家属"))
    assert errors == []


def test_columns_may_stand_in_any_order_and_the_floor_may_be_missing() -> None:
    header = ("备注", "身份（业主/租户/家属）", "手机号", "姓名", "房号", "单元", "楼栋")
    _, rows, errors = read_rows(read_cells(workbook([("x", "业主", "13800000001", "王芳", "1203", "1", "1")], header)))
    assert errors == []
    assert rows == [Row(2, "1栋", "1单元", "1203", 12, "王芳", "+8613800000001", "owner")]


def test_missing_columns_are_named() -> None:
    with pytest.raises(MissingColumns) as caught:
        read_rows(read_cells(workbook([GOOD], ("楼栋", "单元", "房号", "楼层", "姓名"))))
    assert "手机号、身份" in caught.value.detail("zh")


@pytest.mark.parametrize("cells", [[], [[]], [[None, ""]], [list(HEADER)], [list(HEADER), [None, " "]]])
def test_a_sheet_without_rows_is_refused(cells: list[list[Any]]) -> None:
    with pytest.raises(EmptySheet):
        read_rows(cells)


def test_twenty_thousand_rows_are_read_and_one_more_is_refused() -> None:
    row = ["1", "1", "101", 1]
    assert read_rows([list(HEADER), *[row] * 20_000])[0] == 20_000
    with pytest.raises(FileTooLarge):
        read_rows([list(HEADER), *[row] * 20_001])


def test_the_template_is_a_valid_list_without_rows() -> None:
    with pytest.raises(EmptySheet):
        read_rows(read_cells(write_template()))


@pytest.mark.parametrize("code", TEXTS)
def test_every_error_has_a_sentence_in_both_languages(code: str) -> None:
    error = {"code": code, "column": "楼层", "params": {"first": 2, "known": 3}}
    assert detail(error, "zh") != detail(error, "en")
    assert "{" not in detail(error, "zh") + detail(error, "en")


@cache
def good_sheet() -> bytes:
    """Return the same bytes each time: a workbook holds the time at which it was made."""
    return workbook([GOOD])


def joined(*books: bytes) -> bytes:
    """Return a zip with the parts of all workbooks, several of the same name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for data in books:
            with zipfile.ZipFile(io.BytesIO(data)) as old:
                for name in old.namelist():
                    new.writestr(name, old.read(name))
    return file.getvalue()


class TestRefusedFiles:
    """Files that are not what they say, or could do harm."""

    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"hello",
            b"PK\x03\x04",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            b"<html><table></table></html>",
            b"\x89PNG\r\n\x1a\n",
        ],
        ids=["empty", "text", "torn", "old xls", "html", "png"],
    )
    def test_what_is_no_workbook(self, data: bytes) -> None:
        with pytest.raises(NotASheet):
            read_cells(data)

    def test_another_zip(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("word/document.xml", "<x/>")
            archive.writestr("[Content_Types].xml", "<x/>")
        with pytest.raises(NotASheet):
            read_cells(file.getvalue())

    def test_a_formula(self) -> None:
        with pytest.raises(SheetHasFormulas):
            read_cells(workbook([("=1+1", *GOOD[1:])]))

    def test_a_formula_in_a_sheet_that_lies_elsewhere(self) -> None:
        data = repacked(
            workbook([("=1+1", *GOOD[1:])]),
            lambda _name, content: content.replace(b"worksheets/sheet1.xml", b"elsewhere/data.bin"),
        )
        renamed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(renamed, "w") as new:
            for name in old.namelist():
                new.writestr(name.replace("worksheets/sheet1.xml", "elsewhere/data.bin"), old.read(name))
        with pytest.raises(SheetHasFormulas):
            read_cells(renamed.getvalue())

    @pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml", "xl/embeddings/oleObject1.bin"])
    def test_macros_links_and_embedded_things(self, part: str) -> None:
        with pytest.raises(SheetHasFormulas):
            read_cells(repacked(workbook([GOOD]), lambda _name, content: content, {part: b"x"}))

    def test_a_document_type(self) -> None:
        def attack(name: str, content: bytes) -> bytes:
            return b'<!DOCTYPE x [<!ENTITY a "b">]>' + content if name.startswith("xl/worksheets") else content

        with pytest.raises(NotASheet):
            read_cells(repacked(workbook([GOOD]), attack))

    def test_another_encoding(self) -> None:
        def attack(name: str, content: bytes) -> bytes:
            return content.decode().encode("utf-16") if name.startswith("xl/worksheets") else content

        with pytest.raises(NotASheet):
            read_cells(repacked(workbook([("=1+1",)]), attack))

    @pytest.mark.parametrize("reference", ["XFD2", "A1048576", "A99999999", "&#65;2"])
    def test_a_cell_far_out_that_would_blow_the_sheet_up(self, reference: str) -> None:
        def attack(name: str, content: bytes) -> bytes:
            return content.replace(b'r="A2"', f'r="{reference}"'.encode()) if name.startswith("xl/worksheets") else content

        with pytest.raises((FileTooLarge, NotASheet)):
            read_cells(repacked(workbook([GOOD]), attack))

    def test_the_last_empty_row_that_libreoffice_writes_does_no_harm(self) -> None:
        def with_last_row(name: str, content: bytes) -> bytes:
            row = b'<row r="1048576" customFormat="false" ht="12.8"></row></sheetData>'
            return content.replace(b"</sheetData>", row) if name.startswith("xl/worksheets") else content

        assert len(read_cells(repacked(workbook([GOOD]), with_last_row))) == 2

    def test_a_bomb(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(opened, "MOST_UNPACKED", 2**20)
        bomb = repacked(workbook([GOOD]), lambda _name, content: content, {"xl/media/x.bin": b"\0" * 2**21})
        assert len(bomb) < 20_000
        with pytest.raises(FileTooLarge):
            read_cells(bomb)

    def test_more_than_five_megabytes(self) -> None:
        with pytest.raises(FileTooLarge):
            read_cells(b"PK" + b"\0" * 5 * 2**20)

    def test_two_parts_of_the_same_name_are_read_as_judged(self) -> None:
        file = io.BytesIO()
        innocent, formula = workbook([GOOD]), workbook([("=1+1", *GOOD[1:])])
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.write(joined(formula, innocent))
        assert read_cells(file.getvalue())[1][0] == "1栋"


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False),
    st.booleans(),
    st.sampled_from(GOOD),
)


@settings(deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=8))
def test_any_cells_give_clean_rows_or_named_errors(lines: list[list[Any]]) -> None:
    try:
        count, rows, errors = read_rows([list(HEADER), *lines])
    except EmptySheet:
        return
    assert count <= len(lines)
    assert {row.row for row in rows} | {error.row for error in errors} <= set(range(2, len(lines) + 2))
    assert len(rows) + len({e.row for e in errors} - {r.row for r in rows}) == count
    for error in errors:
        assert detail(error.to_json(), "zh")
    for row in rows:
        assert row.building
        assert row.number
        assert (row.name is None) == (row.phone is None) == (row.title is None)
        assert row.phone is None or len(row.phone) == 14
        assert len(row.building) <= 32


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_file_is_refused_or_read_but_never_breaks_anything(data: st.DataObject) -> None:
    content = bytearray(good_sheet())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Invalid):
        read_rows(read_cells(bytes(content)))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_xml_inside_is_refused_or_read_but_never_breaks_anything(data: st.DataObject) -> None:
    def damage(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/"):
            return content
        at = data.draw(st.integers(0, len(content)))
        return content[:at] + data.draw(st.binary(max_size=8)) + content[at + data.draw(st.integers(0, 8)) :]

    with suppress(Invalid):
        read_rows(read_cells(repacked(good_sheet(), damage)))
