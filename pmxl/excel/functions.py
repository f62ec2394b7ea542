"""Custom functions for cells: plain functions that give what the templates' own formulas give.

    =WORKING_DAYS_BETWEEN(A2, B2, weekend, holiday_dates)
    =RISK_LEVEL(D2, E2)
    =CRITICAL_PATH(Schedule[#All], DATE(2026,3,2))

What cannot be computed comes back as a sentence, never as an error that says nothing. `pmxl.excel.udfs` hands them to
Excel; nothing here knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pmxl.colours.measure import graded
from pmxl.facts.exposure import level
from pmxl.model import Book, ErrorValue, RawBook, RawSheet
from pmxl.registers.cells import EPOCH, CellReader, Wrong
from pmxl.registers.settings import WEEKS, Settings
from pmxl.schedule import Calendar

Cells = Sequence[Sequence[Any]]
"""A range as Excel hands it over: rows of values."""
STANDARD_WEEK = WEEKS["Mon-Fri"]
SPILLED = {
    "id": "ID", "task": "Task", "start": "Start", "finish": "Finish", "total_float": "Total float",
    "free_float": "Free float", "critical": "Critical", "why": "Why this date",
}  # fmt: skip
"""Column of the Schedule -> heading of what CRITICAL_PATH spills."""


class NotUsable(Exception):
    """An argument that cannot be used; its text is what the cell shows."""


def working_days_between(first: Any, last: Any, weekend: str = STANDARD_WEEK, holidays: Any = None) -> int | str:
    """Working days after the first date, up to and including the last; negative where the last comes earlier.

    The same as NETWORKDAYS.INTL(first+1, last, weekend, holidays).
    """
    try:
        return _calendar(weekend, holidays).working_days_between(_day(first, "first"), _day(last, "last"))
    except NotUsable as wrong:
        return str(wrong)


def add_working_days(start: Any, days: Any, weekend: str = STANDARD_WEEK, holidays: Any = None) -> date | str:
    """The date that many working days later, or earlier where negative. The same as WORKDAY.INTL."""
    try:
        count = int(_number(days, "number of days"))
        found = _calendar(weekend, holidays).add_working_days(_day(start, "start"), count)
        if not EPOCH < found < date.max:
            raise NotUsable(f"{count:,} working days lead to a day that Excel has no date for.")
        return found
    except NotUsable as wrong:
        return str(wrong)


def rag(value: Any, amber: Any, red: Any) -> str:
    """GREEN, AMBER above one limit, or RED above another; with the red limit below the amber one, less is worse."""
    try:
        number, limit, worst = _number(value, "value"), _number(amber, "amber"), _number(red, "red")
    except NotUsable as wrong:
        return str(wrong)
    return str(graded(-number, -limit, -worst) if worst < limit else graded(number, limit, worst))


def risk_level(likelihood: Any, impact: Any, medium: Any = None, high: Any = None, very_high: Any = None) -> str:
    """Low, Medium, High or Very high: likelihood times impact against the limits; blank where a rating is blank."""
    if likelihood in (None, "") or impact in (None, ""):
        return ""
    try:
        ratings = _number(likelihood, "likelihood"), _number(impact, "impact")
        given = {"risk_medium": medium, "risk_high": high, "risk_very_high": very_high}
        limits = Settings({key: _number(value, key[5:]) for key, value in given.items() if value is not None})
    except NotUsable as wrong:
        return str(wrong)
    if any(not 1 <= rating <= 5 for rating in ratings):
        return "Likelihood and impact are numbers from 1 to 5."
    return level(ratings[0] * ratings[1], limits) or ""


def critical_path(
    table: Cells, start: Any = None, as_of: Any = None, weekend: str = STANDARD_WEEK, holidays: Any = None
) -> list[list[Any]]:
    """Dates and floats of every task: a table with headings in, a table with headings out.

    The table needs Task or ID, Duration (working days) and Predecessors; WBS, Not before, Deadline, Actual start,
    Actual finish and Remaining count where they are there.
    """
    try:
        book = _scheduled(table, start, as_of, weekend, holidays)
    except NotUsable as wrong:
        return [[str(wrong)]]
    rows = [[_shown(getattr(row, name)) for name in SPILLED] for row in book.rows["Schedule"]]
    return [list(SPILLED.values()), *rows]


def explain_date(
    record: Any, table: Cells, start: Any = None, as_of: Any = None, weekend: str = STANDARD_WEEK, holidays: Any = None
) -> str:
    """Why a task starts when it does: what it waits for, or the date that holds it."""
    try:
        book = _scheduled(table, start, as_of, weekend, holidays)
    except NotUsable as wrong:
        return str(wrong)
    is_whole = isinstance(record, float) and record.is_integer()  # Excel hands over the ID 41 as 41.0.
    wanted = ("" if record is None else str(int(record) if is_whole else record)).strip().casefold()
    if not wanted:
        return "The ID of the task is blank."
    task = next((row for row in book.rows["Schedule"] if row.id.casefold() == wanted), None)
    if task is None:
        return f'There is no task "{record}" in the table.'
    return task.why or f"{task.id} has no date: it needs a duration."


def _scheduled(table: Cells, start: Any, as_of: Any, weekend: str, holidays: Any) -> Book:
    """The table as a computed Schedule. Raises NotUsable."""
    from pmxl.computing import context
    from pmxl.facts.critical_path import critical_path as dates
    from pmxl.facts.critical_path import reasons, room, task_states
    from pmxl.facts.numbering import number_new_rows
    from pmxl.reading import read

    if not isinstance(table, (list, tuple)) or len(table) < 2 or not isinstance(table[0], (list, tuple)):
        raise NotUsable("The table needs its headings and at least one row, as in Schedule[#All].")
    cells = {i: {j: _raw(v) for j, v in enumerate(row, 1) if v not in (None, "")} for i, row in enumerate(table, 1)}
    free: dict[int, dict[int, object]] = {i: {1: day} for i, day in enumerate(_holidays(holidays), 2)}
    first = _day(start, "start") if start is not None else None
    today = _day(as_of, "as of") if as_of is not None else first or date(1950, 1, 1)
    days_off = RawSheet("Holidays", {1: {1: "Date", 2: "What"}, **free})
    book = read(RawBook({"Schedule": RawSheet("Schedule", cells), "Holidays": days_off}))
    if "Schedule" not in book.standings or not book.rows.get("Schedule"):
        raise NotUsable("The first row must hold the headings: ID, Task, Duration, Predecessors.")
    book.settings.project_start, book.settings.as_of = first, today
    book.settings.weekend = _week(weekend)
    now = context(book, today)
    for fact in (number_new_rows, dates, task_states, room, reasons):
        fact(book, now)
    return book


def _raw(value: Any) -> object:
    if isinstance(value, str) and value.startswith("#") and value.endswith(("!", "?", "A", "0")):
        return ErrorValue(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _shown(value: Any) -> Any:
    """A value as a spilled cell holds it: blank text where nothing is known, or Excel would show 0."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return "" if value is None else value


def _calendar(weekend: Any, holidays: Any) -> Calendar:
    off = _week(weekend)
    return Calendar.whole_days({i for i in range(7) if off[i] == "0"}, _holidays(holidays))


def _week(weekend: Any) -> str:
    """Days off as NETWORKDAYS.INTL writes them; the words of Settings are understood too. Raises NotUsable."""
    said = str(weekend if weekend not in (None, "") else STANDARD_WEEK)
    said = WEEKS.get(said, said)
    if len(said) != 7 or set(said) - {"0", "1"} or said == "1111111":
        raise NotUsable(f'"{weekend}" is no week; write seven digits from Monday on, 1 for a day off: "0000011".')
    return said


def _holidays(given: Any) -> list[date]:
    """The days of a range; blanks and words among them do no harm."""
    rows = given if isinstance(given, (list, tuple)) else [given]
    cells = [cell for row in rows for cell in (row if isinstance(row, (list, tuple)) else [row])]
    numbers = (cell for cell in cells if isinstance(cell, (date, int, float)) and not isinstance(cell, bool))
    return [_day(cell, "holiday") for cell in numbers]


def _day(value: Any, what: str) -> date:
    """A date, a moment, Excel's number of a day, or a text that can only mean one day. Raises NotUsable."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 1 <= value < 2_958_466:
        return EPOCH + timedelta(days=int(value))
    if isinstance(value, str):
        try:
            CellReader().readers["day"](value, None)  # type: ignore[arg-type]
        except Wrong as wrong:
            if isinstance(wrong.used, date):
                return wrong.used
    raise NotUsable(f'The {what} date is "{"" if value is None else value}", which is no date.')


def _number(value: Any, what: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise NotUsable(f'The {what.replace("_", " ")} is "{"" if value is None else value}", which is no number.')
