"""What each row says, cleaned, and what is wrong with it, as far as the file alone can tell."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from community import phones
from community.errors import BadPhone, EmptySheet, FileTooLarge, MissingColumns
from community.estate_list.columns import BUILDING, COLUMNS, ENTRANCE, FLOOR, NAME, NUMBER, PHONE, TITLE, TITLES
from community.estate_list.workbook import MOST_ROWS

_NUMBER = re.compile(r"[0-9A-Z][0-9A-Z-]{0,15}")
_FLOOR_IN_NUMBER = re.compile(r"([0-9]{1,2})[0-9]{2}(?:[A-Z-].*)?")
_BARE = re.compile(r"[0-9A-Z]{1,3}")
_ACTIVE = ("=", "+", "-", "@", "\t")  # what a spreadsheet would take for a formula when the list is exported again


@dataclass(frozen=True)
class Row:
    """One clean row; without a person it only makes the home. `row` is the line in the sheet, from 1."""

    row: int
    building: str
    entrance: str
    number: str
    floor: int
    name: str | None = None
    phone: str | None = None
    title: str | None = None

    @property
    def home(self) -> tuple[str, str, str]:
        return (self.building, self.entrance, self.number)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class RowError:
    """What is wrong with a cell; the text for a code stands in `texts`."""

    row: int
    column: str
    code: str
    params: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


Problem = tuple[str, str]  # column, code


def read_rows(cells: Sequence[Sequence[Any]]) -> tuple[int, list[Row], list[RowError]]:
    """Return (how many rows hold anything, the clean ones, the errors); raises EmptySheet, MissingColumns, FileTooLarge."""
    lines = [(n, line) for n, raw in enumerate(cells, start=1) if any(line := [_text(cell) for cell in raw])]
    if not lines:
        raise EmptySheet
    places = _header(lines[0][1])
    if len(lines) - 1 > MOST_ROWS:
        raise FileTooLarge(rows=MOST_ROWS)
    if len(lines) == 1:
        raise EmptySheet
    rows: list[Row] = []
    errors: list[RowError] = []
    for number, line in lines[1:]:
        row, problems = _read_row(number, {c: line[i] if i < len(line) else "" for c, i in places.items()})
        errors += [RowError(number, column, code) for column, code in problems]
        if row is not None:
            rows.append(row)
    return len(lines) - 1, rows, errors + _clashes(rows)


def _header(line: Sequence[str]) -> dict[str, int]:
    """Find the columns by their names; what stands after the name ("身份（业主/租户/家属）") does not matter."""
    places = {c: i for c in COLUMNS for i, text in reversed(list(enumerate(line))) if text.startswith(c)}
    if missing := [c for c in COLUMNS if c not in places and c != FLOOR]:
        raise MissingColumns(columns="、".join(missing))
    return places


def _read_row(number: int, line: dict[str, str]) -> tuple[Row | None, list[Problem]]:
    problems: list[Problem] = []
    building = _place(line[BUILDING], "栋", BUILDING, problems)
    entrance = _place(line[ENTRANCE], "单元", ENTRANCE, problems)
    home = _home_number(line[NUMBER], problems)
    floor = _floor(line.get(FLOOR, ""), home, problems)
    name, phone, title = _person(line, problems)
    if problems:
        return None, problems
    return Row(number, building, entrance, home, floor, name, phone, title), []


def _place(text: str, unit: str, column: str, problems: list[Problem]) -> str:
    """Complete a bare "1" to "1栋"; whatever has a name of its own keeps it."""
    plain = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    _check_text(plain, 30, column, problems)
    if _BARE.fullmatch(plain):
        return f"{int(plain) if plain.isdigit() else plain}{unit}"
    return plain


def _home_number(text: str, problems: list[Problem]) -> str:
    plain = unicodedata.normalize("NFKC", text).upper().replace(" ", "").removesuffix("室")
    if not plain:
        problems.append((NUMBER, "missing"))
    elif not _NUMBER.fullmatch(plain):
        problems.append((NUMBER, "bad_number"))
    return plain


def _floor(text: str, home: str, problems: list[Problem]) -> int:
    """Read the floor, or take it from the home's number: 1203 lies on the 12th."""
    plain = unicodedata.normalize("NFKC", text).removesuffix("层").removesuffix("楼").strip()
    if not plain:
        if found := _FLOOR_IN_NUMBER.fullmatch(home):
            return int(found[1])
        problems.append((FLOOR, "missing"))
    elif re.fullmatch(r"-?[0-9]{1,3}", plain) and -9 <= int(plain) <= 200:
        return int(plain)
    else:
        problems.append((FLOOR, "bad_floor"))
    return 0


def _person(line: dict[str, str], problems: list[Problem]) -> tuple[str | None, str | None, str | None]:
    given = {column: line[column] for column in (NAME, PHONE, TITLE)}
    if not any(given.values()):
        return None, None, None
    for column, text in given.items():
        if not text:
            problems.append((column, "missing"))
    name, phone, title = given[NAME], given[PHONE], TITLES.get(given[TITLE])
    if name:
        _check_text(name, 64, NAME, problems)
    if given[TITLE] and title is None:
        problems.append((TITLE, "unknown_title"))
    try:
        phone = phones.normalise(phone) if phone else phone
    except BadPhone:
        problems.append((PHONE, "bad_phone"))
    return name, phone, title.value if title else None


def _check_text(text: str, longest: int, column: str, problems: list[Problem]) -> None:
    if not text:
        problems.append((column, "missing"))
    elif len(text) > longest:
        problems.append((column, "too_long"))
    elif text.startswith(_ACTIVE):
        problems.append((column, "formula"))


def _clashes(rows: Iterable[Row]) -> list[RowError]:
    """Find rows that repeat or contradict an earlier one."""
    errors: list[RowError] = []
    seen: dict[tuple[Any, ...], Row] = {}
    floors: dict[tuple[str, str, str], Row] = {}
    people: dict[str, Row] = {}
    for row in rows:
        if (first := seen.setdefault((*row.home, row.phone), row)) is not row:
            errors.append(RowError(row.row, PHONE if row.phone else NUMBER, "duplicate", {"first": first.row}))
        if (first := floors.setdefault(row.home, row)).floor != row.floor:
            errors.append(RowError(row.row, FLOOR, "floor_differs", {"first": first.row}))
        if row.phone and (first := people.setdefault(row.phone, row)).name != row.name:
            errors.append(RowError(row.row, NAME, "name_differs", {"first": first.row}))
    return errors


def _text(cell: Any) -> str:
    """Return a cell as a person reads it: a whole number without the ".0" that spreadsheets keep."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
