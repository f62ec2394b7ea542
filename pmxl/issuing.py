"""Issuing the brief: the page is frozen with its number, and what it said goes on record.

A refresh never changes a page that was issued. A brief is issued once for an as-of date; issuing it again for the same
day, when something was wrong, takes the same number.
"""

from __future__ import annotations

from pmxl.facts.issued import brief_number, issued_for, report_of
from pmxl.generate.pages import appended, brief_page
from pmxl.model import Book, Context, Edit, ReplaceSheet, SetCells
from pmxl.records import NamedTuple
from pmxl.registers.reports import REPORTS, Report


class Issued(NamedTuple):
    """What issuing writes besides the refresh."""

    number: int
    page: str
    """The sheet that keeps the brief."""
    edits: list[Edit]
    before: Report | None
    """The report that was issued for the same day before."""


def issue(book: Book, now: Context) -> Issued:
    """The frozen page and its line on record. The book must have been computed and judged."""
    number, before = brief_number(book, now.as_of), issued_for(book, now.as_of)
    page = (before.page if before else None) or f"Brief {number}"
    frozen = brief_page(book, now)._replace(sheet=page, after="Brief")
    report = report_of(book, now, now.today, page, _texts(frozen))
    return Issued(number, page, [frozen, *_line(book, report, before)], before)


def _texts(page: ReplaceSheet) -> list[str]:
    """The page's texts as they are read back."""
    return [str(cell.value) for row in page.rows for cell in row.cells if cell.value not in (None, "")]


def _line(book: Book, report: Report, before: Report | None) -> list[Edit]:
    values = [getattr(report, column.name) for column in REPORTS.columns]
    standing = book.standings.get(REPORTS.name)
    if before is None or standing is None:
        return appended(book, REPORTS, [values])
    return [
        SetCells(standing.sheet, standing.letters[column.name], {before.number: value}, kind=column.kind)
        for column, value in zip(REPORTS.columns, values, strict=True)
        if column.name in standing.letters
    ]
