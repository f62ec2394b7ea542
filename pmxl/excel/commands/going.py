"""Commands that go somewhere: the sheet Settings, and help. They compute nothing, so they load nothing that does."""

from __future__ import annotations

import contextlib
from datetime import date

from pmxl.excel import COMMANDS
from pmxl.excel.answers import Answer
from pmxl.excel.application import NO_WORKBOOK, STRUCTURE, VISIBLE, Book, is_busy
from pmxl.model import Place
from pmxl.model.raw import number_of
from pmxl.workbook.errors import Refused

SELECTABLE = "show the window (View, Unhide) or take the protection off (Review, Unprotect Sheet), then again"


def go(book: Book | None, place: Place) -> None:
    """Select a cell, on whatever sheet it stands."""
    if book is None:
        raise NO_WORKBOOK
    sheet = book.sheets[place.sheet]
    if sheet.visible not in VISIBLE:
        try:
            sheet.visible = True
        except Exception:
            says = f'its sheet "{place.sheet}" is hidden and the structure of the workbook is protected'
            raise Refused(says, STRUCTURE) from None
    try:
        sheet.activate()
        with contextlib.suppress(Exception):  # Of sheets selected together one stays: typing fills all of them.
            sheet.select()
        sheet.range((place.row or 1, number_of(place.column) if place.column else 1)).select()
    except Exception as error:
        if is_busy(error):
            raise
        raise Refused(f"{place} cannot be selected", SELECTABLE) from None


def show_sheet(book: Book | None, name: str) -> None:
    """Bring a sheet to the front; what was written is no less there where its window is hidden."""
    with contextlib.suppress(Exception):
        if book is not None:
            book.sheets[name].activate()


def settings(book: Book | None, today: date) -> Answer:
    """Go to the sheet Settings."""
    if book is None:
        raise NO_WORKBOOK
    if "Settings" not in [sheet.name for sheet in book.sheets]:
        return Answer("This workbook has no sheet Settings; New makes one that has.", box=True)
    go(book, Place("Settings", 1, "A"))
    return Answer("Every limit and date on this sheet is yours to change; refresh afterwards.")


def help(book: Book | None, today: date) -> Answer:
    """Say what the buttons do and where to read more."""
    from pmxl import __version__

    lines = [f"{tag.replace('_', ' ').capitalize()}: {what}" for tag, (_, what) in COMMANDS.items()]
    return Answer("\n".join([f"pmxl {__version__}", *lines]), box=True)
