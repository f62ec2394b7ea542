"""Writing a new workbook: templates, `pmxl new` and the demo. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from pmxl import __version__
from pmxl.generate.canvas import Canvas
from pmxl.generate.defaults import ROWS
from pmxl.generate.filling import Filling, Given
from pmxl.generate.layout import KEPT, LATER, Layout
from pmxl.generate.lists_sheet import Lists, draw_lists, filled_part, lists_for, name_lists
from pmxl.generate.register_sheet import draw_register, room_below
from pmxl.generate.settings_sheet import draw_settings
from pmxl.generate.start_sheet import add_start, draw_start
from pmxl.model import PROFILES, Register
from pmxl.registers import REGISTERS
from pmxl.registers.machine import CALENDARS, HOLIDAYS, PEOPLE
from pmxl.registers.settings import SETTINGS

TITLE = "Project workbook"
ABOUT = "Scope, plan, risks and decisions of one project, with their checks built in."
NAMED_ROWS = 200
"""How far down people and holidays may stand; blanks among them do no harm."""


def write_workbook(
    target: str | Path | IO[bytes],
    registers: Sequence[Register[Any]] = REGISTERS,
    profile: str = "light",
    rows: Mapping[str, Sequence[Given]] | None = None,
    settings: Mapping[str, Any] | None = None,
    lists: Lists | None = None,
    blank_rows: int | None = None,
    title: str = TITLE,
    about: str = ABOUT,
) -> None:
    """Write a workbook with these registers, their sheets in this order.

    *rows* gives rows by the register's name, each a dictionary by attribute or title; a register that is not named
    there begins with its default rows. *settings* is by key, *lists* by heading. *blank_rows* is how many empty rows
    each table offers; None leaves it to the registers. Raises ValueError where a row names an unknown column or the
    profile is none of light, standard and full.
    """
    if profile.casefold() not in PROFILES:
        raise ValueError(f'"{profile}" is no profile; choose one of {", ".join(PROFILES)}')
    profile = profile.casefold()
    values = {"profile": profile.title(), "template_version": __version__, **(settings or {})}
    filling = Filling(registers, {**ROWS, **(rows or {})}, values)
    canvas = Canvas(target, str(values.get("project_name") or ""), title)
    start = add_start(canvas)
    _name_shared_areas(canvas, registers)
    words = lists_for(registers, lists)
    name_lists(canvas, words)
    tables = {register.name for register in registers}
    later = LATER if profile == "light" and len(registers) == len(REGISTERS) else ()
    own = {name for name, its in (rows or {}).items() if its}
    shown = [r for r in registers if _is_shown(r, profile, own, later)]
    hidden = [r.name for r in registers if r not in shown and r.name not in KEPT]
    for register in registers:
        if register is SETTINGS:
            draw_settings(canvas, filling, profile)
            if words:
                draw_lists(canvas, words, shown="Lists" not in later or bool(lists))
                hidden += ["Lists"] if "Lists" in later and not lists else []
        else:
            layout = _layout(register, filling, profile, blank_rows)
            draw_register(canvas, layout, filling, tables, shown=register in shown)
    draw_start(canvas, start, title, about, shown, filling, hidden)
    canvas.close()


def _is_shown(register: Register[Any], profile: str, own: Collection[str], later: Collection[str]) -> bool:
    """What has rows of its own is shown, and what the profile asks for at first."""
    if register.name in KEPT:
        return False
    is_asked = PROFILES.index(register.profile) <= PROFILES.index(profile) and register.name not in later
    return is_asked or register.name in own


def _layout(register: Register[Any], filling: Filling, profile: str, blank_rows: int | None) -> Layout:
    filled = len(filling.given[register.name])
    blank = register.blank_rows if blank_rows is None or register.blank_rows == 0 else blank_rows
    layout = Layout(register, max(filled + blank, 1), profile)
    if filled and blank_rows is None:
        layout = layout._replace(rows=filled + min(blank, room_below(layout, filling)))
    return layout


def _name_shared_areas(canvas: Canvas, registers: Sequence[Register[Any]]) -> None:
    """The names that drop-downs and working days need, before the sheets that use them are drawn."""
    if PEOPLE in registers:
        canvas.name("people_names", filled_part(PEOPLE.name, "A", NAMED_ROWS))
    if CALENDARS in registers:
        canvas.name("calendar_names", filled_part(CALENDARS.name, "A", NAMED_ROWS))
    if HOLIDAYS in registers:
        canvas.name("holiday_dates", Layout(HOLIDAYS, NAMED_ROWS).address(HOLIDAYS.date))
