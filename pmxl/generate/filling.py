"""From what a caller gives for a new workbook to typed rows, and to what its formulas will show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pmxl.facts import FACTS
from pmxl.journey import context
from pmxl.model import Book, Column, RawBook, Register, Row
from pmxl.registers.cells import CellReader, Wrong
from pmxl.registers.settings import SETTINGS, Settings

NEVER = date(1950, 1, 1)
"""What counts as today in a workbook without an as-of date: nothing is overdue yet."""

Given = Mapping[str, Any]


class Filling:
    """The rows that a new workbook begins with: as given, and typed with everything that pmxl computes.

    Rows are given as dictionaries by attribute (`response_due`) or by title (`Response due`). Raises ValueError where
    one names a column that its register does not declare.
    """

    def __init__(
        self, registers: Iterable[Register[Any]], rows: Mapping[str, Sequence[Given]], settings: Mapping[str, Any]
    ) -> None:
        self.given: dict[str, list[dict[str, Any]]] = {}
        self.book = Book(RawBook({}), Settings(dict(settings)))
        for register in registers:
            self.given[register.name] = [_by_attribute(register, row) for row in rows.get(register.name, ())]
            self.book.rows[register.name] = [_typed(register, row) for row in self.given[register.name]]
        self.book.rows.pop(SETTINGS.name, None)
        for register_rows in self.book.rows.values():
            for row in register_rows:
                self.book.by_id.setdefault(row.id, row)
        now = context(self.book, NEVER)
        for fact in FACTS:
            fact(self.book, now)

    def typed(self, register: Register[Any]) -> list[Row]:
        """The typed rows of a register."""
        return self.book.rows.get(register.name, [])

    def value(self, register: Register[Any], i: int, column: Column) -> Any:
        """What the cell of row *i* holds or shows; None beyond the rows given."""
        given = self.given.get(register.name, [])
        if i >= len(given):
            return None
        if column.name in given[i] or not column.formula:
            return given[i].get(column.name)
        return getattr(self.typed(register)[i], column.name)


def _by_attribute(register: Register[Any], given: Given) -> dict[str, Any]:
    names = {word: column.name for column in register.columns for word in (column.title, column.name)}
    strange = [word for word in given if word not in names]
    if strange:
        raise ValueError(f'{register.name} has no column "{strange[0]}"')
    return {names[word]: value for word, value in given.items()}


def _typed(register: Register[Any], given: Mapping[str, Any]) -> Row:
    row: Row = register.row()
    reader = CellReader()
    for column in register.columns:
        value = given.get(column.name)
        if value in (None, "", ()):
            continue
        if not isinstance(value, tuple):
            try:
                value = reader.read(value, column)
            except Wrong as wrong:
                value = wrong.used
        if value is not None:
            setattr(row, column.name, value)
    return row
