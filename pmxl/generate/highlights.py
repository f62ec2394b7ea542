"""Conditional formats: what stands out on a sheet, said in the notation of the declarations.

Colour never stands alone: it marks a word, a number or a date that says the same thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmxl.generate import looks
from pmxl.generate.counts import main_column
from pmxl.generate.formulas import at_row
from pmxl.generate.layout import FIRST, Layout
from pmxl.generate.looks import Look
from pmxl.model import Register
from pmxl.records import NamedTuple

LATE: Look = {"font_color": looks.RED, "bold": True}
ALARM: Look = {"font_color": looks.PAPER, "bg_color": looks.RED, "bold": True}
WARN: Look = {"font_color": looks.INK, "bg_color": looks.AMBER, "bold": True}
CALM: Look = {"font_color": looks.PAPER, "bg_color": looks.GREEN, "bold": True}
GREY: Look = {"font_color": looks.INK, "bg_color": looks.NOT_DUE}
SOFT_ALARM: Look = {"font_color": looks.RED, "bg_color": looks.SOFT_RED, "bold": True}
SOFT_WARN: Look = {"font_color": looks.INK, "bg_color": looks.SOFT_AMBER}
SOFT_CALM: Look = {"font_color": looks.INK, "bg_color": looks.SOFT_GREEN}
TOLD: Look = {"font_color": looks.RED, "bg_color": looks.SOFT_RED}
FINE: Look = {"font_color": looks.FAINT}
DONE: Look = {"font_color": looks.FAINT}
STRONG: Look = {"bold": True, "bg_color": looks.BAND}


class Highlight(NamedTuple):
    """Where `when` holds, the cells of the columns `at` look like `look`; no columns mean the whole row."""

    when: str
    at: tuple[str, ...]
    look: Look


def _words(column: str, title: str, **words: Look) -> tuple[Highlight, ...]:
    return tuple(Highlight(f'[{title}]="{word.replace("_", " ")}"', (column,), look) for word, look in words.items())


def _above_nought(title: str, *at: str) -> Highlight:
    return Highlight(f"AND(ISNUMBER([{title}]),[{title}]>0)", at, LATE)


def _past(title: str, at: str, register_open: str) -> Highlight:
    return Highlight(f"AND(ISNUMBER([{title}]),ISNUMBER(as_of),[{title}]<as_of,{register_open})", (at,), LATE)


_LOAD = ("needed", "load")
COLOURS = {"GREEN": CALM, "AMBER": WARN, "RED": ALARM, "NOT_DUE": GREY}

HIGHLIGHTS: dict[str, tuple[Highlight, ...]] = {
    "Status": (
        *_words("declared", "Declared", **COLOURS),
        *_words("computed", "Computed", **COLOURS),
        Highlight("AND(ISNUMBER([Until]),ISNUMBER(as_of),[Until]<as_of)", ("until",), LATE),
        Highlight('[Worst at]<>""', ("go_to",), {"font_color": looks.LINK, "underline": 1}),
        Highlight('[Dimension]="Overall"', ("dimension", "because"), {"bold": True}),
    ),
    "Scope": (_past("Due", "due", 'AND([Status]<>"Accepted",[Status]<>"Removed",[In or out]="In")'),),
    "Changes": (
        Highlight('[Status]="Waiting for approval"', ("status",), SOFT_WARN),
        Highlight("AND(ISNUMBER([Days waiting]),[Days waiting]>change_days)", ("days_waiting",), LATE),
    ),
    "Decisions": (_above_nought("Days overdue", "needed_by", "days_overdue"),),
    "Options": (Highlight('[Recommended]="Yes"', ("option", "letter", "recommended"), {"bold": True}),),
    "Actions": (_above_nought("Days overdue", "due", "days_overdue"),),
    "Risks": (
        *_words("level", "Level", Very_high=ALARM, High=WARN, Medium=SOFT_WARN, Low=SOFT_CALM),
        *_words("trigger_state", "Trigger state", Fired=ALARM, Near=WARN),
        _above_nought("Days overdue", "response_due", "days_overdue"),
    ),
    "Issues": (
        *_words("severity", "Severity", Critical=ALARM, High=WARN),
        _above_nought("Days overdue", "target", "days_overdue"),
        Highlight("AND(ISNUMBER([Age]),ISNUMBER([Age limit]),[Age]>[Age limit])", ("age",), LATE),
    ),
    "Dependencies": (
        _above_nought("Days overdue", "promised", "days_overdue"),
        _above_nought("Gap (days)", "gap"),
        *_words("on_critical_path", "On critical path", Yes=LATE),
        *_words("status", "Status", Late=SOFT_ALARM),
    ),
    "Assumptions": (
        _past("Check by", "check_by", 'AND([Status]<>"True",[Status]<>"False",[Status]<>"Dropped")'),
        *_words("status", "Status", **{"False": SOFT_ALARM}),
    ),
    "Schedule": (
        Highlight('[Type]="Summary"', ("id", "task", "owner", "status", "start", "finish"), STRONG),
        Highlight('AND([Critical]="Yes",NOT(ISNUMBER([Actual finish])))', ("critical", "total_float"), LATE),
        Highlight("AND(ISNUMBER([Deadline]),ISNUMBER([Finish]),[Finish]>[Deadline])", ("deadline", "finish"), LATE),
        _above_nought("Slip", "slip"),
        _above_nought("Days overdue", "finish", "days_overdue"),
        *_words("silent", "Silent scope", Yes=SOFT_WARN),
    ),
    "Capacity": (
        Highlight("AND(ISNUMBER([Hours needed]),[Hours needed]*100>[Hours to give]*cap_red+0.0001)", _LOAD, ALARM),
        Highlight("AND(ISNUMBER([Hours needed]),[Hours needed]*100>[Hours to give]*cap_amber+0.0001)", _LOAD, WARN),
        Highlight("AND(ISNUMBER([Load]),[Load]>0)", ("load",), SOFT_CALM),
    ),
}


def highlights(register: Register[Any]) -> Iterator[Highlight]:
    """Every conditional format of a register, the strongest first."""
    there = f'[{main_column(register).title}]<>""'
    if any(column.name == "check" for column in register.columns):
        yield Highlight('[Check]="OK"', ("check",), FINE)
        yield Highlight('AND([Check]<>"",[Check]<>"OK")', ("check",), TOLD)
    if register.row.open_when != "TRUE":
        yield Highlight(f"AND({there},NOT({register.row.open_when}))", (), DONE)
    yield from HIGHLIGHTS.get(register.name, ())


def draw_highlights(canvas: Any, sheet: Any, layout: Layout) -> None:
    """Put a register's conditional formats on its sheet."""
    columns = layout.register.columns
    for when, at, look in highlights(layout.register):
        formula = "=" + at_row(when, layout.register, layout.letters, FIRST + 1)
        chosen = [i for i, column in enumerate(columns) if not at or column.name in at]
        for first, last in _runs(chosen):
            options = {"type": "formula", "criteria": formula, "format": canvas.mark(look)}
            sheet.conditional_format(FIRST, first, layout.last, last, options)


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches of numbers that follow each other."""
    start = None
    for i, number in enumerate(numbers):
        start = number if start is None else start
        if i + 1 == len(numbers) or numbers[i + 1] != number + 1:
            yield start, number
            start = None
