"""Computing a book: its computed columns and its colours. The journey does it once, what-if for every edited copy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from pmxl.colours import DIMENSIONS, overall, status_lines
from pmxl.facts import FOR_COLOURS, FOR_READERS, FOR_RULES, Fact
from pmxl.facts.calendars import project_calendar
from pmxl.model import Book, Context, Judgement

NONE_YET: Mapping[str, Judgement] = {}

Guard = Callable[[str, Callable[[], Any], Any], Any]
"""Takes a step's name, the step, and what to go on with where it fails."""


def context(book: Book, today: date) -> Context:
    """What rules may know beyond their row. A book without an as-of date counts from today and is told so."""
    calendar = project_calendar(book)
    return Context(
        book.settings.as_of or today, book.settings, today, calendar.working_days_between, calendar.add_working_days
    )


def compute(
    book: Book, now: Context, guard: Guard, known: Collection[str] = (), measured: Mapping[str, Judgement] = NONE_YET
) -> None:
    """Fill the computed columns of a book that was read, without those that only people read; judge its colours.

    *known* names the facts that the book has already, *measured* holds the colours that need no measuring again.
    """
    judge(book, now, guard, known, measured)
    _fill(book, now, guard, FOR_RULES)
    guard("status", lambda: status_lines(book, now), None)


def judge(
    book: Book, now: Context, guard: Guard, known: Collection[str] = (), measured: Mapping[str, Judgement] = NONE_YET
) -> None:
    """Fill the dates of a book that was read, and what else its colours follow from; judge them."""
    _fill(book, now, guard, [fact for fact in FOR_COLOURS if fact.__name__ not in known])
    for dimension, measure in DIMENSIONS.items():
        judgement = measured.get(dimension) or guard(dimension, lambda measure=measure: measure(book, now), None)  # type: ignore[misc]
        if judgement is not None:
            book.judgements[dimension] = judgement
    guard("overall", lambda: overall(book, now), None)


def complete(book: Book, now: Context, guard: Guard) -> None:
    """Fill the computed columns that only people read."""
    _fill(book, now, guard, FOR_READERS)


def _fill(book: Book, now: Context, guard: Guard, facts: Iterable[Fact]) -> None:
    for fact in facts:
        guard(fact.__name__, lambda fact=fact: fact(book, now), None)  # type: ignore[misc]
