"""The application, workbooks, sheets, tables and names."""

# ruff: noqa: N802, N803 - the names are those that Excel gives to its members.

from __future__ import annotations

import re
from copy import copy
from itertools import count
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from com.asked import Error, Listed, Thing
from com.cells import Range, held


class Application(Thing):
    """The application, with one workbook."""

    def __init__(self) -> None:
        self.Hwnd = self.Hinstance = 1
        self.Calculation, self.ScreenUpdating, self.EnableEvents, self.DisplayAlerts = -4105, True, True, True
        self.StatusBar: Any = False
        self.Visible, self.Version = True, "16.0"
        self.AutoCorrect = AutoCorrect()
        self.books: list[Workbook] = []
        self.Selection: Any = None

    @property
    def Application(self) -> Application:
        return self

    @property
    def Workbooks(self) -> Listed:
        return Workbooks(self, lambda: self.books)

    @property
    def ActiveWorkbook(self) -> Workbook:
        return self.books[0]


class AutoCorrect(Thing):
    AutoFillFormulasInLists = True


class Workbooks(Listed):
    def Open(self, path: str, *_args: Any, **_named: Any) -> Workbook:
        book = Workbook(self.Parent, path)
        self.Parent.books.append(book)
        return book


class Window(Thing):
    def __init__(self, book: Workbook) -> None:
        self.book, self.together = book, list[str]()

    @property
    def SelectedSheets(self) -> Listed:
        active = self.book.ActiveSheet
        return Listed(self.book, [sheet for sheet in self.book.sheets if sheet.Name in self.together] or [active])


class Workbook(Thing):
    ProtectStructure = Date1904 = ReadOnly = MultiUserEditing = False

    def __init__(self, app: Application, path: str) -> None:
        self.Application = self.Parent = app
        self.FullName, self.Path = path, path.rpartition("/")[0]
        self.Name = path.rpartition("/")[2]
        shown, said = load_workbook(path, data_only=True), load_workbook(path)
        self.sheets = [Worksheet(self, sheet, said[sheet.title]) for sheet in shown.worksheets]
        self.names = [Name(n, f"={d.attr_text}") for n, d in said.defined_names.items()]
        for sheet in said.worksheets:
            self.names += [Name(f"'{sheet.title}'!{n}", f"={d.attr_text}") for n, d in sheet.defined_names.items()]
        self.ActiveSheet = self.sheets[0]
        self.window = Window(self)

    @property
    def Windows(self) -> Listed:
        return Listed(self, [self.window])

    @property
    def Charts(self) -> Listed:
        return Listed(self, [])

    @property
    def Worksheets(self) -> Worksheets:
        return Worksheets(self, lambda: self.sheets)

    Sheets = Worksheets

    @property
    def Names(self) -> Names:
        return Names(self, lambda: self.names)

    def LinkSources(self, _kind: int) -> None:
        return None

    def BreakLink(self, *_args: Any, **_named: Any) -> None:
        return None

    def Activate(self) -> None:
        return None

    def Close(self, SaveChanges: bool = False) -> None:
        self.Application.books.remove(self)


class Names(Listed):
    def Add(self, name: str, refers_to: str) -> Name:
        home = self.Parent
        names = home.Parent.names if isinstance(home, Worksheet) else home.names
        names.append(made := Name(f"'{home.Name}'!{name}" if isinstance(home, Worksheet) else name, refers_to))
        return made


class Name(Thing):
    def __init__(self, name: str, refers_to: str) -> None:
        self.Name, self.RefersTo, self.Visible = name, refers_to, True


class Worksheets(Listed):
    def Add(self, Before: Any = None, After: Any = None) -> Worksheet:
        book = self.Parent
        sheet = Worksheet(book)
        book.sheets.insert(book.sheets.index(Before) if Before else len(book.sheets), sheet)
        return sheet

    def Item(self, key: Any) -> Any:
        return Together(self.Parent, key) if isinstance(key, list) else super().Item(key)


class Together(Thing):
    """Sheets that are meant together."""

    def __init__(self, book: Workbook, names: list[str]) -> None:
        self.book, self.names = book, names

    def Select(self) -> None:
        self.book.window.together = self.names


NUMBER = count(1)


class Worksheet(Thing):
    ProtectContents = FilterMode = False

    def __init__(self, book: Workbook, shown: Any = None, said: Any = None) -> None:
        self.Parent, self.Application = book, book.Application
        self.Name = f"Sheet{next(NUMBER)} new" if shown is None else shown.title
        self.Visible = -1 if shown is None or shown.sheet_state == "visible" else 0
        self.values: dict[tuple[int, int], Any] = {}
        self.formulas: dict[tuple[int, int], str] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self.grounds: dict[tuple[int, int], int] = {}
        self.arrays: set[tuple[int, int]] = set()
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.merged: set[tuple[int, int]] = set()
        self.PageSetup = PageSetup()
        self.tables: list[ListObject] = []
        if shown is not None:
            self._take(shown, said)

    def _take(self, shown: Any, said: Any) -> None:
        for row in shown.iter_rows():
            for cell in row:
                self._take_look((cell.row, cell.column), cell)
        for row in said.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(text, str) and cell.data_type == "f":
                    self.formulas[cell.row, cell.column] = f"={text.removeprefix('=')}"
                    if hasattr(cell.value, "text"):
                        self.arrays.add((cell.row, cell.column))
        for merge in said.merged_cells.ranges:
            self.merged |= set(self.Range(merge.coord).at())
        self.hidden_rows = {row for row, seen in said.row_dimensions.items() if seen.hidden}
        for letters, seen in said.column_dimensions.items():
            if seen.hidden:
                first = seen.min or column_index_from_string(letters)
                self.hidden_columns |= set(range(first, (seen.max or first) + 1))
        for table in said.tables.values():
            self.tables.append(ListObject(self, table.name, self.Range(table.ref), bool(table.totalsRowCount)))

    def _take_look(self, at: tuple[int, int], cell: Any) -> None:
        if cell.value is not None:
            self.values[at] = held(cell.value)
        if cell.number_format != "General":
            self.formats[at] = cell.number_format
        if cell.fill.fgColor.type == "rgb" and cell.fill.patternType:
            code = str(cell.fill.fgColor.rgb)[-6:]
            self.grounds[at] = int(code[4:6] + code[2:4] + code[:2], 16)  # Excel has blue first.

    def Range(self, one: Any, two: Any = None) -> Range:
        if isinstance(one, Range):
            other = two or one
            return Range(
                self, min(one.Row, other.Row), min(one.Column, other.Column),
                max(one.last_row, other.last_row), max(one.last_column, other.last_column),
            )  # fmt: skip
        found = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?", str(one))
        if not found:
            raise Error(one)
        left, top = column_index_from_string(found[1]), int(found[2])
        right, bottom = (column_index_from_string(found[3]), int(found[4])) if found[3] else (left, top)
        return Range(self, top, left, bottom, right)

    @property
    def Cells(self) -> Range:
        return Range(self, 1, 1, 1_048_576, 16_384)

    @property
    def UsedRange(self) -> Range:
        at = [*self.values, *self.formulas, *self.formats, *self.grounds]
        if not at:
            return Range(self, 1, 1, 1, 1)
        rows, columns = [r for r, _ in at], [c for _, c in at]
        return Range(self, min(rows), min(columns), max(rows), max(columns))

    @property
    def ListObjects(self) -> ListObjects:
        return ListObjects(self, lambda: self.tables)

    @property
    def Names(self) -> Names:
        mine = f"'{self.Name}'!"
        return Names(self, lambda: [name for name in self.Parent.names if name.Name.startswith(mine)])

    @property
    def Shapes(self) -> Listed:
        return Listed(self, [])

    @property
    def Index(self) -> int:
        return self.Parent.sheets.index(self) + 1

    def ChartObjects(self) -> Listed:
        return Listed(self, [])

    def Pictures(self) -> Listed:
        return Listed(self, [])

    def Activate(self) -> None:
        if self.Name not in self.Parent.window.together:
            self.Parent.window.together = []
        self.Parent.ActiveSheet = self

    def Select(self) -> None:
        self.Parent.window.together = []
        self.Parent.ActiveSheet = self

    def Delete(self) -> None:
        self.Parent.sheets.remove(self)

    def Move(self, Before: Worksheet) -> None:
        sheets = self.Parent.sheets
        sheets.remove(self)
        sheets.insert(sheets.index(Before), self)

    def Copy(self, Before: Any = None, After: Any = None) -> None:
        other = Before or After
        sheet = Worksheet(other.Parent)
        sheet.Name = self.Name
        sheet.fill_from(self)
        sheets = other.Parent.sheets
        sheets.insert(sheets.index(other) + (After is not None), sheet)

    def fill_from(self, source: Worksheet) -> None:
        for kind in ("values", "formulas", "formats", "grounds", "arrays", "merged"):
            setattr(self, kind, copy(getattr(source, kind)))


class PageSetup(Thing):
    PrintArea = ""


class ListObjects(Listed):
    def Add(self, *_args: Any, **named: Any) -> ListObject:
        source = next(value for value in [*_args, *named.values()] if isinstance(value, Range))
        table = ListObject(self.Parent, f"Table{next(NUMBER)}", source, False)
        self.Parent.tables.append(table)
        return table


class ListObject(Thing):
    ShowHeaders = True
    TableStyle = ""

    def __init__(self, sheet: Worksheet, name: str, area: Range, totals: bool) -> None:
        self.Parent, self.Name, self.DisplayName, self.Range, self.ShowTotals = sheet, name, name, area, totals

    def Resize(self, area: Range) -> None:
        self.Range = area
