"""What must hold for rules: the sheet's own Check column and pmxl say the same of every row."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import ironcalc
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pages import TODAY, book_of, parts

from pmxl import demo
from pmxl.facts.history import as_text
from pmxl.generate import stamps, uncertainty_stamps
from pmxl.generate.counts import banner_text, counts_of
from pmxl.generate.formulas import column_formula
from pmxl.journey import Journey
from pmxl.model import Book, Column, ErrorValue, RawBook, RawSheet, Register
from pmxl.model.raw import number_of
from pmxl.registers import BY_NAME, REGISTERS
from pmxl.registers.cells import EPOCH
from pmxl.registers.settings import Settings
from pmxl.rules import RULES
from pmxl.rules.check_column import check_formula, fill_checks
from pmxl.rules.tables import OF_THE_SHEET
from pmxl.workbook import open_workbook

PAGES = sorted((Path(__file__).parent / "cases" / "rules").glob("*.md"))
CHECKED = [register for register in REGISTERS if any(column.kind == "check" for column in register.columns)]


# ---------------------------------------------------------------- the Check column


def test_the_formulas_stay_within_the_limits_of_excel() -> None:
    for register in CHECKED:
        formula = column_formula(register.check, register)
        assert 100 < len(formula) < 8192 - 10 * 250, f"{register.name} has no room for ten more rules: give it cells"
        assert _depth(formula) <= 60, register.name


def _depth(formula: str) -> int:
    deepest = depth = 0
    for character in formula:
        depth += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, depth)
    return deepest


def test_a_rule_that_needs_a_table_is_left_out_where_there_is_none() -> None:
    decisions = BY_NAME["Decisions"]
    tables = re.compile(r"([A-Z]\w*)\[")
    assert set(tables.findall(check_formula(decisions))) == {"Decisions", "Options", "People"}
    assert set(tables.findall(check_formula(decisions, {"Decisions"}))) == {"Decisions"}


def test_words_for_the_check_column_fit() -> None:
    for rule in RULES:
        assert len(rule.cell) <= 60, rule.name
        assert bool(rule.cell) == any(rule.condition(register) for register in REGISTERS), rule.name


def whole(raw: RawBook) -> RawBook:
    """The same workbook with every declared column on every sheet, as a template has it."""
    book = Journey(raw, TODAY, strict=True).book
    sheets = {"Settings": raw.sheets["Settings"], **({"Lists": raw.sheets["Lists"]} if "Lists" in raw.sheets else {})}
    for name, standing in book.standings.items():
        cells = raw.sheets[standing.sheet].cells
        if name != "Settings":
            new: dict[int, dict[int, object]] = {1: {i: c.title for i, c in enumerate(BY_NAME[name].columns, 1)}}
            for row in book.of(BY_NAME[name]):
                at = {i: standing.letters.get(c.name) for i, c in enumerate(BY_NAME[name].columns, 1) if c.typed}
                found = {i: cells[row.number].get(number_of(letters)) for i, letters in at.items() if letters}
                new[row.number] = {i: value for i, value in found.items() if value is not None}
            sheets[name] = RawSheet(name, new)
    return RawBook(sheets, tuple(t for t in raw.tables if t.name == "Lists"))


def by_formula(book: Book, path: Path) -> dict[tuple[str, int], object]:
    """What IronCalc makes of the Check column of every row: register and row -> words."""
    present = [register for register in REGISTERS if book.of(register) and register.name != "Settings"]
    with xlsxwriter.Workbook(path) as workbook:
        for register in present:
            _write(workbook, register, book, {found.name for found in present})
        _name_settings(workbook, book)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return {
        (register.name, row.number): model.get_cell_value(
            present.index(register), row.number, [c.kind for c in register.columns].index("check") + 1
        )
        for register in present
        if register in CHECKED
        for row in book.of(register)
    }


def _write(workbook: Any, register: Register[Any], book: Book, tables: set[str]) -> None:
    sheet, rows = workbook.add_worksheet(register.name), book.of(register)
    last = max(row.number for row in rows) + 1  # A blank row: IronCalc takes a column of one cell for a value.
    columns = [{"header": column.title} for column in register.columns]
    sheet.add_table(0, 0, last - 1, len(columns) - 1, {"name": register.name, "columns": columns})
    raw = book.raw.sheets[register.name].cells
    for row in rows:
        for at, column in enumerate(register.columns):
            if column.formula:
                sheet.write_formula(row.number - 1, at, "=" + column_formula(column, register, tables))
            else:
                value = raw[row.number].get(at + 1) if column.typed else _fact(getattr(row, column.name))
                _write_value(sheet, row.number - 1, at, row.id if column.kind == "key" else value)


def _fact(value: Any) -> object:
    """A computed value as pmxl writes it into a cell."""
    if isinstance(value, date):
        return float((value - EPOCH).days)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else as_text(value) or None


def _write_value(sheet: Any, row: int, at: int, value: object) -> None:
    if isinstance(value, ErrorValue):
        sheet.write_formula(row, at, "=NA()")
    elif isinstance(value, str):
        sheet.write_string(row, at, value)
    elif value is not None:
        sheet.write_number(row, at, value)


def _name_settings(workbook: Any, book: Book) -> None:
    sheet = workbook.add_worksheet("Named")
    keys = [line.key for line in Settings.lines]
    for i, key in enumerate(keys):
        _write_value(sheet, i, 0, _fact(getattr(book.settings, key)))
        workbook.define_name(key, f"=Named!$A${i + 1}")
    days = [row.date for row in book.of(BY_NAME["Holidays"]) if row.date]
    for i, day in enumerate(days):
        sheet.write_number(i, 1, float((day - EPOCH).days))
    workbook.define_name("holiday_dates", f"=Named!$B$1:$B${len(days) + 1}")


def by_pmxl(raw: RawBook) -> tuple[Book, dict[tuple[str, int], object]]:
    journey = Journey(raw, TODAY, strict=True)
    fill_checks(journey.book, journey.now, journey.findings())
    rows = [(register, row) for register in CHECKED for row in journey.book.of(register)]
    return journey.book, {(register.name, row.number): row.check for register, row in rows}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_sheet_and_pmxl_say_the_same_of_every_row_of_the_pages(page: Path, tmp_path: Path) -> None:
    for part in parts(page)[1:]:
        book, ours = by_pmxl(whole(book_of(part)))
        if ours:
            assert by_formula(book, tmp_path / "case.xlsx") == ours, part.splitlines()[0]


def test_the_sheet_sees_silent_scope_before_pmxl_has_looked(tmp_path: Path) -> None:
    page = next(page for page in PAGES if page.stem == "silent-scope")
    book, _ = by_pmxl(whole(book_of(parts(page)[-1])))
    for task in book.of(BY_NAME["Schedule"]):
        task.silent = None
    said = by_formula(book, tmp_path / "typed.xlsx")
    silent = [row for (register, row), words in said.items() if register == "Schedule" and "Silent" in str(words)]
    assert [book.of(BY_NAME["Schedule"])[row - 2].id for row in silent] == ["T-118"]


def near_dates() -> st.SearchStrategy[object]:
    today = float((TODAY - EPOCH).days)
    return st.one_of(st.integers(-40, 40).map(lambda n: today + n), st.sampled_from(["2026-03-02", "soon", None]))


KINDS: dict[str, st.SearchStrategy[object]] = {
    "day": near_dates(),
    "whole": st.sampled_from([1.0, 2.0, 3.0, 5.0, 0.0, 7.0, 2.5, "4", None]),
    "number": st.sampled_from([0.0, 1.0, 5.5, -2.0, "3 days", None]),
    "money": st.sampled_from([0.0, 6300.0, "much", None]),
    "key": st.sampled_from(["X-1", "X-2", "X-3"]),
    "person": st.sampled_from(["K. Obi", "L. Roy", "Q. Zimmer", "Network team", "A / B", None]),
    "refs": st.sampled_from(["R-001", "DEC-002", "X-1", None]),
    "text": st.sampled_from(["words", None]),
    "long": st.sampled_from(["a longer text", None]),
    "links": st.sampled_from(["", None]),
    "yes_no": st.sampled_from(["Yes", "No", None]),
    "calendar": st.sampled_from([None, None, "Nights", "Standard"]),
}


def any_cell(column: Column) -> st.SearchStrategy[object]:
    if column.kind == "choice":
        return st.sampled_from([*column.choices, *column.choices, "Other" if column.choices else "own", None])
    return KINDS[column.kind]


def any_rows(register: Register[Any]) -> st.SearchStrategy[list[dict[int, object]]]:
    cells = {i: any_cell(column) for i, column in enumerate(register.columns, 1) if column.typed}
    row = st.fixed_dictionaries(cells).map(lambda found: {i: v for i, v in found.items() if v not in (None, "")})
    return st.lists(row.filter(bool), min_size=1, max_size=10)


def one_sheet(register: Register[Any], rows: list[dict[int, object]], profile: str) -> RawBook:
    header = {i: column.title for i, column in enumerate(register.columns, 1)}
    sheets = {
        register.name: RawSheet(register.name, {1: header, **dict(enumerate(rows, 2))}),
        "People": RawSheet("People", {1: {1: "Name", 2: "Team"}, 2: {1: "K. Obi"}, 3: {1: "L. Roy"}}),
        "Settings": RawSheet("Settings", {
            1: {1: "Setting", 2: "Value", 3: "Key"},
            2: {1: "As-of date", 2: float((TODAY - EPOCH).days), 3: "as_of"},
            3: {1: "Profile", 2: profile, 3: "profile"},
        }),
    }  # fmt: skip
    return whole(RawBook(sheets))


@pytest.mark.parametrize("register", CHECKED, ids=lambda register: register.name)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_sheet_and_pmxl_say_the_same_of_any_row(register: Register[Any], data: st.DataObject, tmp_path: Path) -> None:
    raw = one_sheet(register, data.draw(any_rows(register)), data.draw(st.sampled_from(["Light", "Standard"])))
    book, ours = by_pmxl(raw)
    assert by_formula(book, tmp_path / "any.xlsx") == ours


def test_a_table_without_the_hidden_part_of_its_check_gets_the_whole_check() -> None:
    changes = BY_NAME["Changes"]
    without, whole = (column_formula(changes.check, changes, helped=helped) for helped in (False, True))
    assert "[Check of cells]" in whole
    assert "[Check of cells]" not in without
    assert "A value is not in its list." in without
    assert len(without) <= 8192


def test_the_lines_by_which_a_sheet_says_its_state_are_known_in_a_table(tmp_path: Path) -> None:
    """Rules do not know who makes a sheet, so the one that finds such a line knows it by how it reads."""
    demo.write(tmp_path / "demo.xlsx")
    book = Journey(open_workbook(tmp_path / "demo.xlsx").raw, TODAY, strict=True).judged
    lines = [banner_text(r, rows, counts_of(r, rows), TODAY) for r in REGISTERS if (rows := book.of(r))]
    lines += [stamps.fresh_text(TODAY), stamps.STALE, uncertainty_stamps.fresh_text(TODAY), uncertainty_stamps.STALE]
    assert [line for line in lines if line and not OF_THE_SHEET.match(line)] == []
