"""How far the page can be trusted: the data confidence and why, and where everything on it comes from."""

from __future__ import annotations

from pmxl.colours.overall import OVERALL
from pmxl.model import Book, Context
from pmxl.registers.status import STATUS
from pmxl.sections.dates import full
from pmxl.sections.parts import Budget, Cell, Line, Section


def confidence(book: Book, _: Context, __: Budget) -> Section:
    """High, Medium or Low, and what lowered it."""
    line = next((found for found in book.of(STATUS) if found.dimension == OVERALL), None)
    said = (line.confidence if line else None) or "Not known: there is no Status sheet with an Overall line."
    place = book.place(line, "confidence") if line else None
    return Section("data confidence", "sentences", (Line((Cell("Data confidence", "strong"), Cell(said)), place),))


def footer(_: Book, now: Context, __: Budget) -> Section:
    """Where every line comes from."""
    made = f"Made by pmxl from the registers as of {full(now.as_of)}."
    cell = Cell(f"{made} Every limit is on Settings.", "muted")
    return Section("footer", "footer", (Line((cell,)),))
