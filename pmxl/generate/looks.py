"""The looks of everything that pmxl draws: one palette, one font, one name for each style.

A look is a dictionary of XlsxWriter's format properties. Every colour stands beside a word or a letter, and the three
status colours differ in lightness too, so that they hold in black-and-white print and for colour-blind readers.
"""

from __future__ import annotations

from typing import Any

Look = dict[str, Any]

INK, MUTED, FAINT = "#1B2733", "#5B6875", "#76818D"
NAVY, STEEL, LINE = "#1F3864", "#5F7189", "#D0D7DE"
PAPER, TYPED, COMPUTED, BAND = "#FFFFFF", "#FFFFFF", "#F3F5F7", "#EAEEF3"
GREEN, AMBER, RED, NOT_DUE = "#2E7D4F", "#F2B134", "#B3261E", "#D9DEE3"
SOFT_GREEN, SOFT_AMBER, SOFT_RED = "#E3F1E8", "#FDF3DC", "#FBE4E2"
LINK, PALE = "#1F5FA8", "#9AA5B1"

FONT, SIZE = "Arial", 10
BASE: Look = {"font_name": FONT, "font_size": SIZE, "font_color": INK, "valign": "top"}

DAY_FORMAT = "dd mmm yyyy"
NUMBER_FORMATS = {
    "day": DAY_FORMAT,
    "whole": "0",
    "money": "#,##0;-#,##0;0",
    "percent": "0%",
    "key": "@",
    "refs": "@",
    "links": "@",
}
"""Kind of column -> number format. Dates name their month, so that nobody reads 03/04 the other way round.

A plain number has none: in Excel a format such as 0.## shows 5 as "5.", with a point that leads nowhere.
"""


def _filled(background: str, ink: str = PAPER, **more: Any) -> Look:
    return {**BASE, "bg_color": background, "font_color": ink, "bold": True, "align": "center", **more}


def _text(size: float = SIZE, color: str = INK, **more: Any) -> Look:
    return {**BASE, "font_size": size, "font_color": color, **more}


def _line(**more: Any) -> Look:
    return {**BASE, "text_wrap": True, "bottom": 1, "bottom_color": LINE, **more}


INSET: Look = {"align": "left", "indent": 1}
"""Keeps the text of a column off that of the one before."""
HEADED: Look = {"valign": "bottom", "bottom": 2, "bottom_color": NAVY}

LOOKS: dict[str, Look] = {
    # Pages meant for reading
    "title": _text(18, NAVY, bold=True, valign="vcenter"),
    "subtitle": _text(10, MUTED, valign="vcenter"),
    "about": _text(10, MUTED, valign="vcenter"),
    "banner": _text(10, NAVY, bold=True, valign="vcenter"),
    "stamp": _text(9, MUTED, italic=True, valign="vcenter"),
    "heading": _text(12, NAVY, bold=True, valign="bottom", bottom=2, bottom_color=NAVY),
    "body": _text(),
    "wrap": _text(text_wrap=True),
    "strong": _text(bold=True),
    "small": _text(8, MUTED),
    "muted": _text(10, MUTED),
    "muted_wrap": _text(10, MUTED, text_wrap=True),
    "link": _text(10, LINK, underline=1),
    "number": _text(align="right"),
    "whole": _text(num_format="0", align="right"),
    "money": _text(num_format="#,##0", align="right"),
    "percent": _text(num_format="0%", align="right"),
    "day": _text(num_format=DAY_FORMAT, align="left"),
    # Small tables on those pages: a ruled line under each row
    "table_head": _line(
        font_size=9, font_color=NAVY, bold=True, bg_color=BAND, valign="vcenter", bottom_color=NAVY, **INSET
    ),
    "table_head_middle": _line(
        font_size=9, font_color=NAVY, bold=True, bg_color=BAND, valign="vcenter", bottom_color=NAVY, align="center"
    ),
    "table": _line(**INSET),
    "table_strong": _line(bold=True, **INSET),
    "table_muted": _line(font_color=MUTED, **INSET),
    "table_link": _line(font_color=LINK, underline=1, **INSET),
    "table_day": _line(num_format=DAY_FORMAT, **INSET),
    "table_number": _line(align="right"),
    "table_chance": _line(num_format="0%", align="center"),
    "table_days": _line(num_format="0.0", align="center"),
    # Status colours, always with their word in the cell
    "green": _filled(GREEN, valign="vcenter"),
    "amber": _filled(AMBER, INK, valign="vcenter"),
    "red": _filled(RED, valign="vcenter"),
    "not_due": _filled(NOT_DUE, INK, valign="vcenter"),
    "unknown": _filled(PAPER, MUTED, valign="vcenter", border=1, border_color=LINE),
    "error": _line(font_color=RED, bold=True, **INSET),
    "warning": _line(font_color="#8A5A00", bold=True, **INSET),
    "note": _line(font_color=MUTED, **INSET),
    # The brief, 9 points on 40 units of width; `pmxl.sections.boxes` measures by these fonts
    "brief_title": _text(16, NAVY, bold=True, text_wrap=True, valign="vcenter"),
    "brief_number": _text(12, NAVY, bold=True, align="right", valign="vcenter"),
    "brief_people": _text(9, MUTED),
    "brief_week": _text(9, MUTED, align="right"),
    "brief_line": _text(10, INK, bold=True, text_wrap=True, valign="vcenter", bg_color=BAND, indent=1),
    "tile_caption": _text(8, MUTED, text_wrap=True, align="center"),
    "brief_heading": _text(10, NAVY, bold=True, **HEADED),
    "brief_aside": _text(8, MUTED, text_wrap=True, align="right", **HEADED),
    "brief_aside_late": _text(8, RED, bold=True, text_wrap=True, align="right", **HEADED),
    "brief_beside": _text(8, MUTED, **HEADED),
    "brief_beside_late": _text(8, RED, bold=True, **HEADED),
    "brief_more": _text(8, MUTED, text_wrap=True, align="right"),
    "brief_more_late": _text(8, RED, bold=True, text_wrap=True, align="right"),
    "brief_head": _text(8, MUTED, **HEADED),
    "brief_id": _text(9, LINK, bold=True, text_wrap=True, top=1, top_color=LINE),
    "brief_cell": _text(9, text_wrap=True, top=1, top_color=LINE),
    "brief_strong": _text(9, bold=True, text_wrap=True, top=1, top_color=LINE),
    "brief_late": _text(9, RED, bold=True, text_wrap=True, top=1, top_color=LINE),
    "brief_muted": _text(9, MUTED, text_wrap=True, top=1, top_color=LINE),
    "brief_label": _text(9, NAVY, bold=True, text_wrap=True),
    "brief_text": _text(9, text_wrap=True),
    "brief_alert": _text(9, RED, bold=True, text_wrap=True),
    "brief_quiet": _text(9, MUTED, text_wrap=True),
    "card_name": _text(9, LINK, bold=True, text_wrap=True),
    "card_date": _text(9, text_wrap=True),
    "card_late": _text(9, RED, bold=True, text_wrap=True),
    "brief_foot": _text(8, MUTED, text_wrap=True),
    "brief_source": _text(8, NAVY, bold=True),
    # The dashboard: a ruled heading, a figure, small cells, and what to do if it is red
    "dash_title": _text(10, NAVY, bold=True, valign="vcenter", top=2, top_color=NAVY),
    "dash_question": _text(8, MUTED, valign="vcenter"),
    "dash_figure": _text(10, INK, bold=True, valign="vcenter"),
    "dash_foot": _text(8, MUTED, valign="vcenter"),
    "dash_foot_red": _text(8, RED, bold=True, valign="vcenter"),
    "dash_cell": _text(8, valign="vcenter"),
    "dash_before": _text(8, align="right", valign="vcenter"),
    "dash_link": _text(8, LINK, valign="vcenter"),
    "dash_head": _text(8, MUTED, align="center", valign="vcenter"),
    "dash_right": _text(10, MUTED, align="right", valign="vcenter"),
    # The Gantt chart in cells; its bars are formats that depend on the dates
    "gantt_title": _line(font_size=9, font_color=NAVY, bold=True, bg_color=BAND, valign="vcenter", bottom_color=NAVY),
    "gantt_head": _text(8, MUTED, align="left", valign="vcenter", left=1, left_color=LINE),
    "gantt_band": _text(8, NAVY, bold=True, valign="vcenter", left=1, left_color=LINE),
    "gantt_task": {**BASE, "font_size": 9, "valign": "vcenter", "bottom": 4, "bottom_color": LINE},
    "gantt_link": {
        **BASE, "font_size": 9, "font_color": LINK, "valign": "vcenter", "bottom": 4, "bottom_color": LINE,
    },
    "gantt_summary": {
        **BASE, "font_size": 9, "bold": True, "font_color": NAVY, "valign": "vcenter", "bottom": 1,
        "bottom_color": LINE, "bg_color": BAND,
    },
    "gantt_day": {
        **BASE, "font_size": 9, "align": "left", "valign": "vcenter", "bottom": 4, "bottom_color": LINE,
        "num_format": "dd mmm yy",
    },
    "gantt_number": {
        **BASE, "font_size": 9, "align": "left", "valign": "vcenter", "bottom": 4, "bottom_color": LINE,
    },
    "gantt_share": {
        **BASE, "font_size": 9, "align": "left", "valign": "vcenter", "bottom": 4, "bottom_color": LINE,
        "num_format": "0%",
    },
    "gantt_critical": {"bg_color": RED, "top": 1, "top_color": PAPER},
    "gantt_planned": {"bg_color": "#6F93C4", "top": 1, "top_color": PAPER},
    "gantt_done": {"bg_color": "#B4BCC6", "top": 1, "top_color": PAPER},
    "gantt_heading": {"bg_color": NAVY, "top": 1, "top_color": PAPER},
    "gantt_milestone": {"bg_color": INK, "top": 1, "top_color": PAPER},
    "gantt_slack": {"bg_color": "#DCE6F3", "top": 1, "top_color": PAPER},
    "gantt_weekend": {"bg_color": "#F1F3F5"},
    "gantt_baseline": {"bottom": 1, "bottom_color": INK},
    "gantt_today": {"left": 1, "left_color": "#D2601A"},
    # Registers
    "header": {
        **BASE, "bold": True, "font_color": PAPER, "bg_color": NAVY, "text_wrap": True, "valign": "vcenter",
        "border": 1, "border_color": PAPER,
    },
    "header_computed": {
        **BASE, "bold": True, "font_color": PAPER, "bg_color": STEEL, "text_wrap": True, "valign": "vcenter",
        "border": 1, "border_color": PAPER,
    },
    "typed": {**BASE, "bg_color": TYPED, "border": 1, "border_color": LINE},
    "computed": {**BASE, "bg_color": COMPUTED, "border": 1, "border_color": LINE},
}  # fmt: skip
"""Name of a style -> how it looks."""


TILE: Look = {"font_name": FONT, "align": "center", "valign": "vcenter", "left": 5, "right": 5, "border_color": PAPER}
for _name in ("green", "amber", "red", "not_due", "unknown"):
    _ground = {key: LOOKS[_name][key] for key in ("bg_color", "font_color")}
    LOOKS[f"tile_name_{_name}"] = {**TILE, **_ground, "font_size": 8, "bold": True, "valign": "bottom"}
    LOOKS[f"tile_big_{_name}"] = {**TILE, **_ground, "font_size": 18, "bold": True}
    LOOKS[f"tile_note_{_name}"] = {**TILE, **_ground, "font_size": 8}
    LOOKS[f"tile_dense_{_name}"] = {**TILE, **_ground, "font_size": 8, "bold": True, "top": 1}
    LOOKS[f"chip_{_name}"] = {**TILE, **_ground, "font_size": 9, "bold": True, "left": 1, "right": 5, "top": 1}
    LOOKS[f"brief_bar_{_name}"] = {**BASE, **_ground}

for _name, _format in (("day", "dd mmm yy"), ("share", "0%")):
    LOOKS[f"gantt_summary_{_name}"] = {**LOOKS["gantt_summary"], "num_format": _format, "align": "left"}
LOOKS["gantt_summary_number"] = {**LOOKS["gantt_summary"], "align": "left"}
for _name, _format in (("day", "d"), ("month", "mmm")):
    LOOKS[f"gantt_head_{_name}"] = {**LOOKS["gantt_head"], "font_size": 7, "num_format": _format}

for _name, _colour, _ink in (
    ("red", RED, PAPER), ("amber", AMBER, INK), ("medium", SOFT_AMBER, INK), ("low", SOFT_GREEN, INK),
):  # fmt: skip
    LOOKS[f"heat_{_name}"] = {
        "font_name": FONT, "font_size": 7, "bg_color": _colour, "font_color": _ink, "align": "center",
        "valign": "vcenter", "left": 1, "right": 1, "left_color": PAPER, "right_color": PAPER,
    }  # fmt: skip
    LOOKS[f"heat_{_name}_top"] = {**LOOKS[f"heat_{_name}"], "top": 1, "top_color": PAPER}


CENTRED = ("whole", "number", "percent", "yes_no")
"""Kinds of column that stand in the middle, header and cells."""


def _aligned(kind: str) -> Look:
    if kind in CENTRED:
        return {"align": "center"}
    return {"align": "right" if kind == "money" else "left", "indent": 1}


def header_look(kind: str, *, typed: bool) -> Look:
    """How a column's header looks: dark blue where a person types, grey-blue where the column fills itself."""
    look = dict(LOOKS["header" if typed else "header_computed"])
    return look | _aligned(kind)


def cell_look(kind: str, *, typed: bool, wraps: bool = True) -> Look:
    """How a cell of a register looks: its kind gives the format, and whether it is typed gives the ground.

    The words of a check stand on one line, so that no row changes its height when a formula changes its mind.
    """
    look = dict(LOOKS["typed" if typed else "computed"])
    if wraps and kind in ("long", "text", "person", "choice", "refs", "links"):
        look["text_wrap"] = True
    if kind in ("check", "cells"):
        look["font_size"] = 9
    if kind in NUMBER_FORMATS and (typed or kind not in ("refs", "links")):
        look["num_format"] = NUMBER_FORMATS[kind]
    look |= _aligned(kind)
    if kind == "key":
        look["bold"] = True
    return look
