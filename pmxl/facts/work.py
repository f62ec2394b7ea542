"""Work: which tasks of the schedule stand behind an ID."""

from __future__ import annotations

from datetime import date

from pmxl.model import Book
from pmxl.registers.schedule import SCHEDULE, SUMMARY, Task


def work_behind(book: Book) -> dict[str, list[Task]]:
    """ID -> its tasks: the task itself, or those that hang on that scope item or change.

    Summaries stand for themselves alone, as their days are those of the rows below them.
    """
    found: dict[str, list[Task]] = {}
    for task in book.of(SCHEDULE):
        found.setdefault(task.id, []).append(task)
        for ref in dict.fromkeys(task.scope_item) if task.kind != SUMMARY else ():
            if ref != task.id:
                found.setdefault(ref, []).append(task)
    found.pop("", None)
    return found


def work(book: Book) -> list[Task]:
    """The tasks and milestones of the schedule, without its summaries."""
    return [task for task in book.of(SCHEDULE) if task.kind != SUMMARY]


def key_milestones_ahead(book: Book) -> list[Task]:
    """The open key milestones, the first one first: by forecast, or by baseline where there is no forecast."""
    found = [task for task in book.of(SCHEDULE) if task.key_milestone and task.is_open]
    return sorted(found, key=lambda task: task.finish or task.baseline_finish or date.max)


def progress(book: Book) -> float | None:
    """The part of all planned days that is done, as a fraction; None where nothing has a duration."""
    sized = [task for task in work(book) if task.duration]
    days = sum(task.duration or 0.0 for task in sized)
    return sum((task.duration or 0.0) * (task.percent_complete or 0.0) for task in sized) / days if days else None
