"""What changed since the last brief: what is new, closed, became something else, moved, or is gone."""

from __future__ import annotations

from pmxl.facts.cost import money
from pmxl.facts.differences import Difference, differences
from pmxl.facts.dragged import dragged
from pmxl.facts.history import History, as_day
from pmxl.facts.issued import last_brief
from pmxl.facts.slip import last_to_finish
from pmxl.facts.words import capital, counted, listing, number
from pmxl.model import Book, Context
from pmxl.registers.cost import COST
from pmxl.registers.machine import SNAPSHOTS
from pmxl.sections.dates import moved
from pmxl.sections.parts import Budget, Cell, Line, Section, sheet_of

NOUNS = {
    "Risks": "risk", "Issues": "issue", "Decisions": "decision", "Changes": "change", "Actions": "action",
    "Schedule": "task", "Scope": "scope item", "Cost": "cost line", "Readiness": "readiness check",
    "Benefits": "benefit",
}  # fmt: skip
"""Register -> what one of its rows is called, in the order in which they are told."""

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
    found = list(differences(book, history.reports[-1]))
    parts = [
        _finish(book, now, history), _forecast(book, history), _became(found), _gone(found), _new(found),
        _closed(found), _moved(book, now, found),
    ]  # fmt: skip
    said = "; ".join(part for part in parts if part) or "nothing is new, closed, moved or gone"
    label = f"Since {last_brief(book, now.as_of)}"
    line = Line((Cell(label, "strong"), Cell(f"{capital(said)}.")), sheet_of(book, SNAPSHOTS))
    return Section("changed since", "sentences", (line,))


def _finish(book: Book, now: Context, history: History) -> str:
    """How the end of the project moved."""
    last = last_to_finish(book)
    finishes = (as_day(history.last(record, "finish")) for record in history.records("finish"))
    before = max((found for found in finishes if found), default=None)
    if last is None or last.finish is None or before is None or before == last.finish:
        return ""
    return f"finish {moved(before, last.finish, now.as_of)}"


def _forecast(book: Book, history: History) -> str:
    """How the forecast cost moved."""
    lines = [(line.forecast, history.last(line.name, "forecast")) for line in book.of(COST)]
    if not lines or money(book).unknown or not all(before for _, before in lines):
        return ""
    try:
        change = sum((after or 0.0) - float(before or 0) for after, before in lines)
    except ValueError:  # Somebody typed into the log.
        return ""
    return f"forecast {'+' if change > 0 else '−'}{number(abs(round(change)))}" if round(change) else ""


def _became(found: list[Difference]) -> str:
    """Risks that happened, and the issues that they became."""
    became = [difference for difference in found if difference.kind == "became"]
    return listing([f"{d.record} became {d.after}" if d.after else f"{d.record} happened" for d in became])


def _gone(found: list[Difference]) -> str:
    """Rows that were there and are nowhere now. Nobody deletes a row; it is closed."""
    gone = sorted(difference.record for difference in found if difference.kind == "vanished")
    return f"{listing(gone) if len(gone) <= NAMED else counted(len(gone), 'row')} vanished" if gone else ""


def _new(found: list[Difference]) -> str:
    names = [difference.register for difference in found if difference.kind == "new"]
    counts = {noun: names.count(name) for name, noun in NOUNS.items() if name in names}
    told = [counted(count, noun) for noun, count in list(counts.items())[:TOLD]]
    rest = sum(list(counts.values())[TOLD:])
    return f"new: {', '.join([*told, *([counted(rest, 'other')] if rest else [])])}" if counts else ""


def _closed(found: list[Difference]) -> str:
    """How many rows are closed that were open; a risk that happened is told by its name, and counted no second time."""
    closed = {d.record for d in found if d.kind == "closed"}
    return f"{len(closed)} closed" if closed else ""


def _moved(book: Book, now: Context, found: list[Difference]) -> str:
    """How many dates moved, and with which one most of them did, where one took half of them along."""
    count = sum(difference.kind == "moved" and bool(difference.before) for difference in found)
    taken = list(dragged(book, now, found).values())
    first = max(dict.fromkeys(taken), key=taken.count, default="")
    with_it = f", {taken.count(first)} of them with {first}" if taken.count(first) * 2 >= count > 1 else ""
    return f"{counted(count, 'date')} moved{with_it}" if count else ""
