"""The sheet of one register: heading, living counts, and its table with drop-downs, formulas and highlights."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pmxl.generate.canvas import Canvas, put, put_array
from pmxl.generate.counts import banner_formula, banner_text, counts_of
from pmxl.generate.entry import entry, key_rule
from pmxl.generate.filling import Filling
from pmxl.generate.formulas import column_formula
from pmxl.generate.heights import BOLD, INDENT, LEAST, lines, row_height
from pmxl.generate.highlights import draw_highlights
from pmxl.generate.layout import ABOUT, BANNER, FIRST, HEADER, STAMP, TITLE, Layout, width
from pmxl.generate.looks import cell_look, header_look
from pmxl.generate.stamps import stamp_formula, stamp_text
from pmxl.model import Register

START, LAST_ROW = "Start here", 1_048_575
RESERVED = {"Status": row_height([("\n\n", 9)])}
"""Register -> the least height of its rows: Status keeps room for the sentences that pmxl will write."""

LANDSCAPE, PORTRAIT = (734.0, 512.0), (538.0, 709.0)
"""Points across and down that both A4 and Letter hold between the margins."""
LEFT = 2
"""Blank rows that a table has at least, for programs in which tables do not grow by typing below them."""
UNSURE = 0.3
"""The part of a page by which programs differ in what they find room for."""
CHARACTER, ABOVE, HEADER_HEIGHT = 5.35, 80.0, 45.0
"""Points of a character of width, of the lines above the table, and of the highest header."""

LINE_HEIGHT, ARROW = 13.5, "__"
"""Points of one line of a header, and a text as wide as the arrow of a filter."""


def draw_register(canvas: Canvas, layout: Layout, filling: Filling, tables: Collection[str], *, shown: bool) -> None:
    """Draw one register. *tables* names every table of the workbook, for formulas that look into others."""
    register = layout.register
    sheet = canvas.sheet(register.name, register.group)
    draw_heading(canvas, sheet, register, filling, tables)
    draw_table(canvas, sheet, layout, filling, tables)
    _draw_entries(canvas, sheet, layout)
    draw_highlights(canvas, sheet, layout)
    sheet.freeze_panes(FIRST, 2 if register.columns[0].kind == "key" else 1)
    sheet.set_zoom(100 if register.group == "machine" else 90)
    canvas.set_up_page(sheet, landscape=layout.is_wide, repeat=(HEADER, HEADER))
    if not shown:
        sheet.hide()
    else:
        # Whole columns: what somebody types below the table is printed as well.
        sheet.print_area(0, 0, LAST_ROW, layout.last_printed)


def draw_heading(
    canvas: Canvas, sheet: Any, register: Register[Any], filling: Filling, tables: Collection[str]
) -> None:
    """The lines above the table."""
    sheet.set_row(TITLE, 27)
    sheet.set_row(BANNER, 18)
    put(sheet, TITLE, 0, register.title, canvas.look("title"))
    put(sheet, ABOUT, 0, register.about, canvas.look("about"))
    rows, as_of = filling.typed(register), filling.book.settings.as_of
    if formula := banner_formula(register):
        said = banner_text(register, rows, counts_of(register, rows), as_of)
        put_array(sheet, BANNER, 0, said, canvas.look("banner"), formula)
    sheet.write_url(STAMP, 0, f"internal:'{START}'!A1", canvas.look("link", font_size=8), string="< Start")
    if register.name == "Schedule" and (formula := stamp_formula(tables)):
        put_array(sheet, STAMP, 1, stamp_text(filling.book), canvas.look("stamp"), formula)


def draw_table(canvas: Canvas, sheet: Any, layout: Layout, filling: Filling, tables: Collection[str]) -> None:
    """The table: headers, rows and blank rows, calculated columns with formula and value."""
    register = layout.register
    columns, most = [], 2
    upright = {"valign": "vcenter"} if register.name in RESERVED else {}
    for i, column in enumerate(register.columns):
        header = canvas.look(header_look(column.kind, typed=column.typed))
        wraps = column.typed or register.group != "plan"
        look = canvas.look(cell_look(column.kind, typed=column.typed, wraps=wraps), **upright)
        formula = column_formula(column, register, tables) if column.formula else ""
        option = {"header": column.title, "header_format": header, "format": look}
        columns.append({**option, "formula": "=" + formula} if formula else option)
        sheet.set_column(i, i, width(column), None, {"hidden": not layout.shows(column)})
        if layout.shows(column):
            most = max(most, header_lines(column.title, width(column)))
    sheet.set_row(HEADER, most * LINE_HEIGHT + 4)
    options = {"name": register.name, "columns": columns, "style": None}
    sheet.add_table(HEADER, 0, layout.last, len(columns) - 1, options)
    for row in range(FIRST, layout.last + 1):
        for i, column in enumerate(register.columns):
            value = filling.value(register, row - FIRST, column)
            put(sheet, row, i, value, columns[i]["format"], columns[i].get("formula", "").removeprefix("="))
        fit_row(sheet, layout, filling, row)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST + 1}:XFD{layout.last + 1}"})


def fit_row(sheet: Any, layout: Layout, filling: Filling, row: int) -> None:
    """Make a filled row as high as its longest text needs."""
    height = height_of(layout, filling, row)
    if height > LEAST:
        sheet.set_row(row, height)


def height_of(layout: Layout, filling: Filling, row: int) -> float:
    """The height of a row in points, by its longest text."""
    cells = [(filling.value(layout.register, row - FIRST, c), c) for c in layout.register.columns if layout.shows(c)]
    height = row_height((value, width(column)) for value, column in cells if isinstance(value, str) and column.typed)
    return max(height, RESERVED.get(layout.register.name, LEAST))


def room_below(layout: Layout, filling: Filling) -> int:
    """How many blank rows the last printed page still holds below the rows that are filled.

    More of them would print as pages with nothing but lines on them. The page is the lower one of A4 and Letter.
    """
    filled = len(filling.given[layout.register.name])
    across, down = LANDSCAPE if layout.is_wide else PORTRAIT
    page = 0.95 * down / min(1.0, across / (layout.printed_width * CHARACTER))
    repeated, used = HEADER_HEIGHT, ABOVE + HEADER_HEIGHT
    pages = 1
    for row in range(FIRST, FIRST + filled):
        height = height_of(layout, filling, row)
        pages, used = (pages, used + height) if used + height <= page else (pages + 1, repeated + height)
    # Where little stands on the last page, another program may find room for it on the one before.
    return max(LEFT, int((page - used) // LEAST)) if pages == 1 or used > UNSURE * page else LEFT


def header_lines(title: str, room: float) -> int:
    """How many lines a bold header takes in a column of that many characters; a filter's arrow stands in the last."""
    return lines(f"{title} {ARROW}", (room - INDENT) / BOLD)


def _draw_entries(canvas: Canvas, sheet: Any, layout: Layout) -> None:
    for i, column in enumerate(layout.register.columns):
        rule = entry(column, canvas.names)
        if column.kind == "key":
            rule = {**(rule or {}), **key_rule(layout.letters[column.title], FIRST + 1, layout.last + 1)}
        if rule:
            sheet.data_validation(FIRST, i, layout.last, i, rule)
