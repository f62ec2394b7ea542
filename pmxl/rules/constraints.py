"""Rules on the dates that a task of the schedule is held to beside its links."""

from __future__ import annotations

from datetime import date

from pmxl.facts.constraints import UNDATED, code_of
from pmxl.model import Context
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.rules.rule import rule
from pmxl.rules.words import day, quoted

_BELOW = ("ASAP", "SNET", "FNLT")
"""The constraints of a summary that hold for the rows below it."""


@rule(SCHEDULE, at="not_before", level="error", catalogue="SCH-10")
def constraint_contradicts_not_before(task: Task, now: Context) -> str | None:
    """A Constraint and a Not before in the same row that cannot both hold.

    Why: only one of two dates can be kept, and nobody who reads the other one is told.

    Do: clear one of the two.
    """
    code, at, first = code_of(task), task.constraint_date, task.not_before
    if not task.is_open or at is None or first is None or not _contradicts(code, at, first):
        return None
    counts = "the later date counts" if code == "SNET" else "the constraint counts"
    held = f"{_words(task)} {day(at, now)}"
    return f"{task.name} may not start before {day(first, now)} and has the constraint {held}; {counts}"


@rule(SCHEDULE, at="constraint_date", level="error", catalogue="SCH-10")
def constraint_date_without_constraint(task: Task, now: Context) -> str | None:
    """A Constraint date in a row whose Constraint is blank, or is one that has no date.

    Why: the date looks as if it held, and it moves nothing.

    Do: choose what the date means, or clear it.
    """
    if task.constraint_date and code_of(task) in UNDATED:
        said = f"the constraint {_words(task)}, which has no date" if task.constraint else "no constraint"
        return f"{task.name} has the constraint date {day(task.constraint_date, now)} and {said}"
    return None


@rule(SCHEDULE, at="constraint", level="error", catalogue="SCH-16")
def constraint_on_summary(task: Task, now: Context) -> str | None:
    """A summary with a constraint that means nothing for the rows below it.

    Why: the dates of a summary are those of its rows, so the constraint looks as if it held, and moves nothing.

    Do: put it on the row that it is meant for.
    """
    if task.is_summary and code_of(task) not in _BELOW:
        return f"{task.name} is a summary, and its constraint {_words(task)} holds nothing"
    return None


@rule(SCHEDULE, at="constraint", level="error", catalogue="SCH-10")
def constraint_without_date(task: Task, now: Context) -> str | None:
    """A Constraint that needs a date in a row that gives none.

    Why: the constraint looks as if it held, and it moves nothing.

    Do: give the date, or clear the constraint.
    """
    if code_of(task) not in UNDATED and task.constraint_date is None:
        return f"{task.name} has the constraint {_words(task)} and no constraint date"
    return None


def _words(task: Task) -> str:
    return quoted(task.constraint or "")


def _contradicts(code: str, at: date, first: date) -> bool:
    if code == "SNET":
        return at != first
    return code in ("MSO", "SNLT", "MFO", "FNLT") and first > at
