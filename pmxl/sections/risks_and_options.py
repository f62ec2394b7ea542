"""2 Risks and options: what may happen or is happening, what can be done, and what would be seen first."""

from __future__ import annotations

from datetime import timedelta

from pmxl.facts.words import counted
from pmxl.model import Book, Context
from pmxl.registers.issues import ISSUES, Issue
from pmxl.registers.risks import RISKS, Risk
from pmxl.sections.dates import due
from pmxl.sections.parts import Budget, Cell, Lane, Line, Section, filled, joined, more, sheet_of

LANES = (
    Lane("ID", 5),
    Lane("What could happen", 12),
    Lane("What we can do", 8),
    Lane("Owner", 5),
    Lane("By", 4),
    Lane("First sign", 6),
)

NEAR = timedelta(weeks=6)
"""What is expected within this time weighs double."""

HAPPENING = {"Critical": 25, "High": 16}
"""Severity of an issue -> the score that it weighs like; as it is happening now, it counts as near."""


def risks_and_options(book: Book, now: Context, budget: Budget) -> Section:
    """The risks that weigh most, the critical issues, and those of high severity that are late."""
    found = weightiest(book, now)
    shown = found[: budget.risks]
    lines = tuple(_risk(book, now, row) if isinstance(row, Risk) else _issue(book, now, row) for row in shown)
    said = joined(
        more(_count(found, Risk), _count(shown, Risk), RISKS.name),
        more(_count(found, Issue), _count(shown, Issue), ISSUES.name),
    )
    return Section(
        "risks and options", "table", lines, "2  Risks and options", Cell(said), sheet_of(book, RISKS), LANES,
        "No open risk has a score, and no issue is critical, or high and late.",
    )  # fmt: skip


def weightiest(book: Book, now: Context) -> list[Risk | Issue]:
    """Open risks by residual score, doubled where they are near; among them critical issues and late high ones.

    "Show on brief" overrides: Always puts a row first, Never leaves it out.
    """
    rows: list[Risk | Issue] = [*book.of(ISSUES), *book.of(RISKS)]
    rated = [(row, _weight(row, now)) for row in rows if row.is_open and row.show_on_brief != "Never"]
    kept = [(row, weight) for row, weight in rated if weight or row.show_on_brief == "Always"]
    kept.sort(key=lambda rated: (rated[0].show_on_brief != "Always", -rated[1]))
    return [row for row, _ in kept]


def _weight(row: Risk | Issue, now: Context) -> float:
    if isinstance(row, Risk):
        near = row.expected is not None and row.expected <= now.as_of + NEAR
        return (row.rating or 0) * (2 if near else 1)
    late = row.days_overdue or (row.age and row.age_limit and row.age > row.age_limit)
    return 2 * HAPPENING.get(row.severity or "", 0) if late or row.severity == "Critical" else 0


def _risk(book: Book, now: Context, risk: Risk) -> Line:
    rating = f"{risk.name} ({risk.rating})" if risk.rating else risk.name
    fired = risk.trigger_state == "Fired"
    cells = (
        Cell(rating, "strong"),
        Cell(risk.words),
        Cell(risk.response_action or risk.fallback or "nothing yet", "" if risk.response_action else "late"),
        filled(risk.response_owner or risk.owner, "nobody"),
        _by(risk, now),
        Cell(f"{'Seen: ' if fired else ''}{risk.trigger}" if risk.trigger else "none named", "late" if fired else ""),
    )
    return Line(cells, book.place(risk, "id"), risk.id)


def _issue(book: Book, now: Context, issue: Issue) -> Line:
    said = issue.words
    if issue.age and issue.age_limit and issue.age > issue.age_limit:
        said = f"{said.rstrip('.')}. Open {counted(issue.age, 'day')} (limit {issue.age_limit:g})."
    cells = (
        Cell(joined(issue.name, issue.severity or "").replace(" · ", " "), "strong"),
        Cell(said),
        filled(issue.next_step, "nothing yet"),
        filled(issue.owner, "nobody"),
        Cell(due(issue.target, issue.days_overdue, now.as_of, short=True), "late" if issue.days_overdue else ""),
        Cell("Happening now"),
    )
    return Line(cells, book.place(issue, "id"), issue.id)


def _by(risk: Risk, now: Context) -> Cell:
    if risk.response_status == "Done":
        return Cell("done", "muted")
    return Cell(due(risk.response_due, risk.days_overdue, now.as_of, short=True), "late" if risk.days_overdue else "")


def _count(rows: list[Risk | Issue], kind: type[Risk | Issue]) -> int:
    return sum(isinstance(row, kind) for row in rows)
