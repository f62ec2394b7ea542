"""Saving changes what it owns and nothing else, on workbooks that nobody here made."""

from __future__ import annotations

import datetime
import random
import sys
import warnings
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from openpyxl.utils.datetime import to_excel
from page_samples import DASHBOARD, GANTT
from workbook_judge import losses

from pmxl.journey import Journey
from pmxl.model import PageCell, PageRow, RawSheet, ReplaceSheet, SetCells
from pmxl.workbook import Refused, open_workbook, save
from pmxl.workbook.addresses import column_letters, column_number
from pmxl.workbook.parts import relationships_part
from pmxl.workbook.saving import patch
from pmxl.workbook.values import serial as cell_serial

SHARED = Path(__file__).parents[1].parent / "shared"
REAL = SHARED / "data" / "workbooks"
REFUSED = {
    "encrypted.xlsx": "protected by a password",
    "signed-office2010.xlsx": "digitally signed",
    "shared-revisions.xlsx": "shared workbook",
}
real_files = sorted(p for p in REAL.glob("*.*x*") if p.suffix != ".csv") if REAL.exists() else []
writable = [p for p in real_files if p.name not in REFUSED]
needs_real = pytest.mark.skipif(not real_files, reason="the real workbooks are not here")

DAY = datetime.date(2026, 4, 27)
BRIEF = ReplaceSheet(
    "Brief",
    widths=(12, 40, 14),
    rows=(
        PageRow((PageCell("Status & outlook <ü>", "title", span=3),), height=24),
        PageRow((PageCell("Finish"), PageCell("=1+1"), PageCell(DAY, "day"))),
        PageRow((PageCell(0.5), PageCell("See the first row", link="'Brief'!A1"), PageCell(True))),
        PageRow((PageCell(3.0, formula="1+2"), PageCell(None), PageCell("two\nlines"))),
    ),
    landscape=True,
    one_page=True,
    repeat_rows=1,
)
FINDINGS = ReplaceSheet(
    "Findings of pmxl",
    widths=(20, 60),
    rows=tuple(PageRow((PageCell(a), PageCell(b))) for a, b in (("Where", "What"), ("A1", "wrong"), ("A2", "missing"))),
    table="pmxlFindings",
)


def first_sheet(book):
    """The first sheet with cells, and its part."""
    for entry in book.contents.sheets:
        if entry.name in book.raw.sheets and book.raw.sheets[entry.name].cells:
            return entry, book.raw.sheets[entry.name]
    entry = next(e for e in book.contents.sheets if e.name in book.raw.sheets)
    return entry, book.raw.sheets[entry.name]


def free_column(sheet: RawSheet) -> int:
    return max((max(row) for row in sheet.cells.values() if row), default=0) + 3


def three_edits(book):
    """A number over a number that is there, a text and a date where nothing is."""
    entry, sheet = first_sheet(book)
    pivots = book.contents.pivots(entry.part)
    numbers = [
        (r, c)
        for r, row in sheet.cells.items()
        for c, value in row.items()
        if isinstance(value, float) and (r, c) not in sheet.formulas and not any(area.holds(r, c) for area in pivots)
    ]
    row, column = numbers[0] if numbers else (3, free_column(sheet))
    spare = free_column(sheet) + 1
    edits = [
        SetCells(entry.name, column_letters(column), {row: 1234.5}),
        SetCells(entry.name, column_letters(spare), {2: "ü <&> ✓ =1+1"}),
        SetCells(entry.name, column_letters(spare + 1), {2: DAY}, kind="day"),
    ]
    owned = {f"{column_letters(column)}{row}", f"{column_letters(spare)}2", f"{column_letters(spare + 1)}2"}
    return edits, entry.part, owned


@needs_real
@pytest.mark.parametrize("path", writable, ids=lambda p: p.name)
def test_cells_are_set_and_nothing_else_changes(path, tmp_path):
    book, out = open_workbook(path), tmp_path / path.name
    edits, part, owned = three_edits(book)
    save(book, edits, out)
    assert losses(path.read_bytes(), out.read_bytes(), {part: owned}) == []
    again = open_workbook(out)
    sheet = again.raw.sheets[edits[0].sheet]
    got = {value for row in sheet.cells.values() for value in row.values() if not isinstance(value, bool)}
    assert {1234.5, "ü <&> ✓ =1+1", 46139.0 - (1462 if again.raw.date_1904 else 0)} <= got
    assert not xlcheck_worse(path, out)
    check_by_others(path, out, edits)


@needs_real
@pytest.mark.parametrize("path", writable, ids=lambda p: p.name)
def test_generated_sheets_are_added_and_written_anew(path, tmp_path):
    book, out = open_workbook(path), tmp_path / path.name
    changed = save(book, [BRIEF, FINDINGS, DASHBOARD], out)
    rels = {relationships_part(sheet.part): set() for sheet in open_workbook(out).contents.sheets}
    assert losses(path.read_bytes(), out.read_bytes(), rels) == []
    assert not xlcheck_worse(path, out)
    added = open_workbook(out)
    assert added.raw.sheets["Brief"].cells[1][1] == "Status & outlook <ü>"
    assert added.raw.sheets["Brief"].formulas == {(4, 1): "1+2"}
    assert next(t for t in added.raw.tables if t.name == "pmxlFindings").columns == ("Where", "What")
    first = out.read_bytes()
    assert save(added, [BRIEF, FINDINGS, DASHBOARD]) == ()
    assert out.read_bytes() == first
    more = FINDINGS._replace(rows=(*FINDINGS.rows, PageRow((PageCell("A3"), PageCell("late")))))
    assert 0 < len(save(added, [more, DASHBOARD._replace(charts=(GANTT,))])) < len(changed)
    assert not xlcheck_worse(path, out)
    check_by_others(path, out, [])


@needs_real
@pytest.mark.parametrize("path", writable, ids=lambda p: p.name)
def test_the_open_xml_validator_finds_nothing_new(path, tmp_path, validator_errors):
    book, out = open_workbook(path), tmp_path / path.name
    edits, _, _ = three_edits(book)
    save(book, [*edits, BRIEF, FINDINGS, DASHBOARD], out)
    said = validator_errors(out)
    assert not said or not Counter(said) - Counter(validator_errors(path))


@needs_real
@pytest.mark.parametrize("path", writable, ids=lambda p: p.name)
def test_a_second_identical_save_changes_nothing(path, tmp_path):
    book, out = open_workbook(path), tmp_path / path.name
    edits, _, _ = three_edits(book)
    save(book, [*edits, BRIEF], out)
    first = out.read_bytes()
    assert save(open_workbook(out), [*edits, BRIEF]) == ()
    save(open_workbook(out), [*edits, BRIEF], tmp_path / ("again-" + path.name))
    assert (tmp_path / ("again-" + path.name)).read_bytes() == first


@needs_real
@pytest.mark.parametrize("path", writable, ids=lambda p: p.name)
def test_a_second_refresh_changes_nothing(path, tmp_path):
    book, out = open_workbook(path), tmp_path / path.name
    save(book, Journey(book.raw, DAY, strict=True).plan().edits, out)
    again = open_workbook(out)
    assert save(again, Journey(again.raw, DAY, strict=True).plan().edits) == ()


@needs_real
@pytest.mark.parametrize("path", writable, ids=lambda p: p.name)
def test_tables_grow(path, tmp_path):
    book, out = open_workbook(path), tmp_path / path.name
    growing = [table for table in book.raw.tables if is_free_below(book, table)]
    if not growing:
        pytest.skip("it has no table that can grow")
    for table in growing:
        row = table.last_row + 1
        save(book, [SetCells(table.sheet, column_letters(table.first_column), {row: "grown"})], out)
        entry = next(e for e in book.tables if e.name == table.name)
        part = next(s.part for s in book.contents.sheets if s.name == table.sheet)
        new_row = {f"{column_letters(c)}{r}" for c in range(1, 200) for r in (row, row + table.has_totals)}
        assert losses(path.read_bytes(), out.read_bytes(), {part: new_row, entry.part: set()}) == []
        assert not xlcheck_worse(path, out)
        assert next(t for t in open_workbook(out).raw.tables if t.name == table.name).last_row == row


def is_free_below(book, table):
    below = book.raw.sheets[table.sheet].cells.get(table.last_row + 1 + table.has_totals, {})
    return not any(table.first_column <= c < table.first_column + len(table.columns) for c in below)


@needs_real
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_kept_is_refused(name, tmp_path):
    original = (REAL / name).read_bytes()
    copy = tmp_path / name
    copy.write_bytes(original)
    with pytest.raises(Refused, match=REFUSED[name]):
        save(open_workbook(copy), [BRIEF])
    assert copy.read_bytes() == original
    assert list(tmp_path.iterdir()) == [copy]


def serial(value, epoch):
    return to_excel(value, epoch) if isinstance(value, datetime.date) else value


def check_by_others(path, out, edits):
    """The other libraries read the edits back, where they can read the file at all."""
    if path.name == "strict-iso.xlsx":
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(out)
    fast = python_calamine.CalamineWorkbook.from_path(str(out))
    for edit in edits:
        for row, value in edit.values.items():
            cell = book[edit.sheet][f"{edit.column}{row}"]
            grid = fast.get_sheet_by_name(edit.sheet).to_python(skip_empty_area=False)
            assert cell.data_type != "f"
            for got in (cell.value, grid[row - 1][cell.column - 1]):
                assert serial(got, book.epoch) == serial(value, book.epoch)


def xlcheck_worse(before: Path, after: Path) -> list[object]:
    """What the acceptance checks find in the saved file that they did not find before. They know no strict files."""
    if not (SHARED / "tools" / "xlcheck.py").exists() or before.name == "strict-iso.xlsx":
        return []
    sys.path.insert(0, str(SHARED / "tools"))
    try:
        import xlcheck
    finally:
        sys.path.pop(0)
    known = {(code, text) for code, _, text in xlcheck.check(str(before))}
    return [found for found in xlcheck.check(str(after)) if (found[0], found[2]) not in known]


@needs_real
@pytest.mark.parametrize("path", writable, ids=lambda p: p.name)
def test_every_cell_that_nobody_set_says_what_it_said(path, tmp_path):
    book, out = open_workbook(path), tmp_path / path.name
    edits, owned = random_edits(book, random.Random(path.name))
    save(book, edits, out)
    assert losses(path.read_bytes(), out.read_bytes(), owned) == []
    assert not xlcheck_worse(path, out)
    again = open_workbook(out)
    wanted = {(edit.sheet, row, edit.column): value for edit in edits for row, value in edit.values.items()}
    for name, sheet in book.raw.sheets.items():
        for cells, now in ((flat(sheet.cells), flat(again.raw.sheets[name].cells)),
                           (dict(sheet.formulas), dict(again.raw.sheets[name].formulas))):  # fmt: skip
            for row, column in cells.keys() | now.keys():
                if (name, row, column_letters(column)) not in wanted:
                    assert now.get((row, column)) == cells.get((row, column)), (name, row, column)
    for (name, row, letters), value in wanted.items():
        number = column_number(letters)
        got = again.raw.sheets[name].cells.get(row, {}).get(number)
        assert got == (cell_serial(value, date_1904=book.raw.date_1904) if value == DAY else value)
        assert (row, number) not in again.raw.sheets[name].formulas


def flat(cells):
    return {(row, column): value for row, line in cells.items() for column, value in line.items()}


def random_edits(book, dice):
    """Cells set and cleared all over the workbook, where nothing forbids it."""
    edits, owned = [], {}
    for entry in book.contents.sheets:
        sheet = book.raw.sheets.get(entry.name)
        if sheet is None:
            continue
        chosen = dice.sample(sorted(flat(sheet.cells)), min(15, len(flat(sheet.cells))))
        chosen += [(dice.randint(1, 60), free_column(sheet) + dice.randint(2, 9)) for _ in range(10)]
        for row, column in dict.fromkeys(chosen):
            value = dice.choice([None, True, "text =1", -1.5, DAY])
            edit = SetCells(
                entry.name, column_letters(column), {row: value}, kind=dice.choice(["day", "text", "money"])
            )
            if not in_a_header(book, entry.name, row) and is_allowed(book, edit):
                edits.append(edit)
                owned.setdefault(entry.part, set()).add(f"{edit.column}{row}")
    return edits, owned


def in_a_header(book, sheet, row):
    return any(table.sheet == sheet and table.header_row == row for table in book.raw.tables)


def is_allowed(book, edit):
    """False for what a save refuses (merged cells, array formulas, pivot tables), and for totals, which would move."""
    totals = {table.last_row + 1 for table in book.raw.tables if table.has_totals and table.sheet == edit.sheet}
    if totals & edit.values.keys():
        return False
    try:
        patch(book, [edit])
    except Refused as refused:
        reasons = "is part of a merged cell", "is part of an array formula", "is part of the pivot table"
        if not any(reason in str(refused) for reason in reasons):
            raise
        return False
    return True
