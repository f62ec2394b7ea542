"""From an open workbook to raw cells: each sheet in one block, when it is first asked for.

Excel is another process, and each question to it takes as long as a thousand cells. So places are handed over and asked
for as addresses, which are one question where four numbers are many, and what few rules want is asked when they do.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import datetime
from functools import cached_property
from itertools import groupby
from typing import Any, TypeVar

from pmxl.excel.application import Book, Range, Sheet, if_it_can, path_of, patiently, words_of
from pmxl.excel.formulas import long_form
from pmxl.model import ErrorValue, RawBook, RawSheet, RawTable
from pmxl.workbook.addresses import Area, parse_area
from pmxl.workbook.errors import Refused
from pmxl.workbook.values import serial

T = TypeVar("T")

ERRORS = frozenset("#NULL! #DIV/0! #VALUE! #REF! #NAME? #NUM! #N/A #SPILL! #CALC! #GETTING_DATA".split())
EXCEL_LINKS = 1
"""Excel's number of links to other workbooks."""
LARGEST = 4_000_000
"""Cells of one sheet beyond which somebody must have formatted whole empty columns."""


def raw_book(book: Book) -> RawBook:
    """The cells of an open workbook, as the core takes them. Dates are numbers, as in a file."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    tables = tuple(table for name, sheet in sheets.items() for table in _tables(name, sheet))
    links = if_it_can(lambda: tuple(map(str, book.api.LinkSources(EXCEL_LINKS) or ())), ())
    return RawBook(
        OpenSheets(sheets, tables),
        tables,
        OpenNames(book),
        external_links=links,
        conflict_copies=_conflict_copies(book),
    )


def answered(ask: Callable[[], T]) -> T:
    """What the application answers to a question about its workbook. Raises Refused where it does not.

    Sheets are read while pmxl computes; a step that goes without its answer would say something wrong of the rest.
    """
    try:
        return patiently(ask)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        said = words_of(error) or f"{type(error).__name__}: {error}"
        says = f"Excel gave no answer while pmxl read the workbook ({said})"
        raise Refused(says, "try again, and leave Excel alone while the status bar says what pmxl does") from error


def _tables(name: str, sheet: Sheet) -> Iterator[RawTable]:
    for table in if_it_can(lambda: list(sheet.tables), []):
        area = area_of(table.range)
        if table.show_headers:
            (titles,) = lines_of(sheet.range(str(Area(area.top, area.left, area.top, area.right))).raw_value)
            totals = bool(if_it_can(lambda table=table: table.show_totals, False))  # type: ignore[misc]
            said = tuple(str(title or "") for title in titles)
            yield RawTable(table.name, name, area.top, area.left, area.bottom - totals, said, totals)


def area_of(cells: Range) -> Area:
    """Where a range lies, by one question."""
    area = parse_area(cells.address)
    assert area is not None  # An application names its own cells by addresses.
    return area


def lines_of(raw: Any) -> list[list[Any]]:
    """Values or formulas as lines of cells: one cell comes as itself, and one line on macOS as a line."""
    if not isinstance(raw, (list, tuple)):
        return [[raw]]
    return [list(line) for line in raw] if isinstance(raw[0], (list, tuple)) else [list(raw)]


class OpenNames(Mapping[str, str]):
    """The names of the whole workbook and what they stand for, read when somebody first asks for more than one."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[object, bool] = {}

    @cached_property
    def _read(self) -> dict[str, str]:
        names = answered(lambda: if_it_can(self._pairs, []))
        return {name: said.removeprefix("=") for name, said in names if "!" not in name}

    def _pairs(self) -> list[tuple[str, str]]:
        return [(str(one.name), str(one.refers_to)) for one in self._book.names]

    def __getitem__(self, name: str) -> str:
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        if name not in self._known:
            # Not every application tells of one name alone.
            found = answered(lambda: if_it_can(lambda: name in self._book.names, None))
            self._known[name] = name in self._read if found is None else bool(found)
        return self._known[name]

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
            sheet = self._sheets[name]
            own = [table for table in self._tables if table.sheet == name]
            self._read[name] = answered(lambda: read_sheet(name, sheet, own))
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._sheets

    def __iter__(self) -> Iterator[str]:
        return iter(self._sheets)

    def __len__(self) -> int:
        return len(self._sheets)


def read_sheet(name: str, sheet: Sheet, tables: list[RawTable]) -> RawSheet:
    """One sheet: its values in one block at once, its formulas in one block when somebody looks at one."""
    used = sheet.used_range
    area = area_of(used)
    height, width = area.bottom - area.top + 1, area.right - area.left + 1
    if height * width > LARGEST:
        says = f'its sheet "{name}" uses {height:,} rows and {width:,} columns, most of them empty'
        raise Refused(says, "delete the empty rows below and the empty columns beside what is filled in, then save")
    cells: dict[int, dict[int, object]] = {}
    for row, line in enumerate(used.options(ndim=2, err_to_str=True, dates=number_of_date).value, area.top):
        filled = {
            column: raw if type(raw) is float or (type(raw) is str and raw[0] != "#") else _value(raw)
            for column, raw in enumerate(line, area.left)
            if raw is not None and raw != ""
        }
        if filled:
            cells[row] = filled
    return RawSheet(
        name,
        cells,
        OpenFormulas(used, area, cells, tables),
        HiddenLines(sheet, area, axis=0),
        HiddenLines(sheet, area, axis=1),
        bool(if_it_can(lambda: sheet.api.FilterMode, False)),
        validations=None,
    )


def number_of_date(year: int, month: int, day: int, **time: int) -> float:
    """The number that Excel holds for a date, as xlwings takes it to build its dates."""
    return serial(datetime(year, month, day, time.get("hour", 0), time.get("minute", 0), time.get("second", 0)))


def _value(raw: object) -> object:
    """A value as a file gives it: text, truth, error or floating number, also for what Excel holds as currency."""
    if isinstance(raw, str):
        return ErrorValue(raw) if raw in ERRORS else raw
    return raw if isinstance(raw, bool) else float(raw)  # type: ignore[arg-type]


class HiddenLines(Set[int]):
    """The numbers of the hidden rows (axis 0) or columns (axis 1) of an area, found when somebody first asks.

    They are found by halving: one question where none is hidden, or where all are.
    """

    def __init__(self, sheet: Sheet, area: Area, axis: int) -> None:
        self._sheet, self._area, self._axis = sheet, area, axis

    @cached_property
    def _lines(self) -> frozenset[int]:
        area = self._area
        ends = (area.left, area.right) if self._axis else (area.top, area.bottom)
        return answered(lambda: frozenset(self._among(*ends)))

    def _among(self, first: int, last: int) -> Iterator[int]:
        area, half = self._area, (first + last) // 2
        place = Area(area.top, first, area.top, last) if self._axis else Area(first, area.left, last, area.left)
        state = _is_hidden(self._sheet.range(str(place)), self._axis)
        if state:
            yield from range(first, last + 1)
        elif state is None and first < last:
            yield from self._among(first, half)
            yield from self._among(half + 1, last)

    def __and__(self, wanted: Set[Any]) -> frozenset[int]:
        """The hidden ones of some lines: one question for those that follow each other, where none is hidden."""
        runs = [list(run) for _, run in groupby(enumerate(sorted(wanted)), lambda item: item[1] - item[0])]
        return answered(lambda: frozenset(line for run in runs for line in self._among(run[0][1], run[-1][1])))

    __rand__ = __and__

    def __contains__(self, line: object) -> bool:
        return line in self._lines

    def __iter__(self) -> Iterator[int]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


def _is_hidden(cells: Range, axis: int) -> bool | None:
    """Whether the rows (axis 0) or columns (axis 1) of cells are hidden; None where some are.

    xlwings asks Excel on Windows for line after line, where Excel knows the answer for all of them.
    """
    whole = if_it_can(lambda: cells.api.EntireColumn if axis else cells.api.EntireRow, None)
    asked = (lambda: whole.Hidden) if whole is not None else (lambda: (cells.columns if axis else cells.rows).hidden)
    found = if_it_can(asked, False)
    return None if found is None else bool(found)


class OpenFormulas(Mapping[tuple[int, int], str]):
    """(row, column) -> formula in the file's long form, without `=`."""

    def __init__(
        self, used: Range, area: Area, cells: Mapping[int, Mapping[int, object]], tables: list[RawTable]
    ) -> None:
        self._used, self._area, self._values, self._tables = used, area, cells, tables

    @cached_property
    def _texts(self) -> dict[tuple[int, int], str]:
        said = {
            (row, column): text
            for row, line in enumerate(answered(lambda: lines_of(self._used.formula)), self._area.top)
            for column, text in enumerate(line, self._area.left)
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
