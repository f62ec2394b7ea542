"""Commands that make the brief and put reports on record."""

from __future__ import annotations

from datetime import date

from pmxl.excel import writing
from pmxl.excel.answers import Answer
from pmxl.excel.application import Book
from pmxl.excel.commands.going import show_sheet
from pmxl.excel.commands.journeys import travel
from pmxl.reports.checked import day
from pmxl.reports.written import verdict
from pmxl.workbook.errors import Refused


def brief(book: Book | None, today: date) -> Answer:
    """Write the one-page brief from what the workbook says now, and show it."""
    raw, journey = travel(book, today)
    plan = journey.plan(sheets=("Brief",))
    told = writing.apply(book, raw, plan.edits, "brief")
    show_sheet(book, "Brief")
    return Answer(". ".join([f"The brief as of {day(journey.now.as_of)}", *told]) + ".")


def issue(book: Book | None, today: date) -> Answer:
    """Refresh, freeze the brief of the as-of date with its number, put it on record, and show it for handing out."""
    from pmxl.issuing import issue as freeze

    raw, journey = travel(book, today)
    plan = journey.plan()
    issued, as_of = freeze(journey.book, journey.now), day(journey.now.as_of)
    if issued.before:
        raise Refused(f"brief {issued.number} was issued for {as_of}", "set a later as-of date on Settings")
    told = writing.apply(book, raw, [*plan.edits, *issued.edits], "issue")
    show_sheet(book, "Brief")
    lines = [f'Brief {issued.number} is issued as of {as_of}; the sheet "{issued.page}" keeps it', verdict(plan), *told]
    return Answer(". ".join(lines) + ". Save the workbook, then print or export the sheet Brief.", box=True)
