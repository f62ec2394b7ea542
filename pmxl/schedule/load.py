"""Load: the hours of work that a plan asks of each person in each week, and the hours that person has to give.

Work is spread evenly over the working days of a task. A week begins on the first working day after the days off, so
Monday where people work from Monday to Friday.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import inf

from pmxl.records import NamedTuple
from pmxl.schedule.calendars import Calendar

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class Assignment(NamedTuple):
    """Work that one person has to do from one day to another, both included."""

    task: str
    person: str
    hours: float
    start: date
    finish: date


class Worker(NamedTuple):
    """The hours that somebody has for this project."""

    name: str
    hours_a_day: float
    """On an ordinary working day, after other work."""
    away: Mapping[date, float] = {}
    """Day -> hours that are lost to leave."""
    weeks: Mapping[date, float] = {}
    """First day of a week -> hours available in it, after leave and other work; it takes the place of the rest."""
    start: date | None = None
    end: date | None = None
    """The first and the last day on the project."""


class Load(NamedTuple):
    """One person's week: hours available, and hours needed by each task."""

    person: str
    week: date
    """The first day of the week."""
    available: float
    tasks: Mapping[str, float] = {}

    @property
    def needed(self) -> float:
        """The hours of all tasks together."""
        return sum(self.tasks.values())

    @property
    def share(self) -> float:
        """Hours needed per hour available; infinite where there is work and nobody to do it."""
        return self.needed / self.available if self.available > 0 else inf if self.needed > 0 else 0.0


class Weeks:
    """The weeks of a calendar and what people have to give in them."""

    def __init__(self, calendar: Calendar, first_weekday: int = 0) -> None:
        self.calendar, self.first_weekday = calendar, first_weekday

    def week_of(self, day: date) -> date:
        """The first day of the week that a day lies in."""
        return day - timedelta(days=(day.weekday() - self.first_weekday) % 7)

    def working_days(self, first: date, last: date) -> int:
        """The working days from *first* to *last*, both included."""
        return self.calendar.working_days_between(first - DAY, last) if last >= first else 0

    def hours_on(self, worker: Worker, day: date) -> float:
        """The hours that somebody has to give on one day."""
        if not self.calendar.is_working(day):
            return 0.0
        week = self.week_of(day)
        if week in worker.weeks:
            return worker.weeks[week] / max(1, self.working_days(week, week + WEEK - DAY))
        return self._usual(worker, day)

    def hours_in(self, worker: Worker, week: date) -> float:
        """The hours that somebody has to give in the week that begins on *week*."""
        if week in worker.weeks:
            return worker.weeks[week]
        first, last = max(week, worker.start or week), week + WEEK - DAY
        last = min(last, worker.end or last)
        days = [first + timedelta(days=i) for i in range((last - first).days + 1)] if worker.away else []
        lost = [worker.away[day] for day in days if day in worker.away and self.calendar.is_working(day)]
        # Days are added up, not taken off: a week of leave is 0 hours, and no rounding is left of it.
        partly = sum(max(0.0, worker.hours_a_day - hours) for hours in lost)
        return worker.hours_a_day * (self.working_days(first, last) - len(lost)) + partly

    def _usual(self, worker: Worker, day: date) -> float:
        if (worker.start and day < worker.start) or (worker.end and day > worker.end):
            return 0.0
        return max(0.0, worker.hours_a_day - worker.away.get(day, 0.0))

    def spread(self, assignments: Iterable[Assignment]) -> dict[tuple[str, date], dict[str, float]]:
        """(person, week) -> task -> hours. Work between days off is done on its first day, so that none is lost."""
        found: dict[tuple[str, date], dict[str, float]] = {}
        for task, person, hours, start, finish in assignments:
            days = self.working_days(start, finish)
            week = self.week_of(start)
            while week <= finish:
                within = self.working_days(max(start, week), min(finish, week + WEEK - DAY))
                part = hours * within / days if days else hours
                if part:
                    tasks = found.setdefault((person, week), {})
                    tasks[task] = tasks.get(task, 0.0) + part
                week += WEEK
                if not days:
                    break
        return found
