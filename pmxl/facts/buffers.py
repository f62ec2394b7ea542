"""Buffers: how much of each is gone against how much of the chain that it protects is done (critical chain)."""

from __future__ import annotations

from datetime import date

from pmxl.facts.history import as_day, as_number
from pmxl.facts.predecessors import all_links
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule.forecast import Buffer, buffer_state


class BufferState(NamedTuple):
    """One buffer, as the latest report or this one has it."""

    task: Task
    size: float
    """Its working days."""
    used: float
    """Working days by which the work before it is later than the baseline."""
    chain: list[Task]
    """The longest chain of tasks that lead up to it, in their order."""
    state: Buffer


class FeverPoint(NamedTuple):
    """Where a buffer stood at one report, both in percent."""

    report: date
    complete: float
    used: float


def buffers(book: Book, now: Context) -> list[BufferState]:
    """Every open buffer that has a baseline and work before it."""
    found = []
    for task in book.of(SCHEDULE):
        if not task.buffer or not task.is_open or not task.duration or not task.baseline_finish or not task.finish:
            continue
        chain = _chain(book, task)
        days = sum(one.duration or 0.0 for one in chain)
        if days:
            used = float(max(0, now.working_days(task.baseline_finish, task.finish)))
            done = sum((one.duration or 0.0) * (one.percent_complete or 0.0) for one in chain)
            found.append(BufferState(task, task.duration, used, chain, _state(task.duration, used, days, done, now)))
    return found


def fever(book: Book, now: Context, buffer: BufferState) -> list[FeverPoint]:
    """The fever chart of a buffer: where it stood at each report on record, and where it stands now."""
    found = [FeverPoint(now.as_of, buffer.state.complete, buffer.state.used)]
    history, agreed = book.history, buffer.task.baseline_finish
    if history is None or agreed is None:
        return found
    days = sum(task.duration or 0.0 for task in buffer.chain)
    for report in reversed(history.reports):
        finish = as_day(history.at(buffer.task.id, "finish", report))
        if finish is not None:
            shares = ((t, history.at(t.id, "percent_complete", report)) for t in buffer.chain)
            done = sum((task.duration or 0.0) * as_number(share) for task, share in shares)
            used = max(0, now.working_days(agreed, finish))
            found.append(FeverPoint(report, 100 * done / days, 100 * used / buffer.size))
    return found[::-1]


def _chain(book: Book, buffer: Task) -> list[Task]:
    """The tasks before a buffer that take longest one after the other, in their order."""
    by_id = {task.id: task for task in book.of(SCHEDULE) if task.id and not task.is_summary}
    before: dict[str, list[str]] = {}
    for link in all_links(book):
        if link.predecessor in by_id:
            before.setdefault(link.successor, []).append(link.predecessor)
    longest = _longest(buffer.id, before, by_id)
    chain, at = [], longest[buffer.id][1]
    while at:
        chain.append(by_id[at])
        at = longest[at][1]
    return chain[::-1]


def _longest(end: str, before: dict[str, list[str]], by_id: dict[str, Task]) -> dict[str, tuple[float, str]]:
    """Task -> the days of the longest chain before it, and its last task. Circles are cut where they close."""
    found: dict[str, tuple[float, str]] = {}
    path, waiting = {end}, [(end, iter(before.get(end, ())))]
    while waiting:
        task, rest = waiting[-1]
        found.setdefault(task, (0.0, ""))
        ahead = next((one for one in rest if one not in path and one not in found), None)
        if ahead is not None:
            path.add(ahead)
            waiting.append((ahead, iter(before.get(ahead, ()))))
            continue
        waiting.pop()
        path.discard(task)
        lengths = [
            (found[one][0] + (by_id[one].duration or 0.0), one)
            for one in before.get(task, ())
            if one not in path and one in found
        ]
        found[task] = max(lengths, default=(0.0, ""))
    return found


def _state(size: float, used: float, chain: float, done: float, now: Context) -> Buffer:
    s = now.settings
    green, red = (100 * s.buffer_green, s.buffer_green_rise), (100 * s.buffer_red, s.buffer_red_rise)
    return buffer_state(size, used, chain, done, green=green, red=red)


def in_words(buffer: BufferState) -> str:
    """A buffer in one sentence without a final stop: `70% of the buffer T-009 is used with 45% of its chain done`."""
    state = buffer.state
    return f"{state.used:.0f}% of the buffer {buffer.task.name} is used with {state.complete:.0f}% of its chain done"
