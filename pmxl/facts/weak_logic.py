"""Weak places in the logic of the plan: work that hangs loose, and leads that hide what is needed when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pmxl.facts.predecessors import all_links
from pmxl.facts.work import work
from pmxl.model import Book
from pmxl.records import NamedTuple
from pmxl.registers.schedule import SCHEDULE, Task


class OpenEnds(NamedTuple):
    """Unfinished tasks that wait for nothing, or that nothing waits for."""

    tasks: list[Task]
    unfinished: int

    @property
    def share(self) -> float:
        """The loose part of all unfinished tasks, as a fraction."""
        return len(self.tasks) / self.unfinished if self.unfinished else 0.0


def open_ends(book: Book) -> OpenEnds:
    """Unfinished tasks without a predecessor or without a successor (DCMA check 1).

    One beginning and one end must be loose: the first start and the last finish of the whole plan do not count. A link
    to or from a summary holds for the rows below it.
    """
    links = list(all_links(book))
    tasks = work(book)
    unfinished = [task for task in tasks if task.is_open]
    above = _rows_above(book, unfinished)
    waiting, waited_for = {link.successor for link in links}, {link.predecessor for link in links}
    first = min(tasks, key=lambda t: t.start or date.max, default=None)
    last = max(reversed(tasks), key=lambda t: t.finish or date.min, default=None)
    starts = [t for t in unfinished if t is not first and waiting.isdisjoint(above[id(t)])]
    ends = [t for t in unfinished if t is not last and waited_for.isdisjoint(above[id(t)])]
    loose = {id(t) for t in (*starts, *ends)}
    return OpenEnds([t for t in unfinished if id(t) in loose], len(unfinished))


def leads(book: Book) -> list[Task]:
    """Unfinished tasks that begin before what they wait for is done: a link with a negative lag."""
    found = {link.successor for link in all_links(book) if link.lag < 0}
    return [task for task in work(book) if task.is_open and task.id in found]


def _rows_above(book: Book, tasks: Iterable[Task]) -> dict[int, set[str]]:
    """For each of some tasks, its own ID and those of the summaries above it, by their WBS."""
    by_wbs = {task.wbs: task.id for task in book.of(SCHEDULE) if task.wbs}
    found = {}
    for task in tasks:
        parts = (task.wbs or "").split(".")
        outline = (".".join(parts[:depth]) for depth in range(1, len(parts)))
        found[id(task)] = {task.id, *(by_wbs[wbs] for wbs in outline if wbs in by_wbs)}
    return found
