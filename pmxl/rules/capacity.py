"""Rules on capacity: whether the people of the plan have the hours that it asks of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import inf

from pmxl.facts.capacity import Capacity, key_of, load_map, over_limit, weeks_ahead
from pmxl.facts.words import number
from pmxl.facts.work import work
from pmxl.model import Book, Context, Row
from pmxl.registers.capacity import CAPACITY
from pmxl.registers.machine import WINDOWS
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import counted, day, listing, quoted, working_days
from pmxl.schedule.load import DAY, Load

_NEEDED = "[Hours needed]*100-[Hours to give]"


@rule(SCHEDULE, at="confirmed", level="error", profile="standard", catalogue="CAP-02")
def critical_task_without_confirmed_person(task: Task, now: Context) -> str | None:
    """A critical task whose owner's time nobody has confirmed.

    Why: a day lost here is a day lost at the end, and the owner's manager may have other plans.

    Do: ask the owner's manager, and write Yes under Confirmed.
    """
    if task.is_open and task.critical and task.kind == "Task" and task.owner and not task.confirmed:
        return f"{task.name} is critical and counts on {task.owner}, and nobody confirmed the time"
    return None


@book_rule(SCHEDULE, at="feasible_finish", profile="standard", catalogue="CAP-01")
def finish_beyond_what_people_can_do(book: Book, now: Context) -> Iterator[Wrong]:
    """A finish that logic allows and the hours of the people do not.

    Why: who ignores capacity plans fiction; the date will slip when one person has two tasks at once.

    Do: give work of the one it hangs on to somebody else, add hours, or move the date by a change.
    """
    found = book.feasible
    if found is not None and found.days_late > 0:
        last = next(task for task in reversed(work(book)) if task.feasible_finish == found.finish)
        says = found.says(now.as_of)
        yield Wrong(last, f"The finish comes {working_days(found.days_late)} later than planned: {says}")


@book_rule(SCHEDULE, at="owner", profile="standard", catalogue="CAP-03")
def owner_without_hours(book: Book, now: Context) -> Iterator[Wrong]:
    """Somebody who owns open tasks and whose hours stand nowhere.

    Why: the plan takes such a person for full time, which hardly anybody is.

    Do: write Hours a week on People, or Hours available on Capacity.
    """
    owned: dict[str, list[Task]] = {}
    for task in work(book):
        if task.is_open and task.owner and task.duration:
            owned.setdefault(key_of(task.owner), []).append(task)
    if book.capacity is None:
        if owned:
            tasks = [task for found in owned.values() for task in found]
            people = "person owns" if len(owned) == 1 else "people own"
            yield Wrong(
                tasks[0], f"{len(owned)} {people} {counted(len(tasks), 'open task')}, and nobody's hours are known"
            )
        return
    for key, tasks in owned.items():
        if key not in book.capacity.told:
            yield Wrong(tasks[0], f"{tasks[0].owner} owns {counted(len(tasks), 'open task')} and has no hours")


@book_rule(
    CAPACITY, at="load", profile="standard", catalogue="CAP-01",
    when=f"AND(ISNUMBER([Hours needed]),ISNUMBER([Hours to give]),{_NEEDED}*cap_amber>0.0001,"
    f"{_NEEDED}*cap_red<=0.0001)",
    cell="More work than hours.",
)  # fmt: skip
def person_fully_loaded(book: Book, now: Context) -> Iterator[Wrong]:
    """Somebody who has more work in a week than hours, up to the limit to red.

    Why: one surprise, and something that others wait for is late.

    Do: move or hand over work while there is time.
    """
    for load, row in _over(book, now):
        if not over_limit(load, now.settings.cap_red):
            yield Wrong(row, _says(load, now.settings.cap_amber, now), "owner" if isinstance(row, Task) else "")


@book_rule(
    CAPACITY, at="load", level="error", profile="standard", catalogue="CAP-01",
    when=f"AND(ISNUMBER([Hours needed]),ISNUMBER([Hours to give]),{_NEEDED}*cap_red>0.0001)",
    cell="Far more work than hours: move work.",
)  # fmt: skip
def person_overloaded(book: Book, now: Context) -> Iterator[Wrong]:
    """Somebody who has far more work in a week than hours.

    Why: part of it will not be done, and nobody has chosen which part.

    Do: move work to another week, or to somebody else.
    """
    for load, row in _over(book, now):
        if over_limit(load, now.settings.cap_red):
            yield Wrong(row, _says(load, now.settings.cap_red, now), "owner" if isinstance(row, Task) else "")


@book_rule(SCHEDULE, at="start", profile="standard", catalogue="SCH-15")
def task_planned_in_a_freeze(book: Book, now: Context) -> Iterator[Wrong]:
    """Work that is planned to start while changes are forbidden.

    Why: what touches systems will be refused on the day, and what waits for it moves too.

    Do: move what changes a system; leave what does not.
    """
    for window in book.of(WINDOWS):
        if window.kind != "Freeze" or not window.start or (window.end or window.start) < now.as_of:
            continue
        last = window.end or window.start
        found = [t for t in work(book) if _waits(t) and t.start and window.start <= t.start <= last]
        if found:
            start = "starts" if len(found) == 1 else "start"
            when = f"{day(window.start, now)} to {day(last, now)}"
            named = listing([task.name for task in found])
            yield Wrong(
                found[0], f"{named} {start} in the freeze of {when}, {quoted(window.what or 'no reason given')}"
            )


@book_rule(SCHEDULE, at="start", profile="standard", catalogue="SCH-15")
def task_planned_while_its_owner_is_away(book: Book, now: Context) -> Iterator[Wrong]:
    """Work that is planned for days on which its owner is away, or not on the project.

    Why: nobody will do it on those days, so it ends later than the plan says.

    Do: move it, or name somebody who is there.
    """
    for task, key, start, finish in _planned(book, now):
        found = book.capacity
        assert found is not None  # Without capacity nothing is planned for anybody.
        days = (start + DAY * i for i in range((finish - start).days + 1))
        planned = [when for when in days if found.weeks.calendar.is_working(when)]
        away = [when for when in planned if not found.weeks.hours_on(found.workers[key], when)]
        if away:
            days_away = f"{len(away)} of {counted(len(planned), 'working day')}"
            yield Wrong(
                task, f"{task.name} needs {task.owner}, who is away on {days_away}, first on {day(away[0], now)}"
            )


def _planned(book: Book, now: Context) -> Iterator[tuple[Task, str, date, date]]:
    """The unfinished tasks of everybody who is away at some time: task, owner, and the days that are left of it."""
    found = book.capacity
    for task in work(book) if found else ():
        key = key_of(task.owner or "")
        worker = found.workers.get(key) if found else None
        if worker and task.is_open and task.duration and task.start and task.finish and task.finish >= now.as_of:
            start = max(task.start, now.as_of)
            if worker.away or worker.weeks or worker.start or worker.end:
                yield task, key, start, task.finish


def _waits(task: Task) -> bool:
    return task.is_open and bool(task.duration) and task.actual_start is None


def _over(book: Book, now: Context) -> Iterator[tuple[Load, Row]]:
    """Every overload ahead, and every one that has a row on Capacity, with the row to look at."""
    found = book.capacity
    if found is None:
        return
    rows = {(key_of(r.person), found.weeks.week_of(r.week)): r for r in book.of(CAPACITY) if r.person and r.week}
    for (key, week), row in rows.items():
        load = found.load(key, week)
        if row.needed is not None and over_limit(load, now.settings.cap_amber):
            yield load, row
    for load in _ahead(found, now):
        task = book.by_id.get(max(load.tasks, key=lambda name: load.tasks[name], default=""))
        if (key_of(load.person), load.week) not in rows and task and over_limit(load, now.settings.cap_amber):
            yield load, task


def _ahead(found: Capacity, now: Context) -> Iterator[Load]:
    weeks = weeks_ahead(found, now)
    for loads in load_map(found, weeks).values():
        yield from loads


def _says(load: Load, limit: float, now: Context) -> str:
    share = f", {load.share:.0%}" if load.share < inf else ""
    largest = sorted(load.tasks, key=lambda name: (-load.tasks[name], name))
    named = listing([f"{name} {number(round(load.tasks[name], 1))} h" for name in largest], 4)
    return (
        f"{load.person} has {number(round(load.needed, 1))} h of work in the week of {day(load.week, now)} and "
        f"{number(round(load.available, 1))} h to give{share} (limit {number(limit)}%): {named}"
    )
