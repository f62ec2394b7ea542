"""The live shell and the file shell give the same cells from the same plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rig_live import TODAY, Live, live, office, small_book

from pmxl import demo
from pmxl.baseline import freeze
from pmxl.excel.reading import raw_book
from pmxl.excel.writing import apply, undo
from pmxl.journey import Journey
from pmxl.model import Edit, RawBook, SetCells
from pmxl.model.raw import letters_of
from pmxl.workbook import open_workbook, save

__all__ = ["live", "office"]


@pytest.fixture
def demo_book(tmp_path: Path) -> Path:
    path = tmp_path / "demo.xlsx"
    demo.write(path)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_book(tmp_path / "small.xlsx", blank_rows=8)


def shown(raw: RawBook) -> dict[tuple[str, str], object]:
    """Every cell that shows something; numbers as a person would compare them."""
    return {
        (name, f"{letters_of(column)}{row}"): round(value, 6) if isinstance(value, float) else value
        for name, sheet in raw.sheets.items()
        for row, line in sheet.cells.items()
        for column, value in line.items()
        if value not in (None, "")
    }


def differences(one: dict[Any, Any], other: dict[Any, Any]) -> dict[Any, tuple[object, object]]:
    """Where two readings differ, and how."""
    places = one.keys() | other.keys()
    return {place: (one.get(place), other.get(place)) for place in places if one.get(place) != other.get(place)}


def formulas(raw: RawBook) -> dict[tuple[str, int, int], str]:
    return {(name, *cell): text for name, sheet in raw.sheets.items() for cell, text in sheet.formulas.items()}


def nasty(raw: RawBook) -> list[Edit]:
    """Texts that Excel would read as something else, dates, numbers, blanks, and rows below the table."""
    (risks,) = (table for table in raw.tables if table.name == "Risks")
    row, letters = (
        risks.header_row + 1,
        {title: letters_of(risks.first_column + i) for i, title in enumerate(risks.columns)},
    )
    words = ["00123", "1-2", "=1+1", 'O\'Neill "Bob"', "'tis", "TRUE", "+44 20 7946", "50%", "3 Apr", "Ana Ruiz"]
    below = risks.last_row + 1
    return [
        SetCells("Risks", letters["Owner"], {row + i: word for i, word in enumerate(words)}),
        SetCells("Risks", letters["Likelihood"], {row: 5, row + 1: None, row + 3: 2}, kind="whole"),
        SetCells("Risks", letters["Response due"], {row: date(2026, 4, 3), row + 1: None}, kind="day"),
        SetCells("Risks", letters["ID"], {below: "R-900", below + 1: "R-901"}, kind="key"),
        SetCells("Risks", letters["Risk"], {below: "=HYPERLINK()", below + 1: "Line one\nline two"}),
    ]


PLANS = {
    "refresh": lambda raw: Journey(raw, TODAY, strict=True).plan().edits,
    "baseline": lambda raw: freeze((journey := Journey(raw, TODAY, strict=True)).book, journey.now).edits,
    "nasty": nasty,
}


def test_an_open_workbook_is_read_as_its_file_is(demo_book: Path, live: Live) -> None:
    now, file = raw_book(live.open(demo_book)), open_workbook(demo_book).raw
    assert differences(shown(now), shown(file)) == {}
    assert differences(formulas(now), formulas(file)) == {}
    assert now.tables == file.tables
    assert dict(now.names) == dict(file.names)
    for name, sheet in file.sheets.items():
        used = {column for row in sheet.cells.values() for column in row}
        assert {c for c in now.sheets[name].hidden_columns if c in used} == {
            c for c in sheet.hidden_columns if c in used
        }


@pytest.mark.parametrize("name", PLANS)
def test_both_shells_give_the_same_cells(name: str, demo_book: Path, small: Path, live: Live) -> None:
    path = demo_book if name == "refresh" else small
    book, out = live.open(path), path.with_name("out.xlsx")
    file, raw = open_workbook(path), raw_book(book)
    edits = PLANS[name](file.raw)
    save(file, edits, out)
    assert apply(book, raw, PLANS[name](raw), name) == []
    now, wanted = raw_book(book), open_workbook(out).raw
    assert list(now.sheets) == list(wanted.sheets)
    assert now.tables == wanted.tables
    assert differences(formulas(now), formulas(wanted)) == {}
    # A file keeps the former results of other formulas until it is opened; what was written is the same at once.
    written = {(e.sheet, f"{e.column}{row}") for e in edits if isinstance(e, SetCells) for row in e.values}
    others = {(sheet, f"{letters_of(column)}{row}") for sheet, row, column in formulas(now)} - written
    found = differences(shown(now), shown(wanted))
    assert {place: cells for place, cells in found.items() if place not in others} == {}
    if name == "refresh":
        assert found == {}
        again = Journey(now, TODAY, strict=True).plan().edits
        assert [edit for edit in again if isinstance(edit, SetCells)] == []


def with_totals(path: Path) -> Path:
    """A table with a row of totals: a sum, an average, a label, and a total that somebody wrote."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Work")
        titles = ("Item", "Days", "Rate", "Price")
        for row, line in enumerate([("Dig", 2, 100), ("Lay", 3, 80), ("Test", 1, 90)], 4):
            sheet.write_row(row, 1, line)
        columns: list[dict[str, Any]] = [{"header": title} for title in titles]
        columns[0]["total_string"] = "Total"
        columns[1]["total_function"] = "sum"
        columns[2]["total_function"] = "average"
        columns[3] |= {"formula": "=Work[[#This Row],[Days]]*Work[[#This Row],[Rate]]", "total_function": "sum"}
        sheet.add_table("B4:E8", {"name": "Work", "columns": columns, "total_row": True})
        for place, formula in {"C8": "109,Work[Days]", "D8": "101,Work[Rate]", "E8": "109,Work[Price]"}.items():
            sheet.write_formula(place, f"=SUBTOTAL({formula})")  # As Excel writes it.
        sheet.write("G4", "Beside")
        sheet.write("G9", "Below, beside")
    return path


NEW_WORK = [
    SetCells("Work", "B", {8: "Paint", 9: "Hand over"}),
    SetCells("Work", "C", {5: 4, 8: 2, 9: 0.5}, kind="number"),
    SetCells("Work", "D", {8: 70, 9: 60}, kind="number"),
]
"""Rows where the totals stand and below them."""


def test_a_table_grows_above_its_totals_in_both_shells(tmp_path: Path, live: Live) -> None:
    path = with_totals(tmp_path / "work.xlsx")
    book, out = live.open(path), tmp_path / "out.xlsx"
    save(open_workbook(path), NEW_WORK, out)
    assert apply(book, raw_book(book), NEW_WORK, "test") == []
    now, wanted = raw_book(book), open_workbook(out).raw
    assert now.tables == wanted.tables
    assert [(table.last_row, table.has_totals) for table in now.tables] == [(9, True)]
    assert differences(formulas(now), formulas(wanted)) == {}
    found = differences(shown(now), shown(wanted))
    assert {place for place in found if not place[1].startswith("E")} == set()  # What a file shows once it is opened.
    sheet = book.sheets["Work"]
    assert sheet.range("B10:E10").value == ["Total", 10.5, 80, 4 * 100 + 3 * 80 + 90 + 140 + 30]


def test_undo_of_rows_above_totals_blanks_them(tmp_path: Path, live: Live) -> None:
    book = live.open(with_totals(tmp_path / "work.xlsx"))
    apply(book, raw_book(book), NEW_WORK, "test")
    _, count, kept = undo(book)
    assert (count, kept) == (7, [])
    assert book.sheets["Work"].range("B10:C10").value == ["Total", 6]


def test_formulas_follow_what_is_written(small: Path, live: Live) -> None:
    book = live.open(small)
    raw = raw_book(book)
    (risks,) = (table for table in raw.tables if table.name == "Risks")
    at = {title: risks.first_column + i for i, title in enumerate(risks.columns)}
    row = risks.header_row + 1
    edits = [SetCells("Risks", letters_of(at[title]), {row: 5}, kind="whole") for title in ("Likelihood", "Impact")]
    apply(book, raw, edits, "test")
    assert book.sheets["Risks"].range((row, at["Score"])).value == 25
    assert book.sheets["Risks"].range((row, at["Level"])).value == "Very high"


def test_undo_gives_every_cell_back(small: Path, live: Live) -> None:
    book = live.open(small)
    raw = raw_book(book)
    before, texts = shown(raw), formulas(raw)
    apply(book, raw, nasty(raw), "refresh")
    what, count, kept = undo(book)
    assert (what, kept) == ("refresh", [])
    assert count == 19
    after = raw_book(book)
    added = shown(after).keys() - before.keys()
    assert {place: cells for place, cells in differences(before, shown(after)).items() if place not in added} == {}
    assert {cell: both for cell, both in differences(texts, formulas(after)).items() if cell in texts} == {}


def test_undo_leaves_what_somebody_changed_since(small: Path, live: Live) -> None:
    book = live.open(small)
    raw = raw_book(book)
    edits = nasty(raw)
    apply(book, raw, edits, "refresh")
    place = f"{edits[0].column}{min(edits[0].values)}"
    book.sheets["Risks"].range(place).value = "Somebody else"
    _, _, kept = undo(book)
    assert [str(place) for place in kept] == [f"Risks!{place}"]
    assert book.sheets["Risks"].range(place).value == "Somebody else"
