"""The slip of the whole plan: where it was to end by the baseline, where it ends now, and how long it was to take."""

from __future__ import annotations

from datetime import date, timedelta
from operator import attrgetter

from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.registers.schedule import Task


def last_to_finish(book: Book) -> Task | None:
    """The task or milestone with the latest forecast finish."""
    dated = [task for task in work(book) if task.finish]
    return max(dated, key=attrgetter("finish"), default=None)


def baseline_finish(book: Book) -> date | None:
    """The day on which the baseline ends."""
    return max((task.baseline_finish for task in work(book) if task.baseline_finish), default=None)


def baseline_start(book: Book) -> date | None:
    """The day on which the baseline begins: its first start, or the project's where no task has one."""
    first = min((task.baseline_start for task in work(book) if task.baseline_start), default=None)
    return first or book.settings.project_start


def baseline_days(book: Book, now: Context) -> int | None:
    """The working days of the baseline, both ends included; None where it has no length."""
    start, finish = baseline_start(book), baseline_finish(book)
    if start is None or finish is None:
        return None
    count = now.working_days(start - timedelta(days=1), finish)
    return count if count > 0 else None


def slip(book: Book, now: Context) -> int | None:
    """Working days that the forecast finish lies after the baseline's; negative where it lies before."""
    last, agreed = last_to_finish(book), baseline_finish(book)
    if last is None or last.finish is None or agreed is None:
        return None
    return now.working_days(agreed, last.finish)
