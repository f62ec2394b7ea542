"""Sheets and tables. LibreOffice knows a table as a database range with a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes, utils

from calc.cells import Range
from calc.drawn import CHART, PICTURE, Drawn
from calc.words import to_excel

if TYPE_CHECKING:
    from calc.engine import Book

__all__ = ["Range", "Sheet", "Sheets"]


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.document.Sheets

    def __len__(self) -> int:
        return self.api.Count

    def __iter__(self) -> Iterator[Sheet]:
        return (Sheet(self.book, self.api.getByIndex(i)) for i in range(len(self)))

    def __call__(self, key: int | str) -> Sheet:
        if isinstance(key, int):
            return Sheet(self.book, self.api.getByIndex(key - 1))
        for name in self.api.ElementNames:
            if name.casefold() == key.casefold():
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(key)

    @property
    def active(self) -> Sheet:
        controller = self.book.document.CurrentController
        return Sheet(self.book, controller.ActiveSheet if controller else self.api.getByIndex(0))

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        at = before.index - 1 if before else after.index if after else len(self)
        name = name or next(f"Sheet{i}" for i in range(1, 999) if not self.api.hasByName(f"Sheet{i}"))
        self.api.insertNewByName(name, at)
        return self(name)


class SheetApi:
    """The few native members of a sheet that pmxl asks Excel for."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def ProtectContents(self) -> bool:  # noqa: N802 - Excel's name
        return self._sheet.uno.isProtected()

    @property
    def FilterMode(self) -> bool:  # noqa: N802 - Excel's name
        return any(table.show_autofilter and table.range.row_hidden is not False for table in self._sheet.tables)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, uno: Any) -> None:
        self._book, self.uno = book, uno

    @property
    def api(self) -> SheetApi:
        return SheetApi(self)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return self.uno.Name

    @name.setter
    def name(self, value: str) -> None:
        self.uno.Name = value

    @property
    def index(self) -> int:
        return self.uno.RangeAddress.Sheet + 1

    @property
    def visible(self) -> bool:
        return self.uno.IsVisible

    @visible.setter
    def visible(self, value: bool) -> None:
        self.uno.IsVisible = value

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def names(self) -> Names:
        return Names(self.uno.NamedRanges, lambda: self, f"{self.name}!")

    @property
    def charts(self) -> Drawn:
        return Drawn(self, CHART)

    @property
    def pictures(self) -> Drawn:
        return Drawn(self, PICTURE)

    @property
    def cells(self) -> Range:
        return Range(self, 1, 1, self.uno.Rows.Count, self.uno.Columns.Count)

    @property
    def used_range(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        area = cursor.RangeAddress
        return Range(self, area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)

    @property
    def far_corner(self) -> tuple[int, int]:
        """Row and column behind which there is nothing, also no chart."""
        used = self.used_range
        has_drawn = len(self.charts) or len(self.pictures)
        return (max(used.last_row, 200), max(used.last_column, 60)) if has_drawn else (used.last_row, used.last_column)

    def range(self, one: Any, other: Any = None) -> Range:
        """The range of an address, of a pair of numbers, or between two of them."""
        if isinstance(one, Range):
            last = other or one
            return Range(self, one.row, one.column, last.last_row, last.last_column)
        if isinstance(one, tuple) and len(one) == 4:
            row, column, height, width = one
            return Range(self, row, column, row + height - 1, column + width - 1)
        if isinstance(one, tuple):
            return Range(self, *one, *(other or one))
        sheet, _, address = one.rpartition("!")
        home = self.book.sheets(sheet.strip("'").replace("''", "'")) if sheet else self
        if re.fullmatch(r"\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?", address.upper()):
            first, last = utils.a1_to_tuples(address.replace("$", "").upper())
            return Range(home, *first, *(last or first))
        raise KeyError(one)

    def activate(self) -> None:
        if self.book.document.CurrentController:
            self.book.document.CurrentController.setActiveSheet(self.uno)

    select = activate

    def clear(self) -> None:
        self.cells.clear()

    def delete(self) -> None:
        self.book.document.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy this sheet, also into another workbook."""
        other = before or after
        assert other is not None
        at, sheets = (other.index - 1 if before else other.index), other.book.document.Sheets
        if other.book.document == self.book.document:
            sheets.copyByName(self.name, free_name(sheets, self.name), at)
            return
        # LibreOffice 7.4 crashes where it imports a sheet between others, and forgets tables where one is moved.
        sheets.insertNewByName(self.name, at)
        target = Sheet(other.book, sheets.getByName(self.name)).range("A1")
        self.cells.copy(SimpleNamespace(impl=target))


def free_name(sheets: Any, name: str) -> str:
    """The name that Excel gives a copy."""
    return next(new for i in range(2, 99) if not sheets.hasByName(new := f"{name} ({i})"))


class Names(base_classes.Names):
    """The names that belong to one sheet, or to the whole workbook."""

    def __init__(self, uno: Any, home: Callable[[], Sheet], prefix: str = "") -> None:
        self.uno, self.home, self.prefix = uno, home, prefix

    def __len__(self) -> int:
        return self.uno.Count

    def __call__(self, key: int) -> Name:
        return Name(self.uno.getByName(self.uno.ElementNames[key - 1]), self.prefix)

    def add(self, name: str, refers_to: str) -> Name:
        corner = self.home().range("A1").uno.getCellByPosition(0, 0).CellAddress
        self.uno.addNewByName(name, refers_to.lstrip("="), corner, 0)
        return Name(self.uno.getByName(name), self.prefix)


class Name(base_classes.Name):
    api: Any = None
    name: Any = ""

    def __init__(self, uno: Any, prefix: str) -> None:
        self.uno, self.name, self.api = uno, prefix + uno.Name, SimpleNamespace(Visible=True)

    @property
    def refers_to(self) -> str:
        return to_excel(f"={self.uno.Content}").replace("=$", "=")


class Tables(base_classes.Collection):
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet.book.document.DatabaseRanges

    def _names(self) -> list[str]:
        here = self.sheet.index - 1
        names = [name for name in self.api.ElementNames if not name.startswith("__Anonymous")]
        return [name for name in names if self.api.getByName(name).DataArea.Sheet == here]

    def __len__(self) -> int:
        return len(self._names())

    def __iter__(self) -> Iterator[Table]:
        return iter([Table(self.sheet, name) for name in self._names()])

    def __contains__(self, key: str) -> bool:
        return key.casefold() in (name.casefold() for name in self._names())

    def __call__(self, key: int | str) -> Table:
        names = self._names()
        if isinstance(key, int):
            return Table(self.sheet, names[key - 1])
        return next(Table(self.sheet, name) for name in names if name.casefold() == key.casefold())

    def add(self, source: Any = None, name: str | None = None, **_options: Any) -> Table:
        self.api.addNewByName(name, source.impl.uno.RangeAddress)
        self.api.getByName(name).ContainsHeader = True
        return Table(self.sheet, str(name))


class Table(base_classes.Table):
    def __init__(self, sheet: Sheet, name: str) -> None:
        self.parent, self.name = sheet, name

    parent: Any = None
    name: Any = ""

    @property
    def api(self) -> Any:
        return self.parent.book.document.DatabaseRanges.getByName(self.name)

    @property
    def range(self) -> Range:
        area = self.api.DataArea
        return Range(self.parent, area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)

    @property
    def show_headers(self) -> bool:
        return self.api.ContainsHeader

    @property
    def show_totals(self) -> bool:
        return self.api.TotalsRow

    @property
    def show_autofilter(self) -> bool:
        return self.api.AutoFilter

    @property
    def rows(self) -> TableRows:
        return TableRows(self)

    def resize(self, range: Any) -> None:
        self.api.DataArea = range.impl.uno.RangeAddress


class TableRows(base_classes.TableRows):
    """The data rows of a table. As in Excel, a new one pushes down the totals and what stands below the table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def __len__(self) -> int:
        return self.table.range.shape[0] - self.table.show_headers - self.table.show_totals

    def __call__(self, key: int) -> TableRow:
        return TableRow(self.table, self.table.range.row + self.table.show_headers + key - 1)

    def add(self, values: Any, index: int | None) -> TableRow:
        assert values is None
        assert index is None
        area = self.table.range
        last = area.last_row + 1 - self.table.show_totals
        area.sheet.range((last, area.column), (last, area.last_column)).insert("down", None)
        self.table.api.DataArea = Range(
            area.sheet, area.row, area.column, area.last_row + 1, area.last_column
        ).uno.RangeAddress
        return self(len(self))


class TableRow(base_classes.TableRow):
    def __init__(self, table: Table, number: int) -> None:
        self.table, self.number = table, number

    def delete(self) -> None:
        area = self.table.range
        area.sheet.range((self.number, area.column), (self.number, area.last_column)).delete("up")
        self.table.api.DataArea = Range(
            area.sheet, area.row, area.column, area.last_row - 1, area.last_column
        ).uno.RangeAddress
