"""The dates and the progress that somebody typed into a plan of their own, as what a schedule is worked out from.

In a workbook of pmxl Start, Finish and % complete are computed. In a list that was brought along they are what people
know, and often all they know; without them every task would begin on the first day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from pmxl.facts.calendars import project_calendar
from pmxl.facts.plan import parents_by_wbs
from pmxl.model import Book, Column, Context, ErrorValue
from pmxl.model.raw import number_of
from pmxl.registers.cells import CellReader, Wrong
from pmxl.registers.other_words import says_done
from pmxl.registers.schedule import SCHEDULE, Task

COLUMNS = [c for name in ("start", "finish", "percent_complete") for c in SCHEDULE.columns if c.name == name]
STATUS = next(column for column in SCHEDULE.columns if column.name == "status")


def planned_dates(book: Book, _: Context) -> None:
    """Fill what a plan that was brought along leaves blank: days from Start to Finish, earliest starts, progress.

    A start that has not come is the earliest one; a share of the work that is done makes it the actual start, and
    leaves the rest of the days; all of it done, or a Status that says so, ends on Finish.
    """
    if not typed_dates(book):
        return
    reader = CellReader(date_1904=book.raw.date_1904, date_order=book.settings.date_order)
    calendar = project_calendar(book)
    rows = book.of(SCHEDULE)
    headings = set(parents_by_wbs(rows).values())
    for row in (row for i, row in enumerate(rows) if i not in headings):
        start, finish, done = (_typed(book, row, column, reader) for column in COLUMNS)
        if done is None and says_done(_typed(book, row, STATUS, reader)):
            done = 1.0
        if row.duration is None and start and finish and start <= finish:
            row.duration = float(calendar.working_days_between(start, finish) + 1)
        _take_over(row, start, finish, done or 0)


def typed_dates(book: Book) -> list[Column]:
    """The columns of a plan that was brought along which pmxl would compute; none in a workbook of pmxl."""
    standing = book.standings.get(SCHEDULE.name)
    if standing is None or "check" in standing.letters:
        return []
    return [column for column in COLUMNS if column.name in standing.letters]


def _take_over(row: Task, start: date | None, finish: date | None, done: float) -> None:
    if done <= 0 or start is None:
        row.not_before = row.not_before or (start if row.actual_start is None else None)
    elif row.actual_start is None:
        row.actual_start = start
        if done >= 1:
            row.actual_finish = row.actual_finish or finish
        elif row.remaining is None and row.duration:
            row.remaining = round(row.duration * (1 - done), 2)


def _typed(book: Book, row: Task, column: Column, reader: CellReader) -> Any:
    standing = book.standings[SCHEDULE.name]
    at = number_of(standing.letters[column.name]) if column.name in standing.letters else 0
    raw = book.raw.sheets[standing.sheet].cells.get(row.number, {}).get(at)
    if raw is None or raw == "" or isinstance(raw, ErrorValue):
        return None
    if column.kind == "percent" and isinstance(raw, (int, float)) and 1 < raw <= 100:
        return raw / 100  # Somebody writes 90 for 90%.
    try:
        return reader.read(raw, column)
    except Wrong as wrong:
        return wrong.used
