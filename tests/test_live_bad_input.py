"""What stands in the way of a command in an open workbook: one clear sentence, and nothing half-written."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from calc.cells import Range
from calc.sheets import TableRows
from rig_live import NOTHING, TODAY, Live, book, live, office, small_book, xw

from pmxl.excel import application, perform
from pmxl.excel.reading import raw_book
from pmxl.excel.writing import apply
from pmxl.model import RawTable, SetCells
from pmxl.model.raw import letters_of
from pmxl.workbook import Refused

__all__ = ["book", "live", "office"]


def everything(book: Any) -> dict[str, Any]:
    return {sheet.name: sheet.used_range.options(ndim=2, err_to_str=True).value for sheet in book.sheets}


def refused(book: Any, tag: str, *words: str) -> None:
    """The command says these words and changes nothing."""
    before = everything(book)
    _, answer = perform(tag, TODAY)
    assert answer.alarm
    for word in words:
        assert word in answer.text
    assert everything(book) == before
    assert (book.app.calculation, book.app.screen_updating, book.app.enable_events) == ("automatic", True, True)


def table_of(book: Any, name: str) -> Any:
    return next(table for table in raw_book(book).tables if table.name == name)


def test_no_workbook_is_open(live: Live) -> None:
    for tag in ("check", "refresh", "undo", "explain", "settings"):
        book, answer = perform(tag, TODAY)
        assert (book, answer.alarm) == (None, True)
        assert answer.text == NOTHING
    assert not perform("help", TODAY)[1].alarm


def test_a_workbook_that_is_not_ours(a_workbook: Path, tmp_path: Path, live: Live) -> None:
    import xlsxwriter

    path = tmp_path / "shopping.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Shopping").write_column("A1", ["Milk", "Bread"])
    book = live.open(path)
    refused(book, "refresh", '"shopping.xlsx"', "is a list that pmxl knows")
    refused(book, "check", "is a list that pmxl knows")


def test_a_list_that_somebody_brought_along_is_checked_and_keeps_its_cells(a_workbook: Path, live: Live) -> None:
    book = live.open(a_workbook)
    before = book.sheets["Risks"].used_range.options(ndim=2).value
    _, answer = perform("refresh", TODAY)
    assert not answer.alarm
    assert book.sheets["Risks"].used_range.options(ndim=2).value == before
    assert "Findings" in [sheet.name for sheet in book.sheets]


def test_a_sheet_of_ones_own_named_as_a_page_is_never_overwritten(book: Any) -> None:
    book.sheets.add("Findings").range("A1").value = "My own notes"
    refused(book, "check", 'sheet "Findings" was not made by pmxl')


def test_a_protected_sheet(book: Any) -> None:
    book.sheets["Schedule"].impl.uno.protect("")
    refused(book, "refresh", 'sheet "Schedule" is protected', "Unprotect Sheet")


def test_a_baseline_is_frozen_though_a_page_is_protected(book: Any) -> None:
    """Two writes stand behind the button; where the second is refused, the person hears of both."""
    perform("check", TODAY)
    book.sheets["Findings"].impl.uno.protect("")
    _, answer = perform("baseline", TODAY)
    assert answer.alarm
    assert "baseline 0" in answer.text
    assert 'The rest was not computed anew. Its sheet "Findings" is protected' in answer.text
    assert "Baselines" in [sheet.name for sheet in book.sheets]


def test_a_filtered_table_gets_every_row(book: Any) -> None:
    sheet, table = book.sheets["Schedule"], table_of(book, "Schedule")
    for row in (table.header_row + 2, table.header_row + 3, table.header_row + 7):
        sheet.impl.uno.Rows.getByIndex(row - 1).IsVisible = False
    raw = raw_book(book)
    assert len(raw.sheets["Schedule"].hidden_rows) == 3
    assert raw.sheets["Schedule"].filtered
    assert not perform("refresh", TODAY)[1].alarm
    start = table.first_column + table.columns.index("Start")
    cells = sheet.range((table.header_row + 1, start), (table.header_row + 10, start)).options(ndim=1).value
    assert all(cells)


class Busy(Exception):
    """What COM raises while a cell is being edited."""

    hresult = application.BUSY[0]


@pytest.mark.parametrize("times", [1, 10_000])
def test_a_cell_that_is_being_edited(times: int, book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel rejects every call until the cell is left: once is waited for, for ever is told of."""
    monkeypatch.setattr(application, "PAUSE", 0.001)
    left, real = [times], type(book.app.impl).calculation.fget

    def calculation(app: Any) -> str:
        if left[0]:
            left[0] -= 1
            raise Busy
        return real(app)

    with monkeypatch.context() as patched:
        patched.setattr(type(book.app.impl), "calculation", property(calculation, type(book.app.impl).calculation.fset))
        before = everything(book)
        _, answer = perform("refresh", TODAY)
        if times > 1:
            assert answer.alarm
            assert "a cell is being edited" in answer.text
            assert everything(book) == before
        else:
            assert not answer.alarm


def test_a_write_that_fails_half_way_is_taken_back(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = Range.raw_value.fset, [0]

    def fails_later(cells: Range, data: Any) -> None:
        calls[0] += 1
        if calls[0] == 9:
            raise OSError("the application went away for a moment")
        real(cells, data)

    with monkeypatch.context() as patched:
        patched.setattr(Range, "raw_value", property(Range.raw_value.fget, fails_later))
        refused(book, "refresh", "went away for a moment", "got back what they held")
    assert calls[0] > 9


def test_cells_are_taken_back_where_a_page_cannot_be_placed(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The application goes away between the cells and the pages: no typed sheet is left half-written."""

    def away(*_: Any, **__: Any) -> None:
        raise OSError("the application went away for a moment")

    with monkeypatch.context() as patched:
        patched.setattr(type(book.sheets[0].impl), "copy", away)
        refused(book, "refresh", "went away for a moment", "got back what they held")


def test_a_cell_that_stays_locked_keeps_no_other_from_coming_back(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Part of an array formula, say: it refuses the write, and the taking back as well."""
    real, written, locked = Range.raw_value.fset, list[str](), set[str]()

    def refuses(cells: Range, data: Any) -> None:
        place = f"{cells.sheet.name} {cells.address}"
        written.append(place)
        if len(written) == 9:
            locked.add(place)
        if place in locked:
            raise OSError("You cannot change part of an array")
        real(cells, data)

    with monkeypatch.context() as patched:
        patched.setattr(Range, "raw_value", property(Range.raw_value.fget, refuses))
        refused(book, "refresh", "part of an array")
    assert len(written) > 9


def test_what_cannot_be_restored_keeps_nothing_else_from_coming_back(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind, real = type(book.app.impl), type(book.app.impl).calculation

    def refuses(app: Any, value: str) -> None:
        if value == "automatic":
            raise OSError("Unable to set the Calculation property")
        real.fset(app, value)

    book.sheets["Risks"].activate()
    with monkeypatch.context() as patched:
        patched.setattr(kind, "calculation", property(real.fget, refuses))
        assert not perform("refresh", TODAY)[1].alarm
        assert (book.app.screen_updating, book.app.enable_events, book.app.status_bar) == (True, True, False)
        assert book.sheets.active.name == "Risks"
    book.app.calculation = "automatic"


def test_a_workbook_whose_dates_count_from_1904(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel shifts dates by four years where it copies a page into such a workbook from one that counts from 1900."""
    monkeypatch.setattr(type(book.impl), "api", SimpleNamespace(Date1904=True))
    refused(book, "refresh", "count from 1904", "pmxl refresh")
    assert not perform("explain", TODAY)[1].alarm


def test_an_excel_that_calculates_only_when_asked(book: Any) -> None:
    book.app.calculation = "manual"
    _, answer = perform("refresh", TODAY)
    assert "press F9" in answer.text
    assert book.app.calculation == "manual"
    assert "press F9" not in perform("check", TODAY)[1].text


def test_a_workbook_that_is_not_in_front(book: Any, tmp_path: Path, live: Live) -> None:
    """Excel knows one selection, that of the workbook in front; its cell is none of the workbook that was named."""
    other = live.open(small_book(tmp_path / "other.xlsx"))
    assert book.app.books.active == other
    book.set_mock_caller()
    assert not perform("explain", TODAY)[1].alarm
    assert book.app.books.active == book


def test_a_workbook_whose_structure_is_protected(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not perform("check", TODAY)[1].alarm
    monkeypatch.setattr(type(book.impl), "api", SimpleNamespace(ProtectStructure=True))
    refused(book, "refresh", "structure is protected", "Protect Workbook")
    assert not perform("check", TODAY)[1].alarm


@pytest.fixture
def totals(book: Any) -> tuple[RawTable, str]:
    """The table Risks with a row of totals, and the letters of its column Risk."""
    book.sheets["Risks"].tables["Risks"].impl.api.TotalsRow = True
    table = table_of(book, "Risks")
    return table, letters_of(table.first_column + table.columns.index("Risk"))


def not_written(book: Any, edits: list[SetCells], says: str) -> None:
    """The edits are refused with these words, and nothing is changed."""
    before, tables = everything(book), raw_book(book).tables
    with pytest.raises(Refused, match=says):
        apply(book, raw_book(book), edits, "test")
    assert everything(book) == before
    assert raw_book(book).tables == tables


def test_a_table_with_a_total_row(book: Any, totals: tuple[RawTable, str]) -> None:
    table, letters = totals
    assert table.has_totals
    not_written(book, [SetCells("Risks", letters, {table.last_row + 1: None})], "holds the totals of the table")
    header = SetCells("Risks", letters_of(table.first_column + len(table.columns)), {table.header_row: "One more"})
    not_written(book, [header], "totals row, so that no columns can be added")
    assert not perform("refresh", TODAY)[1].alarm


def test_what_excel_would_push_down_with_the_totals(book: Any, totals: tuple[RawTable, str]) -> None:
    table, letters = totals
    place = f"{letters}{table.last_row + 9}"
    book.sheets["Risks"].range(place).value = "A note of mine"
    not_written(book, [SetCells("Risks", letters, {table.last_row + 1: "One more"})], f"{place} beside or below it")


@pytest.mark.parametrize("fails_at", [1, 2])
def test_an_application_that_adds_no_rows_above_totals(
    fails_at: int, book: Any, totals: tuple[RawTable, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    table, letters = totals
    real, calls = TableRows.add, [0]

    def add(rows: TableRows, values: Any, index: int | None) -> Any:
        calls[0] += 1
        if calls[0] == fails_at:
            raise OSError("a filter is on")
        return real(rows, values, index)

    monkeypatch.setattr(TableRows, "add", add)
    edit = SetCells("Risks", letters, {table.last_row + 1: "One more", table.last_row + 2: "And one"})
    not_written(book, [edit], "has a totals row, above which no rows can be added here")


@pytest.mark.parametrize("with_totals", [False, True])
def test_a_table_that_grew_is_as_before_where_writing_fails(
    with_totals: bool, book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.sheets["Risks"].tables["Risks"].impl.api.TotalsRow = with_totals
    table = table_of(book, "Risks")
    columns = [letters_of(table.first_column + table.columns.index(title)) for title in ("ID", "Risk")]
    edits = [SetCells("Risks", column, {table.last_row + 1: "X-1", table.last_row + 2: "X-2"}) for column in columns]
    real, calls = Range.raw_value.fset, [0]

    def fails_later(cells: Range, data: Any) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise Refused("the application went away for a moment", "")
        real(cells, data)

    with monkeypatch.context() as patched:
        patched.setattr(Range, "raw_value", property(Range.raw_value.fget, fails_later))
        not_written(book, edits, "went away for a moment")


def test_merged_cells(book: Any) -> None:
    table = table_of(book, "Schedule")
    start = table.first_column + table.columns.index("Start")
    book.sheets["Schedule"].range((table.header_row + 2, start), (table.header_row + 3, start)).merge()
    refused(book, "refresh", "holds merged cells", "unmerge them")


def test_renamed_columns_are_told_of(book: Any) -> None:
    table = table_of(book, "Risks")
    owner = table.first_column + table.columns.index("Owner")
    book.sheets["Risks"].range((table.header_row, owner)).value = "Ownr"
    _, answer = perform("check", TODAY)
    assert not answer.alarm
    lines = book.sheets["Findings"].used_range.options(ndim=2).value
    assert any('"Ownr"' in str(line) for line in lines)


def test_names_with_quotes_and_formulas_stay_text(book: Any) -> None:
    table = table_of(book, "Risks")
    owner = letters_of(table.first_column + table.columns.index("Owner"))
    names = ["O'Neill", '"Bob"', "=cmd|' /C calc'!A0", "'quoted'", "@risk", "-1+1"]
    edits = [SetCells("Risks", owner, {table.header_row + 1 + i: name for i, name in enumerate(names)})]
    apply(book, raw_book(book), edits, "test")
    raw = raw_book(book).sheets["Risks"]
    at = table.first_column + table.columns.index("Owner")
    assert [raw.cells[table.header_row + 1 + i][at] for i in range(len(names))] == names
    assert not [cell for cell in raw.formulas if cell[1] == at]
    assert not perform("refresh", TODAY)[1].alarm


def test_twenty_thousand_rows(tmp_path: Path, live: Live) -> None:
    import xlsxwriter

    path = tmp_path / "long.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Actions")
        sheet.write_row("A1", ["ID", "Action", "Owner", "Status", "Due"])
        for i in range(1, 20_001):
            sheet.write_row(i, 0, [f"ACT-{i:05}", f"Step {i}", "Ana Ruiz", "Open" if i % 5000 else "Opne"])
    book = live.open(path)
    _, answer = perform("check", TODAY)
    assert "4 errors" in answer.text
    raw, owners = raw_book(book), {row: f"00{row}" for row in range(2, 20_002)}
    assert len(raw.sheets["Actions"].cells) == 20_001
    apply(book, raw, [SetCells("Actions", "C", owners)], "test")
    cells = book.sheets["Actions"].range("C2:C20001")
    assert cells.options(ndim=1).value == list(owners.values())
    _, answer = perform("undo", TODAY)
    assert "20,000 cells" in answer.text
    assert set(cells.options(ndim=1).value) == {"Ana Ruiz"}


def test_the_caller_is_forgotten() -> None:
    assert not hasattr(xw.Book, "_mock_caller")
