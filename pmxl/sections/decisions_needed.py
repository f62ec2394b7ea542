"""1 Decisions needed: what somebody with authority must answer, by when, and what waiting costs."""

from __future__ import annotations

import re

from pmxl.facts.changes import may_approve
from pmxl.facts.decisions import options_of, waiting
from pmxl.model import Book, Context
from pmxl.registers.changes import CHANGES
from pmxl.registers.decisions import DECISIONS, Decision, Option
from pmxl.registers.machine import AUTHORITY, PEOPLE
from pmxl.sections.dates import due
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, joined, more, sheet_of

LANES = (
    Lane("ID", 4),
    Lane("Question", 13),
    Lane("We recommend", 7),
    Lane("Who", 6),
    Lane("By", 5),
    Lane("Cost of waiting", 5),
)

ASKED, NAMED = ("Submitted", "Waiting for approval"), 2
"""The changes that ask for a yes, and how many are called by name before they are only counted."""

SHORT = 19
"""Letters that a name and a role, such as CFO or sponsor, may have together."""


def decisions_needed(book: Book, now: Context, budget: Budget) -> Section:
    """The decisions that are needed, the earliest date first, then the dearest to wait for; and changes that wait."""
    found = waiting(book)
    shown = found[: budget.decisions]
    lines = tuple(_line(book, now, decision) for decision in shown)
    aside = Cell(joined(more(len(found), len(shown), DECISIONS.name), _unasked(book)))
    return Section(
        "decisions needed", "table", lines, "1  Decisions needed", aside, sheet_of(book, DECISIONS), LANES,
        "No decision is waiting.",
    )  # fmt: skip


def _unasked(book: Book) -> str:
    """The changes that wait for somebody above the lowest level of Authority, and that no decision asks about."""
    asked = [decision for decision in waiting(book) if decision.id]
    levels = sorted((one for one in book.of(AUTHORITY) if one.level is not None), key=lambda one: one.level or 0)
    names = [
        change.id
        for change in book.of(CHANGES)
        if change.id
        and change.status in ASKED
        and not (levels and may_approve(levels[0], change))
        and not any(change.id in decision.waits or change.id in (decision.question or "") for decision in asked)
    ]
    said = ", ".join(names) if len(names) <= NAMED else f"{len(names)} changes"
    return f"also waiting: {said}" if names else ""


def recommended(book: Book, decision: Decision) -> Option | None:
    """The option that we recommend: the one marked so, or the one whose letter the recommendation begins with."""
    options = options_of(book, decision)
    letter = re.match(r"\s*([A-Z])\b", decision.recommended or "")
    return next((option for option in options if option.recommended), None) or next(
        (option for option in options if letter and option.letter == letter[1]), None
    )


def _line(book: Book, now: Context, decision: Decision) -> Line:
    best = recommended(book, decision)
    advice = decision.recommended or (f"{best.letter or best.id}: {best.option}" if best else "")
    cells = (
        Cell(decision.name, "strong"),
        Cell(decision.question or ""),
        filled(advice, "nothing yet"),
        _who(book, decision),
        Cell(due(decision.needed_by, decision.days_overdue, now.as_of), "late" if decision.days_overdue else ""),
        filled(decision.cost_of_waiting, "not known", "muted"),
    )
    return Line(cells, book.place(decision, "id"), decision.id)


def _who(book: Book, decision: Decision) -> Cell:
    if not decision.owner:
        return Cell("nobody", "late")
    role = next((person.role for person in book.of(PEOPLE) if person.person == decision.owner), None) or ""
    short = min((part.strip() for part in role.split(",")), key=len)
    return Cell(f"{decision.owner}, {short}" if short and len(decision.owner + short) <= SHORT else decision.owner)
