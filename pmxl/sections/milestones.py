"""Milestones: the next key ones, what was agreed, what is forecast, and how often the date moved."""

from __future__ import annotations

from pmxl.facts.words import counted, day
from pmxl.facts.work import key_milestones_ahead
from pmxl.model import Book, Context
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.sections.dates import full, moved, weekday
from pmxl.sections.parts import Budget, Cell, Line, Section, joined, more, sheet_of


def milestones(book: Book, now: Context, budget: Budget) -> Section:
    """The next key milestones by forecast: baseline → forecast, times moved."""
    found = key_milestones_ahead(book)
    shown = found[: budget.milestones]
    asides = (_allowed(book, now), _pace(book, now), more(len(found), len(shown), SCHEDULE.name))
    aside = joined("baseline → forecast", *asides) if found else ""
    return Section(
        "milestones", "cards", tuple(_card(book, now, task) for task in shown), "Milestones", Cell(aside),
        sheet_of(book, SCHEDULE), empty="No key milestone is open.",
    )  # fmt: skip


def _allowed(book: Book, now: Context) -> str:
    """The finish that people's hours allow, where it is later than logic's, and whose hours they are."""
    found = book.feasible
    if found is None or found.days_late <= 0:
        return ""
    return f"people allow {day(found.finish, now.as_of)}" + (f" ({found.decider})" if found.decider else "")


def _pace(book: Book, now: Context) -> str:
    """The finish that the pace so far allows, where it is later than logic's."""
    found = book.pace
    if found is None or found.finish is None or found.logic_finish is None or found.finish <= found.logic_finish:
        return ""
    return f"at the pace so far {day(found.finish, now.as_of)}"


def _card(book: Book, now: Context, task: Task) -> Line:
    often = f", {counted(task.times_moved, 'move')}" if task.times_moved else ""
    is_late = task.finish is not None and task.baseline_finish is not None and task.finish > task.baseline_finish
    cells = (Cell(task.task or task.name, "strong"), Cell(_dates(task, now) + often, "late" if is_late else ""))
    return Line(cells, book.place(task, "id"), task.id)


def _dates(task: Task, now: Context) -> str:
    if task.finish is None:
        return f"{full(task.baseline_finish)}, no forecast" if task.baseline_finish else "no date"
    if task.baseline_finish is None:
        return f"{weekday(task.finish, now.as_of)}, no baseline"
    if task.finish == task.baseline_finish:
        return f"{weekday(task.finish, now.as_of)} holds"
    return moved(task.baseline_finish, task.finish, now.as_of)
