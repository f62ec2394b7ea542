"""An open workbook for measuring: cells of a file, kept as they are, that answer where xlwings would."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any


def keep(path: str, target: str) -> None:
    """Write the cells, formulas and tables of a workbook to a file that opens at once."""
    from pmxl.workbook import open_workbook

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
        tables = [
            (t.name, t.header_row, t.first_column, t.last_row, list(t.columns)) for t in raw.tables if t.sheet == name
        ]
        sheets[name] = (values, formulas, tables)
    with open(target, "wb") as file:
        pickle.dump(sheets, file)


class KeptBook:
    """Answers what `pmxl.excel.reading` asks of an open workbook."""

    def __init__(self, kept: str) -> None:
        with open(kept, "rb") as file:
            found = pickle.load(file)
        self.fullname = self.name = "demo.xlsx"
        self.sheets = [KeptSheet(name, *content) for name, content in found.items()]


class KeptSheet:
    """One sheet."""

    def __init__(self, name: str, values: list[list[Any]], formulas: list[list[str]], tables: list[Any]) -> None:
        self.name, self.used_range = name, KeptRange(values, formulas)
        self.tables = [
            SimpleNamespace(
                name=table, show_headers=True, show_totals=False,
                range=SimpleNamespace(row=top, column=left, shape=(last - top + 1, len(titles))),
            )
            for table, top, left, last, titles in tables
        ]  # fmt: skip
        self._titles = {(top, left): titles for _, top, left, _, titles in tables}

    def range(self, first: tuple[int, int], _last: tuple[int, int]) -> Any:
        """The headers of a table."""
        return SimpleNamespace(options=lambda **_: SimpleNamespace(value=self._titles[first]))


class KeptRange:
    """The used range of a sheet."""

    row = column = 1
    rows = columns = SimpleNamespace(hidden=False)

    def __init__(self, values: list[list[Any]], formulas: list[list[str]]) -> None:
        self.value, self.formula = values, formulas
        self.shape = (len(values), len(values[0]))

    def options(self, **_options: Any) -> KeptRange:
        """The same range: its values are clean already."""
        return self
