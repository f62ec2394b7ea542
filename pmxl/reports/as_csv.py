"""Findings as CSV, one line each, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from pmxl.reports.checked import Checked, Look, cell, fingerprint, one_line

COLUMNS = ("workbook", "level", "sheet", "cell", "record", "column", "says", "do", "rule", "fingerprint")
"""The headers of the lines."""


def report(checked: Iterable[Checked], look: Look) -> Iterator[str]:
    """The header, then one line for each finding; one of the level "refused" for a workbook that was not read."""
    yield _line(COLUMNS)
    for book in checked:
        if book.refused:
            yield _line((book.path, "refused", "", "", "", "", book.refused, "", "", ""))
        for f in book.findings:
            place = (f.place.sheet, cell(f), f.record, f.column)
            yield _line((book.path, f.level, *place, f.says, f.do, f.rule, fingerprint(f)))


def harmless(text: str) -> str:
    """The text on one line, and so that no spreadsheet takes it for a formula, wide Japanese signs included."""
    line = one_line(text)
    return f"'{line}" if line.lstrip().startswith(tuple("=+-@＝＋－＠")) else line


def _line(values: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\n").writerow([harmless(value) for value in values])
    return line.getvalue()
