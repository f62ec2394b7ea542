"""How far the page can be trusted: the data confidence and why, and where everything on it comes from."""

from __future__ import annotations

from pmxl.colours.confidence import confidence
from pmxl.model import Book, Context
from pmxl.registers.status import overall_line
from pmxl.sections.dates import full
from pmxl.sections.parts import Budget, Cell, Line, Section


def footer(book: Book, now: Context, _: Budget) -> Section:
    """How far the page can be trusted, and where every line comes from."""
    line = overall_line(book)
    said = confidence(book, now).says
    made = f"Made by pmxl from the registers as of {full(now.as_of)}. Every limit is on Settings"
    place = book.place(line, "confidence") if line else None
    trust = Line((Cell("Data confidence", "strong"), Cell(f"{said.rstrip('.')}. {made}.", "muted")), place)
    return Section("data confidence", "footer", (trust,))
