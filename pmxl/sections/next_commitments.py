"""4 Next commitments and owners: who does what by when, and what became of the promises of last time."""

from __future__ import annotations

from pmxl.facts.history import last_report
from pmxl.facts.issued import last_brief
from pmxl.facts.promises import NAMED, kept_by_report, missed, promises
from pmxl.facts.words import listing
from pmxl.model import Book, Context
from pmxl.registers.actions import ACTIONS, Action
from pmxl.sections.dates import due
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, more, sheet_of

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


def _track(book: Book, now: Context) -> tuple[Line, ...]:
    """What was kept and what was missed since the last brief; nothing where nothing came due."""
    found = promises(book, now)
    if not found:
        return ()
    broken = missed(book, now)
    names = [*broken[:NAMED], *([f"{len(broken) - NAMED} more"] if len(broken) > NAMED else [])]
    said = _kept(book, now, len(found) - len(broken), len(found)) + (f"; missed {listing(names)}" if broken else "")
    return (Line((Cell("Kept", "strong"), Cell(said, "late" if broken else "")), sheet_of(book, ACTIONS)),)


def _kept(book: Book, now: Context, kept: int, due: int) -> str:
    """How many were kept since the last brief, and over those before it where there are at least two of them."""
    before = kept_by_report(book, now)[:-1]
    if len(before) >= 2:
        return f"{kept} of {due} (was {sum(one.kept for one in before)} of {sum(one.due for one in before)})"
    since = f"since {last_brief(book, now.as_of)}" if last_report(book) else "in the last 7 days"
    return f"{kept} of {due} {since}"


def _line(book: Book, now: Context, row: Action) -> Line:
    cells = (
        Cell(row.name, "strong"),
        Cell(row.action or ""),
        filled(row.proof, "none named", "muted"),
        filled(row.owner, "nobody"),
        Cell(due(row.due, row.days_overdue, now.as_of), "late" if row.days_overdue else ""),
        Cell(", ".join(row.unlocks)),
    )
    return Line(cells, book.place(row, "id"), row.id)
