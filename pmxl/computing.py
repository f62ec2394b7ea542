"""Computing a book: its computed columns and its colours. The journey does it once, what-if for every edited copy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from pmxl.colours import DIMENSIONS, overall
from pmxl.facts import FACTS, FOR_READERS
from pmxl.facts.calendars import project_calendar
from pmxl.model import Book, Context

Fact = Callable[[Book, Context], None]
Guard = Callable[[str, Callable[[], Any], Any], Any]
"""Takes a step's name, the step, and what to go on with where it fails."""


def context(book: Book, today: date) -> Context:
    """What rules may know beyond their row. A book without an as-of date counts from today and is told so."""
    calendar = project_calendar(book)
    return Context(
        book.settings.as_of or today, book.settings, today, calendar.working_days_between, calendar.add_working_days
    )


def compute(book: Book, now: Context, guard: Guard, known: Collection[str] = ()) -> None:
    """Fill the computed columns of a book that was read, without those that only people read; judge its colours.

    *known* names the facts that the book has already.
    """
    _fill(book, now, guard, [fact for fact in FACTS if fact.__name__ not in (*known, *FOR_READERS)])
    for dimension, judge in DIMENSIONS.items():
        judgement = guard(dimension, lambda judge=judge: judge(book, now), None)  # type: ignore[misc]
        if judgement is not None:
            book.judgements[dimension] = judgement
    guard("overall", lambda: overall(book, now), None)


def complete(book: Book, now: Context, guard: Guard) -> None:
    """Fill the computed columns that only people read."""
    _fill(book, now, guard, [fact for fact in FACTS if fact.__name__ in FOR_READERS])


def _fill(book: Book, now: Context, guard: Guard, facts: Iterable[Fact]) -> None:
    for fact in facts:
        guard(fact.__name__, lambda fact=fact: fact(book, now), None)  # type: ignore[misc]
