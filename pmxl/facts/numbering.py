"""Numbering: every row gets a name, so that findings, references and the history can speak of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pmxl.model import Book, Context, Register
from pmxl.registers import REGISTERS
from pmxl.registers.machine import SNAPSHOTS


def number_new_rows(book: Book, _: Context) -> None:
    """Give each row without an ID the next free one of its register. An ID that was ever on record is not free.

    A row whose ID cell shows an error has an ID, which nobody can read until the cell is put right. A list without a
    column for IDs cannot keep what it is given, so it is numbered from 1, or its names would rise with every report.
    """
    unread = {id(cell.row) for cell in book.misread if cell.column.kind == "key"}
    for register in REGISTERS:
        prefix = register.prefix
        nameless = [row for row in book.of(register) if prefix and not row.id and id(row) not in unread]
        standing = book.standings.get(register.name)
        keeps = standing is None or "id" in standing.letters
        last = last_number(book, prefix) if nameless and keeps else 0
        for number, row in enumerate(nameless, last + 1):
            row.id = f"{prefix}-{number:03d}"
            book.by_id[row.id] = row


def nameless(book: Book) -> frozenset[str]:
    """The sheets without a column for IDs: what pmxl calls their rows stands nowhere on them."""
    found = (book.standings.get(register.name) for register in REGISTERS if register.prefix)
    return frozenset(standing.sheet for standing in found if standing and "id" not in standing.letters)


def last_number(book: Book, prefix: str) -> int:
    """The highest number that bears a prefix anywhere: in rows, in references to rows now gone, in the history.

    A reference counts, for a new row must not become what an old reference speaks of.
    """
    word = re.escape(prefix.upper())
    # A pattern that begins with plain text in one case is found at once; what may not stand before it is asked after.
    pattern = re.compile(rf"{word}(?<![^\W_]{word})-?(\d{{1,9}})(?!\d)")
    # One search of everything is much faster than one of each of some thousand cells.
    return max(map(int, pattern.findall("\n".join(_texts(book)).upper())), default=0)


def _texts(book: Book) -> Iterator[str]:
    for register in REGISTERS:
        names = _naming_columns(register)
        for row in book.of(register):
            for name in names:
                value = getattr(row, name)
                yield from value if isinstance(value, tuple) else (value,)
    yield from {line.record or "" for line in book.of(SNAPSHOTS)}


def _naming_columns(register: Register[Any]) -> list[str]:
    return [c.name for c in register.columns if c.typed and c.kind in ("key", "refs", "links")]
