"""Writes an Excel sheet while its rows come in, in constant memory: nothing is kept but the row at hand.

Every text is an inline string, so nothing that people have written is ever taken for a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, cast
from xml.sax.saxutils import escape

Cell = str | int | float | datetime | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters; Excel takes no more
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel counts days of the wall clock
_ROWS_AT_ONCE = 500
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FONT = '<sz val="11"/><name val="Calibri"/>'
_HEADER_STYLE, _TIME_STYLE = 1, 2


def _parts(name: str) -> dict[str, str]:
    """Return the parts of the file beside the sheet itself."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">'
        f'<sheets><sheet name="{escape(name)}" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
        f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{_style()}</cellStyleXfs>'
        f'<cellXfs count="3">{_style()}{_style(font=1)}{_style(format_=164)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }


def _style(*, font: int = 0, format_: int = 0) -> str:
    return (
        f'<xf numFmtId="{format_}" fontId="{font}" fillId="0" borderId="0" '
        f'applyFont="{font and 1}" applyNumberFormat="{format_ and 1}"/>'
    )


def write(name: str, header: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Yield the bytes of an .xlsx file with one sheet; times are written as they stand on their own clock.

    `widths` are in characters, one per column. The header stays in view and can be filtered by.
    """
    out = _Outbox()
    with zipfile.ZipFile(cast(IO[bytes], out), "w", zipfile.ZIP_DEFLATED, compresslevel=4) as file:
        for path, content in _parts(name).items():
            file.writestr(path, _HEAD + content)
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for piece in _sheet(header, widths, rows):
                sheet.write(piece.encode())
                yield out.take()
    yield out.take()


def _sheet(header: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    columns = "".join(f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, 1))
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    yield f"<cols>{columns}</cols><sheetData>{_row([_text(title, _HEADER_STYLE) for title in header])}"
    waiting: list[str] = []
    for row in rows:
        waiting.append(_row(map(_cell, row)))
        if len(waiting) == _ROWS_AT_ONCE:
            yield "".join(waiting)
            waiting.clear()
    yield "".join(waiting) + "</sheetData></worksheet>"


def _row(cells: Iterable[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(value: Cell) -> str:
    match value:
        case None:
            return "<c/>"
        case datetime():
            return f'<c s="{_TIME_STYLE}"><v>{(value.replace(tzinfo=None) - _EPOCH).total_seconds() / 86_400:.9f}</v></c>'
        case str():
            return _text(value)
    return f"<c><v>{value}</v></c>"


def _text(value: str, style: int = 0) -> str:
    text = escape(_NO_XML.sub("", value[:LONGEST_CELL])).replace("\r", "&#13;")
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


class _Outbox:
    """A file that cannot be read or sought in; what is written to it is taken away piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        return None

    def take(self) -> bytes:
        """Return what has been written since the last time."""
        found = b"".join(self._pieces)
        self._pieces.clear()
        return found
