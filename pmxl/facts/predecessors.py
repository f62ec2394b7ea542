"""What the tasks of the schedule wait for, read once for everybody who asks."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule import Ids, Link, Parsed, parse_predecessors


def predecessors(book: Book) -> list[tuple[Task, Parsed]]:
    """Every task that waits for something, with the links that its cell names and what in it names none.

    Rows must have their IDs; the links are read when they are first asked for and kept with the book.
    """
    if book.predecessors is None:
        ids = Ids(task.id for task in book.of(SCHEDULE) if task.id)
        book.predecessors = [
            (task, parse_predecessors(task.predecessors, task.id, ids))
            for task in book.of(SCHEDULE)
            if task.predecessors
        ]
    return book.predecessors


def all_links(book: Book) -> Iterator[Link]:
    """Every link of the schedule that can be read."""
    for _, parsed in predecessors(book):
        yield from parsed.links
