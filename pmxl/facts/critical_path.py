"""The critical path: the dates, floats and reasons of every task, from the engine to the Schedule sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from pmxl.facts.plan import days_between, plan_of, remaining_days
from pmxl.model import Book, Context
from pmxl.registers.schedule import SCHEDULE, SUMMARY, Task
from pmxl.schedule import Result, TaskDates, reason, schedule
from pmxl.schedule.network import Mode

DATED = ("kind", "start", "finish", "slip", "total_float", "critical", "percent_complete")
"""The columns that follow from the schedule alone, whatever stands on other sheets."""


def critical_path(book: Book, now: Context) -> None:
    """Fill the dates, total floats and progress of every task, and the loops of the book.

    A blank says that nothing is known: a task without a duration has no finish and no float.
    """
    rows = book.of(SCHEDULE)
    if not rows:
        return
    plan = plan_of(book, now)
    result = schedule(plan.network)
    book.loops = [list(loop.tasks) for loop in result.loops]
    by_name = dict(zip(plan.names, rows, strict=True))
    book.plan = result, by_name
    for name, row in by_name.items():
        _fill_dates(row, result.tasks[name], now)
        if not row.is_summary:
            row.percent_complete = _percent_complete(row, now)
    for row, below in _summaries(book):
        row.percent_complete = _done_below(below)


def room(book: Book, _: Context) -> None:
    """Fill Free float and the early and late dates of every task."""
    result, rows = book.plan or (None, {})
    for name, row in rows.items():
        if result is not None and _is_known(row, dates := result.tasks[name]):
            row.free_float = round(dates.free_float_days, 2)
            row.early_start, row.late_start = dates.early_start_day, dates.late_start_day
            row.early_finish, row.late_finish = dates.early_finish_day, dates.late_finish_day


def reasons(book: Book, _: Context) -> None:
    """Fill Driving predecessor and Why of every task, and for the last one what would bring the finish forward."""
    from pmxl.schedule.sentences import explain, explain_finish

    if book.plan is None:
        return
    result, rows = book.plan
    for name, row in rows.items():
        why = reason(result, name)
        row.driver = why.driver or None
        if row.start:
            row.why = explain(result, name, why)
    last = rows.get(result.last_task)
    if last is not None and last.why and (helps := explain_finish(result)):
        last.why = f"{last.why}. {helps}"


def task_states(book: Book, now: Context) -> None:
    """Fill Days overdue and Status of every task, whose dates are known: the status follows from what blocks it too."""
    if book.plan is None:
        return
    result, rows = book.plan
    passes = _Passes(result)
    for name, row in rows.items():
        if not row.is_summary:
            row.days_overdue = _days_overdue(row, passes, name, now)
            row.status = _status(row, book, now)
    for row, below in _summaries(book):
        row.status = _status_below(below)


class _Passes:
    """The schedule as pure logic has it, and with all unfinished work from the as-of date on.

    One of the two is what people see. The other is computed when it is asked for.
    """

    def __init__(self, shown: Result) -> None:
        self._shown, self._network = shown, shown.graph.network

    @cached_property
    def logic(self) -> Result:
        """Where logic alone puts the work, even before the as-of date."""
        return self._in("msproject")

    @cached_property
    def moved(self) -> Result:
        """With all unfinished work from the as-of date on."""
        return self._in("retained logic" if self._network.mode == "msproject" else self._network.mode)

    def _in(self, mode: Mode) -> Result:
        return self._shown if mode == self._network.mode else schedule(self._network._replace(mode=mode), floats=False)


def last_finish(book: Book, now: Context) -> date | None:
    """The forecast finish of the last task, as `critical_path` would fill it in; the book is left as it is."""
    plan = plan_of(book, now)
    dates = schedule(plan.network, floats=False).tasks
    work = [(row, dates[name]) for name, row in zip(plan.names, book.of(SCHEDULE), strict=True)]
    finishes = [_finish(row, found) for row, found in work if not found.is_summary]
    return max((day for day in finishes if day), default=None)


def _fill_dates(row: Task, dates: TaskDates, now: Context) -> None:
    known = _is_known(row, dates)
    row.kind = SUMMARY if dates.is_summary else "Milestone" if row.duration == 0 else "Task" if known else None
    row.start = dates.start_day if known or row.actual_start or row.actual_finish else None
    row.finish = _finish(row, dates)
    agreed = row.baseline_finish
    row.slip = days_between(row, agreed, row.finish, now) if agreed and row.finish else None
    if known:
        row.total_float = round(dates.total_float_days, 2)
        row.critical = dates.critical


def _is_known(row: Task, dates: TaskDates) -> bool:
    return row.duration is not None or row.remaining is not None or dates.is_summary


def _finish(row: Task, dates: TaskDates) -> date | None:
    return dates.finish_day if row.actual_finish or _is_known(row, dates) else None


def _percent_complete(row: Task, now: Context) -> float | None:
    """% complete by the row's progress rule: never typed, so it cannot stand at 90% for months."""
    if row.actual_finish is not None:
        return 1.0
    if row.progress_rule == "0/100" or (row.actual_start is None and row.remaining is None):
        return 0.0
    if row.progress_rule == "50/50":
        return 0.5
    left = remaining_days(row, now)
    return None if left is None or not row.duration else round(max(0.0, 1 - left / row.duration), 4)


def _summaries(book: Book) -> Iterator[tuple[Task, list[Task]]]:
    """Every summary of the computed schedule, with the work below it."""
    if book.plan is not None:
        result, rows = book.plan
        for name, row in rows.items():
            if row.is_summary:
                yield row, [rows[below] for below in result.tasks[name].rows_below]


def _done_below(below: list[Task]) -> float | None:
    """% complete of a summary: that of the work below it, weighed by duration."""
    days = sum(task.duration or 0 for task in below)
    done = sum((task.duration or 0) * (task.percent_complete or 0) for task in below)
    return round(done / days, 4) if days else None


def _status_below(below: list[Task]) -> str:
    """The status of a summary."""
    states = {task.status for task in below}
    going_on = states & {"Running", "Late", "Blocked"} or "Done" in states
    return "Done" if states == {"Done"} else "Running" if going_on else "Not started"


def _days_overdue(row: Task, passes: _Passes, name: str, now: Context) -> int | None:
    """Working days since it should have started, for what nothing holds up; or since it should have finished.

    "Should" is the baseline, and without one where logic puts it. What waits for others is not overdue to start.
    """
    if not row.is_open or row.finish is None:
        return None
    agreed, begins = row.baseline_finish, row.actual_start is None
    if begins and passes.moved.tasks[name].start_day > now.as_of:
        if agreed is None:
            return None
        begins = False
    due = agreed or passes.logic.tasks[name].finish_day
    if begins:
        due = min(due, row.baseline_start or passes.logic.tasks[name].start_day)
    return days_between(row, due, now.as_of, now) if due < now.as_of else None


def _status(row: Task, book: Book, now: Context) -> str | None:
    """Done, Blocked, Late, Running or Not started: the first that is true."""
    if row.actual_finish is not None:
        return "Done"
    if any(ref not in book.by_id or book.by_id[ref].is_open for ref in row.blocked_by):
        return "Blocked"
    if row.days_overdue or (row.deadline and row.deadline < now.as_of):
        return "Late"
    return "Running" if row.actual_start else "Not started"
