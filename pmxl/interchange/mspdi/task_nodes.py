"""A row of the Schedule as a task element, its parts in the order of the schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmxl.facts.constraints import constraint_of
from pmxl.interchange.mspdi.codes import CONSTRAINTS, FIXED_DURATION, LINK_TYPES, UNIT_FORMATS, span, unit_minutes
from pmxl.interchange.mspdi.custom import MOST, fields_of
from pmxl.interchange.mspdi.planned import Planned, person_name
from pmxl.interchange.mspdi.progress import Progress, worked
from pmxl.interchange.mspdi.tasks import File, native_values
from pmxl.interchange.outline import Line
from pmxl.interchange.told import Told
from pmxl.interchange.tree import Node, branch, legal
from pmxl.interchange.values import text_of
from pmxl.registers.schedule import Task
from pmxl.schedule import reason

AFTER_DEADLINE = ("Notes", "PredecessorLink", "ExtendedAttribute", "Baseline")
"""The parts of a task that stand last, in this order."""


def task_nodes(plan: Planned) -> Iterator[Node]:
    """Every row as an element, with custom fields for whatever the element alone would not give back."""
    ids = {str(plan.uids[line.name]): line.row.id or line.name for line in plan.lines}
    day, week = plan.calendar.minutes_a_day, plan.calendar.minutes_a_week
    names = {str(number): name for name, number in plan.calendars.items()}
    for number, line in enumerate(plan.lines, 1):
        task = _task(number, line, plan)
        owners = {task.said("UID"): [person_name(line.row.owner)]} if plan.is_assigned(line) else {}
        file = File(plan.calendar, day, week, ids, owners, names)
        native = native_values(task, line.name, line.name in plan.summaries, file, Told())
        fields, notes = fields_of(line.row, native)
        for part in (*fields, Node("Notes", notes)) if notes else fields:
            task.add(part)
        texts = [text_of(getattr(line.row, column.name)) for column in line.row.columns if column.typed]
        if any(legal(text) != text for text in texts):
            plan.told.say("characters that XML cannot hold are left out", line.name)
        parts = list(task)
        parts.sort(key=lambda node: AFTER_DEADLINE.index(node.name) if node.name in AFTER_DEADLINE else -1)
        yield Node("Task", children=parts)


def _task(number: int, line: Line, plan: Planned) -> Node:
    """A row as far as the format has places for it."""
    row, run = line.row, plan.progress[line.name]
    task = branch("Task", UID=plan.uids[line.name], ID=number)
    name = row.task or ""
    task.add(Node("Name", name if len(name) <= MOST else name[: MOST - 1] + "…"))
    parts = [
        *branch("", Active=1, Manual=0, Type=FIXED_DURATION, IsNull=0),
        *branch("", Contact="" if plan.is_assigned(line) else (row.owner or "")[:512]),
        *branch("", WBS=row.wbs, OutlineNumber=line.number, OutlineLevel=line.level, Priority=500),
        *_dates(line, run, plan),
        *_progress(line, run, plan),
        *_constraint(line, plan),
        *_links(line, plan),
        *_baseline(row, plan),
    ]
    for part in parts:
        task.add(part)
    return task


def _dates(line: Line, run: Progress, plan: Planned) -> Node:
    row, dates = line.row, plan.result.tasks[line.name]
    is_summary = line.name in plan.summaries
    duration = worked(run.start, run.finish, plan.calendar) if is_summary else run.duration
    return branch(
        "",
        Start=run.start,
        Finish=run.finish,
        Duration=span(duration),
        DurationFormat=UNIT_FORMATS["d"],
        Work=span(run.duration if plan.is_assigned(line) else 0),
        Stop=run.stop,
        Resume=run.resume,
        EffortDriven=0,
        Estimated=int(not is_summary and row.duration is None and row.remaining is None),
        Milestone=int(row.duration == 0 and not is_summary),
        Summary=int(is_summary),
        Critical=int(dates.critical),
        FreeSlack=round(dates.free_float * 10),
        TotalSlack=round(dates.total_float * 10),
    )


def _progress(line: Line, run: Progress, plan: Planned) -> Node:
    work = 1 if plan.is_assigned(line) else 0
    return branch(
        "",
        PercentComplete=run.percent,
        PercentWorkComplete=run.percent * work,
        ActualStart=run.actual_start,
        ActualFinish=run.actual_finish,
        ActualDuration=span(run.actual),
        ActualWork=span(run.actual * work),
        RemainingDuration=span(run.remaining),
        RemainingWork=span(run.remaining * work),
    )


def _constraint(line: Line, plan: Planned) -> Node:
    """The constraint with its date, else the date before which it must not start, else what holds it now."""
    row = line.row
    code, day = constraint_of(row)
    if code == "ASAP":
        day = _not_before(line, plan)
        code = "SNET" if day else code
    elif row.not_before and row.not_before != day:
        plan.told.say("a Not before beside another constraint has no place in Project", line.name)
    hours = plan.hours_of(line)
    end = code in ("FNET", "FNLT", "MFO")
    return branch(
        "",
        ConstraintType=CONSTRAINTS.index(code),
        CalendarUID=plan.calendar_number(line),
        ConstraintDate=(hours.finish if end else hours.start)(day) if day else "",
        Deadline=hours.finish(row.deadline) if row.deadline else "",
    )


def _not_before(line: Line, plan: Planned) -> date | None:
    """The date before which it must not start: the one typed, or the as-of date where that is what holds it."""
    day = line.row.not_before
    if line.name in plan.summaries or plan.result.tasks[line.name].has_started:
        return day
    held = reason(plan.result, line.name).kind == "as-of date"
    return max(day or plan.now.as_of, plan.now.as_of) if held else day


def _links(line: Line, plan: Planned) -> Iterator[Node]:
    day, week = plan.calendar.minutes_a_day, plan.calendar.minutes_a_week
    for link in plan.links.get(line.name, ()):
        yield branch(
            "PredecessorLink",
            PredecessorUID=plan.uids[link.predecessor],
            Type=LINK_TYPES.index(link.type),
            CrossProject=0,
            LinkLag=round(link.lag * unit_minutes(link.unit, day, week) * 10),
            LagFormat=UNIT_FORMATS[link.unit],
        )


def _baseline(row: Task, plan: Planned) -> Iterator[Node]:
    first, last, days = row.baseline_start, row.baseline_finish, row.baseline_duration
    if first is None and last is None and days is None:
        return
    if days is None and first and last:
        days = max(0, plan.now.working_days(first, last) + plan.calendar.is_working(first)) if row.duration != 0 else 0
    yield branch(
        "Baseline",
        Number=0,
        Start=plan.hours.start(first) if first else "",
        Finish=plan.hours.finish(last) if last else "",
        Duration=span(days * plan.calendar.minutes_a_day) if days is not None else "",
        DurationFormat=UNIT_FORMATS["d"],
    )
