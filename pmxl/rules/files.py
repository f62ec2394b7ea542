"""Rules on the file that the workbook is: what in it cannot be read as it says, and its copies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pmxl.facts.words import capital
from pmxl.model import Book, Context, Place
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import quoted

_ODDITY = r"(?s)'(?P<sheet>.*)'!(?P<column>[A-Z]+)(?P<row>\d+): (?P<says>.*)"


@book_rule(catalogue="STR-09")
def cell_content_impossible(book: Book, now: Context) -> Iterator[Wrong]:
    """A cell whose content cannot be what the file says that it is.

    Why: some program has written the file wrongly, and other programs may read something else there.

    Do: type the cell again.
    """
    for said in book.raw.oddities:
        found = re.fullmatch(_ODDITY, said)
        if found:
            says = found["says"]
            sentence = f"The content {says}" if says.startswith('"') else capital(says)
            yield Wrong(Place(found["sheet"], int(found["row"]), found["column"]), sentence)
        else:
            yield Wrong(Place(next(iter(book.raw.sheets), "")), said)


@book_rule(catalogue="STR-15")
def conflict_copy_beside_the_workbook(book: Book, now: Context) -> Iterator[Wrong]:
    """A copy beside the workbook that a sync client made because two people changed it at once.

    Why: what one of the two wrote is only in the copy, and nobody looks there.

    Do: bring what is in the copy into this workbook, then delete the copy.
    """
    for name in book.raw.conflict_copies:
        yield Wrong(Place(next(iter(book.raw.sheets), "")), f"{quoted(name, 120)} is a conflict copy of this workbook")
