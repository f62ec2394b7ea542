"""What a row's value is as text, and what a text is as a row's value: the same both ways, in every format."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmxl.model import Column
from pmxl.registers.cells import CellReader, Wrong

MOST = 32_767
"""Characters that a cell of a workbook holds."""


def text_of(value: Any) -> str:
    """A value as text: dates as 2026-03-13, numbers as short as they are exact, Yes and No, references by commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (int, float)):
        return str(int(value)) if float(value).is_integer() else repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def value_of(text: str, column: Column) -> Any:
    """The value that a text means in a column; None where it is blank or means none."""
    try:
        if column.kind == "day":
            return date.fromisoformat(text[:10])
        if column.kind in ("whole", "number", "money", "percent"):
            return CellReader().read(float(text), column)
    except Wrong as wrong:
        return wrong.used
    except ValueError:
        pass  # Somebody wrote it as people do.
    return _as_people_write(text, column)


def _as_people_write(text: str, column: Column) -> Any:
    try:
        return CellReader().read(text, column) if text else None
    except Wrong as wrong:
        return wrong.used
