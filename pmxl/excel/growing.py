"""Tables that get rows or columns because a plan writes beyond their edge.

A row of totals moves down, as Excel moves it where somebody adds a row above it; formulas that look at it follow.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping

from pmxl.excel.application import Book, Sheet
from pmxl.excel.blocks import Block
from pmxl.excel.cells import Formula, area, states
from pmxl.model import RawBook, RawTable
from pmxl.model.raw import letters_of
from pmxl.records import NamedTuple
from pmxl.workbook.errors import Refused


class Growth(NamedTuple):
    """A table, and where it ends once the plan is written."""

    table: RawTable
    last_row: int
    last_column: int


def growths(raw: RawBook, blocks: Iterable[Block]) -> list[Growth]:
    """The tables that must grow. Raises Refused where one cannot."""
    blocks, found = list(blocks), list[Growth]()
    for table in raw.tables:
        own = [block for block in blocks if block.sheet == table.sheet]
        growth = _growth(table, own, raw)
        if growth:
            _refuse(growth, raw)
            found.append(growth)
        elif table.has_totals:
            _refuse_totals(table, own)
    return found


def _growth(table: RawTable, blocks: list[Block], raw: RawBook) -> Growth | None:
    right = _right(table)
    headers = {b.column: b.values[table.header_row - b.row] for b in blocks if b.row <= table.header_row <= b.last_row}
    last_column = right
    while isinstance(headers.get(last_column + 1), str):
        last_column += 1
    inside = [b for b in blocks if table.first_column <= b.column <= last_column]
    filled = {b.row + i for b in inside for i, value in enumerate(b.values) if value is not None}
    last_row = table.last_row
    while last_row + 1 in filled and not _other_below(table, last_row + 1, raw):
        last_row += 1  # As in Excel, a blank row between ends a table.
    return Growth(table, last_row, last_column) if (last_row, last_column) != (table.last_row, right) else None


def _right(table: RawTable) -> int:
    return table.first_column + len(table.columns) - 1


def _other_below(table: RawTable, row: int, raw: RawBook) -> bool:
    """True where another table of the sheet begins between this one and the row."""
    return any(o.sheet == table.sheet and o is not table and table.last_row < o.header_row <= row for o in raw.tables)


def _refuse(growth: Growth, raw: RawBook) -> None:
    table, cells = growth.table, raw.sheets[growth.table.sheet].cells
    if table.has_totals and growth.last_column > _right(table):
        raise Refused(f"{_named(table)} has a totals row, so that no columns can be added", SWITCH_OFF)
    for row, column in _below_totals(growth, cells) if table.has_totals else _new_cells(growth):
        if cells.get(row, {}).get(column) not in (None, ""):
            place = f"{letters_of(column)}{row}"
            raise Refused(f"{_named(table)} needs room, but {place} beside or below it is taken", f"move {place} away")


def _refuse_totals(table: RawTable, blocks: Iterable[Block]) -> None:
    """Raises Refused where a plan would write over the totals."""
    row = table.last_row + 1
    if any(b.row <= row <= b.last_row and table.first_column <= b.column <= _right(table) for b in blocks):
        raise Refused(
            f'row {row} of the sheet "{table.sheet}" holds the totals of the table "{table.name}"', SWITCH_OFF
        )


def _named(table: RawTable) -> str:
    return f'the table "{table.name}" on sheet "{table.sheet}"'


SWITCH_OFF = "switch the totals row off (Table Design), then again"


def _new_cells(growth: Growth) -> Iterator[tuple[int, int]]:
    table = growth.table
    for row in range(table.header_row, growth.last_row + 1):
        first = table.first_column if row > table.last_row else _right(table) + 1
        yield from ((row, column) for column in range(first, growth.last_column + 1))


def _below_totals(growth: Growth, cells: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """Every place below the totals: Excel pushes down what stands there, however far below, and a file does not."""
    table = growth.table
    rows = sorted(row for row in cells if row > table.last_row + 1)
    yield from ((row, column) for row in rows for column in range(table.first_column, _right(table) + 1))


def grow(book: Book, growth: Growth) -> None:
    """Let a table hold its new rows and columns; its formats and calculated columns go on in new rows."""
    table = growth.table
    sheet = book.sheets[table.sheet]
    if table.has_totals:
        _add_above_totals(sheet, growth)
    else:
        corner, end = (table.header_row, table.first_column), (growth.last_row, growth.last_column)
        sheet.tables[table.name].resize(sheet.range(corner, end))
    if growth.last_row > table.last_row:
        for column in range(table.first_column, _right(table) + 1):
            _continue(sheet, table, column, growth.last_row)


def _continue(sheet: Sheet, table: RawTable, column: int, last_row: int) -> None:
    above = area(sheet, column, table.last_row, 1)
    new = area(sheet, column, table.last_row + 1, last_row - table.last_row)
    if new.number_format != above.number_format:
        new.number_format = above.number_format
    (state,) = states(above)
    if isinstance(state, Formula):
        new.formula = str(state)


def _add_above_totals(sheet: Sheet, growth: Growth) -> None:
    """Add the new rows, each as if somebody did. Raises Refused, and adds none, where the application does not."""
    table = growth.table
    here = sheet.tables[table.name]
    try:
        for _ in range(growth.last_row - table.last_row):
            here.rows.add()
        added = here.show_totals and here.range.shape[0] == growth.last_row - table.header_row + 2
    except Exception:  # Whatever the application says, for example of a filter that is on.
        added = False
    if not added:
        shrink(sheet.book, growth)
        raise Refused(f"{_named(table)} has a totals row, above which no rows can be added here", SWITCH_OFF)


def shrink(book: Book, growth: Growth) -> None:
    """Take the new rows and columns of a table away again, as far as the application lets itself be told."""
    table = growth.table
    sheet = book.sheets[table.sheet]
    here, height = sheet.tables[table.name], table.last_row - table.header_row
    with contextlib.suppress(Exception):  # What went wrong before is what the person must hear of.
        if table.has_totals:
            for number in range(here.range.shape[0] - 2, height, -1):
                here.rows(number).delete()
            return
        if growth.last_row > table.last_row:
            corner, end = (table.last_row + 1, table.first_column), (growth.last_row, growth.last_column)
            sheet.range(corner, end).clear_contents()
        here.resize(sheet.range((table.header_row, table.first_column), (table.last_row, _right(table))))
