"""Dependencies: when the thing is needed, how far the promise is from that, and what our own work can bear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pmxl.facts.work import work_behind
from pmxl.model import Book, Context
from pmxl.registers.dependencies import DEPENDENCIES, Dependency
from pmxl.registers.schedule import Task


def dependencies(book: Book, now: Context) -> None:
    """Fill Needed, Gap, Float left and On critical path from the unfinished work that each dependency is needed for."""
    behind = work_behind(book)
    for dependency in book.of(DEPENDENCIES):
        tasks = [task for ref in dependency.needed_for for task in behind.get(ref, ()) if task.is_open]
        need, promised = needed_by(dependency, tasks), dependency.promised
        dependency.needed_by = need
        dependency.gap = now.working_days(need, promised) if need and promised else None
        dependency.float_left = min((t.total_float for t in tasks if t.total_float is not None), default=None)
        dependency.on_critical_path = any(t.critical for t in tasks) if tasks else None


def needed_by(dependency: Dependency, tasks: Sequence[Task]) -> date | None:
    """The typed date, or else the earliest start of the work that waits.

    What we give is needed by others, so the start of our own work says nothing about it.
    """
    if dependency.needed_by_typed or dependency.direction == "We give":
        return dependency.needed_by_typed
    return min((task.start for task in tasks if task.start), default=None)
