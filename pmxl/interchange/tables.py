"""CSV: any register out, a schedule in. Safe to open in a spreadsheet, and the same values come back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

from pmxl.interchange.imported import Exported, Imported
from pmxl.interchange.told import Told
from pmxl.interchange.values import MOST, text_of
from pmxl.model import Book, RawBook, RawSheet, Register
from pmxl.reading import read as read_book
from pmxl.registers.schedule import SCHEDULE
from pmxl.standing import plain
from pmxl.workbook.errors import Refused

MOST_ROWS = 1_000_000
"""Rows that a sheet has room for, roughly."""

_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""What a spreadsheet may take for the beginning of a formula, and what was made harmless before."""


def write(book: Book, register: Register[Any]) -> Exported:
    """A register with all its columns, computed ones as well, as UTF-8 text with comma and header line.

    Write it with a byte-order mark: without one Excel takes the text for the computer's own encoding.
    """
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(column.title for column in register.columns)
    for row in book.of(register):
        lines.writerow(_cell(getattr(row, column.name)) for column in register.columns)
    return Exported(text.getvalue(), [])


def _cell(value: Any) -> str:
    """A value as text; a text that could be taken for a formula gets an apostrophe, a number does not."""
    text = text_of(value)
    return f"'{text}" if isinstance(value, (str, tuple)) and _FORMULA.match(text) else text


def _uncell(text: str) -> str:
    """The text without the apostrophe that made it harmless."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def read(data: bytes) -> Imported:
    """A schedule from CSV: columns are found by their titles, other words for them and near spellings.

    Text that cannot be read as what its column holds is kept as it is, so that the workbook can say what is wrong
    with it. Raises Refused where no column is one of the Schedule's.
    """
    lines = list(_lines(_decoded(data)))
    told = Told()
    cells = {number: _filled(line, told, number) for number, line in enumerate(lines, 1)}
    book = read_book(RawBook({SCHEDULE.name: RawSheet(SCHEDULE.name, cells)}))
    standing = book.standings.get(SCHEDULE.name)
    if standing is None:
        raise Refused("none of its first lines names columns of a schedule", "name them Task, Duration, Predecessors …")
    kept = {(id(m.row), m.column.name): m.raw for m in book.misread if m.used is None}
    rows = []
    for row in book.of(SCHEDULE):
        typed = {column.name: getattr(row, column.name) for column in SCHEDULE.columns if column.typed}
        typed |= {name: raw for (which, name), raw in kept.items() if which == id(row)}
        rows.append({name: value for name, value in typed.items() if value not in (None, "", ())})
    for misread in book.misread:
        if misread.used is None:
            told.say(f'a text in the column "{misread.column.title}" stands as it is', misread.row.name)
    found = {plain(title) for title in standing.renamed}
    found |= {plain(word) for column in SCHEDULE.columns for word in (column.title, *column.also)}
    for title in lines[standing.header_row - 1]:
        if title.strip() and plain(title) not in found:
            told.say(f'the column "{title.strip()}" has no place in the Schedule')
    return Imported({SCHEDULE.name: rows}, {}, told.lines())


def _decoded(data: bytes) -> str:
    """The text of a file. Excel's "Unicode text" is UTF-16; everything else that is no UTF-8 is refused."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Refused("its text is not UTF-8", 'save it from Excel as "CSV UTF-8"') from None


def _lines(text: str) -> Iterator[list[str]]:
    """The lines of the file. What parts its cells is the mark that its first line holds most of."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        for number, line in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter)):
            if number > MOST_ROWS:
                raise Refused(f"it has more than {MOST_ROWS:,} rows", "split it")
            yield line
    except csv.Error as error:
        raise Refused(f"it is no readable CSV ({error})", "save it again as CSV") from None


def _filled(line: list[str], told: Told, number: int) -> dict[int, object]:
    if any(len(text) > MOST for text in line):
        told.say(f"a text is longer than the {MOST:,} characters that a cell holds and is cut", f"line {number}")
    return {i: _uncell(text)[:MOST] for i, text in enumerate(line, 1) if text}
