"""The worst that a cell may hold, taken through the whole journey: nothing fails, nothing grows, nothing is made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from brief_books import TODAY, book

from pmxl import demo
from pmxl.generate.findings_page import findings_page
from pmxl.journey import Journey
from pmxl.model import ErrorValue, Misread, Place, RawBook, RawSheet, RawTable, ReplaceSheet, SetCells
from pmxl.registers.schedule import SCHEDULE
from pmxl.reports import page

NASTY: tuple[object, ...] = (
    None, " ", "=1+1", "@SUM(A1)", "T-999", "T-001FS+99999999d", "T-001SS-1e9d", "R-001", 0.0, -1.0, 1e308, -1e308,
    1e15, 1e-9, 45000.75, 2958466.0, 60.0, True, False, ErrorValue("#REF!"), "x" * 32767, "a\nb", "\x00\x1b[31m",
    "\u202eRTL", "\U0001f600" * 50, "<script>", "01/02/2026", "31/12/9999", "2026-13-45", "Yes", "GREEN", "Open",
    "Summary", "1.1", "1e9", "\u0663", "\u00b2", "12d", "9" * 400, "-", "%",
)  # fmt: skip
"""Values that a person, a paste or another program may leave in any cell."""


def spoiled(seed: int) -> RawBook:
    """The demo with nasty values in some, many or very many cells of one sheet or of all."""
    raw, luck = demo.raw_book(), random.Random(seed)
    cells = {name: {r: dict(row) for r, row in sheet.cells.items()} for name, sheet in raw.sheets.items()}
    focus = luck.choice([*cells, *[""] * len(cells)])
    for _ in range(luck.choice((1, 10, 60, 400))):
        rows = cells[focus if focus and luck.random() < 0.8 else luck.choice(list(cells))]
        row = rows[luck.choice(list(rows))] if rows else {}
        if row:
            row[luck.choice(list(row))] = luck.choice(NASTY)
    sheets = {
        name: RawSheet(
            name, {r: {c: v for c, v in row.items() if v is not None} for r, row in cells[name].items()}, sheet.formulas
        )
        for name, sheet in raw.sheets.items()
    }
    return RawBook(sheets, raw.tables, raw.names)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_in_any_cell_breaks_a_step(seed: int) -> None:
    journey = Journey(spoiled(seed), TODAY, strict=True)
    assert journey.plan().edits
    assert all(page(form, journey.book, journey.now) for form in ("md", "html"))


@pytest.mark.parametrize("amount", [1e300, 1e308, -1e308])
def test_numbers_beyond_all_projects_are_told_of_and_break_nothing(amount: float) -> None:
    keys = ("hours_a_day", "scope_must_days", "sch_slip_floor", "stale_days", "override_days")
    raw = book(
        Settings=[{"Setting": key, "Value": amount, "Key": key} for key in keys],
        Schedule=[{"ID": "T-001", "Duration": amount}, {"ID": "T-002", "Task": "Test", "Remaining": amount}],
        Scope=[{"ID": "S-001", "Item": "Mail", "In or out": "In", "Priority": "Must", "Due": TODAY}],
        Holidays=[{"Date": amount, "What": "Rest"}],
    )  # fmt: skip
    plan = Journey(raw, TODAY, strict=True).plan()
    assert sum(finding.rule == "number-outside-range" for finding in plan.findings) == len(keys) + 2


def test_a_limit_of_more_days_than_there_are_breaks_nothing() -> None:
    keys = ("scope_must_days", "sch_ms_days", "stale_days", "override_days", "moves_allowed", "green_reports")
    raw = book(
        Settings=[{"Setting": key, "Value": 1e11, "Key": key} for key in keys],
        Scope=[{"ID": "S-001", "Item": "Mail", "In or out": "In", "Priority": "Must", "Due": TODAY}],
    )
    assert "no acceptance criteria" in Journey(raw, TODAY, strict=True).book.judgements["Scope"].because


def test_the_stamp_of_a_long_plan_is_no_number_too_large() -> None:
    raw = book(Settings=[{"Setting": "Computed from", "Value": 4e15, "Key": "computed_from"}])
    assert Journey(raw, TODAY, strict=True).book.misread == []


def test_a_limit_below_nought_is_told_of_and_its_default_stands() -> None:
    journey = Journey(book(Settings=[{"Setting": "Risk", "Value": -3.0, "Key": "risk_high"}]), TODAY, strict=True)
    assert journey.now.settings.risk_high == 10
    assert [m.reason for m in journey.book.misread] == ["outside-range"]


def test_an_id_that_shows_an_error_gets_no_number_until_it_is_put_right() -> None:
    """A number of its own at each refresh would fill the log with records that never were."""
    raw = book(
        Schedule=[{"ID": "T-001", "Task": "Plan"}, {"ID": ErrorValue("#REF!"), "Task": "Move"}, {"Task": "Test"}]
    )
    journey = Journey(raw, TODAY, strict=True)
    journey.plan()
    assert [task.id for task in journey.book.of(SCHEDULE)] == ["T-001", "", "T-002"]


def test_a_row_that_gets_its_id_is_no_finding_of_the_refreshed_workbook() -> None:
    journey = Journey(book(Schedule=[{"ID": "", "Task": "Plan", "Owner": "Ana"}]), TODAY, strict=True)
    assert "row-without-id" in {finding.rule for finding in journey.findings()}
    plan = journey.plan()
    assert "row-without-id" not in {finding.rule for finding in plan.findings}
    assert {"T-001"} <= {v for edit in plan.edits if isinstance(edit, SetCells) for v in edit.values.values()}


def test_a_name_as_long_as_a_cell_does_not_stop_the_findings_page() -> None:
    """With what the page says beside the name, it would outgrow its cell, and the refresh would be refused."""
    raw = book(Risks=[{"ID": "R-001", "Risk": "Rain", "Owner": "x" * 32767, "Status": "Open"}])
    journey = Journey(raw, TODAY, strict=True)
    found = findings_page(journey.book, journey.now, journey.findings())
    assert max(len(str(cell.value)) for row in found.rows for cell in row.cells) < 1000
    assert isinstance(found, ReplaceSheet)


def test_findings_of_thousands_of_owners_are_sorted_in_a_moment() -> None:
    rows = [{"ID": f"R-{i}", "Risk": "Rain", "Owner": f"P {i}", "Status": "Open"} for i in range(4000)]
    journey = Journey(book(Risks=rows), TODAY)
    counted = [Told("some-rule", "note", Place("Risks", i + 2, "B"), "it is so", "mend it") for i in range(4000)]
    Told.asked = 0
    findings_page(journey.book, journey.now, counted)  # type: ignore[arg-type]
    assert Told.asked < 40 * len(counted)


def test_a_paragraph_that_stands_for_an_id_is_not_said_again_in_each_sentence() -> None:
    row = {"Risk": "Rain", "Status": "Opne", "Likelihood": 9.0, "Impact": 5.0, "Response due": "soon", "Owner": None}
    rows = [{"ID": f"Because of the vendor {'x' * 30000} {i}", **row} for i in range(3)]
    findings = Journey(book(Risks=rows), TODAY, strict=True).findings()
    assert len(findings) > 9
    assert max(len(found.message) for found in findings) < 400
    assert {found.record for found in findings if found.record} == {row["ID"] for row in rows}


def test_thousands_of_cells_that_cannot_be_read_are_gone_through_once_for_each_rule() -> None:
    row = {"Risk": "Rain", "Status": "Open", "Likelihood": 5.0, "Impact": 5.0, "Response due": "soon"}
    rows = [{"ID": f"R-{i}", **row, "Owner": None} for i in range(2000)]
    journey = Journey(book(Risks=rows), TODAY, strict=True)
    cells = journey.judged.misread = Gone(journey.judged.misread)
    assert len(journey.findings()) > 2 * len(rows)
    assert len(cells) == len(rows)
    assert cells.through < 1000


class Gone(list[Misread]):
    """A list that counts how often somebody goes through it."""

    through = 0

    def __iter__(self) -> Iterator[Misread]:
        self.through += 1
        return super().__iter__()


@dataclass
class Told:
    """A finding that counts how often it is asked where it stands."""

    rule: str
    level: str
    at: Place
    says: str
    do: str
    column: str = ""
    message: str = "it is so; mend it"
    record: str = ""

    asked = 0

    @property
    def place(self) -> Place:
        Told.asked += 1
        return self.at


def test_a_page_for_the_browser_holds_no_control_characters() -> None:
    raw = book(
        Settings=[{"Setting": "Project", "Value": "Move\x1b[31m\x9b\x07 on", "Key": "project_name"}],
        Risks=[{"ID": "R-001", "Risk": "Rain", "Status": "Open"}],
    )
    journey = Journey(raw, TODAY, strict=True)
    said = page("html", journey.book, journey.now)
    assert "Move[31m on" in said
    assert not [c for c in said if not c.isprintable() and c not in "\n\t\u200b\u00a0"]


# ---------------------------------------------------------------- lists that somebody brought along


OWN_PLAN = {
    "ID": "T-002", "Task": "Migrate wave 1", "Owner": "Ann", "Status": "In progress", "Start": date(2026, 3, 2),
    "Finish": date(2026, 4, 2), "% complete": 0.4, "Predecessors": "",
}  # fmt: skip


@pytest.mark.parametrize("table", ["", "Schedule"])
def test_a_plan_that_somebody_brought_along_keeps_its_dates_and_states(table: str) -> None:
    """Their Start, Finish, Status and % complete are typed, whatever pmxl would compute under these words."""
    raw = book(Schedule=[OWN_PLAN, {**OWN_PLAN, "ID": ""}])
    tables = (RawTable(table, "Schedule", 1, 1, 3, tuple(OWN_PLAN)),) if table else ()
    plan = Journey(RawBook(raw.sheets, tables), TODAY, strict=True).plan()
    assert [e for e in plan.edits if isinstance(e, SetCells)] == [SetCells("Schedule", "A", {3: "T-003"}, "", "key")]


def test_a_list_that_somebody_brought_along_keeps_its_formulas() -> None:
    raw = book(Risks=[{"ID": "R-001", "Risk": "Rain", "Owner": "Ann", "Likelihood": 4.0, "Impact": 5.0, "Score": 40.0}])
    sheet = RawSheet("Risks", raw.sheets["Risks"].cells, {(2, 6): "D2*E2*2"})
    plan = Journey(RawBook({"Risks": sheet}), TODAY, strict=True).plan()
    assert not [edit for edit in plan.edits if isinstance(edit, SetCells)]


def test_a_formula_in_a_column_that_pmxl_writes_values_into_is_somebodys_own() -> None:
    row = {"ID": "T-001", "Task": "Plan", "Check": "", "Finish": 46200.0, "Duration": 3.0}
    raw = book(Schedule=[row, {**row, "ID": "T-002"}])
    sheet = RawSheet("Schedule", raw.sheets["Schedule"].cells, {(2, 4): "E2+46197"})
    table = RawTable("Schedule", "Schedule", 1, 1, 3, tuple(row))
    plan = Journey(RawBook({"Schedule": sheet}, (table,)), TODAY, strict=True).plan()
    finishes = [edit for edit in plan.edits if isinstance(edit, SetCells) and edit.column == "D"]
    assert [[*edit.values] for edit in finishes] == [[3]]
