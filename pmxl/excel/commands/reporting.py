"""Commands that make the brief and put reports on record."""

from __future__ import annotations

from datetime import date

from pmxl.excel import writing
from pmxl.excel.answers import Answer
from pmxl.excel.application import Book
from pmxl.excel.commands.journeys import travel
from pmxl.reports.checked import day
from pmxl.reports.written import verdict


def brief(book: Book | None, today: date) -> Answer:
    """Write the one-page brief from what the workbook says now, and show it."""
    raw, journey = travel(book, today)
    plan = journey.plan(sheets=("Brief",))
    told = writing.apply(book, raw, plan.edits, "brief")
    _show_brief(book)
    return Answer(". ".join([f"The brief as of {day(journey.now.as_of)}", *told]) + ".")


def issue(book: Book | None, today: date) -> Answer:
    """Refresh, put the report for the as-of date on record (sheet Snapshots), and show the brief for handing out."""
    raw, journey = travel(book, today)
    plan = journey.plan()
    told = writing.apply(book, raw, plan.edits, "issue")
    _show_brief(book)
    lines = [f"The report for {day(journey.now.as_of)} is on record", verdict(plan), *told]
    return Answer(". ".join(lines) + ". Save the workbook, then print or export the sheet Brief.", box=True)


def _show_brief(book: Book | None) -> None:
    if book is not None and "Brief" in [sheet.name for sheet in book.sheets]:
        book.sheets["Brief"].activate()
