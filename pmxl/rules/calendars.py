"""Rules on the calendars that tasks go by instead of the project's."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.calendars import Unclear, calendar_key, calendar_of_row
from pmxl.model import Book, Context
from pmxl.registers.machine import CALENDARS, WorkCalendar
from pmxl.registers.schedule import SCHEDULE
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import did_you_mean, quoted


@book_rule(CALENDARS, at="calendar", level="error", catalogue="SCH-16")
def calendar_named_twice(book: Book, now: Context) -> Iterator[Wrong]:
    """Two rows of Calendars with the same name.

    Why: only the first one counts, and whoever reads the other one expects other dates.

    Do: give it another name, or clear it.
    """
    first: dict[str, WorkCalendar] = {}
    for row in book.of(CALENDARS):
        key = calendar_key(row.calendar)
        if key and first.setdefault(key, row) is not row:
            yield Wrong(
                row, f"The calendar {quoted(row.name)} stands in row {first[key].number} already, and that one counts"
            )


@book_rule(CALENDARS, at="hours", level="error", catalogue="SCH-16")
def calendar_unclear(book: Book, now: Context) -> Iterator[Wrong]:
    """A calendar whose weekdays, hours or days off cannot be read, or that has no working time.

    Why: its tasks go by the project's calendar meanwhile, and their dates are not those that were meant.

    Do: write weekdays as Mon-Thu, hours as 08:00-12:00; 13:00-17:00, days off as 2026-12-24.
    """
    for row in book.of(CALENDARS):
        try:
            calendar_of_row(book, row)
        except Unclear as unclear:
            title = getattr(CALENDARS, unclear.column).title
            said = quoted(getattr(row, unclear.column))
            says = f"{title} of the calendar {quoted(row.name)} is {said}, which {unclear}"
            yield Wrong(row, says, unclear.column, unclear.do)


@book_rule(SCHEDULE, at="calendar", level="error", catalogue="SCH-16")
def task_calendar_unknown(book: Book, now: Context) -> Iterator[Wrong]:
    """A task that goes by a calendar which is not on Calendars.

    Why: its dates are those of the project's calendar, not those that were meant.

    Do: choose a calendar from the list, or add it to Calendars.
    """
    named = {calendar_key(row.calendar): row.calendar for row in book.of(CALENDARS) if row.calendar}
    known = tuple(name for name in named.values() if name)
    for task in book.of(SCHEDULE):
        if task.calendar and calendar_key(task.calendar) not in named:
            from pmxl.nearest import nearest

            near = nearest(task.calendar, known)
            says = f"{task.name} goes by the calendar {quoted(task.calendar)}, which is not on Calendars"
            yield Wrong(task, f"{says}{did_you_mean(near and quoted(near))}")
