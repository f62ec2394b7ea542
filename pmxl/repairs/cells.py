"""Repairs of single cells: dates and numbers held as text, words that are nearly on their list, stray blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmxl.model import Book, Misread
from pmxl.model.raw import number_of
from pmxl.registers import REGISTERS
from pmxl.registers.cells import TRIMMED, CellReader, bare_word
from pmxl.registers.other_words import meant_by
from pmxl.repairs.repair import Repair

SHORTEST = 4
"""Letters of the shortest word that is taken for a slip of the hand: "No" may mean "Not"."""


def date_held_as_text(book: Book) -> Iterator[Repair]:
    """A text that can only mean one day becomes that day."""
    for cell in _misread(book, "date-held-as-text"):
        if cell.used is not None:
            yield _repair(book, cell, "date-held-as-text", cell.used)


def number_held_as_text(book: Book) -> Iterator[Repair]:
    """A text that can only mean one number becomes that number. "1,500" and "1.500" mean two, and stay."""
    for cell in _misread(book, "number-held-as-text"):
        if cell.used is not None and not re.search(r"\d[.,]\d{3}(?!\d)", str(cell.raw)):
            yield _repair(book, cell, "number-held-as-text", float(cell.used))  # type: ignore[arg-type]


def value_not_in_list(book: Book) -> Iterator[Repair]:
    """A word that is one slip of the hand away from one word of its list, or another word for it, becomes that word."""
    for cell in _misread(book, "not-in-list"):
        allowed = ("Yes", "No") if cell.column.kind == "yes_no" else cell.column.choices
        known = meant_by(cell.raw, cell.register, cell.column)
        meant = "" if cell.column.list_name else str(known) if known else certain(str(cell.raw), allowed)
        if meant and meant == cell.hint:
            yield _repair(book, cell, "value-not-in-list", meant)


def value_with_stray_blanks(book: Book) -> Iterator[Repair]:
    """Blanks before and behind an ID, a list word or a name go."""
    reader = CellReader(date_1904=book.raw.date_1904)
    for register in REGISTERS:
        letters = book.standings[register.name].letters if register.name in book.standings else {}
        columns = [c for c in register.columns if c.kind in TRIMMED and c.typed and c.name in letters]
        for column, row in ((column, row) for column in columns for row in book.of(register)):
            place = book.place(row, column.name)
            raw = book.raw.sheets[place.sheet].cells.get(row.number, {}).get(number_of(place.column))
            if isinstance(raw, str) and raw.strip() and raw != raw.strip():
                word = reader.readers["text"](raw, column)
                yield Repair("value-with-stray-blanks", place, row.name, column.title, raw, word, kind=column.kind)


def _misread(book: Book, reason: str) -> Iterator[Misread]:
    for cell in book.misread:
        if cell.reason == reason and isinstance(cell.raw, str) and book.place(cell.row, cell.column.name).column:
            yield cell


def _repair(book: Book, cell: Misread, rule: str, after: object) -> Repair:
    place = book.place(cell.row, cell.column.name)
    return Repair(rule, place, cell.row.name, cell.column.title, cell.raw, after, kind=cell.column.kind)  # type: ignore[arg-type]


def certain(said: str, allowed: tuple[str, ...]) -> str:
    """The only word of a list that is at most one slip away; "" where there is none, or more than one."""
    bare = bare_word(said)
    near = [word for word in allowed if len(bare) >= SHORTEST and one_slip_apart(bare, bare_word(word))]
    return near[0] if len(near) == 1 else ""


def one_slip_apart(one: str, other: str) -> bool:
    """True where one letter is missing, too many, wrong, or changed places with the next; or none is."""
    if one == other:
        return True
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[:2][::-1] and len(a[:2]) == 2 and a[2:] == b[2:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or swapped
