"""The sheets that pmxl writes whole: the brief, the findings, and the log of earlier reports."""

from __future__ import annotations

from pmxl.generate.findings_page import findings_page as findings_page
from pmxl.generate.layout import HEADER
from pmxl.model import Book, Context, PageCell, PageRow, ReplaceSheet
from pmxl.registers.machine import SNAPSHOTS
from pmxl.sections.brief import brief_of
from pmxl.sections.paper import UNIT_CHARACTERS
from pmxl.sections.parts import UNITS

FRONT = "Start here"
"""The sheet that the brief stands behind when it is new."""


def brief_page(book: Book, now: Context) -> ReplaceSheet:
    """The brief as a sheet: one page, every ID a link to its row."""
    brief = brief_of(book, now)
    return ReplaceSheet("Brief", (UNIT_CHARACTERS,) * UNITS, brief.rows, one_page=True, after=FRONT)


def snapshots_page(book: Book, now: Context) -> ReplaceSheet:
    """The log of what every report said, this one among them, as the hidden table Snapshots.

    What was recorded for a later date stays, so that looking back with an earlier as-of date loses nothing.
    """
    assert book.history is not None  # Whoever asks for this page has read the log.
    later = [row for row in book.of(SNAPSHOTS) if row.as_of and row.as_of > now.as_of]
    kept = [(row.as_of or now.as_of, row.record or "", row.field or "", row.value or "") for row in later]
    lines = sorted([*book.history.lines(book, now.as_of), *kept], key=lambda line: line[0])
    heading = (PageRow((PageCell(SNAPSHOTS.title, "title"),), 27), PageRow((PageCell(SNAPSHOTS.about, "about"),)))
    space = (PageRow(()),) * (HEADER - len(heading))
    header = PageRow(tuple(PageCell(column.title, "header_computed") for column in SNAPSHOTS.columns))
    rows = (PageRow(tuple(PageCell(value or None) for value in line)) for line in lines)
    widths = tuple(column.width for column in SNAPSHOTS.columns)
    standing = book.standings.get(SNAPSHOTS.name)
    sheet = standing.sheet if standing else SNAPSHOTS.name
    return ReplaceSheet(
        sheet, widths, (*heading, *space, header, *rows), hidden=True, repeat_rows=HEADER + 1, table=SNAPSHOTS.name
    )
