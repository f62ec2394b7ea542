"""The calendars that tasks may go by instead of the project's: from the sheet Calendars to the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from pmxl.facts.words import WEEKDAYS
from pmxl.model import Book
from pmxl.registers.cells import EPOCH, EPOCH_1904, dates_in_text
from pmxl.registers.machine import CALENDARS, HOLIDAYS, WorkCalendar
from pmxl.schedule import Calendar
from pmxl.schedule.calendars import DAY, Shifts

_CLOCKS = r"([01]?\d|2[0-3]):[0-5]\d-(([01]?\d|2[0-3]):[0-5]\d|24:00)"


class Unclear(ValueError):
    """A cell of Calendars that says no working time: its column, what it does wrong, and the cure."""

    def __init__(self, column: str, says: str, do: str) -> None:
        super().__init__(says)
        self.column, self.do = column, do


def project_calendar(book: Book) -> Calendar:
    """The project calendar: the working week of Settings without the holidays."""
    return _whole_days(book.settings.weekend, tuple(holidays(book)), book.settings.hours_a_day)


@lru_cache(maxsize=8)
def _whole_days(off: str, holidays: tuple[date, ...], hours: float) -> Calendar:
    return Calendar.whole_days({i for i in range(7) if off[i] == "0"}, holidays, hours)


def holidays(book: Book) -> list[date]:
    """The days of the sheet Holidays."""
    return [row.date for row in book.of(HOLIDAYS) if row.date]


def calendar_key(name: str | None) -> str:
    """How a calendar is told from others: by the name, without regard to capitals and blanks."""
    return " ".join((name or "").casefold().split())


def calendars(book: Book) -> dict[str, Calendar]:
    """Key of the name -> calendar, for each row of Calendars that can be used; of two alike the first counts."""
    found: dict[str, Calendar] = {}
    for row in book.of(CALENDARS):
        key = calendar_key(row.calendar)
        if key and key not in found:
            try:
                found[key] = calendar_of_row(book, row)
            except Unclear:
                continue
    return found


def calendar_of_row(book: Book, row: WorkCalendar) -> Calendar:
    """The working time that a row says. Raises Unclear where a cell cannot be read or nothing is ever worked."""
    weekdays, worked = _weekdays(book, row), _hours(book, row)
    off = [*_days_off(book, row), *(() if row.keeps_holidays is False else holidays(book))]
    return Calendar([worked if day in weekdays else () for day in range(7)], dict.fromkeys(off, ()), row.calendar or "")


def _weekdays(book: Book, row: WorkCalendar) -> set[int]:
    """The working weekdays (Monday is 0) that a text such as `Mon-Thu, Sat` names; blank: those of the project."""
    if not row.week:
        return {i for i in range(7) if book.settings.weekend[i] == "0"}
    if row.week.strip().casefold() == "every day":
        return set(range(7))
    found: set[int] = set()
    for part in _parts(row.week):
        first, _, last = (word.strip()[:3].capitalize() for word in part.partition("-"))
        if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
            raise Unclear("week", "names no weekdays", "write Mon-Thu or Sat, Sun")
        begin, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        found |= {(begin + i) % 7 for i in range((end - begin) % 7 + 1)}
    if not found:
        raise Unclear("week", "names no weekdays", "write Mon-Thu or Sat, Sun")
    return found


def _hours(book: Book, row: WorkCalendar) -> Shifts:
    """The shifts of a working day, from clock times or from a number of hours; blank: the hours of the project."""
    said = (row.hours or "").replace(" ", "").replace("–", "-")
    if not said or re.fullmatch(r"\d{1,2}([.,]\d{1,4})?h?", said):
        hours = float(said.rstrip("h").replace(",", ".")) if said else book.settings.hours_a_day
        if not 0 < hours <= 24:
            raise Unclear("hours", "leaves no working time in a day", "write more than 0 and up to 24 hours")
        return Calendar.whole_days(hours=hours).shifts_on(0)
    parts = _parts(said)
    if not parts or not all(re.fullmatch(_CLOCKS, part) for part in parts):
        raise Unclear("hours", "names no hours", "write 08:00-12:00; 13:00-17:00, or hours a day such as 10")
    worked = tuple(sorted((_minute(begin), _minute(end) or DAY) for begin, end in (p.split("-") for p in parts)))
    if any(begin >= end for begin, end in worked):
        raise Unclear("hours", "passes midnight", "write two shifts: 00:00-06:00; 22:00-24:00")
    if any(end > begin for (_, end), (begin, _) in pairwise(worked)):
        raise Unclear("hours", "holds shifts that overlap", "let each begin after the end of the one before")
    return worked


def _minute(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def _days_off(book: Book, row: WorkCalendar) -> Iterator[date]:
    """The dates that a text such as `2026-05-04; 24 Dec 2026` names. A date alone in its cell reads as its number."""
    for part in filter(None, (part.strip() for part in re.split(r"[;\n]", row.days_off or ""))):
        days = dates_in_text(part)
        if re.fullmatch(r"\d{5}", part):
            days = [(EPOCH_1904 if book.raw.date_1904 else EPOCH) + timedelta(days=int(part))]
        if len(days) != 1:
            raise Unclear("days_off", "is no list of dates", "write each as 2026-12-24, with ; between")
        yield from days


def _parts(said: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,;\n]", said) if part.strip()]
