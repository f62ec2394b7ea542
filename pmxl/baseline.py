"""Freezing the baseline: the dates that were agreed, so that every later date can be held against them.

A baseline that is there is never touched: moving one is a decision, and needs a change request with its number. Each
one that was taken stays on record in the register Baselines; the current one stands in the schedule.
"""

from __future__ import annotations

from pmxl.edits import setting_place
from pmxl.facts.baselines import baselines, seal
from pmxl.generate.pages import appended
from pmxl.model import Book, Context, Edit, SetCells, Value
from pmxl.records import NamedTuple
from pmxl.registers.baselines import BASELINES, BaselineDate
from pmxl.registers.changes import Change
from pmxl.registers.schedule import SCHEDULE, Task

FROZEN = {"baseline_start": "start", "baseline_finish": "finish", "baseline_duration": "duration"}
"""Column of the baseline -> the column that it is frozen from."""


class Frozen(NamedTuple):
    """What freezing writes, and what it leaves as it is."""

    edits: list[Edit]
    tasks: list[Task]
    """Tasks that get a baseline now, or another one by a change."""
    kept: list[Task]
    """Tasks that had one before, and keep it."""
    silent: list[Task]
    """Tasks that nobody agreed, so that there is nothing to freeze."""
    number: int = 0
    """The number of the baseline that is current afterwards."""


def freeze(book: Book, now: Context, change: Change | None = None, why: str = "") -> Frozen:
    """The baseline of every agreed task that has none yet, and the day of its approval where Settings names none.

    With an approved *change* a new baseline is taken: unfinished agreed tasks get their dates of today, finished ones
    keep theirs. The book must have been computed. Summaries follow the rows below them and get none of their own; a
    task without dates, and one with no scope item and no approved change behind it, stays without.
    """
    work = [task for task in book.of(SCHEDULE) if not task.is_summary and task.start and task.finish]
    had = [task for task in work if _has_baseline(task)]
    moved = [task for task in had if change and task.is_open and not task.silent and _differs(task)]
    kept = [task for task in had if task not in moved]
    silent = [task for task in work if task.silent and task not in had]
    tasks = [task for task in work if task in moved or (task not in had and task not in silent)]
    edits = [*_columns(book, tasks), *_because(book, moved, change)]
    place = setting_place(book, "baseline_on")
    if edits and place and (now.settings.baseline_on is None or change):
        edits.append(SetCells(place.sheet, place.column, {place.row: now.as_of}, kind="day"))
    record = baselines(book)
    last = record[-1].number if record else -1
    lines = _lines(book, now, kept, tasks, change if edits else None, why)
    edits += appended(book, BASELINES, [_cells(line) for line in lines]) if lines else []
    return Frozen(edits, tasks, kept, silent, max([line.baseline or 0 for line in lines], default=max(0, last)))


def _differs(task: Task) -> bool:
    return any(getattr(task, column) != getattr(task, source) for column, source in FROZEN.items())


def _columns(book: Book, tasks: list[Task]) -> list[Edit]:
    standing = book.standings.get(SCHEDULE.name)
    edits: list[Edit] = []
    for column, source in FROZEN.items():
        letters = standing.letters.get(column) if standing else None
        values: dict[int, Value] = {task.number: getattr(task, source) for task in tasks}
        if standing and letters and values:
            edits.append(SetCells(standing.sheet, letters, values, kind=getattr(SCHEDULE, column).kind))
    return edits


def _because(book: Book, moved: list[Task], change: Change | None) -> list[Edit]:
    """The change that moved a baseline, beside those that moved it before."""
    standing = book.standings.get(SCHEDULE.name)
    letters = standing.letters.get("baseline_change") if standing else None
    if not (change and moved and standing and letters):
        return []
    values: dict[int, Value] = {
        task.number: ", ".join(dict.fromkeys((*task.baseline_change, change.id))) for task in moved
    }
    return [SetCells(standing.sheet, letters, values, kind="refs")]


def _lines(
    book: Book, now: Context, kept: list[Task], tasks: list[Task], change: Change | None, why: str
) -> list[BaselineDate]:
    """The new lines of the record. What stood in the schedule and is on no record yet is put on record first."""
    record = baselines(book)
    current = record[-1].number if record else 0
    on_record = record[-1].dates if record else {}
    taken = now.settings.baseline_on
    before = [task for task in (*kept, *tasks) if task.id not in on_record and _has_baseline(task)]
    lines = _batch([(task, _old(task)) for task in before], current, taken or now.as_of, "", "")
    if change:
        everything = [(task, _new(task) if task in tasks else _old(task)) for task in (*kept, *tasks)]
        return [*lines, *_batch(everything, current + 1, now.as_of, change.id, why or change.change or "")]
    fresh = [(task, _new(task)) for task in tasks if task.id not in on_record]
    return [*lines, *_batch(fresh, current, now.as_of, "", why)]


def _has_baseline(task: Task) -> bool:
    return bool(task.baseline_start or task.baseline_finish)


def _old(task: Task) -> tuple[Value, ...]:
    return tuple(getattr(task, column) for column in FROZEN)


def _new(task: Task) -> tuple[Value, ...]:
    return tuple(getattr(task, source) for source in FROZEN.values())


def _batch(
    found: list[tuple[Task, tuple[Value, ...]]], number: int, taken_on: Value, change: str, why: str
) -> list[BaselineDate]:
    lines = []
    for task, (start, finish, duration) in found:
        line = BaselineDate()
        values = (number, taken_on, change or None, why or None, task.id, start, finish, duration, len(found))
        for column, value in zip(BASELINES.columns, values, strict=False):
            setattr(line, column.name, value)
        line.seal = seal(line)
        lines.append(line)
    return lines


def _cells(line: BaselineDate) -> tuple[Value, ...]:
    return tuple(getattr(line, column.name) for column in BASELINES.columns)
