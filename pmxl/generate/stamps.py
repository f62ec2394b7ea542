"""When the schedule was computed, and whether it still holds: said by the sheet itself, without pmxl."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pmxl.facts.stamp import inputs_formula
from pmxl.facts.words import MONTHS, full_day
from pmxl.model import Book

NOT_YET = "Dates, float and colours are not computed yet: run pmxl refresh."
STALE = "STALE: the plan changed after it was computed; run pmxl refresh."


def stamp_formula(tables: Collection[str]) -> str:
    """The line on Schedule that says whether the plan still is what was computed from. It must be an array formula."""
    inputs = inputs_formula(tables)
    if not inputs:
        return ""
    fresh = f'"Computed for "&{_day()}&", up to date."'
    return f'IF(computed_on="","{NOT_YET}",IF({inputs}=computed_from,{fresh},"{STALE}"))'


def fresh_text(as_of: date) -> str:
    """What that line shows once the stamps are of this day and these inputs."""
    return f"Computed for {full_day(as_of)}, up to date."


def stamp_text(book: Book) -> str:
    """What that line shows in a new workbook."""
    return NOT_YET if not book.settings.computed_on else STALE


def _day() -> str:
    months = ",".join(f'"{month}"' for month in MONTHS)
    month = f"CHOOSE(VALUE(MID(computed_on,6,2)),{months})"
    return f'IFERROR(VALUE(MID(computed_on,9,2))&" "&{month}&" "&LEFT(computed_on,4),computed_on)'
