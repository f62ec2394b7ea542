"""Repairs: what pmxl may put right without asking, because what was meant is certain and nothing is lost.

Each repair belongs to the rule that tells of the fault and bears its name. It yields, cell by cell, what stood there
and what stands there now. Nothing is deleted, and every change is written down.
"""

from __future__ import annotations

from collections.abc import Sequence

from pmxl.model import Book, Edit, Place, SetCells, Value
from pmxl.repairs import cells, tables
from pmxl.repairs.repair import Repair as Repair

REPAIRS = (
    cells.date_held_as_text,
    cells.number_held_as_text,
    cells.value_not_in_list,
    cells.value_with_stray_blanks,
    tables.formula_overtyped,
    tables.row_without_id,
)
"""One for each rule whose fault can be put right; where two would change one cell, the first does."""


def repairs_of(book: Book) -> list[Repair]:
    """Everything that can be put right in a computed book, in the order of the sheets; one repair for each cell."""
    found: dict[Place, Repair] = {}
    for function in REPAIRS:
        for repair in function(book):
            found.setdefault(repair.place, repair)
    order = {name: i for i, name in enumerate(book.raw.sheets)}
    return sorted(
        found.values(), key=lambda r: (order.get(r.place.sheet, 99), r.place.row, len(r.place.column), r.place)
    )


def repair_edits(repairs: Sequence[Repair]) -> list[Edit]:
    """The repairs as edits: one for each column and formula."""
    grouped: dict[tuple[str, str, str, str], dict[int, Value]] = {}
    for repair in repairs:
        key = (repair.place.sheet, repair.place.column, repair.formula, repair.kind)
        grouped.setdefault(key, {})[repair.place.row] = repair.after
    return [SetCells(sheet, column, rows, formula, kind) for (sheet, column, formula, kind), rows in grouped.items()]
