"""What the formulas above the tables show once pmxl has computed, so that the file is right before it is calculated.

Excel and LibreOffice calculate these lines themselves. A preview, a mail client or a program that reads the file does
not: without these edits it would still say "not computed yet".
"""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.edits import same
from pmxl.generate.counts import banner_formula, banner_text, count_formulas, counts_of
from pmxl.generate.stamps import fresh_text, stamp_formula
from pmxl.generate.uncertainty_stamps import SHEET as UNCERTAINTY
from pmxl.generate.uncertainty_stamps import stamp_lines
from pmxl.model import Book, Context, SetCells, Value
from pmxl.model.raw import letters_of
from pmxl.registers import REGISTERS

START = "Start here"


def living_lines(book: Book, now: Context) -> Iterator[SetCells]:
    """The new values of our own lines, wherever they stand. A line that somebody changed is theirs and stays."""
    shown = _shown(book, now)
    names = dict.fromkeys([START, UNCERTAINTY, *(standing.sheet for standing in book.standings.values())])
    for name in names:
        sheet = book.raw.sheets.get(name)
        if sheet is None:
            continue
        tables = [table for table in book.raw.tables if table.sheet == name]
        for row, column in sheet.formulas:
            if any(table.holds(row, column) for table in tables):
                continue
            formula = sheet.formulas[row, column]
            if formula in shown and not same(sheet.cells.get(row, {}).get(column), shown[formula]):
                yield SetCells(name, letters_of(column), {row: shown[formula]}, formula, "")


def _shown(book: Book, now: Context) -> dict[str, Value]:
    """Formula -> what it gives now."""
    shown: dict[str, Value] = {}
    for register in REGISTERS:
        rows = book.of(register)
        counts = counts_of(register, rows)
        shown[banner_formula(register)] = banner_text(register, rows, counts, book.settings.as_of)
        shown |= zip(count_formulas(register), counts, strict=True)
    shown |= stamp_lines(book, now)
    shown[stamp_formula({table.name for table in book.raw.tables})] = fresh_text(now.as_of)
    return {formula: value for formula, value in shown.items() if formula}
