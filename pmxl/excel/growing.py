"""Tables that get rows or columns because a plan writes beyond their edge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pmxl.excel.application import Book, Sheet
from pmxl.excel.blocks import Block
from pmxl.excel.cells import Formula, area, states
from pmxl.model import RawBook, RawTable
from pmxl.model.raw import letters_of
from pmxl.workbook.errors import Refused


class Growth(NamedTuple):
    """A table, and where it ends once the plan is written."""

    table: RawTable
    last_row: int
    last_column: int


def growths(raw: RawBook, blocks: Iterable[Block]) -> list[Growth]:
    """The tables that must grow. Raises Refused where one cannot."""
    blocks = list(blocks)
    found = [
        growth
        for table in raw.tables
        if (growth := _growth(table, [block for block in blocks if block.sheet == table.sheet], raw))
    ]
    for growth in found:
        _refuse(growth, raw)
    return found


def _growth(table: RawTable, blocks: list[Block], raw: RawBook) -> Growth | None:
    right = _right(table)
    headers = {b.column: b.values[table.header_row - b.row] for b in blocks if b.row <= table.header_row <= b.last_row}
    last_column = right
    while isinstance(headers.get(last_column + 1), str):
        last_column += 1
    inside = [b for b in blocks if table.first_column <= b.column <= last_column]
    filled = [b.row + i for b in inside for i, value in enumerate(b.values) if value is not None]
    below = [row for row in filled if row > table.last_row and not _other_below(table, row, raw)]
    last_row = max([table.last_row, *below])
    return Growth(table, last_row, last_column) if (last_row, last_column) != (table.last_row, right) else None


def _right(table: RawTable) -> int:
    return table.first_column + len(table.columns) - 1


def _other_below(table: RawTable, row: int, raw: RawBook) -> bool:
    """True where another table of the sheet begins between this one and the row."""
    return any(o.sheet == table.sheet and o is not table and table.last_row < o.header_row <= row for o in raw.tables)


def _refuse(growth: Growth, raw: RawBook) -> None:
    table, cells = growth.table, raw.sheets[growth.table.sheet].cells
    where = f'the table "{table.name}" on sheet "{table.sheet}"'
    if table.has_totals:
        raise Refused(
            f"{where} has a totals row, so that no rows can be added", "switch the totals row off (Table Design)"
        )
    for row, column in _new_cells(growth):
        if cells.get(row, {}).get(column) not in (None, ""):
            place = f"{letters_of(column)}{row}"
            raise Refused(f"{where} needs room, but {place} beside or below it is taken", f"move {place} away")


def _new_cells(growth: Growth) -> Iterator[tuple[int, int]]:
    table = growth.table
    for row in range(table.header_row, growth.last_row + 1):
        first = table.first_column if row > table.last_row else _right(table) + 1
        yield from ((row, column) for column in range(first, growth.last_column + 1))


def grow(book: Book, growth: Growth) -> None:
    """Let a table hold its new rows and columns; its formats and calculated columns go on in new rows."""
    table = growth.table
    sheet = book.sheets[table.sheet]
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
