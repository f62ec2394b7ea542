"""Baselines on record: which there are, what each says, and how far each task has moved from them.

A line is sealed with a digest of its cells and of how many lines were taken with it, so that an altered, a missing and
a slipped-in line can be told, in whatever order the lines stand. It guards against a careless hand, not against an
attacker: whoever knows this file can seal anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmxl.facts import seals
from pmxl.facts.plan import days_between
from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.baselines import BASELINES, BaselineDate
from pmxl.registers.schedule import SCHEDULE


class Agreed(NamedTuple):
    """The agreed dates of one task, and its working days."""

    start: date | None
    finish: date | None
    duration: float | None


class Baseline(NamedTuple):
    """One baseline: everything that was taken under its number."""

    number: int
    taken_on: date | None
    """The day of its first lines; tasks that are agreed later join it."""
    change: str
    why: str
    dates: dict[str, Agreed]
    """Task -> what was agreed."""

    @property
    def finish(self) -> date | None:
        """The day on which it ends."""
        return max((agreed.finish for agreed in self.dates.values() if agreed.finish), default=None)


def baselines(book: Book) -> list[Baseline]:
    """The baselines on record, the first one first."""
    found: dict[int, Baseline] = {}
    for line in book.of(BASELINES):
        if line.baseline is not None and line.task:
            first = Baseline(line.baseline, line.taken_on, line.change or "", line.why or "", {})
            agreed = Agreed(line.start, line.finish, line.duration)
            found.setdefault(line.baseline, first).dates[line.task] = agreed
    return [found[number] for number in sorted(found)]


def variances(book: Book, now: Context) -> None:
    """Fill Start slip, Duration growth and Slip since first baseline of every task.

    The first two are held against the current baseline, which stands in the schedule; the last against the first one
    on record, or the first that a report showed.
    """
    record = baselines(book)
    first: dict[str, date | None] = {}
    for baseline in record:
        for task, agreed in baseline.dates.items():
            first.setdefault(task, agreed.finish)
    for row in work(book):
        if row.baseline_start and row.start:
            row.start_slip = days_between(row, row.baseline_start, row.start, now)
        if row.baseline_duration is not None and row.duration is not None:
            row.duration_growth = round(row.duration - row.baseline_duration, 2)
        began = first.get(row.id) or _first_reported(book, row.id) or row.baseline_finish
        if began and row.finish:
            row.first_slip = days_between(row, began, row.finish, now)


def _first_reported(book: Book, record: str) -> date | None:
    dates = book.history.dates(record, "baseline_finish", None) if book.history and record else []
    return dates[0] if dates else None


def seal(line: BaselineDate) -> str:
    """The seal of a line's cells."""
    days = [found.isoformat() if found else "" for found in (line.taken_on, line.start, line.finish)]
    numbers = [f"{found:g}" if found is not None else "" for found in (line.baseline, line.duration, line.lines)]
    text = "\0".join([*numbers, *days, line.change or "", line.why or "", line.task or ""])
    return seals.seal(text)


class Altered(NamedTuple):
    """Something in the record that is not as it was taken."""

    line: BaselineDate
    says: str


def altered(book: Book) -> Iterator[Altered]:
    """The lines that were altered or slipped in, and the sets of which lines are missing."""
    rows = book.of(BASELINES)
    batches: dict[tuple[int | None, date | None, int | None], list[tuple[BaselineDate, bool]]] = {}
    for line in rows:
        is_sealed = line.seal == seal(line)
        if not is_sealed:
            yield Altered(line, f"the line of {line.task or 'no task'} in baseline {_number(line)} was altered")
        batches.setdefault((line.baseline, line.taken_on, line.lines), []).append((line, is_sealed))
    for (_, _, count), lines in batches.items():
        sealed = [line for line, is_sealed in lines if is_sealed]
        if count is not None and sealed and len(lines) < count:
            gone = count - len(lines)
            verb = "is" if gone == 1 else "are"
            yield Altered(sealed[0], f"{gone} of {count} lines of baseline {_number(sealed[0])} {verb} missing")
    there = {line.baseline for line in rows if line.baseline is not None}
    lost = [number for number in range(max(there, default=0)) if number not in there]
    if lost and rows:
        yield Altered(rows[0], f"baseline {lost[0]} is missing, though a later one is there")


def _number(line: BaselineDate) -> str:
    return "?" if line.baseline is None else str(line.baseline)


def off_record(book: Book) -> Iterator[tuple[str, Agreed, Agreed]]:
    """The tasks whose baseline in the schedule is not that of the record: ID, on record, in the schedule."""
    record = baselines(book)
    if not record:
        return
    for task in book.of(SCHEDULE):
        agreed = record[-1].dates.get(task.id)
        here = Agreed(task.baseline_start, task.baseline_finish, task.baseline_duration)
        if agreed and (agreed.start, agreed.finish) != (here.start, here.finish):
            yield task.id, agreed, here
