"""Promises: commitments that came due, kept or missed, since the last report and over those before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from pmxl.facts.history import as_day, last_report
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.actions import ACTIONS, Action

REPORTS = 6
"""Reports over which commitments kept are counted."""
NAMED = 8
"""Missed commitments that the brief calls by name; the others it counts."""


def outcome(promised: date, report: date, *, is_done: bool, done_on: date | None, is_given_up: bool) -> bool | None:
    """What became of a promised day by a report: True where it was kept, False where missed, None where neither yet.

    Kept is what was done by that day. What is due on the day of the report and not done counts next time; but a day
    that was given up is missed, or whoever moves a promise on the day of the report would never miss one.
    """
    if is_done and (done_on is None or done_on <= promised):
        return True
    return False if promised < report or (promised == report and is_given_up) else None


class Promise(NamedTuple):
    """One commitment that came due since the last brief, and whether it was kept."""

    record: str
    due: date
    is_kept: bool
    """Done by the day that was promised then, whatever date stands in the row now."""


class Kept(NamedTuple):
    """How many of the commitments that came due between two reports were kept."""

    report: date
    """The later of the two."""
    kept: int
    due: int


def promises(book: Book, now: Context) -> list[Promise]:
    """The commitments that came due from the last brief on, as that brief had them, each by its `outcome`.

    Without an earlier brief they are those of the register for the seven days before the as-of date.
    """
    rows = {row.id: row for row in book.of(ACTIONS) if row.id}
    last = last_report(book)
    came_due = (
        [(record, due, rows.get(record)) for record, due in _promised(book, last)]
        if last
        else list(_registered(book, now))
    )
    found = [
        Promise(record, due, is_kept)
        for record, due, row in came_due
        if due <= now.as_of and (is_kept := _became(row, due, now.as_of)) is not None
    ]
    return sorted(found, key=lambda promise: (promise.due, promise.record))


def missed(book: Book, now: Context) -> list[str]:
    """The commitments that came due since the last brief and were not kept: their IDs, the earliest first."""
    return [promise.record for promise in promises(book, now) if not promise.is_kept]


def kept_by_report(book: Book, now: Context) -> list[Kept]:
    """Commitments kept at each of the last `REPORTS` reports, this one among them, oldest first.

    What became of an older promise is what the next report said of it; the day on which it was done stands in the
    row. A report before which nothing came due is left out. They are counted once and kept with the book.
    """
    if book.kept is None:
        book.kept = _counted(book, now)
    return book.kept


def _counted(book: Book, now: Context) -> list[Kept]:
    reports = [*(book.history.reports[-REPORTS:] if book.history else []), now.as_of]
    found = [(later, settled(book, now, earlier, later)) for earlier, later in pairwise(reports)]
    return [
        Kept(later, sum(is_kept for _, is_kept in came_due), len(came_due)) for later, came_due in found if came_due
    ]


def settled(book: Book, now: Context, earlier: date, later: date) -> list[tuple[str, bool]]:
    """The commitments of one report that were kept (True) or missed by the next, which may be this one: ID, outcome."""
    if later == now.as_of:
        return [(promise.record, promise.is_kept) for promise in promises(book, now)]
    history = book.history
    assert history is not None  # Whoever has reports has read them.
    rows, found = {row.id: row for row in book.of(ACTIONS) if row.id}, list[tuple[str, bool]]()
    for record, promised in _promised(book, earlier):
        if promised > later:
            continue
        status, then = history.at(record, "status", later), as_day(history.at(record, "due", later))
        row = rows.get(record)
        is_given_up = status in (None, "", "Dropped") or (then is not None and then > promised)
        is_kept = outcome(
            promised, later, is_done=status == "Done", done_on=row.done_on if row else None, is_given_up=is_given_up
        )
        if is_kept is not None:
            found.append((record, is_kept))
    return found


def _became(row: Action | None, due: date, as_of: date) -> bool | None:
    """The outcome by the row as it stands. A row that is gone, was dropped or names a later day has given up."""
    if row is None:
        return outcome(due, as_of, is_done=False, done_on=None, is_given_up=True)
    is_given_up = row.status == "Dropped" or (row.due is not None and row.due > due)
    return outcome(due, as_of, is_done=row.status == "Done", done_on=row.done_on, is_given_up=is_given_up)


def _promised(book: Book, report: date) -> Iterator[tuple[str, date]]:
    """The open commitments of a report that were not yet late then, each with the day that was promised."""
    history = book.history
    for record in history.records("commitment") if history else ():
        assert history is not None
        is_promised = history.at(record, "commitment", report) == "Yes"
        if is_promised and history.at(record, "status", report) not in ("Done", "Dropped"):
            promised = as_day(history.at(record, "due", report))
            if promised and promised >= report:
                yield record, promised


def _registered(book: Book, now: Context) -> Iterator[tuple[str, date, Action]]:
    for row in book.of(ACTIONS):
        if row.commitment and row.due and now.as_of - timedelta(days=7) <= row.due <= now.as_of:
            yield row.name, row.due, row
