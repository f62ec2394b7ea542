"""The band at the top of the dashboard: figures that need no picture."""

from __future__ import annotations

from pmxl.colours.confidence import confidence as trust
from pmxl.facts.words import counted
from pmxl.model import Book, Context
from pmxl.registers.benefits import BENEFITS
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.dependencies import DEPENDENCIES
from pmxl.tiles.tile import Tile, colour_of


def decisions(book: Book, now: Context) -> Tile:
    """What waits for somebody with authority, and how much of it is late."""
    needed = [row for row in book.of(DECISIONS) if row.status == "Needed"]
    late = sum(bool(row.needed_by and row.needed_by < now.as_of) for row in needed)
    said = f"{len(needed)} needed, {late} overdue" if needed else "Nothing waits for a decision"
    return Tile("Decisions", said, "RED" if late else "AMBER" if needed else "GREEN" if book.of(DECISIONS) else "")


def dependencies(book: Book, _: Context) -> Tile:
    """What others owe us, or we them: late, or not agreed by both."""
    open_ = [row for row in book.of(DEPENDENCIES) if row.is_open]
    late = sum(bool(row.days_overdue) or (row.gap or 0) > 0 for row in open_)
    loose = sum(not row.agreed for row in open_)
    said = f"{len(open_)} open, {late} late, {loose} not agreed" if open_ else "No open dependency"
    return Tile("Dependencies", said, colour_of(book, "Dependencies"))


def confidence(book: Book, now: Context) -> Tile:
    """How far this page can be trusted."""
    found = trust(book, now)
    return Tile("Data confidence", found.says, {"High": "GREEN", "Medium": "AMBER", "Low": "RED"}.get(found.word, ""))


def outcomes(book: Book, now: Context) -> Tile:
    """Whether it helped: benefits that are measured, and those that are due."""
    found = [row for row in book.of(BENEFITS) if row.outcome]
    measured = sum(row.actual is not None for row in found)
    due = sum(bool(row.measure_on and row.measure_on <= now.as_of) for row in found)
    said = (
        f"{measured} of {counted(len(found), 'benefit')} measured, {due} due" if found else "No benefit is written down"
    )
    return Tile("Outcomes", said, colour_of(book, "Benefits") if found else "")
