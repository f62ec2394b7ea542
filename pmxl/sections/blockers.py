"""Blockers: what cannot go on, what stops it, and who can free it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmxl.facts.words import day
from pmxl.model import Book, Context, Row
from pmxl.registers.issues import ISSUES
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, more, sheet_of

LANES = (
    Lane("ID", 4),
    Lane("What cannot go on", 12),
    Lane("What stops it", 12),
    Lane("Who frees it", 6),
    Lane("By", 6),
)
WORDS = ("words", "question", "what", "change", "action", "task", "item", "assumption")
"""The fields that say what a row is about, in the order in which they are tried."""
DATES = ("target", "needed_by", "response_due", "promised", "due", "finish")
"""The fields that say until when it is to be done with."""


def blockers(book: Book, now: Context, budget: Budget) -> Section:
    """Open tasks that something open stops, the least float first; then grave issues that stop no task by name."""
    found = [*blocked(book), *_grave(book)]
    shown = found[: budget.blockers]
    lines = tuple(_line(book, now, row, cause) for row, cause in shown)
    aside = Cell(more(len(found), len(shown), SCHEDULE.name))
    return Section(
        "blockers", "table", lines, "1  Blockers", aside, sheet_of(book, SCHEDULE), LANES, "Nothing stops the work."
    )


def blocked(book: Book) -> list[tuple[Task, Row]]:
    """Each open task with each open row that its column Blocked by names."""
    tasks = sorted((task for task in book.of(SCHEDULE) if task.is_open), key=_float)
    causes = [(task, book.by_id.get(ref)) for task in tasks for ref in task.blocked_by]
    return [(task, cause) for task, cause in causes if cause is not None and cause.is_open]


def _grave(book: Book) -> Iterator[tuple[Row, Row]]:
    named = {cause.id for _, cause in blocked(book)}
    for issue in book.of(ISSUES):
        if issue.is_open and issue.severity in ("Critical", "High") and issue.id not in named:
            yield issue, issue


def _line(book: Book, now: Context, row: Row, cause: Row) -> Line:
    stops = f"{cause.name} {said_of(cause)}" if cause is not row else getattr(row, "next_step", None) or "no next step"
    owner, until = getattr(cause, "owner", None), _until(cause)
    cells = (
        Cell(row.name, "strong"),
        Cell(said_of(row)),
        Cell(stops),
        filled(owner, "nobody"),
        Cell(day(until, now.as_of) if until else "no date", "" if until and until >= now.as_of else "late"),
    )
    return Line(cells, book.place(row, "id"), row.id)


def said_of(row: Row) -> str:
    """What a row of any register is about, in its own words."""
    return next((str(said) for field in WORDS if (said := getattr(row, field, None))), row.name)


def _until(row: Row) -> date | None:
    return next((found for field in DATES if isinstance(found := getattr(row, field, None), date)), None)


def _float(task: Task) -> tuple[float, date]:
    left = task.total_float if task.total_float is not None else 1e9
    return left, task.finish or date.max
