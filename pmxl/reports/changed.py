"""What changed since an earlier report, for a terminal, a page or a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

from pmxl.facts.differences import Difference
from pmxl.facts.words import day, full_day, number, share
from pmxl.model import Book, Row
from pmxl.registers import BY_NAME
from pmxl.reports.as_markdown import escaped
from pmxl.reports.checked import one_line

KINDS = {
    "vanished": "Vanished", "became": "Happened", "new": "New", "closed": "Closed", "moved": "Dates moved",
    "changed": "Changed",
}  # fmt: skip
"""Kind of difference -> its heading, the one first that nobody would tell."""
FORMATS = ("text", "json", "markdown")
NO_REPORT = (
    "No earlier report is on record, so there is nothing to compare with: issue a brief now, and look again next time."
)


def changed(format: str, book: Book, as_of: date, since: date | None, found: Sequence[Difference]) -> Iterator[str]:
    """The report in one of FORMATS, piece by piece; *since* is None where no earlier report is on record."""
    if format == "json":
        lines = [difference._asdict() for difference in found]
        yield (
            json.dumps(
                {"since": since and since.isoformat(), "as_of": as_of.isoformat(), "differences": lines}, indent=2
            )
            + "\n"
        )
        return
    mark = format == "markdown"
    if since is None:
        yield f"{'# Changes' if mark else 'Changes'}\n\n{NO_REPORT}\n"
        return
    title = f"Changes from {full_day(since)} to {full_day(as_of)}"
    yield f"# {title}\n" if mark else f"{title}\n"
    if not found:
        yield "\nNothing is different.\n"
    for kind, heading in KINDS.items():
        of_kind = [difference for difference in found if difference.kind == kind]
        if of_kind:
            yield f"\n## {heading} ({len(of_kind)})\n\n" if mark else f"\n{heading} ({len(of_kind)})\n"
            for difference in of_kind:
                said = said_of(book, difference, as_of)
                yield f"- {escaped(said)}\n" if mark else f"  {one_line(said)}\n"


def said_of(book: Book, found: Difference, as_of: date) -> str:
    """One difference in words: `T-043 Move wave 3: finish 20 Mar → 27 Mar`."""
    row = book.by_id.get(found.record)
    called = f"{found.record} {_title(row)}".strip()
    if found.kind == "became":
        return f"{called}: became {found.after}" if found.after else f"{called}: happened, and no issue names it"
    if found.kind in ("new", "vanished") or (found.kind == "closed" and not found.before):
        return called
    before, after = (_shown(found, said, as_of) for said in (found.before, found.after))
    return f"{called}: {_field(found)} {before or 'blank'} → {after or 'blank'}"


def _title(row: Row | None) -> str:
    words = getattr(row, row.columns[1].name, None) if row is not None else None
    return str(words or "")


def _field(found: Difference) -> str:
    columns = BY_NAME[found.register].columns if found.register else ()
    return next((c.title[:1].lower() + c.title[1:] for c in columns if c.name == found.field), found.field)


def _shown(found: Difference, said: str, as_of: date) -> str:
    kind = next((c.kind for c in BY_NAME[found.register].columns if c.name == found.field), "text")
    try:
        if kind == "day":
            return day(date.fromisoformat(said), as_of)
        if kind == "percent":
            return share(float(said))
        return number(float(said)) if kind in ("number", "money", "whole") else said
    except ValueError:
        return said
