"""Formulas that several cells share: the text of each cell, moved from where the master stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pmxl.workbook.addresses import MAX_COLUMN, MAX_ROW, column_letters, column_number

_PIECE = (
    r"\"(?:[^\"]|\"\")*\""  # text
    r"|'(?:[^']|'')*'!"  # a quoted sheet
    r"|(?:[\w.\\]*\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\])+"  # a table's columns, another workbook
    r"|(?<![\w.\\$])(\$?)([A-Za-z]{1,3})(\$?)([1-9]\d{0,6})(?![\w.(\\!])"  # a cell
    r"|(?<![\w.\\$:])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(\\!])"  # columns
    r"|(?<![\w.\\$:])(\$?)(\d{1,7}):(\$?)(\d{1,7})(?![\w.(\\!])"  # rows
)


Shared = tuple[str, int, int]
"""The formula of one cell among several that share it: the first cell's text, and how far down and right of it."""


class Formulas(Mapping[tuple[int, int], str]):
    """(row, column) -> formula. Only when somebody looks is a text cleaned, and a shared one moved.

    The rows of a calculated column hold one and the same text, so that each text is cleaned once.
    """

    __slots__ = ("_clean", "_cleaned", "_texts")

    def __init__(self, texts: dict[tuple[int, int], str | Shared], clean: Callable[[str], str] = str) -> None:
        self._texts, self._clean = texts, clean
        self._cleaned: dict[str, str] = {}

    def __getitem__(self, cell: tuple[int, int]) -> str:
        text = self._texts[cell]
        if isinstance(text, str):
            return self._formula(text)
        master, down, right = text
        return moved(self._formula(master), down, right)

    @property
    def any_shared(self) -> bool:
        """True where some cells have the text of another's formula."""
        return not all(isinstance(text, str) for text in self._texts.values())

    def get(self, cell: tuple[int, int], default: Any = None) -> Any:
        """The formula of a cell, the default where it has none: most cells have none."""
        return self[cell] if cell in self._texts else default

    def _formula(self, text: str) -> str:
        if text not in self._cleaned:
            self._cleaned[text] = self._clean(text)
        return self._cleaned[text]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, cell: object) -> bool:
        return cell in self._texts


def moved(text: str, down: int, right: int) -> str:
    """The formula as it reads that many rows further down and columns further right; `$` holds a part still."""

    def move(match: re.Match[str]) -> str:
        if match[2]:
            return _column(match[1], match[2], right) + _row(match[3], match[4], down)
        if match[6]:
            return f"{_column(match[5], match[6], right)}:{_column(match[7], match[8], right)}"
        if match[10]:
            return f"{_row(match[9], match[10], down)}:{_row(match[11], match[12], down)}"
        return match[0]

    # Few books share formulas, so the pattern is compiled when the first does (and remembered by re).
    return re.sub(_PIECE, move, text) if down or right else text


def _column(dollar: str, letters: str, right: int) -> str:
    if dollar or column_number(letters) > MAX_COLUMN:
        return dollar + letters
    # Excel wraps around the edges of the sheet, as its own shared formulas rely on.
    return column_letters((column_number(letters) - 1 + right) % MAX_COLUMN + 1)


def _row(dollar: str, digits: str, down: int) -> str:
    if dollar or not 1 <= int(digits) <= MAX_ROW:
        return dollar + digits
    return str((int(digits) - 1 + down) % MAX_ROW + 1)


_IN_TABLE = r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'!|([\w.\\]+)\[((?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*)\]"


def table_references(text: str) -> Iterator[tuple[str, list[str]]]:
    """The tables that a formula names, each with the columns that it names of it."""
    for match in re.finditer(_IN_TABLE, text):
        if match[1]:
            inner = re.findall(r"\[((?:'.|[^\[\]'])*)\]", match[2]) if match[2].startswith("[") else [match[2]]
            columns = [re.sub("'(.)", r"\1", column) for column in inner]
            yield match[1], [column for column in columns if column and column[0] not in "#@"]
