"""Dependencies: what must change hands, what was promised, and when it is needed."""

from __future__ import annotations

from datetime import date

from pmxl.facts.words import counted, day
from pmxl.model import Book, Context
from pmxl.registers.dependencies import DEPENDENCIES, Dependency
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, joined, more, sheet_of

LANES = (
    Lane("ID", 4),
    Lane("What changes hands", 12),
    Lane("From or to", 8),
    Lane("Ours", 6),
    Lane("Promised", 4),
    Lane("Needed", 6),
)


def dependencies(book: Book, now: Context, budget: Budget) -> Section:
    """Open dependencies, the one that is needed first on top; a promise that lies after the need is marked."""
    found = [row for row in book.of(DEPENDENCIES) if row.is_open]
    found.sort(key=lambda row: row.needed_by or row.promised or date.max)
    shown = found[: budget.dependencies]
    aside = Cell(more(len(found), len(shown), DEPENDENCIES.name))
    return Section(
        "dependencies", "table", tuple(_line(book, now, row) for row in shown), "3  Dependencies", aside,
        sheet_of(book, DEPENDENCIES), LANES, "Nothing has to change hands.",
    )  # fmt: skip


def _line(book: Book, now: Context, row: Dependency) -> Line:
    way = "to" if row.direction == "We give" else "from"
    other = joined(f"{way} {row.party or 'nobody named'}", "" if row.agreed else "not agreed")
    late = row.gap is not None and row.gap > 0
    needed = day(row.needed_by, now.as_of) if row.needed_by else "no date"
    cells = (
        Cell(row.name, "strong"),
        Cell(row.what or ""),
        Cell(other, "" if row.party and row.agreed else "late"),
        filled(row.owner, "nobody"),
        Cell(day(row.promised, now.as_of) if row.promised else "?", "" if row.promised else "late"),
        Cell(f"{needed}, {counted(row.gap or 0, 'day')} late" if late else needed, "late" if late else ""),
    )
    return Line(cells, book.place(row, "id"), row.id)
