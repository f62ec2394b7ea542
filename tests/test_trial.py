"""The ten-minute trial: what a PMO lead does to a workbook to see whether it notices.

That the brief prints on one page of A4 and of Letter is held by `test_brief.py`.

Each move is made by hand in the demo's file, as Excel would save it; what counts is what `pmxl check` says then that
it did not say before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from conftest import Said
from openpyxl.worksheet.filters import FilterColumn, Filters
from openpyxl.worksheet.worksheet import Worksheet

from pmxl import demo
from pmxl.generate.workbook import write_workbook
from pmxl.issuing import issue
from pmxl.journey import Journey
from pmxl.model import Finding
from pmxl.workbook import open_workbook, save

AS_OF = date(2026, 3, 13)

Move = Callable[[openpyxl.Workbook], None]
Trial = Callable[[Move], list[str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trial") / "project.xlsx"
    write_workbook(path, rows=demo.rows(), settings=demo.settings())
    return path


@pytest.fixture
def trial(project: Path, tmp_path: Path) -> Trial:
    before = {(found.rule, found.record) for found in findings(project)}

    def after(move: Move) -> list[str]:
        book = openpyxl.load_workbook(project)
        move(book)
        book.save(tmp_path / "moved.xlsx")
        new = [found for found in findings(tmp_path / "moved.xlsx") if (found.rule, found.record) not in before]
        return [f"{found.place}: {found.message}" for found in new]

    return after


def findings(path: Path) -> list[Finding]:
    return Journey(open_workbook(path).raw, AS_OF, strict=True).findings()


def row_of(sheet: Worksheet, key: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == key)


def column_of(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cells in sheet.iter_rows() for cell in cells if cell.value == title)


def type_in(sheet: str, key: str, **values: object) -> Move:
    """Type values into the row of a record; underscores stand for the blanks of a title."""

    def move(book: openpyxl.Workbook) -> None:
        for title, value in values.items():
            found = column_of(book[sheet], title.replace("_", " "))
            book[sheet].cell(row_of(book[sheet], key), found).value = value  # type: ignore[assignment]

    return move


def together(*moves: Move) -> Move:
    def move(book: openpyxl.Workbook) -> None:
        for one in moves:
            one(book)

    return move


def add(sheet: str, values: Sequence[object]) -> Move:
    """Fill the first blank row of a table from the left."""

    def move(book: openpyxl.Workbook) -> None:
        table = book[sheet].tables[sheet]
        first = int("".join(letter for letter in table.ref.split(":")[0] if letter.isdigit())) + 1
        row = next(number for number in range(first, 1000) if not book[sheet].cell(number, 1).value)
        for at, value in enumerate(values, 1):
            if value is not None:
                book[sheet].cell(row, at).value = value  # type: ignore[assignment]

    return move


def report(path: Path, as_of: date, move: Move) -> list[Finding]:
    """A weekly report: somebody types, sets the as-of date and presses Issue."""
    book = openpyxl.load_workbook(path)
    move(book)
    sheet = book["Settings"]
    line = next(cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == "as_of")
    sheet.cell(line, column_of(sheet, "Value")).value = datetime(as_of.year, as_of.month, as_of.day)
    book.save(path)
    opened = open_workbook(path)
    journey = Journey(opened.raw, as_of, strict=True)
    plan = journey.plan()
    save(opened, [*plan.edits, *issue(journey.book, journey.now).edits])
    return plan.findings


def test_nothing_done_nothing_new(trial: Trial) -> None:
    assert trial(together()) == []


def test_a_date_typed_as_text(trial: Trial) -> None:
    assert trial(type_in("Actions", "ACT-020", Due="03/04/2026")) == [
        'Actions!E25: ACT-020: Due is "03/04/2026", which could be 3 Apr or 4 Mar; type the day as a date'
    ]


def test_a_word_pasted_over_a_drop_down(trial: Trial) -> None:
    assert trial(type_in("Issues", "I-007", Severity="Hihg")) == [
        'Issues!G12: I-007: Severity is "Hihg", which is not one of Critical, High, Medium and Low '
        '(did you mean "High"?); choose a value from the list'
    ]


def test_a_formula_overtyped(trial: Trial) -> None:
    (said,) = trial(type_in("Risks", "R-014", Score=20))
    assert 'R-014: Score should be computed, but "20" was typed over the formula' in said


def test_a_filter_left_on(trial: Trial) -> None:
    def move(book: openpyxl.Workbook) -> None:
        sheet = book["Risks"]
        sheet.tables["Risks"].autoFilter.filterColumn.append(FilterColumn(colId=3, filters=Filters(filter=["Open"])))
        for key in ("R-001", "R-002", "R-003"):
            sheet.row_dimensions[row_of(sheet, key)].hidden = True

    assert trial(move) == ["Risks!6: Risks is filtered: 3 of 22 rows are hidden from the next reader; clear the filter"]


def test_a_task_that_nobody_agreed_to(trial: Trial) -> None:
    move = together(
        add("Schedule", ["T-118", "Rebuild 14 flows", "Marco Bellini"]), type_in("Schedule", "T-118", Duration=9)
    )
    assert trial(move) == [
        'Schedule!L105: T-118 "Rebuild 14 flows" (9 days) is not in the baseline and has no approved change; '
        "name the scope item, raise a change, or stop the work"
    ]


def test_green_declared_when_the_finish_is_weeks_late(project: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(project)
    type_in("Schedule", "T-098", Not_before=datetime(2026, 6, 12))(book)
    book.save(tmp_path / "late.xlsx")
    said = next(found for found in findings(tmp_path / "late.xlsx") if found.rule == "declared-better-than-computed")
    assert said.says.startswith("Schedule is declared GREEN, but the numbers say RED: finish 12 Jun is 23 days")
    assert said.do == "accept RED, or give a reason, a name and an end date"


def test_two_tasks_that_wait_for_each_other(trial: Trial) -> None:
    assert trial(type_in("Schedule", "T-037", Predecessors="T-039")) == [
        "Schedule!N41: T-037 > T-039 > T-037 go round in a circle; "
        "take T-039 out of the predecessors of T-037, the link that points furthest back"
    ]


def test_a_change_approved_by_somebody_whose_limit_does_not_hold_it(trial: Trial) -> None:
    approved = {"Status": "Approved", "Decided by": "Ingrid Solheim", "Decided on": datetime(2026, 3, 12)}
    (said, *_) = trial(type_in("Changes", "CR-008", **approved, **{"Trade-off accepted by": "Henrik Baumann"}))
    assert said == (
        "Changes!Q13: CR-008 takes 6 working days and costs 5,200, and Ingrid Solheim, who approved it, "
        "may approve up to 2 working days and 5,000; have Henrik Baumann (Sponsor) approve it"
    )


def test_a_change_with_quality_left_blank(trial: Trial) -> None:
    assert trial(type_in("Changes", "CR-008", **{"Impact:_quality": None})) == [
        "Changes!O13: CR-008 does not say what it does to quality; type the effect, or 0 or None where there is none"
    ]


def test_a_decision_whose_day_has_passed(trial: Trial) -> None:
    assert trial(type_in("Decisions", "DEC-009", Needed_by=datetime(2026, 3, 11))) == [
        "Decisions!E14: DEC-009 was needed by 11 Mar and is 2 working days late, while T-021 waits "
        "(cost of waiting: 1 week); decide, or agree a new date and what it costs"
    ]


def test_a_decision_whose_day_has_passed_leads_the_brief(project: Path, tmp_path: Path, said: Said) -> None:
    book = openpyxl.load_workbook(project)
    type_in("Decisions", "DEC-009", Needed_by=datetime(2026, 3, 11))(book)
    type_in("Status", "Schedule", Declared="GREEN")(book)
    book.save(tmp_path / "late.xlsx")
    page = said("brief", tmp_path / "late.xlsx", "--format", "md")[1]
    assert "DEC-008 and DEC-009 are overdue" in page
    (line,) = (line for line in page.splitlines() if line.startswith("| **DEC-009**"))
    assert line.endswith("| Priya Raman | **11 Mar, 2 days late** | 1 week |")
    assert "- **Old-style sign-in is off**: **27 Feb → 20 Mar, 3 moves**" in page  # First planned, and how often moved.
    declared = next(line for line in page.splitlines() if line.startswith("| PM "))
    assert "PM GREEN" in declared  # What was declared stands beside what the numbers say.


def test_repair_mends_what_is_certain_and_the_log_keeps_what_stood_there(
    project: Path, tmp_path: Path, said: Said
) -> None:
    path = tmp_path / "slips.xlsx"
    book = openpyxl.load_workbook(project)
    type_in("Actions", "ACT-020", Due="3 April 2026")(book)
    type_in("Actions", "ACT-021", Due="03/04/2026")(book)
    type_in("Issues", "I-007", Severity="Hihg")(book)
    type_in("Risks", "R-014", Score=20)(book)
    book.save(path)
    code, out, _ = said("repair", path)
    assert code == 0
    assert out.splitlines()[-1].endswith("3 cells put right.")
    slips = {"date-held-as-text", "value-not-in-list", "formula-overtyped"}
    left = [found.message for found in findings(path) if found.rule in slips]
    assert len(left) == 1  # Which day was meant, only its writer knows.
    assert 'ACT-021: Due is "03/04/2026", which could be 3 Apr or 4 Mar' in left[0]
    log = open_workbook(path).raw.sheets["Repairs"].cells
    assert {cells[5] for row, cells in log.items() if row > 3 and 5 in cells} == {"3 April 2026", "Hihg", 20.0}


def test_a_folder_of_200_workbooks_of_which_two_are_broken(tmp_path: Path, said: Said, a_workbook: Path) -> None:
    whole = a_workbook.read_bytes()
    for number in range(198):
        folder = tmp_path / "plans" / f"team {number % 7}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"project {number:03}.xlsx").write_bytes(whole)
    (tmp_path / "plans" / "cut short.xlsx").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "plans" / "no workbook.xlsx").write_bytes(b"It was a letter.")
    code, out, _ = said("check", "plans", "--fail-on", "never")
    assert code == 3
    first, second, *_ = lines = out.splitlines()
    assert first.startswith("Not checked: plans/cut short.xlsx: it is damaged: its end is missing")
    assert second.startswith("Not checked: plans/no workbook.xlsx: ")
    assert lines[-1].startswith("200 workbooks: ")
    assert lines[-1].endswith("; 2 workbooks not checked: plans/cut short.xlsx, plans/no workbook.xlsx.")
    assert sum(" as of " in line for line in lines) == 198


def test_90_percent_for_three_reports_and_a_milestone_moved_a_third_time(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "weekly.xlsx"
    path.write_bytes(project.read_bytes())
    remaining = type_in("Schedule", "T-039", Remaining=2)
    weeks = [(date(2026, 3, 13), 10), (date(2026, 3, 20), 16), (date(2026, 3, 27), 23)]
    for as_of, later in weeks:
        milestone = type_in("Schedule", "T-098", Not_before=datetime(2026, 6, later))
        found = {(f.rule, f.record): f.says for f in report(path, as_of, together(remaining, milestone))}
    assert found["progress-stands-still", "T-039"] == "T-039 has stood at 90% since 13 Mar"
    assert found["date-moved-again-and-again", "T-098"].startswith("T-098 has moved ")
    assert found["date-moved-again-and-again", "T-098"].endswith("10 Jun, 16 Jun, 23 Jun")
