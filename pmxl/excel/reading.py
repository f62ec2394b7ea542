"""From an open workbook to raw cells: each sheet in one block, when it is first asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property

from pmxl.excel.application import Book, Range, Sheet, if_it_can, path_of
from pmxl.excel.formulas import long_form
from pmxl.model import ErrorValue, RawBook, RawSheet, RawTable
from pmxl.workbook.errors import Refused
from pmxl.workbook.values import serial

ERRORS = frozenset("#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #SPILL! #CALC! #GETTING_DATA".split())
EXCEL_LINKS = 1
"""Excel's number of links to other workbooks."""
LARGEST = 4_000_000
"""Cells of one sheet beyond which somebody must have formatted whole empty columns."""


def raw_book(book: Book) -> RawBook:
    """The cells of an open workbook, as the core takes them. Dates are numbers, as in a file."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    tables = tuple(table for sheet in sheets.values() for table in _tables(sheet))
    links = if_it_can(lambda: tuple(map(str, book.api.LinkSources(EXCEL_LINKS) or ())), ())
    return RawBook(
        OpenSheets(sheets, tables),
        tables,
        OpenNames(book),
        external_links=links,
        conflict_copies=_conflict_copies(book),
    )


def _tables(sheet: Sheet) -> Iterator[RawTable]:
    for table in if_it_can(lambda: list(sheet.tables), []):
        area = table.range
        (top, left), (height, width) = (area.row, area.column), area.shape
        if table.show_headers:
            titles = sheet.range((top, left), (top, left + width - 1)).options(ndim=1).value
            totals = bool(if_it_can(lambda table=table: table.show_totals, False))  # type: ignore[misc]
            last = top + height - 1 - totals
            yield RawTable(table.name, sheet.name, top, left, last, tuple(str(t or "") for t in titles), totals)


class OpenNames(Mapping[str, str]):
    """The names of the whole workbook and what they stand for, read when somebody first asks for one."""

    def __init__(self, book: Book) -> None:
        self._book = book

    @cached_property
    def _read(self) -> dict[str, str]:
        names = if_it_can(lambda: [(str(one.name), str(one.refers_to)) for one in self._book.names], [])
        return {name: said.removeprefix("=") for name, said in names if "!" not in name}

    def __getitem__(self, name: str) -> str:
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def _conflict_copies(book: Book) -> tuple[str, ...]:
    """Copies that a sync client left beside the workbook; a workbook in the cloud or never saved has no folder."""
    from pmxl.workbook.lock import conflict_copies

    path = path_of(book)
    return conflict_copies(path) if os.path.isabs(path) and os.path.exists(path) else ()


class OpenSheets(Mapping[str, RawSheet]):
    """The sheets of an open workbook by name, each read when it is first asked for."""

    def __init__(self, sheets: Mapping[str, Sheet], tables: tuple[RawTable, ...]) -> None:
        self._sheets, self._tables = sheets, tables
        self._read: dict[str, RawSheet] = {}

    def __getitem__(self, name: str) -> RawSheet:
        if name not in self._read:
            own = [table for table in self._tables if table.sheet == name]
            self._read[name] = read_sheet(self._sheets[name], own)
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sheets

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)


def read_sheet(sheet: Sheet, tables: list[RawTable]) -> RawSheet:
    """One sheet: its values in one block at once, its formulas in one block when somebody looks at one."""
    used = sheet.used_range
    if used.shape[0] * used.shape[1] > LARGEST:
        says = f'its sheet "{sheet.name}" uses {used.shape[0]:,} rows and {used.shape[1]:,} columns, most of them empty'
        raise Refused(says, "delete the empty rows below and the empty columns beside what is filled in, then save")
    top, left = used.row, used.column
    cells: dict[int, dict[int, object]] = {}
    for row, line in enumerate(used.options(ndim=2, err_to_str=True, dates=number_of_date).value, top):
        filled = {
            column: raw if type(raw) is float or (type(raw) is str and raw[0] != "#") else _value(raw)
            for column, raw in enumerate(line, left)
            if raw is not None and raw != ""
        }
        if filled:
            cells[row] = filled
    hidden = frozenset(_hidden(used, "rows", 0))
    filtered = bool(hidden and if_it_can(lambda: sheet.api.FilterMode, False))
    columns = frozenset(_hidden(used, "columns", 1))
    return RawSheet(sheet.name, cells, OpenFormulas(used, cells, tables), hidden, columns, filtered, validations=None)


def number_of_date(year: int, month: int, day: int, **time: int) -> float:
    """The number that Excel holds for a date, as xlwings takes it to build its dates."""
    return serial(datetime(year, month, day, time.get("hour", 0), time.get("minute", 0), time.get("second", 0)))


def _value(raw: object) -> object:
    """A value as a file gives it: text, truth, error or floating number, also for what Excel holds as currency."""
    if isinstance(raw, str):
        return ErrorValue(raw) if raw in ERRORS else raw
    return raw if isinstance(raw, bool) else float(raw)  # type: ignore[arg-type]


def _hidden(used: Range, lines: str, axis: int) -> Iterator[int]:
    """The numbers of hidden rows or columns, found by halving: one question where none is hidden."""
    first: int = used.column if axis else used.row
    state: bool | None = if_it_can(lambda: getattr(used, lines).hidden, False)
    if state:
        yield from range(first, first + used.shape[axis])
    elif state is None and used.shape[axis] > 1:
        half = used.shape[axis] // 2
        for part in (used[:, :half], used[:, half:]) if axis else (used[:half, :], used[half:, :]):
            yield from _hidden(part, lines, axis)


class OpenFormulas(Mapping[tuple[int, int], str]):
    """(row, column) -> formula in the file's long form, without `=`."""

    def __init__(self, used: Range, cells: Mapping[int, Mapping[int, object]], tables: list[RawTable]) -> None:
        self._used, self._values, self._tables = used, cells, tables

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        found = self._used.formula
        lines = found if isinstance(found, (list, tuple)) else ((found,),)
        top, left = self._used.row, self._used.column
        said = {
            (row, column): text
            for row, line in enumerate(lines, top)
            for column, text in enumerate(line, left)
            if text and isinstance(text, str) and text[0] == "="
        }
        # A text that begins with "=" reads the same as value and as formula, which no formula does.
        return {cell: text for cell, text in said.items() if self._values.get(cell[0], {}).get(cell[1]) != text}

    def __getitem__(self, cell: tuple[int, int]) -> str:
        table = next((table.name for table in self._tables if table.holds(*cell)), "")
        return long_form(self._texts[cell], table)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, cell: object) -> bool:
        return cell in self._texts
