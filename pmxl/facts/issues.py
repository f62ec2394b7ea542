"""Issues: the work that each one stops."""

from __future__ import annotations

from pmxl.model import Book, Context
from pmxl.registers.issues import ISSUES
from pmxl.registers.schedule import SCHEDULE


def blocked_tasks(book: Book, _: Context) -> None:
    """Fill Blocked tasks: the unfinished tasks that name the issue under Blocked by."""
    blocked: dict[str, list[str]] = {}
    for task in book.of(SCHEDULE):
        for ref in task.blocked_by if task.is_open else ():
            blocked.setdefault(ref, []).append(task.name)
    for issue in book.of(ISSUES):
        issue.blocked_tasks = tuple(blocked.get(issue.id, ()))
