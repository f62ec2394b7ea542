"""What the buttons do, on a workbook that is open in a live application."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rig_live import NOTHING, TODAY, Live, book, live, office, small_book, told, xw

from pmxl.excel import COMMANDS, command, perform, run
from pmxl.excel.answers import _cut
from pmxl.excel.marks import FORMER, MARKS
from pmxl.workbook import open_workbook

__all__ = ["book", "live", "office"]


def place_of(book: Any, sheet: str, title: str, row: int = 1) -> Any:
    """The cell of a column in the given row of a table."""
    table = book.sheets[sheet].tables[sheet]
    top, left = table.range.row, table.range.column
    titles = book.sheets[sheet].range((top, left), (top, left + table.range.shape[1] - 1)).options(ndim=1).value
    return book.sheets[sheet].range((top + row, left + titles.index(title)))


def test_every_command_has_a_function() -> None:
    for tag, (_, what) in COMMANDS.items():
        assert callable(command(tag))
        assert what.endswith(".")


def test_refresh_writes_and_undo_takes_back(book: Any, live: Live) -> None:
    start = place_of(book, "Schedule", "Start")
    assert start.value is None
    book.sheets["Risks"].activate()
    book.sheets["Risks"].range("B8").select()
    assert "cells changed" in told("refresh")
    assert start.value is not None
    assert (book.sheets.active.name, book.app.selection.address) == ("Risks", "$B$8")
    assert (book.app.calculation, book.app.screen_updating, book.app.status_bar) == ("automatic", True, False)
    assert any("writing" in str(line) for line in live.app.status_lines)
    said = told("undo")
    assert "got back what they held before refresh" in said
    assert start.value is None
    assert "nothing" in told("undo", alarm=True) or "no write" in told("undo", alarm=True)


def test_check_marks_cells_and_the_next_check_takes_the_marks_away(book: Any) -> None:
    cell = place_of(book, "Risks", "Status", 3)
    ground = cell.color
    cell.value = "Opne"
    assert "error" in told("check").casefold()
    assert book.sheets.active.name == "Findings"
    assert tuple(cell.color) in MARKS.values()
    assert "Opne" in str(book.sheets["Findings"].used_range.value)
    cell.value = "Open"
    told("check")
    assert cell.color == ground


def test_a_colour_of_a_person_is_never_lost(book: Any) -> None:
    cell = place_of(book, "Risks", "Status", 3)
    cell.value, cell.color = "Opne", (10, 200, 30)
    told("check")
    assert tuple(cell.color) == (10, 200, 30)


def test_every_mark_says_what_was_there() -> None:
    assert len(FORMER) == len(MARKS)


def test_next_and_previous_jump_from_cell_to_cell(book: Any) -> None:
    seen = []
    for _ in range(3):
        said = told("next_finding")
        seen.append((book.sheets.active.name, book.app.selection.address))
        assert said.startswith(f"{len(seen)} of ")
    assert len(set(seen)) == 3
    told("previous_finding")
    assert (book.sheets.active.name, book.app.selection.address) == seen[1]


def test_explain_says_why_and_what_to_do(book: Any) -> None:
    cell = place_of(book, "Risks", "Status", 3)
    cell.value = "Opne"
    book.sheets["Risks"].activate()
    cell.select()
    said = told("explain")
    assert 'did you mean "Open"?' in said
    assert "Why it matters: filters, counts and rules" in said
    task = place_of(book, "Schedule", "Task", 8)
    book.sheets["Schedule"].activate()
    task.select()
    assert place_of(book, "Schedule", "ID", 8).value in told("explain")


def test_repair_writes_down_what_it_changes(book: Any) -> None:
    status, check = place_of(book, "Risks", "Status", 3), place_of(book, "Risks", "Score", 3)
    status.value, check.value = " Opne", 99
    told("repair")
    assert status.value == "Open"
    assert str(check.formula).startswith("=")
    lines = book.sheets["Repairs"].used_range.options(ndim=2).value
    assert [line[4] for line in lines[3:5]] == [" Opne", 99]
    told("undo")
    assert (status.value, check.value) == (" Opne", 99)


def test_brief_and_issue_show_the_brief(book: Any) -> None:
    told("brief")
    assert book.sheets.active.name == "Brief"
    said = told("issue")
    assert (page := said.partition(" is issued")[0]).startswith("Brief ")
    assert book.sheets.active.name == "Brief"
    assert page in [sheet.name for sheet in book.sheets]
    assert book.sheets["Snapshots"].tables["Snapshots"].range.shape[0] > 10
    assert "was issued" in told("issue", alarm=True)


def test_baseline_freezes_and_is_taken_back_as_one(book: Any) -> None:
    tasks = place_of(book, "Schedule", "Baseline finish", 8)
    was = tasks.value
    tasks.value, place_of(book, "Schedule", "Baseline start", 8).value = None, None
    assert "frozen" in told("baseline")
    assert tasks.value is not None
    told("undo")
    assert tasks.value is None
    assert was is not None
    told("baseline")
    assert not told("baseline")[0].islower()


def test_new_makes_a_workbook_beside_and_opens_it(book: Any, tmp_path: Path) -> None:
    told("new")
    told("new")
    made = sorted(path.name for path in tmp_path.glob("project*.xlsx"))
    assert made == ["project_workbook 2.xlsx", "project_workbook.xlsx"]
    assert set(made) <= {other.name for other in book.app.books}
    assert open_workbook(tmp_path / made[1]).raw.tables


@pytest.mark.parametrize(("platform", "text", "stays"), [
    ("darwin", None, False), ("darwin", "Mine", True), ("win32", None, True),
])  # fmt: skip
def test_a_blank_workbook_that_stood_in_goes(
    platform: str, text: str | None, stays: bool, live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS Python closes it; on Windows the macro does, which waits for Python."""
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "Workbook1.xlsx") as made:
        made.add_worksheet().write("B2", text)
    blank = live.open(tmp_path / "Workbook1.xlsx")
    app = blank.app
    monkeypatch.setattr("sys.platform", platform)
    run("help", blank=True)
    assert ("Workbook1.xlsx" in [book.name for book in app.books]) == stays


def test_what_if_says_what_a_change_would_do_and_writes_nothing(book: Any) -> None:
    last = place_of(book, "Schedule", "ID", 14).value
    place_of(book, "Schedule", "Actual finish", 14).value = None
    cell = place_of(book, "Changes", "Change", 1)
    before = book.sheets["Schedule"].used_range.options(ndim=2).value
    cell.value = f"{last} +30d"
    book.sheets["Changes"].activate()
    cell.select()
    said = told("what_if")
    assert f"{last} +30d" in said
    assert "The finish stays" in said or "Finish " in said
    assert book.sheets["Schedule"].used_range.options(ndim=2).value == before
    cell.value = "Nothing that says so"
    said = told("what_if")
    assert "Stand on a row" in said
    assert said.count('"Nothing that says so"') == 1


def test_settings_and_help(book: Any) -> None:
    told("settings")
    assert book.sheets.active.name == "Settings"
    said = told("help")
    assert all(tag.replace("_", " ").capitalize() in said for tag in COMMANDS)


def test_a_message_box_shows_what_is_wrong(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    from pmxl.excel import run

    monkeypatch.setattr("sys.argv", ["python"])
    run("refresh")
    assert live.app.said == [NOTHING]
    run("format_disk")
    assert "no command" in live.app.said[-1]


def test_a_workbook_is_found_whatever_its_name(tmp_path: Path, live: Live) -> None:
    from pmxl.excel.application import calling_book

    for name in ("a.xlsx", "a=b.xlsx", "Plan & budget 'x'.xlsx"):
        small_book(tmp_path / name)
        live.open(tmp_path / name)
    del xw.Book._mock_caller
    for name in ("a.xlsx", "a=b.xlsx", "Plan & budget 'x'.xlsx"):
        assert calling_book([f"--wb={name}", "--from_xl=1", "--hwnd=1"]).name == name


def test_help_is_read_to_its_end(live: Live) -> None:
    """Excel cuts a message box at 1,024 letters."""
    answer = perform("help", TODAY)[1]
    assert _cut(answer.text) == answer.text


def test_only_a_python_that_was_started_for_one_click_is_ended_quickly(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pmxl serve` stays, click after click, though it has words of its own on its command line."""
    import pmxl.excel

    ended = list[str]()
    monkeypatch.setattr(pmxl.excel, "end_quickly", lambda: ended.append("quickly"))
    monkeypatch.setattr("sys.argv", ["pmxl", "serve"])
    run("settings")
    assert ended == []
    monkeypatch.setattr("sys.argv", ["-c", f"--wb={book.name}", "--from_xl=1"])
    run("settings")
    assert ended == ["quickly"]


def test_a_workbook_that_is_in_the_cloud_only(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings raises where a workbook in SharePoint has no synchronised copy on this machine."""

    def not_there(_: Any) -> str:
        raise xw.XlwingsError("Couldn't find your local SharePoint file, see: xlwings.org/error")

    monkeypatch.setattr(type(book.impl), "fullname", property(not_there))
    told("check")
    told("refresh")
    assert "got back what they held" in told("undo")


@pytest.mark.parametrize("hidden", [False, 0, 2])
def test_a_finding_on_a_hidden_sheet_is_shown(hidden: int, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel on Windows says 0 for a hidden sheet, and 2 for one that only macros can show."""
    shown = list[Any]()
    monkeypatch.setattr(
        type(book.sheets[0].impl), "visible", property(lambda _: hidden, lambda _, seen: shown.append(seen))
    )
    told("settings")
    assert shown == [True]


def test_explain_with_a_chart_selected(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(book.app.impl), "selection", None)
    assert told("explain").startswith("No cell is selected")
    assert told("what_if").startswith("Nothing says what would change")
