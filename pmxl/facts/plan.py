"""The plan: what the Schedule sheet says, in the words of the engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from pmxl.facts.calendars import calendar_key, calendars, project_calendar
from pmxl.facts.constraints import constraint_of
from pmxl.facts.predecessors import predecessors
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.registers.settings import PROGRESS_MODES
from pmxl.schedule import Calendar, Link, Network
from pmxl.schedule import Task as Activity
from pmxl.schedule.network import Mode

DAY = timedelta(days=1)


class Plan(NamedTuple):
    """The Schedule sheet as a network, and the name by which the engine knows each row, from top to bottom."""

    network: Network
    names: list[str]


def plan_of(book: Book, now: Context) -> Plan:
    """The network that the Schedule sheet describes.

    Rows without an ID and second rows with the same ID take part under a name of their own, so that no work is lost.
    """
    rows = book.of(SCHEDULE)
    names, seen = [], set[str]()
    waiting = {id(task): parsed.links for task, parsed in predecessors(book)}
    for row in rows:
        name = row.id if row.id and row.id not in seen else f"{row.id or 'row'} ({row.number})"
        seen.add(name)
        names.append(name)
    above = parents_by_wbs(rows)
    headings = set(above.values())
    project, known = project_calendar(book), calendars(book)
    tasks, links = [], list[Link]()
    for i, (row, name) in enumerate(zip(rows, names, strict=True)):
        parent = names[above[i]] if i in above else None
        own = known.get(calendar_key(row.calendar))
        if own is not None:
            row.own_days, row.own_day = own.working_days_between, own.minutes_a_day / project.minutes_a_day
        tasks.append(_heading(row, name, parent) if i in headings else _activity(row, name, parent, own, now))
        mine = waiting.get(id(row), ())
        links += [link if link.successor == name else link._replace(successor=name) for link in mine]
    settings = now.settings
    network = Network(
        tasks,
        links,
        settings.project_start or _first_date(rows) or now.as_of,
        project,
        now.as_of,
        cast(Mode, PROGRESS_MODES.get(settings.progress_mode, "retained logic")),
    )
    return Plan(network, names)


def parents_by_wbs(rows: list[Task]) -> dict[int, int]:
    """Row -> the row it stands under by its WBS code: 1.2.3 under 1.2, or under 1 where there is no 1.2."""
    codes: dict[tuple[str, ...], int] = {}
    for i, row in enumerate(rows):
        if row.wbs:
            codes.setdefault(tuple(row.wbs.strip(". ").split(".")), i)
    above = {}
    for code, i in codes.items():
        parent = next((codes[code[:n]] for n in range(len(code) - 1, 0, -1) if code[:n] in codes), None)
        if parent is not None:
            above[i] = parent
    return above


def _first_date(rows: list[Task]) -> date | None:
    found = [day for row in rows for day in (row.actual_start, row.baseline_start, row.not_before) if day]
    return min(found, default=None)


def _heading(row: Task, name: str, parent: str | None) -> Activity:
    """A summary: what it says of the earliest start and the latest finish holds for every row below it."""
    code, at = constraint_of(row)
    return Activity(
        name, parent=parent, constraint=code, constraint_date=at, deadline=row.deadline, not_before=row.not_before
    )


def _activity(row: Task, name: str, parent: str | None, own: Calendar | None, now: Context) -> Activity:
    """A row in the engine's words. What is known of the work that is left counts, started or not."""
    started = row.actual_start is not None and row.actual_finish is None
    whole = row.duration or 0
    code, at = constraint_of(row)
    return Activity(
        name,
        whole if started or row.remaining is None else row.remaining,
        parent=parent,
        calendar=own,
        constraint=code,
        constraint_date=at,
        deadline=row.deadline,
        actual_start=row.actual_start,
        actual_finish=row.actual_finish,
        remaining=remaining_days(row, now) if started else None,
        not_before=row.not_before,
    )


def remaining_days(row: Task, now: Context) -> float | None:
    """Working days still to do: as the owner says, or else what is left of the duration since the actual start.

    A running task whose duration is used up and whose owner says nothing has a day to go: it is not done. None where
    neither a duration nor a remainder is known.
    """
    if row.actual_finish is not None:
        return 0
    if row.remaining is not None or row.actual_start is None:
        return row.duration if row.remaining is None else row.remaining
    if row.duration is None:
        return None
    gone: float = now.working_days(row.actual_start, now.as_of)
    if row.own_days is not None:
        # On its own calendar the as-of date is often a day off: what counts are the days before it.
        gone = row.own_days(row.actual_start - DAY, now.as_of - DAY) * row.own_day
    return max(row.duration - max(0, gone), min(1, row.duration))


def days_between(row: Task, first: date, last: date, now: Context) -> int:
    """Working days after *first* up to *last* on the calendar that a row goes by."""
    return (row.own_days or now.working_days)(first, last)
