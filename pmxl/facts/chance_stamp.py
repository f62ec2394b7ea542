"""The second stamp of the sheet Uncertainty: a fingerprint of what its numbers follow from beside the plan.

What the plan itself follows from has the fingerprint of `stamp`; one formula for both would be too long for Excel.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import floor
from typing import Any

from pmxl.facts.stamp import rows_formula, rows_value
from pmxl.model import Book, Context, Register
from pmxl.registers.machine import SCALES
from pmxl.registers.risks import RISKS
from pmxl.registers.schedule import SCHEDULE

INPUTS: tuple[tuple[Register[Any], tuple[str, ...]], ...] = (
    (SCHEDULE, ("id", "low", "high", "buffer")),
    (RISKS, ("id", "likelihood", "residual_likelihood", "status", "days_if", "days_low", "days_high", "hits")),
    (SCALES, ("scale", "score", "chance")),
)
"""What a simulation looks at beside the inputs of the plan. The column that may be long stands last."""

LENGTH = 100
"""Characters of a row that count: enough for a dozen tasks hit."""

SHARES = {"range_down": 101, "range_up": 211, "range_together": 307}
"""Settings that are numbers, and what their hundredths are multiplied with."""

SHAPES = {"pert": 401, "uniform": 503}
"""Shapes of ranges, and what each adds."""


def chances_fingerprint(book: Book, now: Context) -> float:
    """The fingerprint of what a simulation of the book as it stands follows from."""
    rows = sum(rows_value(book, register, names, LENGTH) for register, names in _present(book))
    shares = sum(floor(getattr(now.settings, key) * 100 + 0.5) * weight for key, weight in _shares(book))
    shape = SHAPES.get(now.settings.range_shape.casefold(), 0) if "range_shape" in book.raw.names else 0
    return float(rows + shares + shape)


def chances_formula(book: Book) -> str:
    """The same number as an array formula; "" in a book that has none of these columns."""
    rows = [rows_formula(register, names, LENGTH) for register, names in _present(book)]
    shares = [f"INT(N({key})*100+0.5)*{weight}" for key, weight in _shares(book)]
    shapes = [f'IF(range_shape="{shape}",{weight},0)' for shape, weight in SHAPES.items()]
    return "+".join([*rows, *shares, *(shapes if "range_shape" in book.raw.names else [])])


def _present(book: Book) -> Iterator[tuple[Register[Any], tuple[str, ...]]]:
    """The inputs that the workbook has columns for: a formula must not name one that is not there."""
    titles = {table.name: table.columns for table in book.raw.tables}
    for register, names in INPUTS:
        there = tuple(name for name in names if getattr(register, name).title in titles.get(register.name, ()))
        if len(there) > 1:
            yield register, there


def _shares(book: Book) -> Iterator[tuple[str, int]]:
    return ((key, weight) for key, weight in SHARES.items() if key in book.raw.names)
