"""What changed since the last brief: what is new, closed, became something else, moved, or is gone."""

from __future__ import annotations

from pmxl.facts.baseline import last_to_finish
from pmxl.facts.history import WATCHED, History, as_text
from pmxl.facts.words import counted
from pmxl.model import Book, Context, Row
from pmxl.registers import BY_NAME
from pmxl.registers.issues import ISSUES
from pmxl.registers.machine import SNAPSHOTS
from pmxl.registers.risks import RISKS
from pmxl.sections.dates import moved, recorded
from pmxl.sections.header import number
from pmxl.sections.parts import Budget, Cell, Line, Section, capital, listed, sheet_of

NOUNS = {
    "Risks": "risk", "Issues": "issue", "Decisions": "decision", "Changes": "change", "Actions": "action",
    "Schedule": "task", "Scope": "scope item",
    "Cost": "cost line", "Readiness": "readiness check", "Benefits": "benefit",
}  # fmt: skip
"""Register -> what one of its rows is called, in the order in which they are told."""

DATES = ("finish", "due", "needed_by", "target")
"""The fields whose change is a move."""

NAMED = 3
"""Rows that are called by name before they are only counted."""

TOLD = 2
"""Kinds of new rows that are told apart; the others are counted together."""


def changed_since(book: Book, now: Context, _: Budget) -> Section:
    """One sentence on the difference from the last brief."""
    history = book.history
    if history is None or not history.reports:
        line = Line((Cell("Changes", "strong"), Cell("First brief: nothing to compare with yet.")))
        return Section("changed since", "sentences", (line,))
    rows = [row for name in NOUNS for row in book.of(BY_NAME[name]) if row.id]
    parts = [
        _finish(book, now, history),
        _became(book, history),
        _gone(rows, history),
        _new(rows, history),
        _closed(rows, history),
        _moved(rows, history),
    ]
    said = "; ".join(part for part in parts if part) or "nothing is new, closed, moved or gone"
    label = f"Since brief {number(book) - 1}"
    line = Line((Cell(label, "strong"), Cell(f"{capital(said)}.")), sheet_of(book, SNAPSHOTS))
    return Section("changed since", "sentences", (line,))


def _finish(book: Book, now: Context, history: History) -> str:
    """How the end of the project moved."""
    last = last_to_finish(book)
    finishes = (recorded(history.last(record, "finish")) for record in history.records("finish"))
    before = max((found for found in finishes if found), default=None)
    if last is None or last.finish is None or before is None or before == last.finish:
        return ""
    return f"finish {moved(before, last.finish, now.as_of)}"


def _became(book: Book, history: History) -> str:
    """Risks that happened, and the issues that they became."""
    issue_of = {ref: issue.name for issue in book.of(ISSUES) for ref in issue.from_risk}
    found = [
        f"{risk.id} became {issue_of[risk.id]}" if risk.id in issue_of else f"{risk.id} happened"
        for risk in book.of(RISKS)
        if risk.id and risk.status == "Happened" and history.last(risk.id, "status") not in ("Happened", None)
    ]
    return listed(found)


def _gone(rows: list[Row], history: History) -> str:
    """Rows that were there and are nowhere now. Nobody deletes a row; it is closed."""
    here = {row.id for row in rows}
    fields = {field for name in NOUNS for field in WATCHED[name]}
    there = {
        record: None for field in sorted(fields) for record in history.records(field) if history.last(record, field)
    }
    gone = sorted(record for record in there if record not in here and not _is_dimension(record, history))
    return f"{listed(gone) if len(gone) <= NAMED else counted(len(gone), 'row')} vanished" if gone else ""


def _is_dimension(record: str, history: History) -> bool:
    return history.last(record, "computed") is not None


def _new(rows: list[Row], history: History) -> str:
    known = {record for field in WATCHED_FIELDS for record in history.records(field)}
    names = [row.register.name for row in rows if row.id not in known]
    counts = {noun: names.count(name) for name, noun in NOUNS.items() if name in names}
    told = [counted(count, noun) for noun, count in list(counts.items())[:TOLD]]
    rest = sum(list(counts.values())[TOLD:])
    return f"new: {', '.join([*told, *([counted(rest, 'other')] if rest else [])])}" if counts else ""


def _closed(rows: list[Row], history: History) -> str:
    found = [row for row in rows if not row.is_open and _was_open(row, history)]
    return f"{len(found)} closed" if found else ""


def _moved(rows: list[Row], history: History) -> str:
    found = [
        row
        for row in rows
        for field in WATCHED[row.register.name]
        if field in DATES and history.last(row.id, field) not in (None, "", as_text(getattr(row, field)))
    ]
    return f"{counted(len(found), 'date')} moved" if found else ""


def _was_open(row: Row, history: History) -> bool:
    """True where the last brief saw the row, and saw it open."""
    fields = WATCHED[row.register.name]
    seen = {field: said for field in fields if (said := history.last(row.id, field)) is not None}
    if row.register.name == "Schedule":
        return bool(seen) and seen.get("percent_complete") != "1"
    before: Row = row.register.row()
    for field, said in seen.items():
        setattr(before, field, said or None)
    return bool(seen) and before.is_open


WATCHED_FIELDS = sorted({field for fields in WATCHED.values() for field in fields})
"""Every field that is put on record, once."""
