"""Requirements: what has to be delivered next, and what shows that it is done."""

from __future__ import annotations

from datetime import date

from pmxl.facts.words import day
from pmxl.model import Book, Context
from pmxl.registers.scope import SCOPE, ScopeItem
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, more, sheet_of

LANES = (
    Lane("ID", 4),
    Lane("Requirement", 11),
    Lane("Done when", 14),
    Lane("Accountable", 6),
    Lane("Due", 5),
)


def requirements(book: Book, now: Context, budget: Budget) -> Section:
    """Open items of the agreed scope, the one that is due first on top."""
    found = sorted((item for item in book.of(SCOPE) if item.is_open), key=lambda item: item.due or date.max)
    shown = found[: budget.requirements]
    aside = Cell(more(len(found), len(shown), SCOPE.name))
    return Section(
        "requirements", "table", tuple(_line(book, now, item) for item in shown), "4  Requirements", aside,
        sheet_of(book, SCOPE), LANES, "No requirement is open.",
    )  # fmt: skip


def _line(book: Book, now: Context, item: ScopeItem) -> Line:
    late = item.due is None or item.due < now.as_of
    cells = (
        Cell(item.name, "strong"),
        Cell(item.item or ""),
        filled(item.acceptance, "no acceptance criteria"),
        filled(item.owner, "nobody"),
        Cell(day(item.due, now.as_of) if item.due else "no date", "late" if late else ""),
    )
    return Line(cells, book.place(item, "id"), item.id)
