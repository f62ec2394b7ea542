"""When a task runs and how far it is, in the terms of Microsoft Project: durations are what was and what will be."""

from __future__ import annotations

from datetime import datetime

from pmxl.interchange.mspdi.calendars import Hours
from pmxl.interchange.mspdi.codes import clock
from pmxl.records import NamedTuple
from pmxl.registers.schedule import Task
from pmxl.schedule import Calendar, Result, TaskDates
from pmxl.schedule.calendars import instant, moment


class Progress(NamedTuple):
    """Moments as the format writes them, "" where there is none; durations in working minutes."""

    start: str
    finish: str
    actual: float = 0
    remaining: float = 0
    actual_start: str = ""
    actual_finish: str = ""
    stop: str = ""
    """Where the work that is done ends."""
    resume: str = ""
    """Where the work that is left goes on."""

    @property
    def duration(self) -> float:
        """What was done and what is left: Project knows no plan that progress leaves alone."""
        return self.actual + self.remaining

    @property
    def percent(self) -> int:
        """The share that is done; 100 is kept for what has an actual finish."""
        if self.actual_finish:
            return 100
        return min(99, int(100 * self.actual / self.duration)) if self.duration else 0


def progress(row: Task, dates: TaskDates, result: Result, hours: Hours) -> Progress:
    """The progress of a row that is no summary."""
    if row.actual_finish is not None:
        return _done(row, dates, hours)
    left = (dates.task.remaining if row.actual_start else dates.task.duration) or 0
    minutes = left * result.graph.minutes_a_day
    if row.actual_start is None:
        start, finish = _tidy(dates.start, hours), _tidy(dates.finish, hours)
        return Progress(clock(start), clock(max(start, finish)), remaining=minutes)
    return _running(row, dates, minutes, result, hours)


def _done(row: Task, dates: TaskDates, hours: Hours) -> Progress:
    assert row.actual_finish is not None
    first = min(row.actual_start or dates.start_day, row.actual_finish)
    finish = hours.finish(row.actual_finish)
    start = finish if row.duration == 0 and first == row.actual_finish else hours.start(first)
    return Progress(
        start, finish, actual=worked(start, finish, hours.calendar), actual_start=start, actual_finish=finish
    )


def _running(row: Task, dates: TaskDates, minutes: float, result: Result, hours: Hours) -> Progress:
    """The work that is done lies before the as-of date, the rest goes on so that it ends with the computed finish."""
    assert row.actual_start is not None
    calendar = hours.calendar
    start = hours.start(row.actual_start)
    finish = max(clock(_tidy(dates.finish, hours)), start)
    begun = calendar.work(instant(datetime.fromisoformat(start)))
    goes_on = max(begun, calendar.work(instant(datetime.fromisoformat(finish))) - minutes)
    as_of = result.graph.network.as_of
    until = min(goes_on, max(begun, calendar.work(instant(as_of)))) if as_of is not None else goes_on
    stop = clock(moment(calendar.closes(until))) if until > begun else start
    resume = clock(moment(calendar.opens(goes_on))) if minutes else finish
    return Progress(start, finish, until - begun, minutes, start, stop=stop, resume=resume)


def worked(start: str, finish: str, calendar: Calendar) -> float:
    """The working minutes from one moment, as the format writes it, to another."""
    first, last = (calendar.work(instant(datetime.fromisoformat(at))) for at in (start, finish))
    return max(0.0, last - first)


def _tidy(at: datetime, hours: Hours) -> datetime:
    """The same moment at a time of day when work begins, where it lies before that on the same day."""
    opened = moment(hours.calendar.opens(hours.calendar.work(instant(at))))
    return opened if opened.date() == at.date() else at
