"""Cells of an open workbook, read and put back in blocks: what a block holds is a list of states.

A state is what a person would say the cell holds: None, a text, a number, a truth, or a `Formula`. It survives JSON, so
that the next interpreter can put it back.

Values are handed over as Excel takes them, dates as the numbers that it holds for them: what xlwings does on the way
of a value asks Excel forty times for each block.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from pmxl.excel.application import Range, Sheet
from pmxl.excel.blocks import TEXT_KINDS, Block, typed
from pmxl.excel.reading import lines_of, number_of_date
from pmxl.model import Value
from pmxl.workbook.addresses import Area
from pmxl.workbook.formats import FORMATS
from pmxl.workbook.values import written


class Formula(str):
    """The formula of a cell, with its `=`."""

    __slots__ = ()


State = str | float | bool | None
Strip = tuple[int, int, int]
"""Cells of one column: the column, the first row, and how many they are."""


WORTH = 1000
"""How many cells are read in the time of one question to Excel."""


def area(sheet: Sheet, column: int, row: int, count: int) -> Range:
    """*count* cells of one column."""
    return sheet.range(str(Area(row, column, row + count - 1, column)))


def all_states(sheet: Sheet, strips: Sequence[Strip]) -> list[list[State]]:
    """What each strip of a sheet holds: asked for at once, where that is less work than strip by strip."""
    around = surrounding(strips)
    if (around.bottom - around.top + 1) * (around.right - around.left + 1) > WORTH * len(strips):
        return [states(area(sheet, *strip)) for strip in strips]
    columns = [*zip(*_lines_of(sheet.range(str(around))), strict=True)]
    cut = [(column - around.left, row - around.top, count) for column, row, count in strips]
    return [list(columns[column][row : row + count]) for column, row, count in cut]


def surrounding(strips: Sequence[Strip]) -> Area:
    """The smallest area that all strips lie in."""
    columns, rows = [column for column, _, _ in strips], [row for _, row, _ in strips]
    return Area(min(rows), min(columns), max(row + count - 1 for _, row, count in strips), max(columns))


def states(cells: Range) -> list[State]:
    """What the cells of one column hold."""
    return [state for (state,) in _lines_of(cells)]


def _lines_of(cells: Range) -> list[list[State]]:
    values = cells.options(ndim=2, err_to_str=True, dates=number_of_date).value
    return [
        [
            Formula(formula) if isinstance(formula, str) and formula[:1] == "=" and formula != value else _plain(value)
            for value, formula in zip(line, said, strict=True)
        ]
        for line, said in zip(values, lines_of(cells.formula), strict=True)
    ]


def _plain(value: Any) -> State:
    if value is None or isinstance(value, (str, bool)):
        return value or None if isinstance(value, str) else value
    return float(value)


def put(sheet: Sheet, column: int, row: int, wanted: Sequence[State]) -> None:
    """Let cells of one column hold these states again."""
    for is_formula, run in groupby(enumerate(wanted), key=lambda item: isinstance(item[1], Formula)):
        numbered = list(run)
        cells = area(sheet, column, row + numbered[0][0], len(numbered))
        if is_formula:
            set_formulas(cells, [str(state) for _, state in numbered])
        else:
            cells.raw_value = [[_handed(state)] for _, state in numbered]


def set_formulas(cells: Range, texts: Sequence[str]) -> None:
    """Put formulas into cells of one column, as xlwings does once it has asked fifty times what they are part of."""
    cells.impl.formula = [[text] for text in texts]


def write(sheet: Sheet, block: Block) -> None:
    """Write a block: its format first, for Excel reads a value by the format of its cell."""
    cells = area(sheet, block.column, block.row, len(block.values))
    if block.formula:
        cells.formula = f"={block.formula}"
        return
    if _fit_format(cells, block) in (None, "@") and any(isinstance(value, date) for value in block.values):
        # Cells that differ, or that hold texts: Excel itself shows a date as one, whatever each of them is.
        cells.value = [[_moment(value)] for value in block.values]
    else:
        cells.raw_value = [[_handed(value)] for value in block.values]


def _fit_format(cells: Range, block: Block) -> str | None:
    """Give cells without a format that of their kind; gives the format of all cells, None where they differ."""
    filled = [value for value in block.values if value is not None]
    if block.kind in TEXT_KINDS:
        if filled and cells.number_format != "@":
            cells.number_format = "@"
        return "@"
    wanted = FORMATS["day"] if any(isinstance(value, date) for value in filled) else FORMATS.get(block.kind)
    if not wanted or all(isinstance(value, str) for value in filled):
        return ""
    there: str | None = cells.number_format
    if there == "General":
        cells.number_format = there = wanted
    return there


def _handed(value: Value) -> object:
    """A value as Excel takes it from any program."""
    held = written(value)
    return "" if held is None else typed(held)  # type: ignore[arg-type]


def _moment(value: Value) -> object:
    """A value as xlwings takes it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime(value.year, value.month, value.day)
    return typed(value)


def to_json(found: Sequence[State]) -> list[Any]:
    """States as JSON keeps them: a formula is a list of one text."""
    return [[str(state)] if isinstance(state, Formula) else state for state in found]


def from_json(kept: Sequence[Any]) -> list[State]:
    """States as `to_json` kept them."""
    return [Formula(state[0]) if isinstance(state, list) else state for state in kept]


def same_state(one: State, other: State) -> bool:
    """True where a cell still holds what it was left with."""
    if isinstance(one, Formula) or isinstance(other, Formula):
        return type(one) is type(other) and str(one) == str(other)
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return one == other
