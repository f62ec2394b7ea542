"""An open workbook for measuring: cells of a file, kept as they are, that answer where xlwings would."""

from __future__ import annotations

import marshal
from types import SimpleNamespace
from typing import Any


def keep(path: str, target: str) -> None:
    """Write the cells, formulas and tables of a workbook to a file that opens at once."""
    from pmxl.workbook import open_workbook
    from pmxl.workbook.addresses import Area

    raw = open_workbook(path).raw
    sheets = {}
    for name, sheet in raw.sheets.items():
        rows, columns = max(sheet.cells, default=1), max((c for row in sheet.cells.values() for c in row), default=1)
        values = [[sheet.cells.get(r, {}).get(c) for c in range(1, columns + 1)] for r in range(1, rows + 1)]
        values = [[str(v) if isinstance(v, str) else v for v in row] for row in values]
        formulas = [["" for _ in row] for row in values]
        for (row, column), text in dict(sheet.formulas).items():
            if row <= rows and column <= columns:
                formulas[row - 1][column - 1] = f"={text}"
        tables = []
        for table in raw.tables:
            if table.sheet == name:
                right = table.first_column + len(table.columns) - 1
                whole = Area(table.header_row, table.first_column, table.last_row, right)
                heads = whole._replace(bottom=whole.top)
                tables.append((table.name, str(whole), str(heads), list(table.columns)))
        sheets[name] = (str(Area(1, 1, rows, columns)), values, formulas, tables)
    with open(target, "wb") as file:
        marshal.dump(sheets, file)  # Loading it brings in no module that a click has no need of.


def draw(raw: Any, edits: Any) -> bytes:
    """The pages of a plan as a workbook, as an open workbook gets them."""
    from pmxl.excel.pages import drawn_apart
    from pmxl.model import ReplaceSheet

    return drawn_apart([edit for edit in edits if isinstance(edit, ReplaceSheet)], raw, {})


class KeptApp:
    """The application: where somebody stands, and what it was told to say."""

    def __init__(self, row: int, column: int) -> None:
        self.selection = SimpleNamespace(row=row, column=column)
        self.status_bar: object = False
        self.said: list[str] = []

    def alert(self, prompt: str, *_options: str) -> None:
        """Show a message."""
        self.said.append(prompt)


class KeptSheets(list["KeptSheet"]):
    """The sheets, by number or name, one of them in front."""

    active: KeptSheet

    def __getitem__(self, key: Any) -> Any:
        return next(sheet for sheet in self if sheet.name == key) if isinstance(key, str) else super().__getitem__(key)


class KeptBook:
    """Answers what `pmxl.excel.reading` asks of an open workbook, where somebody stands on a cell of it."""

    def __init__(self, kept: str, sheet: str = "", row: int = 1) -> None:
        with open(kept, "rb") as file:
            found = marshal.loads(file.read())
        self.fullname = self.name = "demo.xlsx"
        self.sheets = KeptSheets(KeptSheet(name, *content) for name, content in found.items())
        self.app = KeptApp(row, 1)
        for one in self.sheets:
            one.book = self
        self.sheets.active = self.sheets[sheet or 0]


class KeptSheet:
    """One sheet."""

    visible = True
    book: KeptBook

    def __init__(
        self, name: str, address: str, values: list[list[Any]], formulas: list[list[str]], tables: list[Any]
    ) -> None:
        self.name, self.used_range = name, KeptRange(address, values, formulas)
        self.tables = [
            SimpleNamespace(name=table, show_headers=True, show_totals=False, range=SimpleNamespace(address=whole))
            for table, whole, _, _ in tables
        ]
        self._titles = {heads: titles for _, _, heads, titles in tables}

    def range(self, place: Any) -> Any:
        """The headers of a table or other cells by their address, or by row and column a cell to go to."""
        select = (lambda: self._go(*place)) if isinstance(place, tuple) else None
        return SimpleNamespace(raw_value=self._titles.get(place), select=select, rows=SHOWN, columns=SHOWN)

    def activate(self) -> None:
        """Come to the front."""
        self.book.sheets.active = self

    def _go(self, row: int, column: int) -> None:
        self.book.app.selection = SimpleNamespace(row=row, column=column)


SHOWN = SimpleNamespace(hidden=False)
"""Rows or columns of which none is hidden."""


class KeptRange:
    """The used range of a sheet."""

    rows = columns = SHOWN

    def __init__(self, address: str, values: list[list[Any]], formulas: list[list[str]]) -> None:
        self.address, self.value, self.formula = address, values, formulas

    def options(self, **_options: Any) -> KeptRange:
        """The same range: its values are clean already."""
        return self
