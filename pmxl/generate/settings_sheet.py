"""The Settings sheet: one line for each setting, its value a named cell that every formula can use."""

from __future__ import annotations

from typing import Any

from pmxl.facts.words import full_day
from pmxl.generate.canvas import Canvas, put
from pmxl.generate.counts import NO_DATE, day_formula
from pmxl.generate.entry import HEADING, MESSAGE, Entry, day_rule, number_rule
from pmxl.generate.filling import Filling
from pmxl.generate.heights import row_height
from pmxl.generate.layout import BANNER, FIRST, HEADER, STAMP, Layout
from pmxl.generate.looks import COMPUTED, DAY_FORMAT, LINE, LOOKS, MUTED, NAVY, Look, header_look
from pmxl.generate.register_sheet import draw_heading
from pmxl.registers.setting import Setting
from pmxl.registers.settings import SETTINGS, Settings

COLUMNS = {column.name: i for i, column in enumerate(SETTINGS.columns)}
FIRST_ASKED = (
    "project_name", "sponsor", "manager", "phase", "profile", "currency", "as_of", "project_start", "baseline_on",
    "working_week", "preset",
)  # fmt: skip
"""The settings that a newcomer meets. In the profile light the others are folded away until somebody changes them."""
FOLDED = "More lines are folded away: choose 2 at the top left to see them all, 1 to fold them again."
FORMATS = {"day": DAY_FORMAT, "percent": "0.0%", "text": "@", "long": "@", "person": "@"}


def draw_settings(canvas: Canvas, filling: Filling, profile: str) -> None:
    """Draw the sheet and define a name for each value."""
    layout = Layout(SETTINGS, len(Settings.lines), profile)
    sheet = canvas.sheet(SETTINGS.name, SETTINGS.group)
    draw_heading(canvas, sheet, SETTINGS, filling, ())
    as_of = filling.book.settings.as_of
    formula = f'IF(ISNUMBER(as_of),"As of "&{day_formula("as_of")},"{NO_DATE.replace(" on Settings", " first")}")'
    said = f"As of {full_day(as_of)}" if as_of else NO_DATE.replace(" on Settings", " first")
    put(sheet, BANNER, 0, said, canvas.look("banner"), formula)
    _draw_table(canvas, sheet, layout)
    before = ""
    for i, line in enumerate(Settings.lines):
        value = getattr(filling.book.settings, line.key)
        folded = profile == "light" and _may_fold(line, value, filling)
        _draw_line(canvas, sheet, FIRST + i, line, value, new=line.group != before, folded=folded)
        before = line.group
    if profile == "light":
        put(sheet, STAMP, 1, FOLDED, canvas.look("stamp"))
        sheet.outline_settings(True, False, True, False)
    sheet.freeze_panes(FIRST, 2)
    canvas.set_up_page(sheet, landscape=False, repeat=(HEADER, HEADER))
    sheet.print_area(0, 0, layout.last, COLUMNS["meaning"])


def _may_fold(line: Setting, value: Any, filling: Filling) -> bool:
    """True for what nobody needs at first and nobody has changed; the first line of a group stands for it."""
    is_first = line is next(other for other in Settings.lines if other.group == line.group)
    changed = value not in (None, "", line.default) and line.key in filling.settings and not _is_ours(line)
    return line.key not in FIRST_ASKED and not is_first and not changed


def _draw_table(canvas: Canvas, sheet: Any, layout: Layout) -> None:
    headers = []
    for i, column in enumerate(SETTINGS.columns):
        look = canvas.look(header_look("text", typed=column.name == "value"))
        headers.append({"header": column.title, "header_format": look})
        sheet.set_column(i, i, column.width, None, {"hidden": column.name == "key"})
    sheet.set_row(HEADER, 20)
    options = {"name": SETTINGS.name, "columns": headers, "style": None, "autofilter": False}
    sheet.add_table(HEADER, 0, layout.last, len(headers) - 1, options)


def _draw_line(canvas: Canvas, sheet: Any, row: int, line: Setting, value: Any, *, new: bool, folded: bool) -> None:
    rule = {"top": 1, "top_color": NAVY if new else LINE}
    plain = {**LOOKS["computed"], "text_wrap": True, "border": 0, "align": "left", "indent": 1, **rule}
    muted = {**plain, "font_color": MUTED}
    group = (
        {**plain, "bold": True, "font_color": NAVY} if new else {**plain, "font_color": COMPUTED, "text_wrap": False}
    )
    for name, text, look in (
        ("group", line.group, group), ("setting", line.title, plain), ("unit", line.unit, muted),
        ("meaning", _meaning(line), muted), ("key", line.key, muted),
    ):  # fmt: skip
        put(sheet, row, COLUMNS[name], text, canvas.look(look))
    put(sheet, row, COLUMNS["value"], _shown(line, value), canvas.look(_value_look(line)), line.cell_formula)
    texts = {"group": line.group if new else "", "setting": line.title, "unit": line.unit}
    texts["meaning"] = _meaning(line)
    texts["value"] = max(str(value or ""), "\n\n" if line.kind == "long" else "", key=len)
    height = row_height((text, SETTINGS.columns[COLUMNS[name]].width) for name, text in texts.items())
    sheet.set_row(row, height, None, {"level": 1, "hidden": True} if folded else {})
    canvas.name(line.key, f"{SETTINGS.name}!$C${row + 1}")
    if rule_of := _entry(line, canvas.names):
        sheet.data_validation(row, COLUMNS["value"], row, COLUMNS["value"], rule_of)


def _is_ours(line: Setting) -> bool:
    return bool(line.formula) or "pmxl" in line.group


def _meaning(line: Setting) -> str:
    """The help, and the default where it is a limit that a person may want to go back to."""
    if line.kind in ("number", "percent") and not _is_ours(line):
        default = f"{line.default:.0%}" if line.kind == "percent" else f"{line.default:g}"
        return f"{line.help} Default {default}.".strip()
    return line.help


def _value_look(line: Setting) -> Look:
    look = {**LOOKS["computed" if _is_ours(line) else "typed"], "align": "left", "text_wrap": True, "indent": 1}
    if not line.formula and line.kind in FORMATS:
        look["num_format"] = FORMATS[line.kind]
    if line.key == "as_of":
        look |= {"bold": True, "border": 2, "border_color": NAVY}
    return look


def _shown(line: Setting, value: Any) -> Any:
    return None if line.key == "computed_from" and not value else value


def _entry(line: Setting, names: set[str]) -> Entry | None:
    rule: Entry = {"validate": "any"}
    if line.kind == "day":
        rule = day_rule()
    elif line.choices or line.kind == "yes_no":
        choices = list(line.choices) or ["Yes", "No"]
        says = "Choose one of: " + ", ".join(choices) + "."
        rule = {"validate": "list", "source": choices, "error_title": "Not in the list", "error_message": says}
    elif line.kind == "person" and "people_names" in names:
        rule = {"validate": "list", "source": "=people_names", "error_type": "warning",
                "error_title": "Not in the list", "error_message": "Nobody of that name is on People."}  # fmt: skip
    elif line.kind in ("number", "percent") and not _is_ours(line):
        rule = number_rule(line.kind, 0, 1 if line.kind == "percent" else None)
    if line.help:
        rule |= {"input_title": line.title[:HEADING], "input_message": line.help[:MESSAGE]}
    return rule if len(rule) > 1 else None
