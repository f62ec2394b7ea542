"""The sheet Repairs: what pmxl put right in this workbook, the latest first. What earlier repairs wrote down stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pmxl.model import Book, PageCell, PageRow, ReplaceSheet
from pmxl.repairs.repair import Repair

SHEET = "Repairs"
LANES = (
    ("On", 12.0),
    ("Where", 18.0),
    ("Row", 12.0),
    ("Column", 22.0),
    ("Was", 34.0),
    ("Is now", 34.0),
    ("Rule", 28.0),
)
"""Heading and width in characters of each column."""
HEAD = 3
"""Rows above the first line."""


def log_page(book: Book, repairs: Sequence[Repair], today: date) -> ReplaceSheet:
    """The log with these repairs on top."""
    title = PageRow((PageCell("Repairs", "title", len(LANES)),), 27)
    about = "What pmxl put right, the latest first. To go back, type the value under Was into the cell under Where."
    subtitle = PageRow((PageCell(about, "subtitle", len(LANES)),), 18)
    heads = PageRow(tuple(PageCell(name, "table_head") for name, _ in LANES), 18)
    rows = (title, subtitle, heads, *(_line(repair, today) for repair in repairs), *_earlier(book))
    widths = tuple(width for _, width in LANES)
    return ReplaceSheet(SHEET, widths, rows, landscape=True, repeat_rows=HEAD, after="Findings")


def _line(repair: Repair, today: date) -> PageRow:
    place = repair.place
    after = "its formula again" if repair.formula else repair.after
    cells = (
        PageCell(today, "table_day"),
        PageCell(f"{place.sheet} {place.column}{place.row}", "table_link", link=str(place)),
        PageCell(repair.record, "table"),
        PageCell(repair.title, "table"),
        PageCell(_held(repair.before), "table"),
        PageCell(after, "table_day" if isinstance(after, date) else "table"),
        PageCell(repair.rule, "table_muted"),
    )
    return PageRow(cells)


def _held(value: object) -> str | float | bool | date | None:
    return value if isinstance(value, (str, float, bool, date)) or value is None else str(value)


def _earlier(book: Book) -> Iterator[PageRow]:
    """The lines that stand on the sheet already, as they stand."""
    sheet = book.raw.sheets.get(SHEET)
    for number in sorted(sheet.cells) if sheet else ():
        if sheet and number > HEAD:
            line = sheet.cells[number]
            held = [_held(line.get(at)) for at in range(1, len(LANES) + 1)]
            styles = ("table_day", *["table"] * (len(LANES) - 2), "table_muted")
            yield PageRow(tuple(PageCell(value, style) for value, style in zip(held, styles, strict=True)))
