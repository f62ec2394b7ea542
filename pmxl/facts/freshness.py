"""Freshness: which open rows nobody has looked at for too long, and which nobody owns."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from pmxl.facts.history import WATCHED
from pmxl.model import Book, Context, Register, Row
from pmxl.registers.schedule import Task
from pmxl.registers.status import STATUS

DATES = ("due", "needed_by", "target", "promised", "expected", "check_by", "finish")
"""The columns that say when a row is due, in whichever register it stands."""
SOON = 10
"""What is due within so many days must be fresher."""


def rows_to_do(book: Book) -> list[Row]:
    """Every open row that somebody must own: no heading of the schedule, no line of Status.

    They are looked for once and kept with the book.
    """
    if book.to_do is None:
        book.to_do = [row for row in book.open_rows() if row.register is not STATUS and not is_heading(row)]
    return book.to_do


def is_heading(row: Row) -> bool:
    """True for a summary of the schedule, which nobody owns and nobody updates."""
    return isinstance(row, Task) and row.is_summary


def stale_rows(book: Book, now: Context) -> list[Row]:
    """The open rows that nobody has updated within the limit.

    Where no row of a register says when it was updated, that is not known of any of them, and none counts as stale.
    """
    dated = dated_registers(book)
    return [row for row in rows_to_do(book) if row.register.name in dated and is_stale(row, book, now)]


def dated_registers(book: Book) -> set[str]:
    """The registers of which at least one row says when it was updated."""
    dated = ((name, rows) for name, rows in book.rows.items() if rows and hasattr(rows[0], "updated"))
    return {name for name, rows in dated if any(row.updated for row in rows)}


def is_stale(row: Row, book: Book, now: Context) -> bool:
    """True where a row is older than its limit. One without a date is as old as the first report that shows it."""
    updated: date = getattr(row, "updated", None) or _first_seen(row, book, now)
    dates = [found for name in dates_of(row.register) if (found := getattr(row, name))]
    soon = any((found - now.as_of).days <= SOON for found in dates)
    limit = now.settings.stale_days_hot if soon else now.settings.stale_days
    return (now.as_of - updated).days > limit


def _first_seen(row: Row, book: Book, now: Context) -> date:
    """The report that first shows a row; the as-of date for a new one, and long ago where no report can tell."""
    fields = WATCHED.get(row.register.name, ())
    if book.history is None or not book.history.reports or not fields:
        return date.min
    return min((log[0].as_of for field in fields if (log := book.history.entries(row.name, field))), default=now.as_of)


@cache
def dates_of(register: Register[Any]) -> tuple[str, ...]:
    """The columns of a register that say when its rows are due."""
    return tuple(name for name in DATES if any(column.name == name for column in register.columns))
