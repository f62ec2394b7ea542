"""Rules on references: an ID that is named must be there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmxl.model import Book, Column, Context, Row
from pmxl.registers import REGISTERS
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import did_you_mean, listing

_ID = r"([A-Za-z]{1,4})-?(\d{1,6})"


@book_rule(level="error", catalogue="DEP-05")
def reference_to_nothing(book: Book, now: Context) -> Iterator[Wrong]:
    """A cell that names an ID which no row bears.

    Why: a reference that leads nowhere hides what it should show: what waits, what covers, what blocks.

    Do: correct the ID.
    """
    known = {row_id.casefold() for row_id in book.by_id}
    there = {r.prefix for r in REGISTERS if r.prefix and r.name in book.standings}
    alike: dict[tuple[str, int], str] = {}
    for row, column in _referring(book):
        lost = [ref for ref in getattr(row, column.name) if ref.casefold() not in known and _prefix(ref) in there]
        if lost:
            verb = "which does not exist" if len(lost) == 1 else "which do not exist"
            alike = alike or {_bare(row_id): row_id for row_id in book.by_id}
            named = [f"{ref}{did_you_mean(alike.get(_bare(ref), ''))}" for ref in lost]
            yield Wrong(row, f"{row.name} refers to {listing(named)}, {verb}", column.name)


def _referring(book: Book) -> Iterator[tuple[Row, Column]]:
    """Every row with each of its columns that names other rows."""
    for register in REGISTERS:
        columns = [column for column in register.columns if column.kind == "refs" and column.typed]
        for column in columns:
            yield from ((row, column) for row in book.of(register) if getattr(row, column.name))


def _prefix(ref: str) -> str:
    """The letters of what looks like an ID; "" for a word that does not, which is left alone."""
    found = re.fullmatch(_ID, ref)
    return found[1].upper() if found else ""


def _bare(ref: str) -> tuple[str, int]:
    """Letters and number of an ID, however it is written: T-31 is T-031."""
    found = re.fullmatch(_ID, ref)
    return (found[1].upper(), int(found[2])) if found else (ref, 0)
