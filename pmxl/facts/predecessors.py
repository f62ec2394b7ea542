"""What the tasks of the schedule wait for, read once for everybody who asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pmxl.model import Book
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule import Ids, Link, Parsed, parse_predecessors


def predecessors(book: Book) -> list[tuple[Task, Parsed]]:
    """Every task that waits for something, with the links that its cell names and what in it names none.

    Rows must have their IDs; the links are read when they are first asked for and kept with the book.
    """
    if book.predecessors is None:
        book.predecessors = _read(book, {})
    return book.predecessors


def read_again(book: Book, changed: Collection[Task] = ()) -> None:
    """Read anew what some tasks wait for, and what named nothing, for rows may have come or gone that it means."""
    kept = {id(task): parsed for task, parsed in predecessors(book) if task not in changed and not parsed.faults}
    book.predecessors = _read(book, kept)


def _read(book: Book, kept: Mapping[int, Parsed]) -> list[tuple[Task, Parsed]]:
    ids = Ids(task.id for task in book.of(SCHEDULE) if task.id)
    return [
        (task, kept.get(id(task)) or parse_predecessors(task.predecessors, task.id, ids))
        for task in book.of(SCHEDULE)
        if task.predecessors
    ]


def all_links(book: Book) -> Iterator[Link]:
    """Every link of the schedule that can be read."""
    for _, parsed in predecessors(book):
        yield from parsed.links
