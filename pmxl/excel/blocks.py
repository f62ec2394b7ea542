"""Blocks: cells of one column that follow each other, so that a thousand cells are one call and not a thousand."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pmxl.model import SetCells, Value
from pmxl.model.raw import number_of
from pmxl.records import NamedTuple

TEXT_KINDS = ("key", "refs", "links")
"""Kinds of column whose cells hold text even where it looks like a number or a date: their format is `@`."""


class Block(NamedTuple):
    """Values, or one formula, for cells of one column from *row* on."""

    sheet: str
    column: int
    row: int
    values: tuple[Value, ...]
    formula: str = ""
    kind: str = "text"

    @property
    def last_row(self) -> int:
        """The row of the last cell."""
        return self.row + len(self.values) - 1

    @property
    def strip(self) -> tuple[int, int, int]:
        """Its column, its first row, and how many cells it has."""
        return self.column, self.row, len(self.values)


def blocks_of(edit: SetCells, alone: Collection[int] = ()) -> Iterator[Block]:
    """The edit as blocks, from top to bottom. The rows in *alone* are blocks of their own."""
    column, rows = number_of(edit.column), sorted(edit.values)
    first = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i] != rows[i - 1] + 1 or rows[i] in alone or rows[i - 1] in alone:
            values = tuple(edit.values[row] for row in rows[first:i])
            yield Block(edit.sheet, column, rows[first], values, edit.formula.removeprefix("="), edit.kind)
            first = i


def typed(value: Value) -> Value:
    """A value as it is handed to Excel, which reads a text as if somebody typed it: "00123", "1-2", "=1+1", "TRUE".

    An apostrophe before it keeps a text a text. Excel shows and gives back the text without it.
    """
    return f"'{value}" if isinstance(value, str) and value and _may_be_read(value) else value


def _may_be_read(text: str) -> bool:
    """True for what Excel might take for a number, a date, a truth, an error or a formula. Words never are."""
    first = text.lstrip()[:1]
    if first in "=+-@'#$€£(%.," or first.isdecimal():
        return True
    return len(text) <= 24 and (any(c.isdecimal() for c in text) or text.strip().casefold() in ("true", "false"))
