"""Rules on how long work is said to take: estimates, long tasks, and durations that differ from their dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pmxl.facts.baselines import Agreed, baselines
from pmxl.facts.plan import days_between
from pmxl.facts.words import days, number
from pmxl.model import Book, Context
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import day, listing, working_days


@book_rule(SCHEDULE, at="baseline_duration", profile="standard", catalogue="SCH-21")
def baseline_duration_that_differs_from_its_dates(book: Book, now: Context) -> Iterator[Wrong]:
    """A baseline whose duration is not the working days between its dates.

    Why: slip is measured by the dates and growth by the days, so the two would tell different stories.

    Do: correct the one that is wrong, by a change.
    """
    record = baselines(book)
    frozen = record[-1].dates if record else {}
    for task in book.of(SCHEDULE):
        start, finish, said = agreed = Agreed(task.baseline_start, task.baseline_finish, task.baseline_duration)
        if start is None or finish is None or not said or task.is_summary or finish < start:
            continue
        if frozen.get(task.id) == agreed:
            continue  # Frozen while it ran: its days and its dates are both what was agreed.
        between = days_between(task, start - timedelta(days=1), finish, now)
        if not between - 1 < said <= between:
            dates = f"{day(start, now)} to {day(finish, now)}"
            yield Wrong(task, f"The baseline of {task.name}, {dates}, is {working_days(between)}, not {number(said)}")


@rule(SCHEDULE, at="basis", profile="standard", catalogue="SCH-14")
def critical_task_without_basis(task: Task, now: Context) -> str | None:
    """A critical task that is to come, with no range or no basis for its duration.

    Why: the end date hangs on this number; without a range nobody knows how firmly.

    Do: write Low and High, and one line of why.
    """
    if not task.is_open or not task.critical or task.kind != "Task" or task.actual_start:
        return None
    missing = ["no range"] if task.low is None or task.high is None else []
    missing += [] if task.basis else ["no basis"]
    if not missing:
        return None
    return f"{task.name} is critical and says {days(task.duration or 0)}, with {' and '.join(missing)}"


@rule(SCHEDULE, at="duration", profile="full", catalogue="SCH-12")
def long_task_without_a_step(task: Task, now: Context) -> str | None:
    """An open task that runs for weeks with no step inside.

    Why: that it is late shows only at its end.

    Do: split it at results that can be seen.
    """
    most = now.settings.sch_step
    if task.is_open and not task.is_summary and (task.duration or 0) > most:
        return f"{task.name} runs {working_days(task.duration or 0)} with no step inside (limit {number(most)})"
    return None


@rule(SCHEDULE, at="duration", profile="standard", catalogue="SCH-16")
def summary_with_dates_of_its_own(task: Task, now: Context) -> str | None:
    """A summary with a duration or dates typed into it.

    Why: its dates are those of the rows below it, so what is typed says something else than the plan.

    Do: clear them.
    """
    typed = [task.duration, task.remaining, task.actual_start, task.actual_finish, task.not_before]
    titles = ("Duration", "Remaining", "Actual start", "Actual finish", "Not before")
    found = [title for title, value in zip(titles, typed, strict=True) if value is not None]
    if not task.is_summary or not found:
        return None
    return f"{task.name} is a summary and has {listing(found)} typed, which counts for nothing"
