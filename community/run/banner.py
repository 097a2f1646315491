"""The box that says where everything is once it runs."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class Section(NamedTuple):
    """A heading and rows of cells; the columns of a section are aligned."""

    title: str
    rows: Sequence[Sequence[str]]


def box(sections: Sequence[Section], *, colourful: bool = False) -> str:
    """Draw the sections into one box, aligned for a terminal, where a Chinese character is two columns wide."""
    drawn = [(section.title, _aligned(section.rows)) for section in sections]
    inner = max(width(line) for title, lines in drawn for line in (title, *lines)) + 4
    result = []
    for number, (title, lines) in enumerate(drawn):
        left, right = "╭╮" if number == 0 else "├┤"
        heading = f"\x1b[1m{title}\x1b[0m" if colourful else title
        result.append(f"{left}─ {heading} {'─' * (inner - width(title) - 3)}{right}")
        result += [f"│  {line}{' ' * (inner - width(line) - 2)}│" for line in lines]
    return "\n".join([*result, f"╰{'─' * inner}╯"])


def width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(cell + " " * (size - width(cell)) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]
