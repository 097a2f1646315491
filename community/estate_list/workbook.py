"""Opens an uploaded workbook: first its content is judged without trusting anything it says, then its cells are read.

An .xlsx file is a zip of XML. Whatever is judged here is packed anew, uncompressed, and only that copy goes to the reader, so
that both see the same bytes: no second entry of the same name, no part that unpacks to more than it says.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineWorkbook

from community.errors import FileTooLarge, NotASheet, SheetHasFormulas

MOST_BYTES = 5 * 2**20
MOST_ROWS = 20_000
MOST_UNPACKED = 80 * 2**20
MOST_PARTS = 500
LAST_ROW, LAST_COLUMN = MOST_ROWS + 100, 2  # a reference beyond (a column of 3 letters) makes readers fill in a giant sheet

_ACTIVE = re.compile(r"vba|macro|activex|embeddings|externallinks|ctrlprops|connections|querytables", re.IGNORECASE)
_WORKSHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
_EMPTY_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*(?:/>|>\s*</(?:\w+:)?row>)")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_REFERENCE = re.compile(rb"<(?:\w+:)?(?:row|c)\b[^>]*?\sr\s*=\s*[\"']([^\"']*)[\"']")
_CELL = re.compile(rb"([A-Z]*)([0-9]{1,7})")


def read_cells(data: bytes) -> list[list[Any]]:
    """Return the first sheet's cells, row by row; raises FileTooLarge, NotASheet or SheetHasFormulas."""
    if len(data) > MOST_BYTES:
        raise FileTooLarge(rows=MOST_ROWS)
    try:
        parts = dict(_parts(data))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise NotASheet from None
    _judge(parts)
    return _cells(_packed(parts))


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Unpack part by part, within bounds."""
    left = MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if len(archive.infolist()) > MOST_PARTS:
            raise NotASheet
        for part in archive.infolist():
            with archive.open(part) as stream:
                content = stream.read(left + 1)
            left -= len(content)
            if left < 0:
                raise FileTooLarge(rows=MOST_ROWS)
            yield part.filename, content


def _judge(parts: dict[str, bytes]) -> None:
    if "[Content_Types].xml" not in parts or "xl/workbook.xml" not in parts:
        raise NotASheet
    if any(_ACTIVE.search(name) for name in parts):
        raise SheetHasFormulas
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")) and (b"\0" in content or b"<!DOCTYPE" in content):
            raise NotASheet  # another encoding or a document type: no office program writes those, and we look for bytes
        if _WORKSHEET.search(content):  # wherever it lies
            _judge_sheet(content)


def _judge_sheet(content: bytes) -> None:
    if _FORMULA.search(content):
        raise SheetHasFormulas
    # LibreOffice ends a sheet with an empty row 1048576; it makes no cell.
    for found in _REFERENCE.finditer(_EMPTY_ROW.sub(b"", content)):
        cell = _CELL.fullmatch(found[1])
        if cell is None:
            raise NotASheet
        if len(cell[1]) > LAST_COLUMN or int(cell[2]) > LAST_ROW:
            raise FileTooLarge(rows=MOST_ROWS)


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    packed.seek(0)
    return packed


def _cells(packed: io.BytesIO) -> list[list[Any]]:
    try:
        sheet = CalamineWorkbook.from_filelike(packed).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False)
    except BaseException as error:
        # The reader is written in Rust: a panic on malformed XML is no Exception.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise NotASheet from None
        raise
