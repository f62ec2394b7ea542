"""Rules on the logic of the schedule: links, dates in order, deadlines and the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pmxl.facts.buffers import buffers, in_words
from pmxl.facts.changes import approved_changes
from pmxl.model import Book, Context, Place
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import counted, day, listing, quoted, working_days

_PLANNED = 'OR(ISNUMBER([Baseline start]),[Predecessors]<>"",ISNUMBER([Not before]))'


@rule(
    SCHEDULE, at="actual_finish", level="error", catalogue="SCH-04",
    when="OR(AND(ISNUMBER([Actual start]),[Actual start]>as_of),AND(ISNUMBER([Actual finish]),[Actual finish]>as_of))",
    cell="An actual date lies in the future.",
)  # fmt: skip
def actual_date_in_the_future(task: Task, now: Context) -> str | None:
    """A task that started or finished on a day after the as-of date.

    Why: an actual date is a fact; one that lies ahead is a wish, and the plan takes it for done.

    Do: clear the date and let Duration and Predecessors plan it, or correct the as-of date.
    """
    for verb, found in (("finished", task.actual_finish), ("started", task.actual_start)):
        if found and found > now.as_of:
            return f"{task.name} says that it {verb} on {day(found, now)}, after the as-of date {day(now.as_of, now)}"
    return None


@rule(
    SCHEDULE, at="baseline_finish", level="error", catalogue="SCH-03",
    when="AND(ISNUMBER([Baseline start]),ISNUMBER([Baseline finish]),[Baseline finish]<[Baseline start])",
    cell="The baseline finishes before it starts.",
)  # fmt: skip
def baseline_finish_before_start(task: Task, now: Context) -> str | None:
    """A task whose baseline finish lies before its baseline start.

    Why: slip and growth are measured against these two dates.

    Do: correct the dates by a change.
    """
    start, finish = task.baseline_start, task.baseline_finish
    if start and finish and finish < start:
        return f"The baseline of {task.name} finishes on {day(finish, now)}, before it starts on {day(start, now)}"
    return None


@book_rule(SCHEDULE, at="baseline_finish", level="error", catalogue="SCH-17")
def baseline_moved_without_change(book: Book, now: Context) -> Iterator[Wrong]:
    """A baseline date that differs from the one on record, with no approved change behind it.

    Why: whoever moves the baseline makes every slip disappear.

    Do: put the old date back, or name the approved change in Baseline change.
    """
    approved = approved_changes(book)
    for task in book.of(SCHEDULE) if book.history else ():
        if not task.id or approved.intersection((*task.baseline_change, *task.scope_item)):
            continue
        for field, now_set in (("baseline_finish", task.baseline_finish), ("baseline_start", task.baseline_start)):
            dates = book.history.dates(task.id, field, now_set) if book.history else []
            if len(dates) > 1 and dates[0] != dates[-1]:
                title = "baseline finish" if field == "baseline_finish" else "baseline start"
                says = f"The {title} of {task.id} was {day(dates[0], now)} and is now {day(dates[-1], now)}"
                yield Wrong(task, f"{says}, with no approved change", field)
                break


@book_rule(SCHEDULE, at="baseline_finish", level="error", catalogue="SCH-17")
def baseline_never_set(book: Book, now: Context) -> Iterator[Wrong]:
    """An approved plan whose tasks have no baseline dates, or work under way with no approved baseline.

    Why: without a baseline nothing is ever late.

    Do: freeze the agreed dates as their baseline (pmxl baseline).
    """
    tasks = [task for task in book.of(SCHEDULE) if not task.is_summary and task.is_open and not task.silent]
    bare = [task for task in tasks if task.baseline_finish is None]
    approved, phase = now.settings.baseline_on, now.settings.phase
    if approved and bare:
        verb = "have no baseline dates" if len(bare) > 1 else "has no baseline dates"
        says = f"The baseline was approved on {day(approved, now)}, and {listing([t.name for t in bare])} {verb}"
        yield Wrong(bare[0], says)
    elif approved is None and tasks and len(bare) == len(tasks) and phase in ("Execute", "Deploy", "Stabilise"):
        says = f"The project is in the phase {phase}, and no baseline was ever approved"
        advice = "agree the plan, freeze its dates as the baseline and set the day on Settings"
        yield Wrong(Place(book.standings[SCHEDULE.name].sheet), says, do=advice)


@book_rule(SCHEDULE, at="buffer", profile="full", catalogue="SCH-19")
def buffer_used_faster_than_work(book: Book, now: Context) -> Iterator[Wrong]:
    """A buffer of which more is gone than the work before it can excuse, by the red line of the fever chart.

    Why: a buffer is the only date that nobody defends; when it is gone, every further day is a day at the end.

    Do: agree now how the work before it gets time back, or tell who waits behind the buffer.
    """
    for buffer in buffers(book, now):
        if buffer.state.zone == "red":
            yield Wrong(buffer.task, in_words(buffer))


@rule(SCHEDULE, at="deadline", level="error", catalogue="SCH-11")
def deadline_missed(task: Task, now: Context) -> str | None:
    """An unfinished task or milestone that is planned to finish after its deadline.

    Why: the date that must hold does not hold, and the plan already knows.

    Do: cut scope, add people, overlap work, or move the date by a change.
    """
    if task.status == "Done" or not task.deadline or not task.finish or task.finish <= task.deadline:
        return None
    over = now.working_days(task.deadline, task.finish)
    after = working_days(over) if over > 0 else counted((task.finish - task.deadline).days, "day")
    called = f"{task.name} ({quoted(task.task, 40)})" if task.task else task.name
    return f"{called} ends on {day(task.finish, now)}, {after} after its deadline {day(task.deadline, now)}"


@rule(
    SCHEDULE, at="actual_finish", level="error", catalogue="SCH-03",
    when="AND(ISNUMBER([Actual start]),ISNUMBER([Actual finish]),[Actual finish]<[Actual start])",
    cell="It finished before it started.",
)  # fmt: skip
def finish_before_start(task: Task, now: Context) -> str | None:
    """A task whose actual finish lies before its actual start.

    Why: durations, progress and everything behind the task are counted from these two dates.

    Do: correct the dates.
    """
    start, finish = task.actual_start, task.actual_finish
    if start and finish and finish < start:
        return f"{task.name} finished on {day(finish, now)}, before it started on {day(start, now)}"
    return None


@rule(
    SCHEDULE, at="remaining", level="error", catalogue="SCH-05",
    when="AND(ISNUMBER([Actual finish]),N([Remaining])>0)", cell="It is finished and has days remaining.",
)  # fmt: skip
def finished_with_days_remaining(task: Task, now: Context) -> str | None:
    """A task that has an actual finish and days remaining.

    Why: it is done or it is not; the work that waits for it must know which.

    Do: clear the remaining days, or the actual finish.
    """
    left = task.remaining or 0
    if task.actual_finish and left > 0:
        return f"{task.name} finished on {day(task.actual_finish, now)} and has {working_days(left)} remaining"
    return None


@rule(
    SCHEDULE, at="duration", level="error", catalogue="SCH-03",
    when='AND([Key milestone]="Yes",[Type]<>"Summary",N([Duration])>0)', cell="A milestone has no duration.",
)  # fmt: skip
def milestone_with_a_duration(task: Task, now: Context) -> str | None:
    """A key milestone that lasts for days.

    Why: a milestone is a point in time that is reached or not; a stretch of work is nearly done for weeks.

    Do: set the duration to 0, and plan the work as a task before it.
    """
    if task.key_milestone and not task.is_summary and (task.duration or 0) > 0:
        return f"{task.name} is a key milestone and lasts {working_days(task.duration or 0)}"
    return None


@rule(
    SCHEDULE, at="actual_finish", level="error", catalogue="SCH-05",
    when='AND(OPEN,N([Duration])>0,ISNUMBER([Remaining]),[Remaining]=0)', cell="Nothing remains: when did it finish?",
)  # fmt: skip
def nothing_remains_and_no_finish(task: Task, now: Context) -> str | None:
    """A task with no days remaining and no actual finish.

    Why: it stays on the list of open work, and what waits for it does not know that it can go on.

    Do: write the day on which it finished, or the days that remain.
    """
    if task.is_open and (task.duration or 0) > 0 and task.remaining == 0:
        return f"{task.name} has no days remaining and no actual finish"
    return None


@rule(SCHEDULE, at="low", catalogue="SCH-14")
def range_out_of_order(task: Task, now: Context) -> str | None:
    """An open task whose Low, Duration and High do not rise.

    Why: the chance of a date follows from these three points; out of order, one of them is not what was meant.

    Do: let Low be the fewest days, Duration the likely ones and High the most.
    """
    if not task.is_open or not task.duration:
        return None
    points = [("Low", task.low), ("Duration", task.duration), ("High", task.high)]
    given = [(title, days) for title, days in points if days is not None]
    if all(a[1] <= b[1] for a, b in pairwise(given)):
        return None
    return f"{task.name} has {listing([f'{title} {days:g}' for title, days in given])}"


@rule(
    SCHEDULE, at="actual_finish", level="error", catalogue="SCH-07",
    when='AND(OPEN,[Type]<>"Summary",[Blocked by]="",ISNUMBER([Days overdue]),OR('
    "AND(ISNUMBER([Actual start]),N([Duration])>0,NOT(ISNUMBER([Remaining]))),"
    f"AND(ISNUMBER([Duration]),[Duration]=0,ISNUMBER([Finish]),[Finish]<=as_of,{_PLANNED})))",
    cell="It should have finished: how many days remain?",
)  # fmt: skip
def task_should_have_finished(task: Task, now: Context) -> str | None:
    """A running task past its planned finish that does not say how many days remain; or a milestone not reached.

    Why: the finish is not late, it is unknown, and with it everything behind it.

    Do: write the days that remain, the actual finish, or what blocks it.
    """
    if not task.is_open or task.is_summary or task.blocked_by or task.days_overdue is None:
        return None
    since = _since(task.baseline_finish, task.days_overdue, now)
    if task.is_milestone:
        due = task.finish is not None and task.finish <= now.as_of and _is_planned(task)
        return f"{task.name} should have been reached {since}" if due else None
    if task.actual_start is None or task.remaining is not None or not task.duration:
        return None
    done = f" and is at {task.percent_complete:.0%}" if task.percent_complete else ""
    return f"{task.name} should have finished {since}{done}"


@rule(
    SCHEDULE, at="actual_start", level="error", catalogue="SCH-06",
    when='AND(OPEN,[Type]<>"Summary",N([Duration])>0,NOT(ISNUMBER([Actual start])),[Blocked by]="",ISNUMBER([Start]),'
    f"[Start]<=as_of,ISNUMBER([Days overdue]),{_PLANNED})",
    cell="It should have started.",
)  # fmt: skip
def task_should_have_started(task: Task, now: Context) -> str | None:
    """A task that nothing holds up any more, that should have started and has not.

    Why: a late start is the first sign of a late finish, and the cheapest one to act on.

    Do: start it, plan it anew, or write what blocks it.
    """
    if not task.is_open or task.is_summary or not task.duration or task.actual_start or task.blocked_by:
        return None
    if task.start and task.start <= now.as_of and task.days_overdue is not None and _is_planned(task):
        return f"{task.name} should have started {_since(task.baseline_start, task.days_overdue, now)}"
    return None


def _is_planned(task: Task) -> bool:
    """True where something says when the task is to be done; else the engine begins it with the project."""
    return bool(task.baseline_start or task.predecessors or task.not_before)


def _since(planned: date | None, overdue: int, now: Context) -> str:
    """Since when something is late: the day of the baseline, or how long ago logic would have had it."""
    if planned and planned < now.as_of:
        return f"on {day(planned, now)}"
    return f"{working_days(overdue)} ago" if overdue else f"before {day(now.as_of, now)}"
