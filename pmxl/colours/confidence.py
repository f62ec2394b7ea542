"""Data confidence: how far the colours can be believed, from the state of the rows that they are made of."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.freshness import rows_to_do, stale_rows
from pmxl.facts.weak_logic import open_ends
from pmxl.facts.words import counted, number
from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.status import STATUS

HIGH, MEDIUM = 85, 55
"""The least score for each word."""
STALE_PART, OWNERLESS_PART = 0.10, 0.10


class Confidence(NamedTuple):
    """The score out of 100, its word, and what was taken off for what; no score where there is nothing to judge by."""

    score: int | None
    reasons: tuple[str, ...]

    @property
    def word(self) -> str:
        """High, Medium or Low; `Not known yet` without a score."""
        if self.score is None:
            return "Not known yet"
        return "High" if self.score >= HIGH else "Medium" if self.score >= MEDIUM else "Low"

    @property
    def says(self) -> str:
        """The word and its reasons: `Medium (9 of 61 open rows stale)`."""
        return f"{self.word} ({'; '.join(self.reasons)})" if self.reasons else self.word


def confidence(book: Book, now: Context) -> Confidence:
    """100 points less what stands against the data; no score while no register has a row, be it open or closed.

    It is worked out once and kept with the book, which must have been computed.
    """
    if book.confidence is None:
        book.confidence = _worked_out(book, now)
    return book.confidence


def _worked_out(book: Book, now: Context) -> Confidence:
    if not has_rows(book):
        return Confidence(None, ("no rows",))
    against = list(_against(book, now))
    return Confidence(100 - sum(points for points, _ in against), tuple(reason for _, reason in against))


def _against(book: Book, now: Context) -> Iterator[tuple[int, str]]:
    rows, limits = rows_to_do(book), now.settings
    stale, loose = stale_rows(book, now), open_ends(book)
    if len(stale) > STALE_PART * len(rows):
        yield 20, f"{len(stale)} of {counted(len(rows), 'open row')} stale"
    if loose.share > limits.sch_open_ends:
        yield 20, f"{len(loose.tasks)} of {counted(loose.unfinished, 'open task')} with a loose end"
    # A word of one's own is no fault where the list is one's own.
    faulty = sum(not (cell.column.list_name and cell.reason == "not-in-list") for cell in book.misread)
    if faulty or book.loops:
        # Colours must not wait for the rules, so these are the errors that reading and the schedule found themselves.
        found = ((faulty, "faulty cell"), (len(book.loops), "loop"))
        yield 20, " and ".join(counted(count, noun) for count, noun in found if count)
    if not has_baseline(book):
        yield 15, "no approved baseline"
    if limits.as_of is None or (now.today - limits.as_of).days > limits.as_of_days:
        yield 15, "no as-of date" if limits.as_of is None else f"as-of date older than {number(limits.as_of_days)} days"
    ownerless = sum(not getattr(row, "owner", None) for row in rows)
    if ownerless > OWNERLESS_PART * len(rows):
        yield 10, f"{ownerless} of {counted(len(rows), 'open row')} without an owner"


def has_rows(book: Book) -> bool:
    """True where a register whose rows have owners has a row; the lines of Status are there from the start."""
    return any(row.register is not STATUS and hasattr(row, "owner") for rows in book.rows.values() for row in rows[:1])


def has_baseline(book: Book) -> bool:
    """True where the baseline was approved on a day and, if there is a plan, stands in it."""
    tasks = work(book)
    return book.settings.baseline_on is not None and (not tasks or any(task.baseline_finish for task in tasks))
