"""What changed since an earlier report, for a terminal, a page or a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pmxl.facts.differences import Difference
from pmxl.facts.dragged import dragged, is_finish
from pmxl.facts.words import day, full_day, listing, number, share
from pmxl.model import Book, Context, Row
from pmxl.registers import BY_NAME
from pmxl.registers.schedule import Task
from pmxl.reports.as_markdown import escaped
from pmxl.reports.checked import one_line

KINDS = {
    "vanished": "Vanished", "became": "Happened", "new": "New", "closed": "Closed", "moved": "Dates moved",
    "changed": "Changed",
}  # fmt: skip
"""Kind of difference -> its heading, the one first that nobody would tell."""
NAMED = 3
"""Rows that were only taken along and are named on the line of their cause."""
FORMATS = ("text", "json", "markdown")
NO_REPORT = (
    "No earlier report is on record, so there is nothing to compare with: issue a brief now, and look again next time."
)


def changed(format: str, book: Book, now: Context, since: date | None, found: Sequence[Difference]) -> Iterator[str]:
    """The report in one of FORMATS, piece by piece; *since* is None where no earlier report is on record.

    People read a date that was only taken along by another one below that; programs get each difference by itself.
    """
    as_of = now.as_of
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
    taken = dragged(book, now, found)
    for kind, heading in KINDS.items():
        of_kind = [difference for difference in found if difference.kind == kind]
        if of_kind:
            yield f"\n## {heading} ({len(of_kind)})\n\n" if mark else f"\n{heading} ({len(of_kind)})\n"
        for depth, said in _lines(book, of_kind, taken, now.as_of):
            yield f"{'  ' * depth}- {escaped(said)}\n" if mark else f"  {'  ' * depth}{one_line(said)}\n"


def _lines(
    book: Book, of_kind: Sequence[Difference], taken: Mapping[str, str], as_of: date
) -> Iterator[tuple[int, str]]:
    """A line for each row with all that is different of it, and how deep it stands: 1 below what took it along."""
    along: dict[str, list[Difference]] = {}
    ours: dict[str, list[Difference]] = {}
    for found in of_kind:
        if is_finish(found) and found.record in taken:
            along.setdefault(taken[found.record], []).append(found)
        else:
            ours.setdefault(found.record, []).append(found)
    for record, (first, *rest) in ours.items():
        said = ", ".join([said_of(book, first, as_of), *(_change(found, as_of) for found in rest)])
        with_it = along.get(record, [])
        key = [found for found in with_it if _is_key(book, found)]
        others = [found.record for found in with_it if found not in key]
        if not key and 0 < len(others) <= NAMED:
            yield 0, f"{said}, and with it {listing(others)}"
            continue
        yield 0, f"{said}, and with it {len(with_it)} more" if with_it else said
        for found in key:
            yield 1, said_of(book, found, as_of)
        if others:
            yield 1, f"{'and ' if key else ''}{listing(others)}"


def _is_key(book: Book, found: Difference) -> bool:
    row = book.by_id.get(found.record)
    return isinstance(row, Task) and bool(row.key_milestone)


def said_of(book: Book, found: Difference, as_of: date) -> str:
    """One difference in words: `T-043 Move wave 3: finish 20 Mar → 27 Mar`."""
    row = book.by_id.get(found.record)
    called = f"{found.record} {_title(row)}".strip()
    if found.kind == "became":
        return f"{called}: became {found.after}" if found.after else f"{called}: happened, and no issue names it"
    if found.kind in ("new", "vanished") or (found.kind == "closed" and not found.before):
        return called
    return f"{called}: {_change(found, as_of)}"


def _change(found: Difference, as_of: date) -> str:
    before, after = (_shown(found, said, as_of) for said in (found.before, found.after))
    return f"{_field(found)} {before or 'blank'} → {after or 'blank'}"


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
