"""What comes in: the cells of a workbook as it holds them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from datetime import date

from pmxl.records import NamedTuple

Value = str | float | bool | date | None
"""What a cell may hold once it is read, and what an edit may write."""


class ErrorValue(str):
    """The error a cell shows, for example `#REF!`. It is a value of its own, never text."""

    __slots__ = ()


class Validation(NamedTuple):
    """What may be typed into some cells. `kind` is Excel's: `list`, `date`, `whole` ..."""

    kind: str
    areas: Sequence[tuple[int, int, int, int]]
    """Rectangles of cells: top, left, bottom, right."""
    formula: str
    """For a list where its values come from: a name, a range, or the values in quotes."""

    def holds(self, row: int, column: int) -> bool:
        """True where it guards that cell."""
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.areas)


class RawSheet:
    """One sheet as it stands in the workbook. Rows and columns count from 1, as Excel's do.

    `cells` is row -> column -> str, float, bool, datetime or ErrorValue; blank cells are absent. `formulas` is
    (row, column) -> formula text without the leading `=`, in the file's long form; `arrays` are the ranges of those
    that fill several cells at once. `filtered` is True where a filter hides rows. `validations` may be read only when
    they are first looked at; None says that nobody can.
    """

    __slots__ = (
        "_computed", "arrays", "cells", "filtered", "formulas", "hidden_columns", "hidden_rows", "merges", "name",
        "validations",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        cells: Mapping[int, Mapping[int, object]],
        formulas: Mapping[tuple[int, int], str] | None = None,
        hidden_rows: Set[int] = frozenset(),
        hidden_columns: Set[int] = frozenset(),
        filtered: bool = False,
        merges: Sequence[str] = (),
        validations: Sequence[Validation] | None = (),
        arrays: Sequence[str] = (),
    ) -> None:
        # Whether there are any is not asked: of an open workbook they would all be read for the answer.
        self.formulas = {} if formulas is None else formulas
        self.name, self.cells, self.arrays, self.validations = name, cells, arrays, validations
        self.hidden_rows, self.hidden_columns = hidden_rows, hidden_columns
        self.filtered, self.merges = filtered, merges
        self._computed: dict[int, set[int]] | None = None

    def computed(self, column: int) -> Collection[int]:
        """The rows in which a column holds a formula."""
        if self._computed is None:
            self._computed = {}
            for row, at in self.formulas:
                self._computed.setdefault(at, set()).add(row)
        return self._computed.get(column, ())


class RawTable(NamedTuple):
    """One Excel table (ListObject). `last_row` is the last data row; a totals row lies below it."""

    name: str
    sheet: str
    header_row: int
    first_column: int
    last_row: int
    columns: tuple[str, ...]
    has_totals: bool = False

    def holds(self, row: int, column: int) -> bool:
        """True for the cells of the table, its headers and totals among them."""
        last = self.last_row + self.has_totals
        return self.header_row <= row <= last and 0 <= column - self.first_column < len(self.columns)


class RawBook:
    """A workbook's cells. `sheets` may read each sheet only when it is first asked for.

    `names` are the workbook-wide defined names, for example `{"as_of": "Settings!$D$6"}`; `external_links` the
    targets of links to other files; `oddities` sentences about cells whose content cannot be what it says, growing as
    sheets are read; `conflict_copies` the files beside this one that a sync client made of it. `title_of` gives what
    the first cell of a sheet holds, where that can be had without reading the sheet.
    """

    __slots__ = ("conflict_copies", "date_1904", "external_links", "names", "oddities", "sheets", "tables", "title_of")

    def __init__(
        self,
        sheets: Mapping[str, RawSheet],
        tables: tuple[RawTable, ...] = (),
        names: Mapping[str, str] | None = None,
        date_1904: bool = False,
        external_links: tuple[str, ...] = (),
        oddities: list[str] | None = None,
        conflict_copies: tuple[str, ...] = (),
        title_of: Callable[[str], object] | None = None,
    ) -> None:
        self.title_of = title_of or (lambda sheet: sheets[sheet].cells.get(1, {}).get(1))
        self.sheets, self.tables, self.names = sheets, tables, {} if names is None else names
        self.date_1904, self.external_links = date_1904, external_links
        self.oddities, self.conflict_copies = oddities if oddities is not None else [], conflict_copies


def letters_of(column: int) -> str:
    """Excel's letters of a column number: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number_of(letters: str) -> int:
    """The number of a column from Excel's letters: AB is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
