"""The sheets that pmxl writes whole: the brief, the findings, and the log of earlier reports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import count
from operator import itemgetter
from typing import Any, Literal

from pmxl.edits import same
from pmxl.facts.history import later_report
from pmxl.generate.layout import HEADER
from pmxl.model import Book, Context, Edit, PageCell, PageRow, Register, ReplaceSheet, SetCells, Value
from pmxl.model.raw import number_of
from pmxl.registers.machine import SNAPSHOTS
from pmxl.sections.boxes import UNIT_CHARACTERS
from pmxl.sections.brief import brief_of
from pmxl.sections.parts import UNITS
from pmxl.sections.variants import EXECUTIVE, VARIANTS

FRONT = "Start here"
"""The sheet that the brief stands behind when it is new."""


def brief_page(book: Book, now: Context, variant: str = EXECUTIVE) -> ReplaceSheet:
    """A brief as a sheet: one page, every ID a link to its row."""
    brief, sheet = brief_of(book, now, variant), VARIANTS[variant].sheet
    after = FRONT if variant == EXECUTIVE else VARIANTS[EXECUTIVE].sheet
    on: Literal["A4", "Letter"] = "Letter" if now.settings.paper == "Letter" else "A4"
    return ReplaceSheet(
        sheet, (UNIT_CHARACTERS,) * UNITS, brief.rows, one_page=True, after=after, paper=on,
    )  # fmt: skip


def wanted_briefs(book: Book, sheets: Collection[str]) -> list[str]:
    """The variants to write: those whose *sheets* are asked for, and with the first one those that are there."""
    here = book.raw.sheets if VARIANTS[EXECUTIVE].sheet in sheets else ()
    return [name for name, brief in VARIANTS.items() if brief.sheet in sheets or brief.sheet in here]


def snapshots(book: Book, now: Context) -> list[Edit]:
    """What brings the log of reports up to date: its new lines, or the whole sheet where there is none yet.

    The log stays as it is where a later report is on record, and where a line of it has no date that can be read.
    """
    if later_report(book, now.as_of) or any(line.as_of is None for line in book.of(SNAPSHOTS)):
        return []
    standing = book.standings.get(SNAPSHOTS.name)
    if standing is None or standing.table is None or standing.missing:
        return [snapshots_page(book, now)]
    cells, first = book.raw.sheets[standing.sheet].cells, standing.header_row + 1
    # A report that is made again may leave fewer lines than before; what is left of the former is cleared.
    lines: list[Sequence[Value]] = [*snapshot_lines(book, now)]
    lines += [(None,) * len(SNAPSHOTS.columns)] * (standing.last_row + 1 - first - len(lines))
    there = [cells.get(row, {}) for row in range(first, first + len(lines))]
    edits: list[Edit] = []
    for column, values in zip(SNAPSHOTS.columns, zip(*lines, strict=True), strict=True):
        letters = standing.letters[column.name]
        at = number_of(letters)
        raws = [here.get(at) for here in there]
        wanted = {
            row: said or None
            for row, raw, said in zip(count(first), raws, values)
            if raw is not said and not same(raw, said or None, date_1904=book.raw.date_1904)
        }
        if wanted:
            edits.append(SetCells(standing.sheet, letters, wanted, kind=column.kind))
    return edits


def snapshot_lines(book: Book, now: Context) -> list[tuple[date, str, str, str]]:
    """The log of what every report said, this one among them: as-of date, record, field, value.

    What was recorded for a later date stays, so that looking back with an earlier as-of date loses nothing.
    """
    assert book.history is not None  # Whoever asks for the log has read it.
    later = [row for row in book.of(SNAPSHOTS) if row.as_of and row.as_of > now.as_of]
    kept = [(row.as_of or now.as_of, row.record or "", row.field or "", row.value or "") for row in later]
    return sorted([*book.history.lines(book, now.as_of), *kept], key=itemgetter(0))


def snapshots_page(book: Book, now: Context) -> ReplaceSheet:
    """The log of reports as a hidden sheet with the table Snapshots."""
    return log_page(book, SNAPSHOTS, snapshot_lines(book, now))


def appended(book: Book, register: Register[Any], lines: Sequence[Sequence[Value]]) -> list[Edit]:
    """New lines below those of a register that pmxl keeps itself, or its whole sheet where there is none yet.

    The lines that are there are not written again, so that whatever stands in them stays to be seen.
    """
    standing = book.standings.get(register.name)
    if standing is None or standing.table is None or standing.missing:
        return [log_page(book, register, lines)]
    first = max((row.number for row in book.of(register)), default=standing.header_row) + 1
    return [
        SetCells(
            standing.sheet, standing.letters[column.name], {first + n: line[i] for n, line in enumerate(lines)},
            kind=column.kind,
        )
        for i, column in enumerate(register.columns)
    ]  # fmt: skip


def log_page(book: Book, register: Register[Any], lines: Sequence[Sequence[Value]]) -> ReplaceSheet:
    """A register that pmxl keeps itself, as a hidden sheet with its table."""
    heading = (PageRow((PageCell(register.title, "title"),), 27), PageRow((PageCell(register.about, "about"),)))
    space = (PageRow(()),) * (HEADER - len(heading))
    header = PageRow(tuple(PageCell(column.title, "header_computed") for column in register.columns))
    rows = (PageRow(tuple(PageCell(None if value == "" else value) for value in line)) for line in lines)
    widths = tuple(column.width for column in register.columns)
    standing = book.standings.get(register.name)
    sheet = standing.sheet if standing else register.name
    return ReplaceSheet(
        sheet, widths, (*heading, *space, header, *rows), hidden=True, repeat_rows=HEADER + 1, table=register.name
    )
