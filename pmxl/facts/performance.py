"""Forecast by performance: what the pace so far says about the end, beside what the logic of the plan says.

Earned schedule (Lipke 2003): when should the work that is done today have been done by the baseline? The baseline is
earned evenly over each task's working days; only what has a baseline counts, so work that nobody agreed earns nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate
from math import ceil
from typing import Literal, cast

from pmxl.facts.slip import baseline_finish, last_to_finish
from pmxl.facts.words import counted, day
from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.schedule import Task
from pmxl.schedule.forecast import EarnedSchedule, earned_schedule

Measure = Literal["days", "tasks", "cost"]
MEASURES: tuple[Measure, ...] = ("days", "tasks", "cost")
"""What progress is counted in: planned working days, tasks and milestones reached, planned cost."""

COUNTED = {
    "days": "the working days of the baseline", "tasks": "the tasks and milestones of the baseline",
    "cost": "the planned costs of the baseline",
}  # fmt: skip


class Performance(NamedTuple):
    """The pace of the project and where it leads."""

    measure: Measure
    start: date
    """The first day of the baseline."""
    planned_finish: date
    planned_days: int
    """Working days of the baseline."""
    days_gone: int
    """Working days from its first day to the as-of date, both included."""
    planned_share: float
    """What should be done by the as-of date, as a share of the whole."""
    done_share: float
    earned: EarnedSchedule
    finish: date | None
    """When it ends at the present pace; None before anything is done, and once everything is."""
    logic_finish: date | None
    """When it ends by the logic of the plan."""


def pace(book: Book, now: Context) -> None:
    """Give the book its pace, by the measure of Settings."""
    book.pace = performance(book, now)


def performance(book: Book, now: Context, measure: Measure | None = None) -> Performance | None:
    """The pace so far; None without a baseline, before it begins, and where nothing of *measure* is planned.

    *measure* is that of Settings where it is not given.
    """
    measure = measure or _measure(now.settings.earned_by)
    tasks = [(task, weight) for task in work(book) if (weight := _weight(task, measure, now))]
    finish = baseline_finish(book)
    if not tasks or finish is None:
        return None
    start = min(_begin(task) for task, _ in tasks)
    eve = start - timedelta(days=1)
    planned_days, gone = now.working_days(eve, finish), now.working_days(eve, now.as_of)
    if planned_days < 1 or gone < 1:
        return None
    whole = sum(weight for _, weight in tasks)
    planned = _planned(tasks, eve, planned_days, measure, now)
    done = round(sum(weight * _done(task, measure) for task, weight in tasks), 6)
    found = earned_schedule(planned, done, gone, planned_days)
    last = last_to_finish(book)
    ends = now.add_working_days(eve, ceil(round(found.forecast, 6))) if found.forecast and done < planned[-1] else None
    return Performance(
        measure,
        start,
        finish,
        planned_days,
        gone,
        planned[min(gone, planned_days)] / whole,
        done / whole,
        found,
        ends,
        last.finish if last else None,
    )


def in_words(found: Performance, as_of: date) -> list[str]:
    """What it means, as sentences without a final stop."""
    earned = found.earned
    said = [
        f"Of {COUNTED[found.measure]}, {found.done_share:.0%} are done and {found.planned_share:.0%} should be: "
        f"this much was planned for working day {earned.earned:.0f} of {found.planned_days}, "
        f"and today is day {found.days_gone}"
    ]
    if found.finish is None or earned.pace is None:
        return said
    said.append(
        f"At the pace so far (SPI(t) {earned.pace:.2f}) it ends on {day(found.finish, as_of)}; "
        f"the baseline says {day(found.planned_finish, as_of)}"
    )
    if found.logic_finish:
        said.append(_beside_logic(found.finish, found.logic_finish, as_of))
    if earned.to_complete is not None and earned.to_complete > 1:
        said.append(f"To hold the baseline, the rest must go {earned.to_complete:.2f} times as fast as it was planned")
    return said


def _beside_logic(pace: date, logic: date, as_of: date) -> str:
    apart = counted(abs((pace - logic).days), "day")
    if pace > logic:
        return f"The logic of the plan says {day(logic, as_of)}, {apart} sooner: it counts on going faster than so far"
    if pace < logic:
        return f"The logic of the plan says {day(logic, as_of)}, {apart} later: what is late lies on the critical path"
    return f"The logic of the plan says {day(logic, as_of)} as well"


def _measure(said: str) -> Measure:
    return cast(Measure, said.casefold()) if said.casefold() in MEASURES else "days"


def _begin(task: Task) -> date:
    assert task.baseline_finish  # Only tasks with a weight are asked, and those have one.
    return min(task.baseline_start or task.baseline_finish, task.baseline_finish)


def _weight(task: Task, measure: Measure, now: Context) -> float:
    """What a task counts in the baseline."""
    if task.baseline_finish is None:
        return 0.0
    if measure == "tasks":
        return 1.0
    if measure == "cost":
        return max(0.0, task.planned_cost or 0.0)
    return 0.0 if task.is_milestone else float(max(0, now.working_days(_eve(task), task.baseline_finish)))


def _eve(task: Task) -> date:
    return _begin(task) - timedelta(days=1)


def _done(task: Task, measure: Measure) -> float:
    """How much of a task is earned; of tasks and milestones only what is finished."""
    if measure == "tasks":
        return float(not task.is_open)
    return task.percent_complete or 0.0


def _planned(tasks: list[tuple[Task, float]], eve: date, days: int, measure: Measure, now: Context) -> list[float]:
    """What should be earned by the end of each working day of the baseline, from day 0 on."""
    jumps, rates = [0.0] * (days + 1), [0.0] * (days + 2)
    for task, weight in tasks:
        assert task.baseline_finish  # Only tasks with a weight are asked, and those have one.
        last = min(max(now.working_days(eve, task.baseline_finish), 0), days)
        first = max(now.working_days(eve, _eve(task)) + 1, 0)
        if measure == "tasks" or first >= last:
            jumps[last] += weight
        else:
            rates[first] += weight / (last - first + 1)
            rates[last + 1] -= weight / (last - first + 1)
    a_day = zip(jumps, accumulate(rates), strict=False)
    return [round(total, 6) for total in accumulate(jump + rate for jump, rate in a_day)]
