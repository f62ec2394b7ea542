"""Reading agrees with openpyxl, cell by cell, on workbooks that nobody here made, and on the traps made here."""

from __future__ import annotations

import datetime
import warnings
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel

from pmxl.workbook import Refused, open_workbook
from pmxl.workbook.exact import read_exactly
from pmxl.workbook.formulas import moved
from pmxl.workbook.markup import decode
from pmxl.workbook.scan import SheetReader

REAL = Path(__file__).parents[1].parent / "shared" / "data" / "workbooks"
UNREADABLE = {"encrypted.xlsx"}
STRICT = {"strict-iso.xlsx"}
"""openpyxl sees no sheets in strict files."""
real_files = sorted(p for p in REAL.glob("*.*x*") if p.suffix != ".csv") if REAL.exists() else []


def serial(value, epoch):
    dates = (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)
    return to_excel(value, epoch) if isinstance(value, dates) else value


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
@pytest.mark.parametrize("path", [p for p in real_files if p.name not in UNREADABLE | STRICT], ids=lambda p: p.name)
def test_cells_and_formulas_agree_with_openpyxl(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    book = open_workbook(path)
    assert set(book.raw.sheets) == set(values.sheetnames) - {s.title for s in values.chartsheets}
    for name, sheet in book.raw.sheets.items():
        for row in values[name].iter_rows():
            for cell in row:
                mine, theirs = sheet.cells.get(cell.row, {}).get(cell.column), serial(cell.value, values.epoch)
                if isinstance(theirs, int | float) and not isinstance(theirs, bool):
                    assert mine == pytest.approx(theirs), cell.coordinate
                else:
                    assert (mine or None) == (theirs or None), cell.coordinate
        for row in formulas[name].iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value) if cell.data_type == "f" else None
                assert ((cell.row, cell.column) in sheet.formulas) == (text is not None)
                if text:
                    assert sheet.formulas[cell.row, cell.column] == text.removeprefix("=")


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
@pytest.mark.parametrize("path", [p for p in real_files if p.name not in UNREADABLE], ids=lambda p: p.name)
def test_both_paths_read_the_same(path):
    book = open_workbook(path)
    for entry in book.contents.sheets:
        if entry.name in book.raw.sheets:
            fast = book.raw.sheets[entry.name]
            text = decode(book.package.archive.read(entry.part))[0]
            exact = read_exactly(SheetReader(entry.name, book.strings(), []), text, entry.part)
            assert dict(exact.formulas) == dict(fast.formulas)
            assert (exact.cells, exact.merges, exact.filtered) == (fast.cells, fast.merges, fast.filtered)
            assert (exact.hidden_rows, exact.hidden_columns) == (fast.hidden_rows, fast.hidden_columns)


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
def test_strict_workbooks_are_read():
    book = open_workbook(REAL / "strict-iso.xlsx")
    assert len(book.raw.sheets) == 9
    assert sum(len(row) for sheet in book.raw.sheets.values() for row in sheet.cells.values()) == 26


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
def test_a_password_is_named():
    with pytest.raises(Refused, match="protected by a password; give the password"):
        open_workbook(REAL / "encrypted.xlsx")


@pytest.mark.parametrize(
    ("formula", "there"),
    [
        ("A1+$B2*C$3-$D$4", "B3+$B4*D$3-$D$4"),
        ("SUM(A1:A9)", "SUM(B3:B11)"),
        ('IF(A1="A1",LOG10(2),A1.B2)', 'IF(B3="A1",LOG10(2),A1.B2)'),
        ("'A1 B2'!C3+Sheet1!C3", "'A1 B2'!D5+Sheet1!D5"),
        ("Table1[[#This Row],[A1]]+A1", "Table1[[#This Row],[A1]]+B3"),
        ("SUM(A:C)+SUM($2:3)", "SUM(B:D)+SUM($2:5)"),
        ("[1]Sheet!A1", "[1]Sheet!B3"),
        ("A1048576", "B2"),
    ],
)
def test_shared_formulas_move_with_their_cell(formula, there):
    assert moved(formula, 2, 1) == there
