"""What the tests of interchange share: books made in memory, plans of other programs, rows to compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from pmxl.edits import cell_value
from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet, Row
from pmxl.registers import BY_NAME
from pmxl.registers.schedule import SCHEDULE
from pmxl.registers.settings import Settings

FRIDAY = date(2026, 3, 13)
START = date(2026, 1, 5)
Given = Mapping[str, Any]


def journey_of(rows: Mapping[str, Iterable[Given]], **settings: Any) -> Journey:
    """The journey of a book with these rows, each column name -> value."""
    sheets = {name: _sheet(name, found) for name, found in rows.items()}
    lines = {line.key: line for line in Settings.lines}
    given = {"as_of": FRIDAY, "project_start": START, **settings}
    said = [{"setting": lines[key].title, "value": value, "key": key} for key, value in given.items()]
    sheets["Settings"] = _sheet("Settings", said)
    return Journey(RawBook(sheets), FRIDAY, strict=True)


def _sheet(name: str, rows: Iterable[Given]) -> RawSheet:
    columns = list(BY_NAME[name].columns)
    cells: dict[int, dict[int, object]] = {1: {i: column.title for i, column in enumerate(columns, 1)}}
    for number, row in enumerate(rows, 2):
        cells[number] = {i: _cell(row[c.name]) for i, c in enumerate(columns, 1) if c.name in row}
    return RawSheet(name, cells)


def _cell(value: Any) -> object:
    value = cell_value(value)
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value


def typed(row: Row) -> dict[str, Any]:
    """What was typed in a row: column name -> value, for every filled column."""
    found = {column.name: getattr(row, column.name) for column in row.columns if column.typed}
    return {name: value for name, value in found.items() if value not in (None, "", ())}


def schedule_of(journey: Journey) -> list[dict[str, Any]]:
    """The typed rows of the Schedule."""
    return [typed(row) for row in journey.book.of(SCHEDULE)]


def dates_of(journey: Journey) -> dict[str, tuple[Any, ...]]:
    """ID -> everything that the engine says of a task."""
    names = "kind start finish total_float free_float critical status percent_complete why".split()
    return {row.id: tuple(getattr(row, name) for name in names) for row in journey.book.of(SCHEDULE)}


def reread(imported: Any) -> Journey:
    """The journey of a workbook made from an imported plan."""
    return journey_of(imported.rows, **{"as_of": FRIDAY, **imported.settings})
