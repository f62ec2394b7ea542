"""What a sheet says about itself: how many rows are open, overdue, or in need of attention.

Each count is there twice: as a formula, so that the sheet is alive without pmxl, and in Python, so that the file shows
the right number before anything has calculated it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from pmxl.facts.words import MONTHS, full_day
from pmxl.generate.formulas import arguments, escaped, over_table
from pmxl.model import Column, Register, Row
from pmxl.records import NamedTuple

EMPTY = "Nothing here yet. Start in the first white row."
NO_DATE = "Set the as-of date on Settings."
NOT_COMPUTED = "Say your colour under Declared; the computed colours come with pmxl refresh."


class Counts(NamedTuple):
    """Formulas, or numbers. None where a register has no such thing."""

    rows: Any
    open: Any = None
    overdue: Any = None
    attention: Any = None


def main_column(register: Register[Any]) -> Column:
    """The column that says what a row is about."""
    return next(c for c in register.columns if c.typed and c.kind != "key")


@cache
def count_formulas(register: Register[Any]) -> Counts:
    """The counts as formulas without a leading `=`."""
    there = f"({register.name}[{escaped(main_column(register).title)}]<>"  # a row counts once it says what it is
    there += '"")'
    names = {column.name for column in register.columns}
    # For whole columns: any number is less than any text, and NOT and ISNUMBER take one cell in some spreadsheets.
    open_when = re.sub(r"NOT\(ISNUMBER\((\[[^\]]+\])\)\)", r'\1>=""', register.row.open_when)
    wanted = [*arguments(open_when), *([register.row.counted_when] if register.row.counted_when != "TRUE" else [])]
    conditions = "*".join(f"({over_table(condition, register)})" for condition in wanted)
    return Counts(
        f"SUMPRODUCT({there}*1)",
        f"SUMPRODUCT({there}*{conditions})" if register.row.open_when != "TRUE" else None,
        f'COUNTIF({register.name}[Days overdue],">0")' if "days_overdue" in names else None,
        f'SUMPRODUCT(({register.name}[Check]<>"")*({register.name}[Check]<>"OK"))' if "check" in names else None,
    )


def counts_of(register: Register[Any], rows: Sequence[Any]) -> Counts:
    """The same counts of typed rows."""
    main, names = main_column(register).name, {column.name for column in register.columns}
    there = [row for row in rows if getattr(row, main)]
    return Counts(
        len(there),
        sum(row.is_open and row.is_counted for row in there) if register.row.open_when != "TRUE" else None,
        sum((row.days_overdue or 0) > 0 for row in rows) if "days_overdue" in names else None,
        sum(row.check not in (None, "", "OK") for row in rows) if "check" in names else None,
    )


# ---------------------------------------------------------------- the banner


@cache
def banner_formula(register: Register[Any]) -> str:
    """The living line under a register's heading; "" for registers that need none."""
    if register.name == "Status":
        return _status_formula()
    if register.group == "machine":
        return ""
    counts = count_formulas(register)
    parts = [f'{formula}&" {word}"' for formula, word in _worded(counts)]
    said = '&", "&'.join(parts) + _next_id_formula(register)
    as_of = f'IF(ISNUMBER(as_of),"As of "&{day_formula("as_of")},"{NO_DATE}")'
    return f'IF({counts.rows}=0,"{EMPTY}",{said}&".  "&{as_of})'


def banner_text(register: Register[Any], rows: Sequence[Row], counts: Counts, as_of: date | None) -> str:
    """What the banner's formula gives for these rows and their counts."""
    if register.name == "Status":
        return _status_text(rows)
    if register.group == "machine":
        return ""
    if counts.rows == 0:
        return EMPTY
    said = ", ".join(f"{number} {word}" for number, word in _worded(counts)) + _next_id(register, rows)
    return f"{said}.  {'As of ' + full_day(as_of) if as_of else NO_DATE}"


def _worded(counts: Counts) -> list[tuple[Any, str]]:
    first = (counts.open, "open") if counts.open is not None else (counts.rows, "in all")
    rest = [(counts.overdue, "overdue"), (counts.attention, "to look at")]
    return [first, *((count, word) for count, word in rest if count is not None)]


def _next_id_formula(register: Register[Any]) -> str:
    prefix, key = register.prefix, register.columns[0]
    if not prefix:
        return ""
    numbers = f'--("0"&MID({register.name}[{key.title}],{len(prefix) + 2},6))'
    next_id = f'TEXT(1+SUMPRODUCT(MAX({numbers})),"000")'
    return f'&IFERROR(". Next ID: {prefix}-"&{next_id},"")'


def _next_id(register: Register[Any], rows: Sequence[Row]) -> str:
    prefix = register.prefix
    if not prefix:
        return ""
    tails = ["0" + row.id[len(prefix) + 1 :][:6] for row in rows]
    if not all(map(str.isdecimal, tails)):
        return ""
    return f". Next ID: {prefix}-{1 + max(map(int, tails), default=0):03d}"


def _status_formula() -> str:
    def overall(title: str) -> str:
        return f'IFERROR(INDEX(Status[{title}],MATCH("Overall",Status[Dimension],0))&"","")'

    declared, computed = overall("Declared"), overall("Computed")
    you = f'IF({declared}="","nothing yet",{declared})'
    return f'IF({computed}="","{NOT_COMPUTED}","Overall: you say "&{you}&", the numbers say "&{computed}&".")'


def _status_text(rows: Sequence[Any]) -> str:
    overall = next((row for row in rows if row.dimension == "Overall"), None)
    if overall is None or not overall.computed:
        return NOT_COMPUTED
    return f"Overall: you say {overall.declared or 'nothing yet'}, the numbers say {overall.computed}."


# ---------------------------------------------------------------- dates in sentences


def day_formula(cell: str) -> str:
    """A date as `full_day` says it. TEXT(..., "mmm") would follow the language of each reader's Excel."""
    months = ",".join(f'"{month}"' for month in MONTHS)
    return f'DAY({cell})&" "&CHOOSE(MONTH({cell}),{months})&" "&YEAR({cell})'
