"""Excel's objects as xlwings' own code for Windows meets them, kept in memory: every question to them is counted.

No Excel runs where the tests run, and LibreOffice is driven by another part of xlwings. What a click costs in Excel on
Windows is the number of its questions, each some tenths of a millisecond; so the tests count them here, on the code
that runs there. Cells and tables behave as in Excel as far as pmxl asks for them; pages are placed without charts.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections import Counter
from collections.abc import Iterator
from copy import copy
from datetime import datetime, timezone
from itertools import count
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar

ASKED: Counter[str] = Counter()
"""What was asked of the application -> how often."""


class Error(Exception):
    """What pywin32 raises where Excel refuses."""

    hresult, excepinfo = -2147352567, None


class Seen:
    """An object on the other side: each attribute got or set, and each call, is one question."""

    _it: Any

    def __init__(self, it: Any) -> None:
        object.__setattr__(self, "_it", it)

    def __getattr__(self, name: str) -> Any:
        it = self._it
        found = getattr(type(it), name, None) if name != "_oleobj_" else None
        if found is None and name not in vars(it):
            raise AttributeError(f"{type(it).__name__} has no {name}")
        if callable(found) and not isinstance(found, property):
            return Method(it, name)
        ASKED[f"{type(it).__name__}.{name}"] += 1
        return _seen(getattr(it, name))

    def __setattr__(self, name: str, value: Any) -> None:
        ASKED[f"{type(self._it).__name__}.{name}="] += 1
        setattr(self._it, name, _unseen(value))

    def __call__(self, *args: Any) -> Any:
        ASKED[f"{type(self._it).__name__}()"] += 1
        return _seen(self._it.Item(*map(_unseen, args)))

    def __iter__(self) -> Iterator[Any]:
        for one in self._it.items():
            ASKED[f"{type(self._it).__name__} next"] += 1
            yield _seen(one)

    def __len__(self) -> int:
        return int(self.Count)

    def __bool__(self) -> bool:
        return True


class Method:
    """A method on the other side."""

    def __init__(self, it: Any, name: str) -> None:
        self._it, self._name = it, name

    def __call__(self, *args: Any, **named: Any) -> Any:
        ASKED[f"{type(self._it).__name__}.{self._name}()"] += 1
        given = {key: _unseen(value) for key, value in named.items()}
        return _seen(getattr(self._it, self._name)(*map(_unseen, args), **given))


class Thing:
    """Any object of Excel's."""


def _seen(value: Any) -> Any:
    return Seen(value) if isinstance(value, Thing) else value


def _unseen(value: Any) -> Any:
    value = getattr(value, "_inner", value)
    return value._it if isinstance(value, Seen) else value


class Listed(Thing):
    """A collection, by number from 1 on or by name."""

    def __init__(self, owner: Any, items: Any) -> None:
        self.Parent, self._items = owner, items

    def items(self) -> list[Any]:
        return list(self._items() if callable(self._items) else self._items)

    @property
    def Count(self) -> int:
        return len(self.items())

    def Item(self, key: Any) -> Any:
        if isinstance(key, str):
            for one in self.items():
                if one.Name.casefold() == key.casefold():
                    return one
            raise Error(key)
        if not 1 <= key <= len(self.items()):
            raise Error(key)
        return self.items()[int(key) - 1]


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


class Workbook(Thing):
    ProtectStructure = Date1904 = ReadOnly = False

    def __init__(self, app: Application, path: str) -> None:
        from openpyxl import load_workbook

        self.Application = self.Parent = app
        self.FullName, self.Path = path, path.rpartition("/")[0]
        self.Name = path.rpartition("/")[2]
        shown, said = load_workbook(path, data_only=True), load_workbook(path)
        self.sheets = [Worksheet(self, sheet, said[sheet.title]) for sheet in shown.worksheets]
        self.names = [Name(n, f"={d.attr_text}") for n, d in said.defined_names.items()]
        for sheet in said.worksheets:
            self.names += [Name(f"'{sheet.title}'!{n}", f"={d.attr_text}") for n, d in sheet.defined_names.items()]
        self.ActiveSheet = self.sheets[0]

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
                at = cell.row, cell.column
                if cell.value is not None:
                    self.values[at] = float(cell.value) if type(cell.value) is int else cell.value
                if cell.number_format != "General":
                    self.formats[at] = cell.number_format
                if cell.fill.fgColor.type == "rgb" and cell.fill.patternType:
                    code = str(cell.fill.fgColor.rgb)[-6:]
                    self.grounds[at] = int(code[4:6] + code[2:4] + code[:2], 16)
        for row in said.iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value)
                if isinstance(text, str) and cell.data_type == "f":
                    self.formulas[cell.row, cell.column] = f"={text.removeprefix('=')}"
                    if hasattr(cell.value, "text"):
                        self.arrays.add((cell.row, cell.column))
        for merge in said.merged_cells.ranges:
            self.merged |= {(r, c) for r in range(merge.min_row, merge.max_row + 1) for c in range(merge.min_col, merge.max_col + 1)}
        self.hidden_rows = {row for row, seen in said.row_dimensions.items() if seen.hidden}
        for letters, seen in said.column_dimensions.items():
            if seen.hidden:
                self.hidden_columns |= set(range(seen.min or _column(letters), (seen.max or _column(letters)) + 1))
        self.tables = [ListObject(self, t.name, self.Range(t.ref), bool(t.totalsRowCount)) for t in said.tables.values()]

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
        left, top = _column(found[1]), int(found[2])
        right, bottom = (_column(found[3]), int(found[4])) if found[3] else (left, top)
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


class Lines(Thing):
    """Rows or columns of a range."""

    def __init__(self, area: Range, axis: int) -> None:
        self._area, self._axis = area, axis

    @property
    def Count(self) -> int:
        return self._area.shape[self._axis]

    def Item(self, index: int) -> Lines:
        a = self._area
        if self._axis:
            column = a.Column + index - 1
            return Lines(Range(a.sheet, a.Row, column, a.last_row, column), 1)
        row = a.Row + index - 1
        return Lines(Range(a.sheet, row, a.Column, row, a.last_column), 0)

    @property
    def Rows(self) -> Lines:
        return Lines(self._area, 0)

    @property
    def Columns(self) -> Lines:
        return Lines(self._area, 1)

    @property
    def Hidden(self) -> bool | None:
        a = self._area
        lines = range(a.Column, a.last_column + 1) if self._axis else range(a.Row, a.last_row + 1)
        hidden = a.sheet.hidden_columns if self._axis else a.sheet.hidden_rows
        return _one({line in hidden for line in lines})


class Range(Thing):
    """A rectangle of cells."""

    _oleobj_: ClassVar[Any] = None

    def __init__(self, sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
        self.sheet, self.Row, self.Column, self.last_row, self.last_column = sheet, top, left, bottom, right

    @property
    def shape(self) -> tuple[int, int]:
        return self.last_row - self.Row + 1, self.last_column - self.Column + 1

    def at(self) -> Iterator[tuple[int, int]]:
        for row in range(self.Row, self.last_row + 1):
            yield from ((row, column) for column in range(self.Column, self.last_column + 1))

    @property
    def Worksheet(self) -> Worksheet:
        return self.sheet

    Parent = Worksheet

    @property
    def Application(self) -> Application:
        return self.sheet.Application

    @property
    def Rows(self) -> Lines:
        return Lines(self, 0)

    @property
    def Columns(self) -> Lines:
        return Lines(self, 1)

    EntireRow, EntireColumn = Rows, Columns

    @property
    def Count(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def Address(self) -> str:
        start = f"${_letters(self.Column)}${self.Row}"
        return start if self.Count == 1 else f"{start}:${_letters(self.last_column)}${self.last_row}"

    def Item(self, row: int, column: int) -> Range:
        r, c = self.Row + row - 1, self.Column + column - 1
        return Range(self.sheet, r, c, r, c)

    def _read(self, ask: Any) -> Any:
        if self.shape == (1, 1):
            return ask((self.Row, self.Column))
        columns = range(self.Column, self.last_column + 1)
        return tuple(tuple(ask((row, c)) for c in columns) for row in range(self.Row, self.last_row + 1))

    @property
    def Value(self) -> Any:
        return self._read(self.sheet.values.get)

    @Value.setter
    def Value(self, data: Any) -> None:
        self._write(data, formula=False)

    Value2 = Value

    @property
    def Formula(self) -> Any:
        sheet = self.sheet
        return self._read(lambda at: sheet.formulas.get(at, _shown(sheet.values.get(at))))

    @Formula.setter
    def Formula(self, data: Any) -> None:
        self._write(data, formula=True)

    FormulaArray = Formula2 = Formula

    def _write(self, data: Any, *, formula: bool) -> None:
        cells = list(self.at())
        flat = [one for line in data for one in line] if isinstance(data, (list, tuple)) else [data] * len(cells)
        if len(flat) != len(cells):
            raise Error(f"{len(flat)} values for {len(cells)} cells")
        for at, value in zip(cells, flat, strict=True):
            self.sheet.formulas.pop(at, None)
            self.sheet.values.pop(at, None)
            if isinstance(value, str) and value[:1] == "=":
                self.sheet.formulas[at] = value
            elif value not in (None, ""):
                self.sheet.values[at] = _taken(value)

    @property
    def HasArray(self) -> bool | None:
        return _one({at in self.sheet.arrays for at in self.at()})

    @property
    def MergeCells(self) -> bool | None:
        return _one({at in self.sheet.merged for at in self.at()})

    @property
    def NumberFormat(self) -> str | None:
        return _one({self.sheet.formats.get(at, "General") for at in self.at()})

    @NumberFormat.setter
    def NumberFormat(self, value: str) -> None:
        self.sheet.formats.update(dict.fromkeys(self.at(), value))

    @property
    def Interior(self) -> Interior:
        return Interior(self)

    def Select(self) -> None:
        self.Application.Selection = self

    def Clear(self) -> None:
        s = self.sheet
        for kept in (s.values, s.formulas, s.formats, s.grounds):
            for at in [at for at in kept if self.Row <= at[0] <= self.last_row and self.Column <= at[1] <= self.last_column]:
                del kept[at]

    def Copy(self, Destination: Range | None = None) -> None:
        assert Destination is not None
        Destination.sheet.fill_from(self.sheet)


class Interior(Thing):
    def __init__(self, area: Range) -> None:
        self._area = area

    @property
    def Color(self) -> int | None:
        return _one({self._area.sheet.grounds.get(at, 0xFFFFFF) for at in self._area.at()})

    @Color.setter
    def Color(self, value: int) -> None:
        self._area.sheet.grounds.update(dict.fromkeys(self._area.at(), value))

    @property
    def ColorIndex(self) -> int:
        return -4142 if not any(at in self._area.sheet.grounds for at in self._area.at()) else 1

    @ColorIndex.setter
    def ColorIndex(self, _value: int) -> None:
        for at in self._area.at():
            self._area.sheet.grounds.pop(at, None)


def _one(found: set[Any]) -> Any:
    """What all cells have in common; None where they differ."""
    return found.pop() if len(found) == 1 else None


def _taken(value: Any) -> Any:
    """A value as Excel keeps it: the apostrophe says that a text is a text, and time has no zone."""
    if isinstance(value, str):
        return value.removeprefix("'")
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return float(value) if type(value) is int else value


def _shown(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def windows_part() -> Any:
    """The module of xlwings that drives Excel on Windows, imported here with stand-ins for pywin32."""
    if "xlwings._xlwindows" in sys.modules:
        return sys.modules["xlwings._xlwindows"]
    client = SimpleNamespace(CDispatch=Seen, DispatchBaseClass=Seen, Dispatch=None, DispatchEx=None)
    made = {
        "pywintypes": {"TimeType": datetime, "com_error": Error, "error": Error, "IID": str},
        "win32api": {}, "win32con": {}, "win32gui": {"FindWindowEx": lambda *_: 1}, "win32timezone": {"TimeZoneInfo": SimpleNamespace(utc=lambda: timezone.utc)},
        "win32process": {"GetWindowThreadProcessId": lambda _hwnd: (1, 1)},
        "pythoncom": {"CoInitialize": lambda: None, "__file__": None, "new": None},
        "win32com": {"client": client},
        "win32com.client": vars(client) | {"CoClassBaseClass": Seen},
    }  # fmt: skip
    for name, members in made.items():
        module = sys.modules[name] = ModuleType(name)
        vars(module).update(members)
    sys.modules["win32com"].client = sys.modules["win32com.client"]  # type: ignore[attr-defined]
    windows = ("GetForegroundWindow", "SetForegroundWindow", "SetWindowPos")
    anything = SimpleNamespace(
        ole32=SimpleNamespace(CLSIDFromString=lambda *_: 0),
        oleacc=SimpleNamespace(AccessibleObjectFromWindow=lambda *_: 0),
        user32=SimpleNamespace(**dict.fromkeys(windows, lambda *_: 1)),
    )
    before = {name: getattr(ctypes, name, None) for name in ("oledll", "windll")}
    library = ctypes.PyDLL
    ctypes.oledll, ctypes.windll = anything, anything  # type: ignore[attr-defined]
    ctypes.PyDLL = lambda *_a, **_k: SimpleNamespace(PyCom_PyObjectFromIUnknown=SimpleNamespace())  # type: ignore[assignment,misc]
    try:
        import xlwings._xlwindows as part
    finally:
        ctypes.PyDLL = library  # type: ignore[misc]
        for name, value in before.items():
            if value is None:
                delattr(ctypes, name)
            else:
                setattr(ctypes, name, value)
    import atexit

    atexit.unregister(part.cleanup)
    return part


def open_in_excel(path: str) -> Any:
    """The workbook as xlwings has it on Windows, open in the Excel of this module."""
    from pmxl.excel.application import import_xlwings

    xw = import_xlwings()
    part = windows_part()
    app = Application()
    book = Workbook(app, path)
    app.books.append(book)
    app.Selection = book.ActiveSheet.Range("A1")
    part.get_excel_hwnds = lambda: [app.Hwnd]
    part.get_xl_app_from_hwnd = lambda _hwnd: part.COMRetryObjectWrapper(Seen(app))
    xw.engines.add(engine := xw.main.Engine(impl=part.engine))
    xw.engines.active = engine
    return xw.Book(impl=part.Book(xl=part.COMRetryObjectWrapper(Seen(book))))
