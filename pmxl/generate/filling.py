"""From what a caller gives for a new workbook to typed rows, and to what its formulas will show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from pmxl.facts import FACTS
from pmxl.generate.layout import FIRST
from pmxl.journey import context
from pmxl.model import BLANK, Book, Column, RawBook, Register, Row
from pmxl.registers.cells import CellReader, Wrong
from pmxl.registers.settings import SETTINGS, Settings
from pmxl.rules import rules_of
from pmxl.rules.check_column import fill_checks

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
        self.settings = settings
        self.book = Book(RawBook({}), Settings(dict(settings)))
        for register in registers:
            self.given[register.name] = [_by_attribute(register, row) for row in rows.get(register.name, ())]
            self.book.rows[register.name] = [
                _typed(register, row, number) for number, row in enumerate(self.given[register.name], FIRST + 1)
            ]
        self.book.rows.pop(SETTINGS.name, None)
        for register_rows in self.book.rows.values():
            for row in register_rows:
                self.book.by_id.setdefault(row.id, row)
        self._compute()

    def _compute(self) -> None:
        """Work out what the formulas will show, while the columns that pmxl writes still hold what was given."""
        now = context(self.book, NEVER)
        for fact in FACTS:
            fact(self.book, now)
        for name, given in self.given.items():
            for row, values in zip(self.book.rows.get(name, ()), given, strict=False):
                _forget_facts(row, values)
        rules = [rule for rule in rules_of(now.settings.profile) if rule.cell]
        fill_checks(self.book, now, [finding for rule in rules for finding in rule(self.book, now)])

    def typed(self, register: Register[Any]) -> list[Row]:
        """The typed rows of a register."""
        return self.book.rows.get(register.name, [])

    def value(self, register: Register[Any], i: int, column: Column) -> Any:
        """What the cell of row *i* holds or shows; None beyond the rows given."""
        given = self.given.get(register.name, [])
        if i >= len(given):
            return None
        if column.kind == "key":
            return self.typed(register)[i].id  # A row that was given without an ID has got the next free one.
        if column.name in given[i] or not column.formula:
            return given[i].get(column.name)
        return getattr(self.typed(register)[i], column.name)


def _by_attribute(register: Register[Any], given: Given) -> dict[str, Any]:
    names = {word: column.name for column in register.columns for word in (column.title, column.name)}
    strange = [word for word in given if word not in names]
    if strange:
        raise ValueError(f'{register.name} has no column "{strange[0]}"')
    return {names[word]: value for word, value in given.items()}


def _typed(register: Register[Any], given: Mapping[str, Any], number: int) -> Row:
    row: Row = register.row()
    row.number = number
    for column in register.columns:
        value = _value(given.get(column.name), column)
        if value is not None:
            setattr(row, column.name, value)
    return row


def _forget_facts(row: Row, given: Mapping[str, Any]) -> None:
    for column in row.columns:
        if column.fact:
            value = _value(given.get(column.name), column)
            setattr(row, column.name, BLANK.get(column.kind) if value is None else value)


def _value(given: Any, column: Column) -> Any:
    """What a given value reads as; None where it is blank or cannot be read."""
    if given in (None, "", ()) or isinstance(given, tuple):
        return given or None
    try:
        return CellReader().read(given, column)
    except Wrong as wrong:
        return wrong.used
