"""Ranges of cells, and rows and columns of them."""

# ruff: noqa: N802, N803 - the names are those that Excel gives to its members.

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel, to_excel

from com.asked import Error, Thing

if TYPE_CHECKING:
    from com.books import Application, Worksheet


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
        start = f"${get_column_letter(self.Column)}${self.Row}"
        return start if self.Count == 1 else f"{start}:${get_column_letter(self.last_column)}${self.last_row}"

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
        return self._read(self._shown)

    def _shown(self, at: tuple[int, int]) -> Any:
        """What a cell holds; a number with the format of a date is one."""
        value = self.sheet.values.get(at)
        if type(value) is float and is_date_format(self.sheet.formats.get(at, "General")):
            return from_excel(value)
        return value

    @Value.setter
    def Value(self, data: Any) -> None:
        self._write(data, formula=False)

    Value2 = Value

    @property
    def Formula(self) -> Any:
        sheet = self.sheet
        return self._read(lambda at: sheet.formulas.get(at, _formula_text(sheet.values.get(at))))

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
                self.sheet.values[at] = held(value)
                if isinstance(value, datetime) and self.sheet.formats.get(at, "General") == "General":
                    self.sheet.formats[at] = "m/d/yyyy"  # As in Excel, a date makes its cell show dates.

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

    def ClearContents(self) -> None:
        self._write("", formula=False)

    def Clear(self) -> None:
        s = self.sheet
        for kept in (s.values, s.formulas, s.formats, s.grounds):
            for at in [
                at for at in kept if self.Row <= at[0] <= self.last_row and self.Column <= at[1] <= self.last_column
            ]:
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


def held(value: Any) -> Any:
    """A value as Excel keeps it: the apostrophe says that a text is a text, and a date is a number."""
    if isinstance(value, str):
        return value.removeprefix("'")
    if isinstance(value, (date, time, timedelta)):
        return float(to_excel(value.replace(tzinfo=None) if isinstance(value, datetime) else value))
    return float(value) if type(value) is int else value


def _formula_text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
