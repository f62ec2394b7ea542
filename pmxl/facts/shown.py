"""Rows as the sheet's own formulas see them, so that a computed column says the same with and without pmxl."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pmxl.model import Book, Row

Shown = Callable[[Row, str], Any]


def as_shown(book: Book) -> Shown:
    """A reader of cells for columns that are formulas on the sheet.

    Where a number or a date stands as text, rules use what it means; but no formula counts with a text, so for a
    formula the cell is blank.
    """
    texts = {(id(m.row), m.column.name) for m in book.misread if isinstance(m.raw, str) and m.used is not None}
    return lambda row, name: None if (id(row), name) in texts else getattr(row, name)
