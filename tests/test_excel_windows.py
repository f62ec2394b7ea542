"""The live shell on the part of xlwings that drives Excel on Windows, with Excel's objects kept in memory (`com`).

No Excel runs here. What can be seen is that this part of xlwings reads, writes and undoes what the file says, and how
many questions it asks of Excel for a click: in Excel each takes as long as a thousand cells.
"""

from __future__ import annotations

import sys
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from com.asked import ASKED
from com.windows import excel
from rig_live import TODAY, small_book
from test_live_contract import differences, formulas, shown

from pmxl import demo
from pmxl.excel import COMMANDS, answer_on, application, perform
from pmxl.excel.marks import FORMER
from pmxl.excel.marks import MOST as MARKED
from pmxl.excel.reading import raw_book
from pmxl.excel.writing import apply, undo
from pmxl.journey import Journey
from pmxl.model import SetCells
from pmxl.model.raw import letters_of, number_of
from pmxl.registers import BY_NAME
from pmxl.workbook import open_workbook
from pmxl.workbook.values import written

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has its own pywin32 and Excel")

MOST = {"check": 1700, "refresh": 3200, "brief": 2300, "next_finding": 1200, "explain": 1200, "undo": 1100}
"""Questions on the demo, which has 28 sheets and 27 tables, before anything was computed in it."""


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def demo_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.xlsx"
    demo.write(path)
    return path


def questions(tag: str, book: Any) -> int:
    """How many questions a click asks."""
    ASKED.start()
    answer = answer_on(tag, book, TODAY)
    assert not answer.alarm, answer.text
    return ASKED.number


def plain(value: Any) -> object:
    """A value as two readings of it can be compared."""
    held = written(value)
    return round(held, 6) if isinstance(held, float) else held or None


@pytest.mark.parametrize("tag", MOST)
def test_a_click_asks_little(tag: str, demo_book: Path) -> None:
    with excel(str(demo_book)) as book:
        if tag == "undo":
            answer_on("refresh", book, TODAY)
        assert questions(tag, book) <= MOST[tag]


@pytest.mark.parametrize("tag", [tag for tag in COMMANDS if tag != "new"])
@pytest.mark.parametrize("words", [["--wb=demo.xlsx", "--from_xl=1", "--hwnd=1"], []], ids=["a click", "pmxl run"])
def test_every_button_finds_its_workbook_and_works(tag: str, words: list[str], demo_book: Path) -> None:
    with excel(str(demo_book)) as opened:
        opened.sheets["Changes"].range("B12").select()
        if tag == "undo":
            answer_on("refresh", opened, TODAY)
        book, answer = perform(tag, TODAY, words)
        assert book == opened
        assert not answer.alarm, answer.text


def test_a_workbook_that_is_not_open_is_told_of(demo_book: Path) -> None:
    with excel(str(demo_book)):
        book, answer = perform("check", TODAY, ["--wb=other.xlsx", "--from_xl=1", "--hwnd=1"])
    assert book is None
    assert answer.alarm
    assert '"other.xlsx" is not open in Excel' in answer.text


def test_sheets_that_are_selected_together_are_parted_while_pmxl_writes(
    demo_book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as they are together, no table can be made or grow; a jump to one cell leaves one sheet selected."""
    with excel(str(demo_book)) as book:
        book.sheets["Risks"].activate()
        window, seen, real = book.api._inner._it.window, list[list[str]](), application.say
        window.together = ["Risks", "Actions"]
        monkeypatch.setattr(application, "say", lambda *told: seen.append(window.together) or real(*told))
        assert not answer_on("refresh", book, TODAY).alarm
        assert [] in seen
        assert sorted(window.together) == ["Actions", "Risks"]
        assert book.sheets.active.name == "Risks"
        assert not answer_on("next_finding", book, TODAY).alarm
        assert window.together == []


def test_nothing_is_selected(demo_book: Path) -> None:
    """As on a chart sheet, and where every window is hidden: xlwings then asks nothing for its address."""
    with excel(str(demo_book)) as book:
        book.app.api._inner._it.Selection = None
        assert answer_on("explain", book, TODAY).text.startswith("No cell is selected")
        for tag in ("brief", "next_finding", "what_if", "check"):
            assert not answer_on(tag, book, TODAY).alarm


def test_settings_whose_values_lost_their_heading(tmp_path: Path) -> None:
    """Their stamps have no cell then; an edit without a column would be an edit of whole rows."""
    path = small_book(tmp_path / "plan.xlsx")
    with excel(str(path)) as book:
        heading = book.sheets["Settings"].range("C5")
        assert heading.value == "Value"
        heading.value = "Wert"
        raw = raw_book(book)
        edits = Journey(raw, TODAY, strict=True).plan().edits
        assert all(edit.column for edit in edits if isinstance(edit, SetCells))
        answer = answer_on("refresh", book, TODAY)
        assert not answer.alarm, answer.text
        assert '"Wert"' in str(book.sheets["Findings"].used_range.value)


def test_findings_that_stand_in_no_cell_are_not_passed_over(tmp_path: Path) -> None:
    path = small_book(tmp_path / "plan.xlsx", rows=dict.fromkeys(BY_NAME, ()))
    with excel(str(path)) as book:
        said = answer_on("check", book, TODAY).text
        assert answer_on("next_finding", book, TODAY).text.startswith(said.rstrip("."))


@pytest.mark.parametrize("tag", ["check", "refresh", "brief", "explain"])
def test_a_long_list_costs_no_more_questions_than_a_short_one(tag: str, tmp_path: Path) -> None:
    asked = []
    for rows in (20, 600):
        risks = [{"id": f"R-{i:03d}", "risk": f"Risk {i}", "likelihood": 2, "impact": 2} for i in range(1, rows + 1)]
        path = small_book(tmp_path / f"{rows}.xlsx", rows={"Risks": risks})
        with excel(str(path)) as book:
            asked.append(questions(tag, book))
    assert asked[1] <= asked[0] + (8 * MARKED if tag == "check" else 40)  # Findings are marked one by one.


def test_an_open_workbook_is_read_as_its_file_is(demo_book: Path) -> None:
    file = open_workbook(demo_book).raw
    with excel(str(demo_book)) as book:
        now = raw_book(book)
        assert differences(shown(now), shown(file)) == {}
        assert differences(formulas(now), formulas(file)) == {}
        assert now.tables == file.tables
        assert all(name in now.names for name in file.names)
        assert "no_such_name" not in now.names
        for name, sheet in file.sheets.items():
            used = {column for row in sheet.cells.values() for column in row}
            assert set(now.sheets[name].hidden_rows) == {row for row in sheet.hidden_rows if row in sheet.cells}
            assert frozenset(used) & now.sheets[name].hidden_columns == used & sheet.hidden_columns


def test_hidden_lines_are_found_wherever_they_are(demo_book: Path) -> None:
    hidden = {9, 10, 11, 40, 57}
    with excel(str(demo_book)) as book:
        sheet = book.sheets["Schedule"].api._inner._it
        sheet.hidden_rows |= hidden
        found = raw_book(book).sheets["Schedule"]
        assert set(found.hidden_rows) == hidden
        assert frozenset({8, 9, 12, 57}) & found.hidden_rows == {9, 57}


def test_a_refresh_writes_what_the_plan_says_and_undo_takes_it_back(demo_book: Path) -> None:
    with excel(str(demo_book)) as book:
        raw = raw_book(book)
        before = shown(raw), formulas(raw)
        edits = [e for e in Journey(raw, TODAY, strict=True).plan().edits if isinstance(e, SetCells)]
        assert apply(book, raw, edits, "refresh") == []
        now = raw_book(book)
        cells = {(e.sheet, f"{e.column}{row}"): v for e in edits if not e.formula for row, v in e.values.items()}
        found = shown(now)
        assert {place: plain(found.get(place)) for place in cells} == {place: plain(v) for place, v in cells.items()}
        for edit in edits:
            if edit.formula:
                at = number_of(edit.column)
                assert {now.sheets[edit.sheet].formulas[row, at] for row in edit.values} == {edit.formula}
        undo(book)
        again = raw_book(book)
        assert differences(shown(again), before[0]) == {}
        assert differences(formulas(again), before[1]) == {}


def test_a_mark_of_another_computer_goes_with_its_finding(
    demo_book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with excel(str(demo_book)) as book:
        raw = raw_book(book)
        (risks,) = (table for table in raw.tables if table.name == "Risks")
        cell = book.sheets["Risks"].range((risks.header_row + 1, risks.first_column + risks.columns.index("Status")))
        former, ground = cell.value, cell.color
        cell.value = "Opne"
        questions("check", book)
        assert cell.color in FORMER
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
        cell.value = former
        questions("check", book)
        assert cell.color == ground


def everything(book: Any) -> object:
    """All that the application holds and how it is set, looked up without asking."""
    home = book.api._inner._it
    app = home.Application
    sheets = {
        s.Name: (s.values, s.formulas, s.grounds, {t.Name: t.Range.Address for t in s.tables}) for s in home.sheets
    }
    settings = app.Calculation, app.ScreenUpdating, app.EnableEvents, app.DisplayAlerts, app.StatusBar
    return deepcopy(sheets), settings, app.AutoCorrect.AutoFillFormulasInLists, len(app.books)


@pytest.mark.parametrize("tag", ["check", "refresh", "brief", "issue"])
def test_where_excel_refuses_a_question_the_click_is_done_whole_or_not_at_all(
    tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(small_book(tmp_path / "plan.xlsx"))
    with excel(path) as book:
        count = questions(tag, book)
        done = set(shown(raw_book(book)))
    told = []
    for refuse in Random(7).sample(range(1, count), 14):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / str(refuse)))
        with excel(path) as book:
            before = everything(book)
            ASKED.start(refuse)
            answer = answer_on(tag, book, TODAY)
            ASKED.start()
            told.append(answer.text)
            if answer.alarm:
                assert everything(book) == before, answer.text
            else:
                assert set(shown(raw_book(book))) == done, answer.text
    assert any(text.startswith("Excel gave no answer while pmxl read the workbook") for text in told)


def test_dates_show_as_dates_in_cells_of_whatever_format(demo_book: Path) -> None:
    with excel(str(demo_book)) as book:
        sheet, raw = book.sheets["Risks"], raw_book(book)
        (risks,) = (table for table in raw.tables if table.name == "Risks")
        column, first = risks.first_column + risks.columns.index("Response due"), risks.header_row + 1
        days = {first + i: date(2026, 4, 3 + i) for i in range(4)}
        for formats in (("General",) * 4, ("General", "dd mmm yyyy", "General", "dd mmm yyyy"), ("d.m.yy",) * 4):
            for row, code in zip(days, formats, strict=True):
                sheet.range((row, column)).number_format = code
            apply(book, raw, [SetCells("Risks", letters_of(column), days, kind="day")], "refresh")
            assert [sheet.range((row, column)).value.date() for row in days] == list(days.values())


def test_an_undo_that_excel_stopped_is_taken_up_by_the_next_one(demo_book: Path) -> None:
    with excel(str(demo_book)) as book:
        raw = raw_book(book)
        before = shown(raw), formulas(raw)
        apply(book, raw, [e for e in Journey(raw, TODAY).plan().edits if isinstance(e, SetCells)], "refresh")
        ASKED.start(400)
        assert answer_on("undo", book, TODAY).alarm
        ASKED.start()
        assert "left alone" not in answer_on("undo", book, TODAY).text
        again = raw_book(book)
        assert differences(shown(again), before[0]) == {}
        assert differences(formulas(again), before[1]) == {}
