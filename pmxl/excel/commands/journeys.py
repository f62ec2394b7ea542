"""The way that the commands share: an open workbook is read, goes through the journey, and gets its plan."""

from __future__ import annotations

import contextlib
from datetime import date

from pmxl.excel.application import NO_WORKBOOK, UNHIDE, Book, if_it_can, patiently, say, selected_cells
from pmxl.excel.reading import answered, raw_book
from pmxl.journey import Journey
from pmxl.model import Book as Read
from pmxl.model import Place, RawBook, Row
from pmxl.model.raw import letters_of
from pmxl.registers import any_known
from pmxl.workbook.errors import Refused


def travel(book: Book | None, today: date) -> tuple[RawBook, Journey]:
    """Read the open workbook and compute everything. Raises Refused where there is nothing to compute from."""
    if book is None:
        raise NO_WORKBOOK
    say(book.app, "pmxl: reading")
    try:
        raw = answered(lambda: raw_book(book))
        say(book.app, "pmxl: computing")
        journey = Journey(raw, today)
    finally:
        say(book.app, None)
    if not any_known(journey.judged.standings):
        says = f'none of the sheets of "{book.name}" is a list that pmxl knows'
        raise Refused(says, "New makes a workbook that has them; or head the columns of your list as its template does")
    return raw, journey


def here(book: Book | None) -> Place:
    """The cell that the person stands on; nowhere where a picture, a chart or a chart sheet is selected."""
    if book is None:
        raise NO_WORKBOOK
    if not _is_in_front(book):
        with contextlib.suppress(Exception):  # Excel knows one selection: that of the workbook in front.
            book.activate()
        if not _is_in_front(book):
            raise Refused(f'"{book.name}" cannot be brought to the front', UNHIDE)
    cell = patiently(lambda: selected_cells(book.app))
    return Place(book.sheets.active.name, cell.row, letters_of(cell.column)) if cell is not None else Place("")


def _is_in_front(book: Book) -> bool:
    front = if_it_can(lambda: book.app.books.active, book)
    return bool(if_it_can(lambda: front == book, False))  # With Protected View in front there is none to compare.


def row_at(read: Read, place: Place) -> Row | None:
    """The row of a register that a cell lies in."""
    for name, standing in read.standings.items():
        if standing.sheet == place.sheet:
            return next((row for row in read.rows[name] if row.number == place.row), None)
    return None
