"""Which moved date moved by itself, and which ones it took along: a plan slips once and is told of row by row."""

from __future__ import annotations

from collections.abc import Sequence

from pmxl.facts.differences import Difference
from pmxl.facts.history import as_day
from pmxl.facts.plan import days_between
from pmxl.model import Book, Context
from pmxl.registers.schedule import SCHEDULE, SUMMARY, Task


def dragged(book: Book, now: Context, found: Sequence[Difference]) -> dict[str, str]:
    """ID of a task whose finish moved only with another one -> ID of the one where it began.

    A task is taken along by its driving predecessor where that moved the same way and at least as many working days;
    a summary by the last of the rows below it. The book must have been computed.
    """
    moves = {one.record: move for one in found if (move := _move(book, now, one))}
    takers = {record: taker for record in moves if (taker := _taker(book, record, moves))}
    found_roots: dict[str, str] = {}
    for record in takers:
        root, seen = record, {record}
        while (after := takers.get(root)) is not None and after not in seen:
            root = after
            seen.add(root)
        if root not in takers:
            found_roots[record] = root
    return found_roots


def is_finish(one: Difference) -> bool:
    """True for a finish that moved, the only date that others take along."""
    return one.kind == "moved" and one.field == "finish"


def _move(book: Book, now: Context, one: Difference) -> int:
    """Working days by which a task's finish moved, later or (below 0) earlier; 0 for anything else."""
    row = book.by_id.get(one.record)
    before, after = as_day(one.before), as_day(one.after)
    if not is_finish(one) or not isinstance(row, Task) or not before or not after:
        return 0
    # From a Friday to the Saturday behind it is no working day, and a move all the same.
    return days_between(row, before, after, now) or (1 if after > before else -1)


def _taker(book: Book, record: str, moves: dict[str, int]) -> str | None:
    row = book.by_id[record]
    assert isinstance(row, Task)
    if row.kind == SUMMARY:
        return next((task.id for task in _below(book, row) if task.id in moves and task.finish == row.finish), None)
    move = moves.get(row.driver or "", 0)
    return row.driver if move * moves[record] > 0 and abs(move) >= abs(moves[record]) else None


def _below(book: Book, summary: Task) -> list[Task]:
    below = f"{(summary.wbs or '').strip('. ')}."
    return [task for task in book.of(SCHEDULE) if task.kind != SUMMARY and (task.wbs or "").startswith(below)]
