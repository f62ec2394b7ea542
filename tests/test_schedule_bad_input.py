"""What people get wrong on the Schedule sheet: each is a finding that names the cell, and never a date in silence."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from conftest import Said

from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet
from pmxl.registers.schedule import SCHEDULE

TITLES = ("ID", "WBS", "Task", "Owner", "Duration", "Predecessors", "Not before", "Deadline", "Actual start", "Finish")
AT = {title: place for place, title in enumerate(TITLES)}
START = date(2026, 3, 2)


def written(path: Path, rows: list[dict[str, Any]], settings: dict[str, Any] | None = None) -> str:
    """A workbook whose first rows are sound and whose others are *rows*."""
    sound = [{"ID": f"T-01{n}", "WBS": f"1.{n}", "Duration": 2} for n in (1, 2, 3)]
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        _fill(book.add_worksheet("Schedule"), TITLES, [{"ID": "T-010", "WBS": "1"}, *sound, *rows], day)
        lines = {"As-of date": START, "Project start": START, **(settings or {})}
        values = [{"Setting": title, "Value": value} for title, value in lines.items()]
        _fill(book.add_worksheet("Settings"), ("Setting", "Value"), values, day)
    return str(path)


def _fill(sheet: Any, titles: tuple[str, ...], rows: list[dict[str, Any]], day: Any) -> None:
    sheet.write_row(0, 0, titles)
    for number, row in enumerate(rows, 1):
        for title, value in row.items():
            if isinstance(value, date):
                sheet.write_datetime(number, titles.index(title), datetime(value.year, value.month, value.day), day)
            elif isinstance(value, str):
                sheet.write_string(number, titles.index(title), value)
            else:
                sheet.write_number(number, titles.index(title), value)


ROW = {"ID": "T-020", "Task": "Test", "Owner": "K. Obi", "Duration": 1}
CASES: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"Predecessors": "12, 13;14 FS + 2 days"}, "F6", ["predecessor-that-does-not-exist"] * 3),
    ({"Predecessors": "T 011"}, "F6", ["predecessor-unreadable"]),
    ({"Predecessors": "T-011 T-012"}, "F6", ["predecessor-unreadable"]),
    ({"Predecessors": "T-099FS+2d"}, "F6", ["predecessor-that-does-not-exist"]),
    ({"Predecessors": "T-011FS+2 fortnights"}, "F6", ["predecessor-unreadable"]),
    ({"Predecessors": 12}, "F6", ["predecessor-that-does-not-exist"]),
    ({"Predecessors": "T-020"}, "F6", ["loop-in-schedule"]),
    ({"Predecessors": "T-010", "WBS": "1.4"}, "F6", ["link-to-own-summary"]),
    ({"Predecessors": "T-011FS+9999999d"}, "F6", ["time-beyond-any-plan"]),
    ({"ID": "T-011"}, "A6", ["id-used-twice"]),
    ({"ID": " T-020 "}, "A6", ["value-with-stray-blanks"]),
    ({"Duration": -3}, "E6", ["number-outside-range"]),
    ({"Duration": "three days"}, "E6", ["number-held-as-text"]),
    ({"Duration": 1e9}, "E6", ["time-beyond-any-plan"]),
    ({"Duration": 60_000}, "E6", ["time-beyond-any-plan"]),
    ({"Not before": 10}, "G6", ["date-out-of-time"]),
    ({"Not before": "soon"}, "G6", ["date-held-as-text"]),
    ({"Deadline": date(2250, 1, 1)}, "H6", ["date-out-of-time"]),
    ({"Actual start": date(1905, 1, 1)}, "I6", ["date-out-of-time"]),
]


@pytest.mark.parametrize(("cells", "place", "rules"), CASES, ids=lambda value: str(value)[:60])
def test_a_wrong_cell_is_named(cells: dict[str, Any], place: str, rules: list[str], tmp_path: Path, said: Said) -> None:
    path = written(tmp_path / "plan.xlsx", [{**ROW, **cells}])
    code, out, _ = said("check", "--format", "json", path)
    found = _findings(out)
    assert code == 1
    assert [rule for where, rule in found if where == f"Schedule!{place}" and rule in rules] == rules


@pytest.mark.parametrize("hours", [0, -1, 30])
def test_a_working_day_of_no_hours_is_told_of_and_eight_count(hours: float, tmp_path: Path, said: Said) -> None:
    path = written(tmp_path / "plan.xlsx", [ROW], {"Hours in a working day": hours})
    assert ("Settings!B4", "number-outside-range") in _findings(said("check", "--format", "json", path)[1])
    assert said("refresh", path)[0] in (0, 1)


def test_a_week_that_nobody_knows_is_told_of(tmp_path: Path, said: Said) -> None:
    path = written(tmp_path / "plan.xlsx", [ROW], {"Working week": "Never"})
    assert ("Settings!B4", "value-not-in-list") in _findings(said("check", "--format", "json", path)[1])


def test_two_rows_of_one_id_both_keep_their_work(tmp_path: Path) -> None:
    titles = dict(enumerate(("ID", "Duration", "Predecessors"), 1))
    rows = {2: {1: "T-001", 2: 2.0}, 3: {1: "T-001", 2: 9.0}, 4: {1: "T-002", 2: 1.0, 3: "T-001"}}
    tasks = Journey(RawBook({"Schedule": RawSheet("Schedule", {1: titles, **rows})}), START).book.of(SCHEDULE)
    assert [task.finish for task in tasks] == [date(2026, 3, 3), date(2026, 3, 12), date(2026, 3, 4)]


def _findings(out: str) -> list[tuple[str, str]]:
    import json

    found = json.loads(out)
    return [(f"{one['sheet']}!{one['cell']}", one["rule"]) for book in found["workbooks"] for one in book["findings"]]


@pytest.mark.skipif(not os.environ.get("PMXL_LONG"), reason="a long run: just long-run")
def test_a_hundred_thousand_rows_are_computed() -> None:
    titles = dict(enumerate(("ID", "Duration", "Predecessors"), 1))
    cells: dict[int, dict[int, Any]] = {1: titles}
    for n in range(1, 100_001):
        cells[n + 1] = {1: f"T-{n:06d}", 2: float(n % 5), 3: f"T-{n - 1 - n % 7:06d}" if n > 7 else None}
    tasks = Journey(RawBook({"Schedule": RawSheet("Schedule", cells)}), START).book.of(SCHEDULE)
    assert all(task.finish for task in tasks)
