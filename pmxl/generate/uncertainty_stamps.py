"""Whether the sheet Uncertainty still holds: said by the sheet itself, without pmxl."""

from __future__ import annotations

import re
from datetime import date

from pmxl.facts.chance_stamp import chances_fingerprint, chances_formula
from pmxl.facts.stamp import inputs_fingerprint, inputs_formula
from pmxl.facts.words import full_day
from pmxl.model import Book, Context, Value

SHEET = "Uncertainty"
STALE = "STALE: ranges, risks or the plan changed after this was simulated; run pmxl simulate --write."


def fresh_text(as_of: date) -> str:
    """What the third line shows while the page holds."""
    return f"Simulated for {full_day(as_of)}, up to date."


def stamp_formula(book: Book, now: Context, stamp_at: int) -> str:
    """The formula of the third line, with the second stamp in row *stamp_at*; "" where the schedule is no table of
    ours.
    """
    inputs = inputs_formula({table.name for table in book.raw.tables})
    if not inputs:
        return ""
    plan, rest = inputs_fingerprint(book, now), chances_fingerprint(book, now)
    same = f"AND({inputs}={plan:.0f},$C${stamp_at}={rest:.0f})"
    return f'IF({same},"{fresh_text(now.as_of)}","{STALE}")'


def stamp_lines(book: Book, now: Context) -> dict[str, Value]:
    """Formula -> what it gives now, for the two stamps of the page that the workbook holds."""
    sheet = book.raw.sheets.get(SHEET)
    inputs = inputs_formula({table.name for table in book.raw.tables}) if sheet else ""
    if sheet is None or not inputs:
        return {}
    plan, rest = inputs_fingerprint(book, now), chances_fingerprint(book, now)
    shown: dict[str, Value] = {chances_formula(book): rest}
    for formula in sheet.formulas.values():
        ours = re.match(r'(\d+),\$C\$\d+=(\d+)\),"([^"]*)"', formula.removeprefix(f"IF(AND({inputs}="))
        if ours:
            holds = (float(ours[1]), float(ours[2])) == (plan, rest)
            shown[formula] = ours[3] if holds else STALE
    return shown
