"""The xlwings engine: the application and its workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlwings
from xlwings import base_classes

from calc.office import Office
from calc.sheets import Names, Range, Sheet, Sheets
from calc.words import ERRORS

FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".pdf": "calc_pdf_Export"}


class ShownError(str):
    """The error that a cell shows."""


class Engine:
    """What xlwings asks for everything."""

    name, type = "libreoffice", "desktop"

    def __init__(self, office: Office) -> None:
        self.office, self.uno = office, office.uno
        self.apps = Apps(App(self))
        self.links: dict[tuple[str, str], dict[int, str]] = {}
        """Charts that look at another workbook: what each of their series looks at."""
        self.held: dict[str, list[Any]] = {}
        """Document -> the shapes that were ever asked for."""

    @staticmethod
    def prepare_xl_data_element(x: Any, _options: Any) -> Any:
        return "" if x is None else x

    @staticmethod
    def clean_value_data(data: Any, dates: Any, empty: Any, numbers: Any, err_to_str: bool) -> list[list[Any]]:
        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty
            if isinstance(value, ShownError):
                return str(value) if err_to_str else None
            if isinstance(value, datetime) and dates is not datetime:
                parts = ("year", "month", "day", "hour", "minute", "second", "microsecond")
                return dates(**{part: getattr(value, part) for part in parts}, tzinfo=None)
            return numbers(value) if numbers and type(value) is float else value

        return [[clean(value) for value in row] for row in data]

    def properties(self, **values: Any) -> tuple[Any, ...]:
        """Named values as UNO takes them."""
        made = []
        for name, value in values.items():
            one = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            one.Name, one.Value = name, value
            made.append(one)
        return tuple(made)

    def error(self, cell: Any) -> ShownError:
        """The error that a cell shows, in Excel's word."""
        return ShownError(ERRORS.get(cell.getError(), cell.String))


class Apps(base_classes.Apps):
    def __init__(self, app: App) -> None:
        self.app = app

    def keys(self) -> list[int]:
        return [self.app.pid]

    def __iter__(self) -> Iterator[App]:
        return iter([self.app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self.app


class App(base_classes.App):
    """The application. What it was told to say, and its status bar, are kept for the tests to read."""

    pid: Any = 1
    hwnd: Any = 1
    version: Any = "16.0"
    api: Any = None
    engine: Any = None
    display_alerts: Any = True
    enable_events: Any = True

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.said: list[str] = []
        self.status_lines: list[object] = []
        self._updating, self._status = True, False
        self.front: Any = None

    @property
    def books(self) -> Books:
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells, of which the first area counts; None where a picture or a chart is selected."""
        book = self.books.active
        if book is None or book.document.CurrentController is None:
            return None
        selected = book.document.CurrentSelection
        areas = getattr(selected, "getRangeAddresses", lambda: [getattr(selected, "RangeAddress", None)])()
        if not areas or areas[0] is None:
            return None
        (area, *_), sheets = areas, book.document.Sheets
        sheet = Sheet(book, sheets.getByIndex(area.Sheet))
        found = Range(sheet, area.StartRow + 1, area.StartColumn + 1, area.EndRow + 1, area.EndColumn + 1)
        found.selected = selected
        return found

    @property
    def screen_updating(self) -> bool:
        return self._updating

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self._updating = value

    @property
    def calculation(self) -> str:
        book = self.books.active
        return "automatic" if book is None or book.document.isAutomaticCalculationEnabled() else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self.books:
            book.document.enableAutomaticCalculation(value != "manual")

    def calculate(self) -> None:
        for book in self.books:
            book.document.calculateAll()

    @property
    def status_bar(self) -> object:
        return self._status

    @status_bar.setter
    def status_bar(self, value: object) -> None:
        self._status = value
        self.status_lines.append(value)

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: str) -> str:
        self.said.append(prompt)
        return "ok" if buttons.startswith("ok") else "yes"

    def activate(self, steal_focus: bool = False) -> None:
        """There is no window to bring to the front."""


class Books(base_classes.Books):
    api = None

    def __init__(self, app: App) -> None:
        self.app = app

    def __iter__(self) -> Iterator[Book]:
        return iter([Book(self, document) for document in self.app.engine.office.documents()])

    def __len__(self) -> int:
        return len(self.app.engine.office.documents())

    def __call__(self, key: int | str) -> Book:
        books = list(self)
        if isinstance(key, int):
            return books[key - 1]
        for book in books:
            if key.casefold() == (book.fullname if "/" in key else book.name).casefold():
                return book
        raise KeyError(key)

    @property
    def active(self) -> Book | None:
        books = list(self)
        return next((book for book in books if book.document == self.app.front), books[0] if books else None)

    def open(self, fullname: str, *_options: Any, **_more: Any) -> Book:
        engine = self.app.engine
        address = engine.uno.systemPathToFileUrl(str(Path(fullname).resolve()))
        document = engine.office.desktop.loadComponentFromURL(address, "_blank", 0, engine.properties(Hidden=True))
        if document is None:
            raise OSError(f"LibreOffice could not open {fullname}")
        document.calculateAll()
        self.app.front = document
        return Book(self, document)


class Book(base_classes.Book):
    def __init__(self, books: Books, document: Any) -> None:
        self.books, self.document = books, document
        self.engine = books.app.engine

    @property
    def api(self) -> Any:
        return self.document

    @property
    def app(self) -> App:
        return self.books.app

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def fullname(self) -> str:
        return self.engine.uno.fileUrlToSystemPath(self.document.URL)

    @property
    def name(self) -> str:
        return Path(self.engine.uno.fileUrlToSystemPath(self.document.URL)).name

    @property
    def names(self) -> Names:
        return Names(self.document.NamedRanges, lambda: self.sheets(1))

    def activate(self) -> None:
        self.app.front = self.document

    def hold(self, shapes: list[Any]) -> None:
        """Keep shapes until the workbook is closed.

        LibreOffice gives a shape without a name and without its object where somebody asks for it in the moment in
        which the last one to hold it lets go; what such a shape is told is lost.
        """
        self.engine.held.setdefault(self.document.RuntimeUID, []).extend(shapes)

    def close(self) -> None:
        self.engine.held.pop(self.document.RuntimeUID, None)
        self.document.setModified(False)
        self.document.close(True)

    def to_pdf(self, path: str, _quality: Any = None) -> None:
        self.document.storeToURL(
            self.engine.uno.systemPathToFileUrl(str(path)), self.engine.properties(FilterName=FILTERS[".pdf"])
        )


def activate(office: Office) -> Engine:
    """Make xlwings work on this LibreOffice."""
    impl = Engine(office)
    engine = xlwings.Engine(impl=impl)
    xlwings.engines.add(engine)
    engine.activate()
    return impl
