"""The band at the top of the dashboard: figures that need no picture."""

from __future__ import annotations

from datetime import date

from pmxl.colours.confidence import confidence as trust
from pmxl.facts.decisions import waiting
from pmxl.facts.words import capital, counted, day
from pmxl.model import Book, Context, Row
from pmxl.registers.benefits import BENEFITS
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.dependencies import DEPENDENCIES
from pmxl.tiles.tile import Tile, colour_of


def decisions(book: Book, now: Context) -> Tile:
    """What waits for somebody with authority, and how much of it is late."""
    needed = waiting(book)
    late = sum(bool(row.days_overdue) for row in needed)
    said = f"{len(needed)} needed, {late} overdue" if needed else "Nothing waits for a decision"
    colour = "RED" if late else "AMBER" if needed else "GREEN" if book.of(DECISIONS) else ""
    detail = _due(needed[0], needed[0].needed_by, needed[0].owner, now) if needed else ""
    return Tile("Decisions", said, colour, detail=detail)


def _due(row: Row, on: date | None, who: str | None, now: Context) -> str:
    """What is needed first: `First: DEC-008 by 10 Mar, Amara Okafor`."""
    by = f" by {day(on, now.as_of)}" if on else ", no date"
    return f"First: {row.name}{by}, {who or 'nobody'}"


def dependencies(book: Book, now: Context) -> Tile:
    """What others owe us, or we them: late, or not agreed by both."""
    open_ = [row for row in book.of(DEPENDENCIES) if row.is_open]
    late = sum(bool(row.days_overdue) or (row.gap or 0) > 0 for row in open_)
    loose = sum(not row.agreed for row in open_)
    said = f"{len(open_)} open, {late} late, {loose} not agreed" if open_ else "No open dependency"
    first = min(open_, key=lambda row: (not row.days_overdue, -(row.gap or 0), row.needed_by or date.max), default=None)
    detail = _due(first, first.needed_by, first.party, now) if first else ""
    return Tile("Dependencies", said, colour_of(book, "Dependencies"), detail=detail)


def confidence(book: Book, now: Context) -> Tile:
    """How far this page can be trusted."""
    found = trust(book, now)
    colour = {"High": "GREEN", "Medium": "AMBER", "Low": "RED"}.get(found.word, "")
    against = "; ".join(found.reasons)
    return Tile("Data confidence", found.word, colour, detail=capital(against) if against else "")


def outcomes(book: Book, now: Context) -> Tile:
    """Whether it helped: benefits that are measured, and those that are due."""
    found = [row for row in book.of(BENEFITS) if row.outcome]
    measured = sum(row.actual is not None for row in found)
    due = sum(bool(row.measure_on and row.measure_on <= now.as_of) for row in found)
    said = (
        f"{measured} of {counted(len(found), 'benefit')} measured, {due} due" if found else "No benefit is written down"
    )
    return Tile("Outcomes", said, colour_of(book, "Benefits") if found else "")
