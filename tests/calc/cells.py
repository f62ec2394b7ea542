"""Ranges: values, formulas, formats. What is written is taken as Excel takes it."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from xlwings import base_classes, utils

from calc.words import to_excel, to_office, typed_anew

if TYPE_CHECKING:
    from calc.sheets import Sheet

EPOCH = datetime(1899, 12, 30)
CONTENTS, EVERYTHING = 1 | 2 | 4 | 16, 1 | 2 | 4 | 8 | 16 | 32 | 64
"""LibreOffice's flags of what is cleared."""
DATE, LOGICAL, TEXT = 2, 1024, 256
"""LibreOffice's types of number formats."""
LAST = 900
"""A row and a column beyond what the tests fill and hide."""


class Locked(Exception):
    """A cell of a protected sheet was to be changed, as Excel would say."""


class Range(base_classes.Range):
    """A rectangle of cells. Nothing is asked of LibreOffice before a value is."""

    sheet: Any = None
    row = column = 0
    coords: Any = None
    selected: Any = None
    """What was selected, where this is the selection: it may have more areas."""
    max_cells_per_read = 500_000
    max_cells_per_write = 200_000

    def __init__(
        self, sheet: Sheet, row: int, column: int, last_row: int | None = None, last_column: int | None = None
    ) -> None:
        self.sheet, self.row, self.column = sheet, row, column
        self.last_row, self.last_column = last_row or row, last_column or column
        self.coords = (sheet.name, row, column, *self.shape)
        self.options: dict[str, Any] = {}
        self.arg1_input = ""

    @property
    def uno(self) -> Any:
        return self.sheet.uno.getCellRangeByPosition(
            self.column - 1, self.row - 1, self.last_column - 1, self.last_row - 1
        )

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def shape(self) -> tuple[int, int]:
        return self.last_row - self.row + 1, self.last_column - self.column + 1

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, one: int, other: int | None = None) -> Range:
        if other is None:
            down, right = divmod(one - 1, self.shape[1])
            return Range(self.sheet, self.row + down, self.column + right)
        return Range(self.sheet, self.row + one - 1, self.column + other - 1)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:
        def cell(row: int, column: int) -> str:
            return f"{'$' * column_absolute}{utils.col_name(column)}{'$' * row_absolute}{row}"

        first = cell(self.row, self.column)
        return first if len(self) == 1 else f"{first}:{cell(self.last_row, self.last_column)}"

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    # ---------------------------------------------------------------- values

    @property
    def raw_value(self) -> Any:
        data = [list(row) for row in self.uno.getDataArray()]
        self._mark_dates(data)
        for row, column in self._cells(self.uno.queryFormulaCells(4).getRangeAddresses()):
            cell = self.sheet.uno.getCellByPosition(column, row)
            data[row - self.row + 1][column - self.column + 1] = self.sheet.book.engine.error(cell)
        return data[0][0] if len(self) == 1 else data

    def _mark_dates(self, data: list[list[Any]]) -> None:
        """Numbers with a date's format are dates, as Excel gives them."""
        formats = self.sheet.book.document.NumberFormats
        for group in each(self.uno.getUniqueCellFormatRanges()):
            kind = formats.getByKey(group.NumberFormat).Type
            if kind & (DATE | LOGICAL):
                for row, column in self._cells(group.getRangeAddresses()):
                    i, j = row - self.row + 1, column - self.column + 1
                    if type(data[i][j]) is float:
                        data[i][j] = EPOCH + timedelta(days=data[i][j]) if kind & DATE else bool(data[i][j])

    @staticmethod
    def _cells(areas: Sequence[Any]) -> Iterator[tuple[int, int]]:
        for area in areas:
            for row in range(area.StartRow, area.EndRow + 1):
                for column in range(area.StartColumn, area.EndColumn + 1):
                    yield row, column

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._refuse_locked()
        rows = self._block(data)
        target = Range(self.sheet, self.row, self.column, self.row + len(rows) - 1, self.column + len(rows[0]) - 1)
        kinds = target._kinds()
        taken = [[as_typed(value, kinds[i][j]) for j, value in enumerate(row)] for i, row in enumerate(rows)]
        formulas = [
            (i, j, value)
            for i, row in enumerate(taken)
            for j, value in enumerate(row)
            if isinstance(value, str) and value.startswith("=") and not kinds[i][j] & TEXT
        ]
        blank = {(i, j) for i, j, _ in formulas}
        uno = target.uno
        uno.setDataArray(
            tuple(tuple("" if (i, j) in blank else _held(v) for j, v in enumerate(row)) for i, row in enumerate(taken))
        )
        for i, j, formula in formulas:
            uno.getCellByPosition(j, i).setFormula(to_office(formula))
        target._keep_formats(taken, kinds)

    def _block(self, data: Any) -> Sequence[Sequence[Any]]:
        if not isinstance(data, (list, tuple)):
            return [[data] * self.shape[1]] * self.shape[0]
        return data if data and isinstance(data[0], (list, tuple)) else [data]

    def _kinds(self) -> list[list[int]]:
        """The type of number format of each cell."""
        kinds = [[0] * self.shape[1] for _ in range(self.shape[0])]
        formats = self.sheet.book.document.NumberFormats
        for group in each(self.uno.getUniqueCellFormatRanges()):
            kind = formats.getByKey(group.NumberFormat).Type
            for row, column in self._cells(group.getRangeAddresses()):
                kinds[row - self.row + 1][column - self.column + 1] = kind
        return kinds

    def _keep_formats(self, taken: list[list[Any]], kinds: list[list[int]]) -> None:
        """Dates and truths get a format of their own where the cell has none, as in Excel."""
        for kind, code, types in ((DATE, "yyyy-mm-dd", date), (LOGICAL, "BOOLEAN", bool)):
            for i, row in enumerate(taken):
                for j, value in enumerate(row):
                    if isinstance(value, types) and not kinds[i][j] & kind:
                        self(i + 1, j + 1).number_format = code

    def _refuse_locked(self) -> None:
        if self.sheet.uno.isProtected():
            raise Locked(f"{self.sheet.name} is protected")

    # ---------------------------------------------------------------- formulas

    @property
    def formula(self) -> Any:
        found = tuple(tuple(_plain(to_excel(text)) for text in row) for row in self.uno.getFormulaArray())
        return found[0][0] if len(self) == 1 else found

    @formula.setter
    def formula(self, value: Any) -> None:
        self._refuse_locked()
        if not isinstance(value, str):
            self.raw_value = value
            return
        self.uno.setFormulaArray(((to_office(value),) * self.shape[1],) * self.shape[0])

    @property
    def has_array(self) -> bool:
        return bool(self.uno.getArrayFormula())

    @property
    def formula_array(self) -> str:
        return "=" + to_excel(self.uno.getArrayFormula().strip("{}").lstrip("="))

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self.uno.setArrayFormula(to_office(value))

    # ---------------------------------------------------------------- formats

    @property
    def number_format(self) -> str | None:
        keys = {group.NumberFormat for group in each(self.uno.getUniqueCellFormatRanges())}
        formats = self.sheet.book.document.NumberFormats
        return formats.getByKey(keys.pop()).FormatString if len(keys) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        formats, english = self.sheet.book.document.NumberFormats, self._english()
        key = formats.queryKey(code, english, False)
        self.uno.NumberFormat = key if key != -1 else formats.addNew(code, english)

    def _english(self) -> Any:
        locale = self.sheet.book.engine.uno.createUnoStruct("com.sun.star.lang.Locale")
        locale.Language, locale.Country = "en", "US"
        return locale

    @property
    def color(self) -> tuple[int, int, int] | None:
        value = self.uno.CellBackColor
        return None if value in (-1, None) else (value >> 16 & 255, value >> 8 & 255, value & 255)

    @color.setter
    def color(self, value: Any) -> None:
        rgb = utils.hex_to_rgb(value) if isinstance(value, str) else value
        self.uno.CellBackColor = -1 if rgb is None else rgb[0] << 16 | rgb[1] << 8 | rgb[2]

    @property
    def merge_cells(self) -> bool | None:
        merged = self.uno.getIsMerged()
        return None if merged and len(self) > 1 else merged

    def merge(self, across: bool = False) -> None:
        self.uno.merge(True)

    def unmerge(self) -> None:
        self.uno.merge(False)

    @property
    def row_hidden(self) -> bool | None:
        # A column where nobody hides anything tells of rows alone.
        cells = self.sheet.uno.getCellRangeByPosition(LAST, self.row - 1, LAST, self.last_row - 1)
        shown = sum(area.EndRow - area.StartRow + 1 for area in cells.queryVisibleCells().getRangeAddresses())
        return False if shown == self.shape[0] else None if shown else True

    @property
    def column_hidden(self) -> bool | None:
        cells = self.sheet.uno.getCellRangeByPosition(self.column - 1, LAST, self.last_column - 1, LAST)
        shown = sum(area.EndColumn - area.StartColumn + 1 for area in cells.queryVisibleCells().getRangeAddresses())
        return False if shown == self.shape[1] else None if shown else True

    @property
    def column_width(self) -> float:
        return round(self.uno.Columns.getByIndex(0).Width / 196.5, 2)

    @column_width.setter
    def column_width(self, value: float) -> None:
        self.uno.Columns.Width = int(value * 196.5)

    # ---------------------------------------------------------------- the rest

    def clear_contents(self) -> None:
        self.uno.clearContents(CONTENTS)

    def clear(self) -> None:
        self._refuse_locked()
        self.uno.merge(False)
        self.uno.clearContents(EVERYTHING)

    def insert(self, shift: str, _copy_origin: str | None) -> None:
        assert shift == "down"
        self._refuse_locked()
        down = importlib.import_module("uno").Enum("com.sun.star.sheet.CellInsertMode", "DOWN")
        self.sheet.uno.insertCells(self.uno.RangeAddress, down)

    def delete(self, shift: str | None) -> None:
        assert shift == "up"
        self._refuse_locked()
        up = importlib.import_module("uno").Enum("com.sun.star.sheet.CellDeleteMode", "UP")
        self.sheet.uno.removeRange(self.uno.RangeAddress, up)

    def select(self) -> None:
        controller = self.sheet.book.document.CurrentController
        if controller:
            controller.setActiveSheet(self.sheet.uno)
            controller.select(self.selected or self.uno)

    def copy(self, destination: Any = None) -> None:
        """Copy whole cells with heights and widths, also into another workbook."""
        target = destination.impl
        source, sheets = self.sheet, target.sheet.book.document.Sheets
        sheets.importSheet(source.book.document, source.name, sheets.Count)
        # LibreOffice 7.4 loses the tables of the sheet before where the last one is removed, so it goes to the front.
        sheets.moveByName(sheets.getByIndex(sheets.Count - 1).Name, 0)
        helper = sheets.getByIndex(0)
        address = target.uno.getCellByPosition(0, 0).CellAddress
        used = Range(source, 1, 1, *source.far_corner).shape
        known = len(target.sheet.charts)
        target.sheet.uno.copyRange(address, helper.getCellRangeByPosition(0, 0, used[1] - 1, used[0] - 1).RangeAddress)
        for i in range(used[1]):
            target.sheet.uno.Columns.getByIndex(i).Width = helper.Columns.getByIndex(i).Width
        for i in range(used[0]):
            target.sheet.uno.Rows.getByIndex(i).Height = helper.Rows.getByIndex(i).Height
        sheets.removeByName(helper.Name)
        for old, new in zip(source.charts, list(target.sheet.charts)[known:], strict=True):
            new.looks_still_at(old)


def as_typed(value: Any, kind: int) -> Any:
    """What Excel takes for a value that is put into a cell: a text may become a number, a date or a truth."""
    is_plain = isinstance(value, str) and value[:1] not in ("=", "'", "")
    return typed_anew(value) if is_plain and not kind & TEXT else value


def _held(value: Any) -> Any:
    """A value as LibreOffice holds it."""
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        return (moment - EPOCH) / timedelta(days=1)
    if isinstance(value, str):
        return value.removeprefix("'")
    return "" if value is None else float(value)


def each(collection: Any) -> list[Any]:
    """Everything in a collection of UNO."""
    return [collection.getByIndex(i) for i in range(collection.Count)]


def _plain(formula: str) -> str:
    """A formula without the marks of an array and of a text, as Excel gives it."""
    return formula.removeprefix("{").removesuffix("}") if formula.startswith("{=") else formula.lstrip("'")
