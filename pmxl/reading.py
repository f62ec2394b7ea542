"""Reading: from the cells of a workbook to typed rows.

Where the rows stand is found by `pmxl.standing`. Nothing is dropped: a cell that cannot be read leaves its row in place
and is told of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmxl.brought import is_total
from pmxl.model import BLANK, Book, Column, ErrorValue, Misread, RawBook, RawSheet, Register, Row, Standing
from pmxl.model.raw import number_of
from pmxl.registers import REGISTERS
from pmxl.registers.cells import CellReader, ReadCell, Wrong
from pmxl.registers.settings import SETTINGS, Settings
from pmxl.standing import lookalikes, plain, stand

BLANKS = "\u00a0\u200b \t\r\n"
"""What nobody sees in a cell."""


def read(raw: RawBook) -> Book:
    """The typed rows of every register that the workbook holds. Never raises on what a person typed."""
    book = Book(raw, Settings())
    reader = CellReader(date_1904=raw.date_1904, lists=_lists(raw))
    book.standings = stand(raw)
    book.lookalikes = list(lookalikes(raw, book.standings))
    for register in sorted(REGISTERS, key=lambda r: r is not SETTINGS):
        standing = book.standings.get(register.name)
        if standing:
            book.rows[register.name] = list(_rows(register, standing, raw.sheets[standing.sheet], reader, book))
            if register is SETTINGS:
                _settle(book, reader)
    for register in REGISTERS:
        for row in book.of(register):
            if row.id:
                book.by_id.setdefault(row.id, row)
    return book


# ---------------------------------------------------------------- rows


def _rows(
    register: Register[Any], standing: Standing, sheet: RawSheet, reader: CellReader, book: Book
) -> Iterator[Row]:
    columns = [(c, number_of(standing.letters[c.name])) for c in register.columns if c.name in standing.letters]
    typed = [(c, n, reader.reader_of(c)) for c, n in columns if c.typed]
    brought = standing.table is None and "check" not in standing.letters
    for number in sorted(sheet.cells):
        if standing.header_row < number <= standing.last_row and (standing.rows is None or number in standing.rows):
            cells = sheet.cells[number]
            if standing.table is None and is_total(sheet, number):
                continue
            row = _row(register, number, cells, typed, book, brought)
            if row is not None:
                yield row


def _row(
    register: Register[Any],
    number: int,
    cells: Mapping[int, object],
    typed: list[tuple[Column, int, ReadCell]],
    book: Book,
    brought: bool,
) -> Row | None:
    """One row of a sheet; None where nothing is typed in it."""
    row: Row | None = None
    for column, at, read_cell in typed:
        raw = cells.get(at)
        # An error is a text of a type of its own, and never blank.
        if raw is None or (type(raw) is str and not raw.strip(BLANKS)):
            continue
        if row is None:
            row = register.row()
            row.number = number
        try:
            if type(raw) is ErrorValue:
                raise Wrong("error-value")
            setattr(row, column.name, read_cell(raw, column))
        except Wrong as wrong:
            from pmxl.registers.other_words import meant_by

            meant = meant_by(raw, register, column)
            if meant is not None and brought:
                setattr(row, column.name, meant)
                book.other_words.append(Misread(register, row, column, raw, "other-word", used=meant))
                continue
            setattr(row, column.name, BLANK.get(column.kind) if wrong.used is None else wrong.used)
            hint = wrong.hint if meant is None or column.kind != "choice" else str(meant)
            book.misread.append(Misread(register, row, column, raw, wrong.reason, hint, wrong.used))
    return row


# ---------------------------------------------------------------- settings and lists


def _settle(book: Book, reader: CellReader) -> None:
    """Turn the lines of Settings into settings. A value that cannot be read keeps its default and is told of."""
    lines = {line.key: line for line in Settings.lines}
    titles = {plain(line.title): line for line in Settings.lines}
    standing = book.standings[SETTINGS.name]
    at = number_of(standing.letters["value"]) if "value" in standing.letters else 0
    sheet, given = book.raw.sheets[standing.sheet], set[str]()
    for row in book.of(SETTINGS):
        line = lines.get(row.key or "") or titles.get(plain(row.setting or ""))
        raw = sheet.cells.get(row.number, {}).get(at)
        if line is None or line.formula or raw is None or raw == "":
            continue
        if line.presets and sheet.formulas.get((row.number, at)) == line.cell_formula:
            continue  # It follows the preset, whatever was calculated when the file was last open.
        given.add(line.key)
        if line.former and isinstance(raw, str):
            raw = line.former.get(plain(raw), raw)
        column = Column(line.kind, line.title, choices=line.choices, minimum=line.least, maximum=line.most)
        column.name = "value"
        try:
            if isinstance(raw, ErrorValue):
                raise Wrong("error-value")
            setattr(book.settings, line.key, reader.read(raw, column))
        except Wrong as wrong:
            if wrong.used is not None:
                setattr(book.settings, line.key, wrong.used)
            book.misread.append(Misread(SETTINGS, row, column, raw, wrong.reason, wrong.hint, wrong.used))
    book.settings.settle(given)
    reader.date_order = book.settings.date_order


def _lists(raw: RawBook) -> dict[str, tuple[str, ...]]:
    """The words under each heading of the sheet Lists."""
    table = next((t for t in raw.tables if t.name.casefold() == "lists"), None)
    if table is None or table.sheet not in raw.sheets:
        return {}
    cells = raw.sheets[table.sheet].cells
    return {
        title: tuple(
            str(cells[row][table.first_column + i])
            for row in range(table.header_row + 1, table.last_row + 1)
            if cells.get(row, {}).get(table.first_column + i, "") != ""
        )
        for i, title in enumerate(table.columns)
    }
