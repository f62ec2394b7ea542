"""The business brief: what changes, when, how it affects people outside the team, and what is asked of them."""

from __future__ import annotations

from datetime import date

from pmxl.facts.words import counted, days
from pmxl.facts.work import key_milestones_ahead
from pmxl.model import AMBER, GREEN, RED, Book, Context
from pmxl.registers.changes import CHANGES, Change
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.registers.scope import SCOPE
from pmxl.sections.bottom_line import ask
from pmxl.sections.dates import weekday
from pmxl.sections.decisions_needed import decisions_needed
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, more, sheet_of
from pmxl.sections.risks_and_options import risks_and_options

EVENT_LANES = (
    Lane("ID", 4),
    Lane("What happens", 10),
    Lane("What you get", 10),
    Lane("When", 5),
    Lane("Against plan", 5),
    Lane("Whom to call", 6),
)
CHANGE_LANES = (
    Lane("ID", 4),
    Lane("What is different", 12),
    Lane("Why", 13),
    Lane("State", 5),
    Lane("Whom to call", 6),
)
RISK_LANES = (
    Lane("ID", 5),
    Lane("How it may affect you", 14),
    Lane("What we do about it", 11),
    Lane("By", 4),
    Lane("Whom to call", 6),
)


def business_line(book: Book, now: Context, _: Budget) -> Section:
    """One sentence on what comes next and one on what we need."""
    overall, coming = book.judgements.get("Overall"), key_milestones_ahead(book)
    tone = str(overall.colour) if overall else "?"
    if coming:
        next_one = coming[0]
        when = weekday(next_one.finish, now.as_of) if next_one.finish else "no date yet"
        said = f"Next: {next_one.task or next_one.name}, {when}{_moved_said(next_one)}."
    else:
        said = "No date is planned that you would notice."
    place = book.place(coming[0], "id") if coming else None
    state = f"The project is {tone}." if tone in (GREEN, AMBER, RED) else "Its colour cannot be told yet."
    cell = Cell(f"{said} {state} {ask(book, now)}", tone)
    return Section("business line", "statement", (Line((cell,), place, coming[0].id if coming else ""),))


def what_changes(book: Book, now: Context, budget: Budget) -> Section:
    """The key milestones ahead: when they come, what they bring, and whether that is what was agreed."""
    found = key_milestones_ahead(book)
    shown = found[: budget.events]
    return Section(
        "what changes", "table", tuple(_event(book, now, task) for task in shown), "1  What changes, and when",
        Cell(more(len(found), len(shown), SCHEDULE.name)), sheet_of(book, SCHEDULE), EVENT_LANES,
        "No key milestone is open.",
    )  # fmt: skip


def what_differs(book: Book, _: Context, budget: Budget) -> Section:
    """Changes that were agreed and are not there yet, and those that wait for an answer."""
    found = sorted(coming_changes(book), key=lambda row: (row.is_waiting, row.needed_by or date.max))
    shown = found[: budget.changes]
    return Section(
        "what differs", "table", tuple(_change(book, row) for row in shown),
        "2  What is different", Cell(more(len(found), len(shown), CHANGES.name)), sheet_of(book, CHANGES), CHANGE_LANES,
        "Nothing differs from what was agreed.",
    )  # fmt: skip


def coming_changes(book: Book) -> list[Change]:
    """Changes that are approved and not done, or not decided yet."""
    return [row for row in book.of(CHANGES) if row.is_open]


def what_may_affect_you(book: Book, now: Context, budget: Budget) -> Section:
    """The risks and issues of the executive brief, with whom to call instead of the first sign."""
    found = risks_and_options(book, now, budget)
    lines = tuple(line._replace(cells=tuple(line.cells[i] for i in (0, 1, 2, 4, 3))) for line in found.lines)
    return found._replace(
        name="what may affect you", title="4  What may affect you", lines=lines, lanes=RISK_LANES,
        empty="Nothing that we know of.",
    )  # fmt: skip


def decisions_asked(book: Book, now: Context, budget: Budget) -> Section:
    """The decisions that are needed, as the executive brief has them."""
    return decisions_needed(book, now, budget)._replace(title="3  What we need from you")


def _event(book: Book, now: Context, task: Task) -> Line:
    items = [item.item for item in book.of(SCOPE) if item.id in task.scope_item and item.item]
    slip = task.slip or 0
    agreed = "no date was agreed" if task.baseline_finish is None else "as agreed"
    if slip:
        agreed = f"{days(abs(slip))} {'later' if slip > 0 else 'earlier'}"
    cells = (
        Cell(task.name, "strong"),
        Cell(task.task or ""),
        Cell("; ".join(items) or "not said", "" if items else "muted"),
        Cell(weekday(task.finish, now.as_of) if task.finish else "no date"),
        Cell(agreed, "late" if slip > 0 else ""),
        filled(task.owner, "nobody"),
    )
    return Line(cells, book.place(task, "id"), task.id)


def _change(book: Book, row: Change) -> Line:
    state = "agreed" if row.is_approved else "not decided" if row.is_waiting else row.status or "not decided"
    cells = (
        Cell(row.name, "strong"),
        Cell(row.change or ""),
        filled(row.why, "no reason given", "muted"),
        Cell(state, "" if row.is_approved else "strong"),
        filled(row.owner, "nobody"),
    )
    return Line(cells, book.place(row, "id"), row.id)


def _moved_said(task: Task) -> str:
    return f" ({counted(task.slip, 'working day')} later than agreed)" if task.slip and task.slip > 0 else ""
