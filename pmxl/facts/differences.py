"""What is different from an earlier report: new, closed, became something else, moved, changed, or gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pmxl.facts.history import REPORT, WATCHED, as_text
from pmxl.model import Book, Row
from pmxl.records import NamedTuple
from pmxl.registers import BY_NAME
from pmxl.registers.issues import ISSUES
from pmxl.registers.risks import RISKS

Kind = Literal["new", "closed", "became", "moved", "changed", "vanished"]
DATES = ("finish", "due", "needed_by", "target", "measure_on")
"""The fields whose change is a move."""
DONE = ("percent_complete", "remaining")
"""The fields of which a task that is closed says nothing more."""
UNTOLD = ("measured", "report")
"""What is on record for pmxl's own use."""


class Difference(NamedTuple):
    """One thing that is not as the earlier report had it."""

    kind: Kind
    record: str
    register: str
    """"" for a row that is gone: nobody knows any more where it stood."""
    field: str = ""
    before: str = ""
    after: str = ""
    """Dates as 2026-03-13; for a risk that became an issue, the issue's ID."""


def differences(book: Book, since: date) -> Iterator[Difference]:
    """Everything that differs from what the report of a day had on record, in the order of the sheets.

    The book must have been computed and judged. Nothing is said of a workbook without a log.
    """
    history = book.history
    if history is None:
        return
    seen, here = history.seen(since), {REPORT}
    for name in WATCHED:
        for row in book.of(BY_NAME[name]):
            here.add(row.name)
            if row.id or name == "Status":
                yield from _of_row(book, row, seen.get(row.name), name)
    for record, was in seen.items():
        if record not in here and any(was.values()) and "computed" not in was:
            yield Difference("vanished", record, "")


def _of_row(book: Book, row: Row, was: dict[str, str] | None, name: str) -> Iterator[Difference]:
    if was is None:
        if name != "Status":
            yield Difference("new", row.name, name)
        return
    became = _became(book, row, was)
    closed = name != "Status" and not row.is_open and _was_open(row, was)
    if became is not None:
        yield Difference("became", row.name, name, "status", was.get("status", ""), became)
    elif closed:
        yield Difference("closed", row.name, name, "status", was.get("status", ""), as_text(getattr(row, "status", "")))
    for field in WATCHED[name]:
        after = as_text(getattr(row, field))
        if (
            field in was
            and was[field] != after
            and field not in UNTOLD
            and not (field == "status" and (became or closed))
            and not (field in DONE and closed)
        ):
            yield Difference("moved" if field in DATES else "changed", row.name, name, field, was[field], after)


def _became(book: Book, row: Row, was: dict[str, str]) -> str | None:
    """The issue that a risk became, or "" where it happened and no issue names it; None where it did not happen."""
    if row.register is not RISKS or getattr(row, "status", None) != "Happened" or was.get("status") == "Happened":
        return None
    return next((issue.name for issue in book.of(ISSUES) if row.id in issue.from_risk), "")


def _was_open(row: Row, was: dict[str, str]) -> bool:
    if row.register.name == "Schedule":
        return was.get("percent_complete") != "1"
    before: Row = row.register.row()
    for field, said in was.items():
        setattr(before, field, said or None)
    return before.is_open
