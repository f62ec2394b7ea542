"""Repairs of tables: formulas that were typed over, rows without an ID."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.edits import Formulas, cell_value, fills_computed
from pmxl.model import Book
from pmxl.model.raw import number_of
from pmxl.registers import REGISTERS
from pmxl.repairs.repair import Repair


def formula_overtyped(book: Book) -> Iterator[Repair]:
    """A value that was typed over a formula gives way to the formula that the rest of its column has."""
    formulas = Formulas(book)
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        for column in register.columns if standing and fills_computed(register, standing) else ():
            if standing is None or not column.formula or column.name not in standing.letters:
                continue
            sheet, at = book.raw.sheets[standing.sheet], number_of(standing.letters[column.name])
            has = {row.number: (row.number, at) in sheet.formulas for row in book.of(register)}
            formula = formulas.of(column, register) if any(has.values()) else ""
            for row in book.of(register) if formula else ():
                raw = sheet.cells.get(row.number, {}).get(at)
                if raw not in (None, "") and not has[row.number]:
                    place, value = book.place(row, column.name), cell_value(getattr(row, column.name))
                    yield Repair(
                        "formula-overtyped", place, row.name, column.title, raw, value, formula, kind=column.kind
                    )


def row_without_id(book: Book) -> Iterator[Repair]:
    """A row without an ID gets the next free one of its register."""
    for register in REGISTERS:
        standing = book.standings.get(register.name)
        key = next((column for column in register.columns if column.kind == "key"), None)
        if standing is None or key is None or key.name not in standing.letters:
            continue
        if standing.letters[key.name] == standing.letters.get("wbs"):
            continue  # An outline number is the plan's own.
        cells, at = book.raw.sheets[standing.sheet].cells, number_of(standing.letters[key.name])
        for row in book.of(register):
            if row.id and not str(cells.get(row.number, {}).get(at, "")).strip():
                place = book.place(row, key.name)
                yield Repair("row-without-id", place, f"row {row.number}", key.title, None, row.id, kind=key.kind)
