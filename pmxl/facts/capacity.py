"""Capacity: who has how many hours in which week, and which tasks ask for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from math import inf

from pmxl.facts.calendars import project_calendar
from pmxl.facts.plan import remaining_days
from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.capacity import ABSENCES, CAPACITY, CapacityWeek
from pmxl.registers.machine import PEOPLE, Person
from pmxl.registers.schedule import Task
from pmxl.schedule.load import DAY, WEEK, Assignment, Load, Weeks, Worker

LONGEST_ABSENCE = 750
"""Days of an absence that are looked at: two years; a wrong year must not cost a minute."""


class Capacity(NamedTuple):
    """The people of a plan by `key_of` their names, what they must do, and the loads that follow."""

    weeks: Weeks
    workers: dict[str, Worker]
    told: frozenset[str]
    """The people whose hours somebody wrote down; the others count as full time."""
    assignments: list[Assignment]
    tasks: dict[tuple[str, date], dict[str, float]]
    """(person, first day of the week) -> task -> hours."""

    def load(self, person: str, week: date) -> Load:
        """The load of one person in the week that begins on *week*."""
        worker = self.workers[person]
        return Load(worker.name, week, self.weeks.hours_in(worker, week), self.tasks.get((person, week), {}))


def capacity(book: Book, now: Context) -> None:
    """Keep with the book who has how many hours and who needs them."""
    if _watched(book) or any(person.hours_a_week is not None for person in book.of(PEOPLE)):
        book.capacity = capacity_of(book, now)


def week_loads(book: Book, now: Context) -> None:
    """Fill the computed columns of Capacity."""
    if book.capacity is not None:
        teams = {key_of(person.person): person.team for person in book.of(PEOPLE) if person.person}
        for row in _watched(book):
            _fill(row, book.capacity, teams, now)


def _watched(book: Book) -> list[CapacityWeek]:
    return [row for row in book.of(CAPACITY) if row.person and row.week]


def _fill(row: CapacityWeek, found: Capacity, teams: dict[str, str | None], now: Context) -> None:
    key, week = key_of(row.person or ""), found.weeks.week_of(row.week or now.as_of)
    row.team = teams.get(key)
    load = found.load(key, week)
    row.available = round(load.available, 2)
    if week + WEEK <= now.as_of:
        return  # What was done in weeks gone by is not on the plan any more.
    row.needed = round(load.needed, 2)
    row.load = round(load.share, 4) if load.share < inf else None
    largest = sorted(load.tasks.items(), key=lambda item: (-item[1], item[0]))
    row.work = ", ".join(f"{task} {hours:.0f} h" for task, hours in largest) or None


@lru_cache(maxsize=1024)
def key_of(name: str) -> str:
    """How a person is told from others: by the name, without regard to capitals and blanks."""
    return " ".join(name.casefold().split())


def capacity_of(book: Book, now: Context) -> Capacity:
    """Everything about capacity that the book says, with the work that is left from the as-of date on."""
    weeks = Weeks(project_calendar(book), first_weekday(book))
    workers = dict(_workers(book, weeks, now))
    told = frozenset(
        [key for key, worker in workers.items() if worker.weeks]
        + [key_of(p.person) for p in book.of(PEOPLE) if p.person and p.hours_a_week is not None]
    )
    found = list(assignments(book, workers, now))
    return Capacity(weeks, workers, told, found, weeks.spread(found))


def first_weekday(book: Book) -> int:
    """The weekday on which a week begins (Monday is 0): the first working day after the days off."""
    off = book.settings.weekend
    return next((i for i in range(7) if off[i] == "0" and off[i - 1] == "1"), 0)


def _workers(book: Book, weeks: Weeks, now: Context) -> Iterator[tuple[str, Worker]]:
    """Everybody who is on People, on Capacity or owns a task; who stands nowhere with hours works full time."""
    days = max(1, book.settings.weekend.count("0"))
    people: dict[str, Person] = {}
    for person in book.of(PEOPLE):
        people.setdefault(key_of(person.person or ""), person)
    typed: dict[str, dict[date, float]] = {}
    for row in book.of(CAPACITY):
        if row.person and row.week:
            hours = typed.setdefault(key_of(row.person), {})
            if row.available_typed is not None:
                hours.setdefault(weeks.week_of(row.week), row.available_typed)
    away = _away(book)
    names = {key_of(task.owner): task.owner for task in work(book) if task.owner}
    names |= {key_of(row.person): row.person for row in book.of(CAPACITY) if row.person}
    names |= {key: person.person or "" for key, person in people.items()}
    names.pop("", None)
    for key, name in names.items():
        found = people.get(key)
        hours_a_day = now.settings.hours_a_day
        if found and found.hours_a_week is not None:
            hours_a_day = found.hours_a_week / days
        start, end = (found.start, found.end) if found else (None, None)
        yield key, Worker(name, hours_a_day, away.get(key, {}), typed.get(key, {}), start, end)


def _away(book: Book) -> dict[str, dict[date, float]]:
    away: dict[str, dict[date, float]] = {}
    for row in book.of(ABSENCES):
        if row.person and row.start:
            days = away.setdefault(key_of(row.person), {})
            last = min(row.end or row.start, row.start + timedelta(days=LONGEST_ABSENCE))
            day = row.start
            while day <= last:
                days[day] = days.get(day, 0.0) + (inf if row.hours is None else row.hours)
                day += DAY
    return away


def assignments(book: Book, workers: dict[str, Worker], now: Context) -> Iterator[Assignment]:
    """The work that is left: of each unfinished task, what its owner and its helpers have to do and when.

    Effort is shared between them as Settings shares their days; where none is given, each gives that share of the
    working days that remain.
    """
    for task in work(book):
        left = remaining_days(task, now)
        if not task.is_open or not task.start or not task.finish or not left:
            continue
        shares = dict(_shares(task, workers, now))
        effort = None if task.effort is None else task.effort * min(1.0, left / task.duration if task.duration else 1)
        for key, share in shares.items():
            hours = share * left * (workers[key].hours_a_day or now.settings.hours_a_day)
            if effort is not None:
                hours = effort * share / sum(shares.values())
            if hours > 0:
                start = max(task.start, now.as_of)
                yield Assignment(task.id or task.name, key, hours, start, max(task.finish, start))


def _shares(task: Task, workers: dict[str, Worker], now: Context) -> Iterator[tuple[str, float]]:
    """Who works on a task, and with which part of the day. Helpers count where they stand on People."""
    owner = key_of(task.owner or "")
    if owner in workers and now.settings.cap_owner > 0:
        yield owner, now.settings.cap_owner
    for name in re.split(r"[,;/&\n]|\band\b", task.support or ""):
        helper = key_of(name)
        if helper in workers and helper != owner and now.settings.cap_helper > 0:
            yield helper, now.settings.cap_helper


# ---------------------------------------------------------------- what others ask for


def weeks_ahead(found: Capacity, now: Context, count: int = 0) -> list[date]:
    """The first days of the next *count* whole weeks; the running one counts where it begins on the as-of date.

    Without *count* they are as many as Settings looks ahead, and at least one.
    """
    count = count or max(1, int(now.settings.cap_weeks))
    first = found.weeks.week_of(now.as_of + WEEK - DAY)
    return [first + i * WEEK for i in range(count)]


def load_map(found: Capacity, weeks: Sequence[date]) -> dict[str, list[Load]]:
    """The heat map: each person who has work in one of these weeks, the busiest first -> one load for each week."""
    busy = {person for person, week in found.tasks if week in weeks}
    rows = {person: [found.load(person, week) for week in weeks] for person in busy}

    def rank(person: str) -> tuple[float, str]:
        return -max(load.share for load in rows[person]), person

    return {rows[person][0].person: rows[person] for person in sorted(rows, key=rank)}


def overloads(people: Mapping[str, Sequence[Load]], now: Context) -> list[Load]:
    """The weeks of a heat map in which somebody has more work than hours, the worst first."""
    loads = [load for row in people.values() for load in row]
    over = [load for load in loads if over_limit(load, now.settings.cap_amber)]
    return sorted(over, key=lambda load: (-load.share, load.week, load.person))


def over_limit(load: Load, percent: float) -> bool:
    """True where a load lies above a limit, by more than a rounding."""
    return load.share * 100 > percent + 1e-6
