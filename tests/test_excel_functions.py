"""Custom functions give what the templates' formulas give, and a sentence where they can give nothing."""

from __future__ import annotations

import inspect
from datetime import date, datetime, timedelta
from pathlib import Path

import ironcalc
import pytest
import xlsxwriter
from rig_libreoffice import LibreOffice, libreoffice

from pmxl import demo
from pmxl.excel import functions as f
from pmxl.excel import udfs
from pmxl.journey import Journey
from pmxl.registers import BY_NAME
from pmxl.registers.settings import WEEKS
from pmxl.workbook import open_workbook

__all__ = ["libreoffice"]

FREE = [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)]
PAIRS = [
    (date(2026, 3, 14), 1),
    (date(2026, 4, 1), 7),
    (date(2026, 4, 3), 40),
    (date(2026, 2, 28), 90),
]


def test_working_days_are_those_of_excel(tmp_path: Path, libreoffice: LibreOffice) -> None:
    path = tmp_path / "days.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Days")
        for i, day in enumerate(FREE):
            sheet.write_datetime(i, 9, datetime(day.year, day.month, day.day))
        wanted: dict[tuple[str, int, int], object] = {}
        for i, (first, days) in enumerate(PAIRS, 1):
            for j, off in enumerate(WEEKS.values()):
                last = first + timedelta(days=days)
                start = f"DATE({first.year},{first.month},{first.day})"
                end = f"DATE({last.year},{last.month},{last.day})"
                row = i * 10 + j
                sheet.write_formula(row, 0, f'=NETWORKDAYS.INTL({start}+1,{end},"{off}",$J$1:$J$3)')
                sheet.write_formula(row, 1, f'=WORKDAY.INTL({start},{days},"{off}",$J$1:$J$3)')
                sheet.write_formula(
                    row, 2, f'=WORKDAY.INTL({start},{-days},"{off}",$J$1:$J$3)' if days else f"={start}"
                )
                cells = [[day] for day in FREE]
                wanted["Days", row + 1, 1] = f.working_days_between(first, last, off, cells)
                wanted["Days", row + 1, 2] = f.add_working_days(first, days, off, cells)
                wanted["Days", row + 1, 3] = f.add_working_days(first, -days, off, cells)
    found = libreoffice.values(path)
    assert len(found) == len(wanted) == len(PAIRS) * len(WEEKS) * 3
    for place, value in found.items():
        assert (value.date() if isinstance(value, datetime) else value) == wanted[place], place


def test_risk_levels_are_those_of_the_template(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    ratings = [(likelihood, impact) for likelihood in range(1, 6) for impact in range(1, 6)]
    rows = [{"id": f"R-{i:03}", "risk": "x", "likelihood": a, "impact": b} for i, (a, b) in enumerate(ratings, 1)]
    from pmxl.generate.workbook import write_workbook

    write_workbook(path, [BY_NAME["Risks"], BY_NAME["Settings"]], rows={"Risks": rows})
    (table,) = (table for table in open_workbook(path).raw.tables if table.name == "Risks")
    sheets = list(open_workbook(path).raw.sheets)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    column = table.first_column + table.columns.index("Level")
    for i, (likelihood, impact) in enumerate(ratings, 1):
        shown = model.get_cell_value(sheets.index("Risks"), table.header_row + i, column)
        assert f.risk_level(float(likelihood), float(impact)) == shown


def test_colours_follow_their_limits_in_both_directions() -> None:
    assert [f.rag(value, 0.05, 0.10) for value in (0.05, 0.06, 0.10, 0.11)] == ["GREEN", "AMBER", "AMBER", "RED"]
    assert [f.rag(value, 5, 0) for value in (6, 5, 4, 0, -1)] == ["GREEN", "GREEN", "AMBER", "AMBER", "RED"]


def test_the_critical_path_is_that_of_a_refresh(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    demo.write(path)
    raw = open_workbook(path).raw
    journey = Journey(raw, date(2026, 3, 13), strict=True)
    (table,) = (table for table in raw.tables if table.name == "Schedule")
    right = table.first_column + len(table.columns)
    cells = [
        [raw.sheets["Schedule"].cells.get(row, {}).get(column) for column in range(table.first_column, right)]
        for row in range(table.header_row, table.last_row + 1)
    ]
    settings = journey.book.settings
    free = [[row.date] for row in journey.book.rows["Holidays"]]
    given = (cells, settings.project_start, settings.as_of, settings.weekend, free)
    head, *spilled = f.critical_path(*given)
    at = {title: head.index(title) for title in ("ID", "Start", "Finish", "Total float", "Critical")}
    tasks = journey.book.rows["Schedule"]
    assert len(spilled) == len(tasks) > 50
    for line, task in zip(spilled, tasks, strict=True):
        assert (line[at["ID"]], line[at["Start"]], line[at["Finish"]]) == (task.id, task.start or "", task.finish or "")
        assert line[at["Total float"]] == ("" if task.total_float is None else task.total_float)
    task = next(task for task in tasks if task.why and not task.is_summary)
    assert f.explain_date(task.id.lower(), *given) == task.why


def test_what_cannot_be_computed_is_said() -> None:
    assert f.working_days_between("soon", date(2026, 3, 13)) == 'The first date is "soon", which is no date.'
    assert f.add_working_days(date(2026, 3, 13), "two") == 'The number of days is "two", which is no number.'
    assert "no date for" in str(f.add_working_days(date(2026, 3, 13), 1e9))
    assert "no date for" in str(f.add_working_days(date(2026, 3, 13), -1e6))
    assert "headings" in f.critical_path(None)[0][0]
    assert "is no week" in str(f.working_days_between(1, 2, "weekend"))
    assert f.rag(None, 1, 2) == 'The value is "", which is no number.'
    assert f.risk_level(None, 4) == ""
    assert f.risk_level(9, 4) == "Likelihood and impact are numbers from 1 to 5."
    assert "headings" in f.critical_path([["a", "b"], [1, 2]])[0][0]
    assert "headings" in f.critical_path([["ID"]])[0][0]
    table = [["ID", "Task", "Duration", "Predecessors"], ["T-001", "Build", 5, ""], ["T-002", "Test", None, "T-001"]]
    assert f.explain_date("T-9", table) == 'There is no task "T-9" in the table.'
    assert f.explain_date("T-002", table) == "T-002 has no date: it needs a duration."
    assert f.explain_date(None, table) == "The ID of the task is blank."
    numbered = [table[0], [41.0, "Build", 5.0, ""]]
    assert f.explain_date(41.0, numbered, date(2026, 3, 2)) == f.explain_date("41", numbered, date(2026, 3, 2))
    assert "project starts" in f.explain_date(41.0, numbered, date(2026, 3, 2))


def test_loops_and_strange_cells_break_nothing() -> None:
    head = ["ID", "Task", "Duration", "Predecessors"]
    rows = [["T-001", "Build", 5, "T-002"], ["T-002", "Test", "#REF!", "T-001"], [None, None, None, None]]
    assert len(f.critical_path([head, *rows], datetime(2026, 3, 2))) == 3


@pytest.mark.parametrize("name", udfs.HELP)
def test_every_argument_has_help_in_excel(name: str) -> None:
    function = getattr(f, name)
    assert list(inspect.signature(function).parameters) == list(udfs.HELP[name])
    assert all(len(doc) <= 255 for doc in udfs.HELP[name].values())
    in_excel = getattr(udfs, name.upper())
    assert (in_excel.__name__, in_excel.__doc__) == (name.upper(), function.__doc__)
    assert not in_excel.__annotations__
