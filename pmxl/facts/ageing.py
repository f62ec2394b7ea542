"""Ageing: how long rows wait and how late they are, in working days up to the as-of date."""

from __future__ import annotations

from datetime import date
from typing import Any

from pmxl.facts.shown import as_shown
from pmxl.model import Book, Context, Register
from pmxl.registers.actions import ACTIONS
from pmxl.registers.changes import CHANGES
from pmxl.registers.decisions import DECISIONS
from pmxl.registers.dependencies import DEPENDENCIES
from pmxl.registers.issues import ISSUES
from pmxl.registers.risks import RISKS

DUE: tuple[tuple[Register[Any], str], ...] = (
    (ACTIONS, "due"),
    (DECISIONS, "needed_by"),
    (DEPENDENCIES, "promised"),
    (ISSUES, "target"),
    (RISKS, "response_due"),
)
"""The column that says by when something must have happened in each register that counts days overdue."""


def days_overdue(book: Book, now: Context) -> None:
    """Fill Days overdue: working days after the due date, while something still has to be done."""
    shown = as_shown(book)
    for register, column in DUE:
        for row in book.of(register):
            due = shown(row, column)
            done = not row.is_open or getattr(row, "response_status", None) == "Done"
            row.days_overdue = now.working_days(due, now.as_of) if due and due < now.as_of and not done else None


def ages(book: Book, now: Context) -> None:
    """Fill Age and Age limit of issues, and Days waiting of changes."""
    shown, limits = as_shown(book), now.settings
    allowed = {
        "Critical": limits.issue_days_critical,
        "High": limits.issue_days_high,
        "Medium": limits.issue_days_medium,
        "Low": limits.issue_days_low,
    }
    for issue in book.of(ISSUES):
        issue.age = _since(shown(issue, "raised_on"), now) if issue.is_open else None
        issue.age_limit = allowed.get(issue.severity or "")
    for change in book.of(CHANGES):
        change.days_waiting = _since(shown(change, "requested_on"), now) if change.is_waiting else None


def _since(day: date | None, now: Context) -> int | None:
    return None if day is None else max(0, now.working_days(day, now.as_of))
