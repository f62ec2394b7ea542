"""Charts and pictures of a page in an open workbook. What pmxl drew bears a name such as `pmxl chart 1`, as in a file.

A chart that was copied from another workbook goes on looking at that one, so each of its series is told to look at the
cells of the same address here.
"""

from __future__ import annotations

import contextlib
import re
from typing import Any

from pmxl.excel.application import Book, Sheet, if_it_can
from pmxl.excel.reading import EXCEL_LINKS
from pmxl.model import ReplaceSheet

KINDS = ("charts", "pictures")


def take_away_own(sheet: Sheet) -> None:
    """Remove what pmxl drew the last time; what people drew, also a copy of a chart of ours, stays."""
    for kind in KINDS:
        seen: set[str] = set()
        for one in drawn_on(sheet, kind):
            name = str(one.name)
            if not is_own(name):
                continue
            if name in seen:
                one.name = f"{name} (kept)"
            else:
                one.delete()
            seen.add(name)


def is_own(name: str) -> bool:
    """True for the name of what pmxl drew."""
    return re.fullmatch(rf"pmxl (?:{'|'.join(kind[:-1] for kind in KINDS)}) \d+", name) is not None


def counts(sheet: Sheet | None) -> tuple[int, ...]:
    """How many charts and pictures a sheet has; none where there is no sheet."""
    return tuple(len(drawn_on(sheet, kind)) if sheet is not None else 0 for kind in KINDS)


def settle(sheet: Sheet, page: ReplaceSheet, before: tuple[int, ...], former: Book) -> list[str]:
    """Name what came with the page, behind the first *before* of each kind, and let charts look at this workbook.

    *former* is the workbook they were copied from. Gives what could not be done, a line each.
    """
    told = []
    for kind, known, wanted in zip(KINDS, before, (len(page.charts), len(page.pictures)), strict=True):
        new = drawn_on(sheet, kind)[known:]
        for i, one in enumerate(new, 1):
            with contextlib.suppress(Exception):  # The name matters at the next refresh only.
                one.name = f"pmxl {kind[:-1]} {i}"
        if len(new) < wanted:
            told.append(f'The sheet "{page.sheet}" has no {kind} here')
    new_charts = drawn_on(sheet, "charts")[before[0] :]
    deaf = [chart for chart in new_charts if not _looks_here(chart, former.name)]
    if deaf:
        with contextlib.suppress(Exception):  # Or Excel would ask for that workbook each time this one is opened.
            sheet.book.api.BreakLink(former.fullname, EXCEL_LINKS)
        told.append(f'The charts on "{page.sheet}" do not follow their cells here; refresh after a change')
    return told


def drawn_on(sheet: Sheet, kind: str) -> list[Any]:
    """The charts, or the pictures, of a sheet; none where the application knows none."""
    found: list[Any] = if_it_can(lambda: list(getattr(sheet, kind)), [])
    return found


def _looks_here(chart: Any, former: str) -> bool:
    """Let each series of a chart look at this workbook; False where this application does not let itself be told."""
    try:
        for series in chart.series:
            formula = _formula(series.api)
            if f"[{former}]" in formula:
                _set_formula(series.api, formula.replace(f"[{former}]", ""))
    except Exception:  # Whatever the application says: the chart is there and right, and only does not follow.
        return False
    return True


def _formula(api: Any) -> str:
    """The formula of a series, through COM on Windows and through AppleScript on macOS."""
    return str(api.Formula if hasattr(api, "Formula") else api.formula.get())


def _set_formula(api: Any, text: str) -> None:
    if hasattr(api, "Formula"):
        api.Formula = text
    else:
        api.formula.set(text)
