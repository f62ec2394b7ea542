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


class Promise(NamedTuple):
    """One commitment that came due since the last brief. A row that is gone cannot have kept it."""

    record: str
    due: date
    action: Action | None

    @property
    def is_kept(self) -> bool:
        """Done by the day that was promised then, whatever date stands in the row now."""
        done = self.action is not None and self.action.status == "Done"
        return done and (self.action is None or self.action.done_on is None or self.action.done_on <= self.due)

    @property
    def is_given_up(self) -> bool:
        """The row has gone, was dropped, or names a later day than the one that was promised."""
        row = self.action
        return row is None or row.status == "Dropped" or (row.due is not None and row.due > self.due)


class Kept(NamedTuple):
    """How many of the commitments that came due between two reports were kept."""

    report: date
    """The later of the two."""
    kept: int
    due: int


def promises(book: Book, now: Context) -> list[Promise]:
    """The commitments that came due from the last brief on, as that brief had them: kept or missed, none in between.

    Without an earlier brief they are those of the register for the seven days before the as-of date. What is due
    today and not done is neither kept nor missed yet, and counts next time; but a day that was given up is missed,
    or whoever moves a promise on the day of the report would never miss one.
    """
    rows = {row.id: row for row in book.of(ACTIONS) if row.id}
    last = last_report(book)
    found = (
        [Promise(record, due, rows.get(record)) for record, due in _promised(book, last)]
        if last
        else list(_registered(book, now))
    )
    settled = [
        promise
        for promise in found
        if promise.due < now.as_of or (promise.due == now.as_of and (promise.is_kept or promise.is_given_up))
    ]
    return sorted(settled, key=lambda promise: (promise.due, promise.record))


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
        in_time = row is None or row.done_on is None or row.done_on <= promised
        is_kept = status == "Done" and in_time
        is_given_up = status in (None, "", "Dropped") or (then is not None and then > promised)
        if promised < later or is_kept or is_given_up:
            found.append((record, is_kept))
    return found


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


def _registered(book: Book, now: Context) -> Iterator[Promise]:
    for row in book.of(ACTIONS):
        if row.commitment and row.due and now.as_of - timedelta(days=7) <= row.due <= now.as_of:
            yield Promise(row.name, row.due, row)
