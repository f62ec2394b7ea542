"""Computing a book: its computed columns and its colours. The journey does it once, what-if for every edited copy."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from pmxl.colours import DIMENSIONS, overall
from pmxl.facts import FACTS
from pmxl.facts.calendars import project_calendar
from pmxl.model import Book, Context

Guard = Callable[[str, Callable[[], Any], Any], Any]
"""Takes a step's name, the step, and what to go on with where it fails."""


def context(book: Book, today: date) -> Context:
    """What rules may know beyond their row. A book without an as-of date counts from today and is told so."""
    calendar = project_calendar(book)
    return Context(
        book.settings.as_of or today, book.settings, today, calendar.working_days_between, calendar.add_working_days
    )


def compute(book: Book, now: Context, guard: Guard, known: Collection[str] = ()) -> None:
    """Fill every computed column of a book that was read, and judge its colours.

    *known* names the facts that the book has already.
    """
    for fact in FACTS:
        if fact.__name__ not in known:
            guard(fact.__name__, lambda fact=fact: fact(book, now), None)  # type: ignore[misc]
    for dimension, judge in DIMENSIONS.items():
        judgement = guard(dimension, lambda judge=judge: judge(book, now), None)  # type: ignore[misc]
        if judgement is not None:
            book.judgements[dimension] = judgement
    guard("overall", lambda: overall(book, now), None)
