"""The next ten working days: what is to be done, owner by owner; and the team's bottom line."""

from __future__ import annotations

from datetime import date

from pmxl.facts.words import counted, day, days, number
from pmxl.model import Book, Context
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.sections.blockers import blocked
from pmxl.sections.dates import weekday
from pmxl.sections.next_commitments import DAYS_AHEAD
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, more, sheet_of

LANES = (
    Lane("ID", 4),
    Lane("What is to be done", 15),
    Lane("Owner", 6),
    Lane("Start", 4),
    Lane("Finish", 8),
    Lane("Can slip", 3),
)


def team_line(book: Book, now: Context, _: Budget) -> Section:
    """One sentence on the work ahead: how much there is, how much is late, how much is stopped."""
    found, schedule = due_soon(book, now), book.judgements.get("Schedule")
    late = sum(bool(task.days_overdue) for task in found)
    stopped = len({task.id for task, _ in blocked(book)})
    tone = str(schedule.colour) if schedule else "?"
    said = (
        f"{counted(len(found), 'task')} to work on until {weekday(_until(now), now.as_of)}: "
        f"{late or 'none'} late, {stopped or 'none'} stopped by something else."
    )
    said = said if found else f"The Schedule names nothing to do until {weekday(_until(now), now.as_of)}."
    place = book.place(found[0], "id") if found else None
    return Section("team line", "statement", (Line((Cell(f"Schedule {tone}. {said}", tone),), place),))


def next_ten_days(book: Book, now: Context, budget: Budget) -> Section:
    """The open tasks that run, start or end in the next ten working days: the most urgent, then by owner."""
    found = due_soon(book, now)
    shown = sorted(found[: budget.tasks], key=lambda task: (not task.owner, task.owner or "", task.finish or date.max))
    lines = tuple(_line(book, now, task) for task in shown)
    aside = Cell(more(len(found), len(shown), SCHEDULE.name))
    return Section(
        "next ten days", "table", lines, "2  Next 10 working days, by owner", aside, sheet_of(book, SCHEDULE), LANES,
        "Nothing is planned for the next ten working days.",
    )  # fmt: skip


def due_soon(book: Book, now: Context) -> list[Task]:
    """Open tasks that begin within ten working days, those with the earliest finish first."""
    until = _until(now)
    found = [
        task
        for task in book.of(SCHEDULE)
        if task.is_open and not task.is_summary and (task.start or task.finish or date.max) <= until
    ]
    return sorted(found, key=lambda task: (task.finish or date.max, task.total_float or 0))


def _until(now: Context) -> date:
    return now.add_working_days(now.as_of, DAYS_AHEAD)


def _line(book: Book, now: Context, task: Task) -> Line:
    finish = day(task.finish, now.as_of) if task.finish else "no date"
    finish += f", {days(task.slip)} late" if task.slip and task.slip > 0 else ""
    cells = (
        Cell(task.name, "strong"),
        Cell(task.task or ""),
        filled(task.owner, "nobody"),
        Cell("runs" if task.actual_start else day(task.start, now.as_of) if task.start else "?"),
        Cell(finish, "late" if task.days_overdue else ""),
        Cell("?" if task.total_float is None else f"{number(task.total_float)} d", "late" if task.critical else ""),
    )
    return Line(cells, book.place(task, "id"), task.id)
