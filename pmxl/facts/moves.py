"""Moves: the first date on record, and how often it was put off or brought forward since."""

from __future__ import annotations

from typing import Any

from pmxl.model import Book, Context, Register
from pmxl.registers.actions import ACTIONS
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.issues import ISSUES
from pmxl.registers.schedule import SCHEDULE

DATES: tuple[tuple[Register[Any], str, str], ...] = (
    (SCHEDULE, "finish", "first_planned"),
    (ACTIONS, "due", "original_due"),
    (DECISIONS, "needed_by", ""),
    (ISSUES, "target", "original_target"),
)
"""Register, the date that is watched, and the column that shows the first one on record."""


def moves(book: Book, _: Context) -> None:
    """Fill Times moved and the first date: a move is a change from one report to the next, up to today's value."""
    if book.history is None:
        return
    for register, watched, first in DATES:
        for row in book.of(register):
            dates = book.history.dates(row.name, watched, getattr(row, watched))
            row.times_moved = len(dates) - 1 if dates else None
            if first:
                setattr(row, first, dates[0] if dates else None)
