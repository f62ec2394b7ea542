"""4 Next commitments and owners: who does what by when, and what became of the promises of last time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from pmxl.facts.issued import last_number
from pmxl.model import Book, Context
from pmxl.registers.actions import ACTIONS, Action
from pmxl.sections.dates import due, recorded
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, listed, more, sheet_of

LANES = (
    Lane("ID", 4),
    Lane("We will", 13),
    Lane("Proof", 7),
    Lane("Owner", 6),
    Lane("By", 5),
    Lane("Unlocks", 5),
)

DAYS_AHEAD = 10
"""Working days that the brief looks ahead."""

NAMED = 8
"""Missed commitments that are called by name."""


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


def next_commitments(book: Book, now: Context, budget: Budget) -> Section:
    """Open commitments that are late or due in the next ten working days, the earliest first."""
    until = now.add_working_days(now.as_of, DAYS_AHEAD)
    found = [row for row in book.of(ACTIONS) if row.commitment and row.is_open and row.due and row.due <= until]
    found.sort(key=lambda row: row.due or until)
    shown = found[: budget.commitments]
    return Section(
        "next commitments", "table", tuple(_line(book, now, row) for row in shown), "4  Next commitments and owners",
        Cell(more(len(found), len(shown), ACTIONS.name)), sheet_of(book, ACTIONS), LANES,
        "Nobody has promised anything for the next ten working days.", _track(book, now),
    )  # fmt: skip


def promises(book: Book, now: Context) -> list[Promise]:
    """The commitments that came due from the last brief on, as that brief had them: kept or missed, none in between.

    Without an earlier brief they are those of the register for the seven days before the as-of date. What is due
    today and not done is neither kept nor missed yet, and counts next time; but a day that was given up is missed,
    or whoever moves a promise on the day of the report would never miss one.
    """
    rows = {row.id: row for row in book.of(ACTIONS) if row.id}
    found = list(_recorded(book, rows) if _last(book) else _registered(book, now))
    settled = [
        promise
        for promise in found
        if promise.due < now.as_of or (promise.due == now.as_of and (promise.is_kept or promise.is_given_up))
    ]
    return sorted(settled, key=lambda promise: (promise.due, promise.record))


def _recorded(book: Book, rows: dict[str, Action]) -> Iterator[Promise]:
    history, last = book.history, _last(book)
    if history is None or last is None:
        return
    for record in history.records("commitment"):
        was = {field: history.at(record, field, last) for field in ("commitment", "status", "due")}
        promised = recorded(was["due"])
        if was["commitment"] == "Yes" and was["status"] not in ("Done", "Dropped") and promised and promised >= last:
            yield Promise(record, promised, rows.get(record))


def _registered(book: Book, now: Context) -> Iterator[Promise]:
    for row in book.of(ACTIONS):
        if row.commitment and row.due and now.as_of - timedelta(days=7) <= row.due <= now.as_of:
            yield Promise(row.name, row.due, row)


def _last(book: Book) -> date | None:
    return book.history.reports[-1] if book.history and book.history.reports else None


def _track(book: Book, now: Context) -> tuple[Line, ...]:
    """What was kept and what was missed since the last brief; nothing where nothing came due."""
    found = promises(book, now)
    if not found:
        return ()
    since = f"since brief {last_number(book, now.as_of)}" if _last(book) else "in the last 7 days"
    missed = [promise.record for promise in found if not promise.is_kept]
    names = [*missed[:NAMED], *([f"{len(missed) - NAMED} more"] if len(missed) > NAMED else [])]
    said = f"{len(found) - len(missed)} of {len(found)} {since}" + (f"; missed {listed(names)}" if missed else "")
    return (Line((Cell("Kept", "strong"), Cell(said, "late" if missed else "")), sheet_of(book, ACTIONS)),)


def _line(book: Book, now: Context, row: Action) -> Line:
    cells = (
        Cell(row.name, "strong"),
        Cell(row.action or ""),
        Cell(row.proof or "none named", "" if row.proof else "muted"),
        Cell(row.owner) if row.owner else Cell("nobody", "late"),
        Cell(due(row.due, row.days_overdue, now.as_of), "late" if row.days_overdue else ""),
        Cell(", ".join(row.unlocks)),
    )
    return Line(cells, book.place(row, "id"), row.id)
