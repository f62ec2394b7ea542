"""Freezing the baseline: the dates that were agreed, so that every later date can be held against them.

A baseline that is there is never touched: moving one is a decision, and needs a change request with its number.
"""

from __future__ import annotations

from typing import NamedTuple

from pmxl.edits import setting_place
from pmxl.model import Book, Context, Edit, SetCells, Value
from pmxl.registers.schedule import SCHEDULE, Task

FROZEN = {"baseline_start": "start", "baseline_finish": "finish", "baseline_duration": "duration"}
"""Column of the baseline -> the column that it is frozen from."""


class Frozen(NamedTuple):
    """What freezing writes, and what it leaves as it is."""

    edits: list[Edit]
    tasks: list[Task]
    """Tasks that get a baseline now."""
    kept: list[Task]
    """Tasks that had one before."""
    silent: list[Task]
    """Tasks that nobody agreed, so that there is nothing to freeze."""


def freeze(book: Book, now: Context) -> Frozen:
    """The baseline of every agreed task that has none yet, and the day of its approval where Settings names none.

    The book must have been computed. Summaries follow the rows below them and get none of their own; a task without
    dates, and one with no scope item and no approved change behind it, stays without.
    """
    work = [task for task in book.of(SCHEDULE) if not task.is_summary and task.start and task.finish]
    kept = [task for task in work if task.baseline_start or task.baseline_finish]
    silent = [task for task in work if task.silent and task not in kept]
    tasks = [task for task in work if task not in kept and task not in silent]
    standing = book.standings.get(SCHEDULE.name)
    edits: list[Edit] = []
    for column, source in FROZEN.items():
        letters = standing.letters.get(column) if standing else None
        values: dict[int, Value] = {task.number: getattr(task, source) for task in tasks}
        if standing and letters and values:
            edits.append(SetCells(standing.sheet, letters, values, kind=getattr(SCHEDULE, column).kind))
    place = setting_place(book, "baseline_on")
    if edits and place and now.settings.baseline_on is None:
        edits.append(SetCells(place.sheet, place.column, {place.row: now.as_of}, kind="day"))
    return Frozen(edits, tasks, kept, silent)
