"""Cells of an open workbook, read and put back in blocks: what a block holds is a list of states.

A state is what a person would say the cell holds: None, a text, a number, a truth, or a `Formula`. It survives JSON, so
that the next interpreter can put it back.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from pmxl.excel.application import Range, Sheet
from pmxl.excel.blocks import TEXT_KINDS, Block, typed
from pmxl.excel.reading import number_of_date
from pmxl.model import Value
from pmxl.workbook.formats import FORMATS


class Formula(str):
    """The formula of a cell, with its `=`."""

    __slots__ = ()


State = str | float | bool | None


def area(sheet: Sheet, column: int, row: int, count: int) -> Range:
    """*count* cells of one column."""
    return sheet.range((row, column), (row + count - 1, column))


def states(cells: Range) -> list[State]:
    """What the cells of one column hold, in two calls."""
    values = cells.options(ndim=2, err_to_str=True, dates=number_of_date).value
    found = cells.formula
    formulas = [line[0] for line in found] if isinstance(found, (list, tuple)) else [found]
    return [
        Formula(formula) if isinstance(formula, str) and formula[:1] == "=" and formula != value else _plain(value)
        for (value,), formula in zip(values, formulas, strict=True)
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
            cells.formula = [[str(state)] for _, state in numbered]
        else:
            cells.value = [[typed(state)] for _, state in numbered]


def write(sheet: Sheet, block: Block) -> None:
    """Write a block: its format first, for Excel reads a value by the format of its cell."""
    cells = area(sheet, block.column, block.row, len(block.values))
    if block.formula:
        cells.formula = f"={block.formula}"
        return
    _fit_format(cells, block)
    cells.value = [[_handed(value)] for value in block.values]


def _fit_format(cells: Range, block: Block) -> None:
    filled = [value for value in block.values if value is not None]
    if block.kind in TEXT_KINDS:
        if filled and cells.number_format != "@":
            cells.number_format = "@"
        return
    has_numbers = any(not isinstance(value, str) for value in filled)
    if has_numbers and block.kind in FORMATS and cells.number_format == "General":
        cells.number_format = FORMATS[block.kind]


def _handed(value: Value) -> Value:
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
