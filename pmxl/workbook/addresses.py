"""Cell addresses: `B7`, `$A$1:$C$9` and their numbers, which count from 1."""

from __future__ import annotations

import re
from functools import cache

from pmxl.model.raw import letters_of, number_of
from pmxl.records import NamedTuple

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6}):\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class _ColumnNumbers(dict[str, int]):
    """Letters -> number, remembered, because every cell of a sheet asks."""

    def __missing__(self, letters: str) -> int:
        number = self[letters] = number_of(letters.upper())
        return number


COLUMN_NUMBERS = _ColumnNumbers()


def column_number(letters: str) -> int:
    """The number of a column: `A` is 1, `XFD` is 16384."""
    return COLUMN_NUMBERS[letters]


column_letters = cache(letters_of)
"""The letters of a column, remembered: 1 is `A`, 16384 is `XFD`."""


def cell_address(row: int, column: int) -> str:
    """The address of a cell: (7, 2) is `B7`."""
    return f"{column_letters(column)}{row}"


def parse_cell(text: str) -> tuple[int, int] | None:
    """Row and column of an address such as `$B$7`, or None where it is none."""
    match = _CELL.fullmatch(text)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if row <= MAX_ROW and column <= MAX_COLUMN else None


class Area(NamedTuple):
    """A rectangle of cells, both corners inside."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = cell_address(self.top, self.left)
        last = cell_address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """True where the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """True where both have a cell in common."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom


def parse_area(text: str) -> Area | None:
    """The rectangle of `A1:C9`, `B7`, `A:C` or `3:5`, or None where the text is none of them."""
    corners = _AREA.fullmatch(text)
    if corners is not None:
        return _area_of(int(corners[2]), COLUMN_NUMBERS[corners[1]], int(corners[4]), COLUMN_NUMBERS[corners[3]])
    first, _, last = text.replace("$", "").partition(":")
    last = last or first
    start: tuple[int, int] | None
    stop: tuple[int, int] | None
    if first.isdecimal() and last.isdecimal():
        start, stop = (int(first), 1), (int(last), MAX_COLUMN)
    elif first.isalpha() and last.isalpha() and first.isascii() and last.isascii() and ":" in text:
        start, stop = (1, column_number(first)), (MAX_ROW, column_number(last))
    else:
        start, stop = parse_cell(first), parse_cell(last)
    if start is None or stop is None:
        return None
    return _area_of(*start, *stop)


def _area_of(top: int, left: int, bottom: int, right: int) -> Area | None:
    if top > bottom:
        top, bottom = bottom, top
    if left > right:
        left, right = right, left
    return Area(top, left, bottom, right) if top >= 1 and bottom <= MAX_ROW and right <= MAX_COLUMN else None


def parse_reference(text: str, here: str = "") -> tuple[str, Area] | None:
    """The sheet and the rectangle that `'Chart data'!B2:B9` means, on the sheet *here* where it names none."""
    sheet, _, place = text.removeprefix("=").rpartition("!")
    if len(sheet) > 1 and sheet[0] == sheet[-1] == "'":
        sheet = sheet[1:-1].replace("''", "'")
    area = parse_area(place)
    return (sheet or here, area) if area is not None else None


def absolute(sheet: str, area: Area) -> str:
    """A rectangle as charts and names write it: `'Chart data'!$B$2:$B$9`."""
    corners = [f"${column_letters(c)}${r}" for r, c in ((area.top, area.left), (area.bottom, area.right))]
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!" + ":".join(dict.fromkeys(corners))
