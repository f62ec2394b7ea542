"""Commands that go somewhere: the sheet Settings, and help. They compute nothing, so they load nothing that does."""

from __future__ import annotations

from datetime import date

from pmxl.excel import COMMANDS
from pmxl.excel.answers import Answer
from pmxl.excel.application import NO_WORKBOOK, STRUCTURE, VISIBLE, Book
from pmxl.model import Place
from pmxl.model.raw import number_of
from pmxl.workbook.errors import Refused


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
    sheet.activate()
    sheet.range((place.row or 1, number_of(place.column) if place.column else 1)).select()


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
