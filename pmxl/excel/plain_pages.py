"""Generated sheets where the application opens no other file, as in a browser: values, bold heads, colours, widths."""

from __future__ import annotations

from typing import Any

from pmxl.excel.application import Sheet, if_it_can
from pmxl.excel.blocks import typed
from pmxl.generate.looks import LOOKS
from pmxl.model import ReplaceSheet

LOST = ("charts", "pictures", "formats")
"""What a page may have that cannot be drawn cell by cell."""


def fill_plainly(sheet: Sheet, page: ReplaceSheet) -> list[str]:
    """Fill a sheet cell by cell; gives what is missing, a line each."""
    sheet.clear()
    width = page.columns
    lines = []
    for row in page.rows:
        line: list[Any] = []
        for cell in row.cells:
            line += [typed(cell.value), *[None] * (cell.span - 1)]
        lines.append(line + [None] * (width - len(line)))
    if lines:
        sheet.range((1, 1), (len(lines), width)).value = lines
    for column, characters in enumerate(page.widths, 1):
        if_it_can(lambda c=column, w=characters: setattr(sheet.range((1, c)), "column_width", w), None)  # type: ignore[misc]
    _paint(sheet, page)
    missing = [what for what in LOST if getattr(page, what, ())]
    return [f'The sheet "{page.sheet}" has no {" and no ".join(missing)} here'] if missing else []


def _paint(sheet: Sheet, page: ReplaceSheet) -> None:
    for number, row in enumerate(page.rows, 1):
        column = 1
        for cell in row.cells:
            look = LOOKS.get(cell.style, {})
            if look.get("bold") or look.get("bg_color"):
                cells = sheet.range((number, column), (number, column + cell.span - 1))
                if look.get("bg_color"):
                    if_it_can(lambda c=cells, k=look: setattr(c, "color", k["bg_color"]), None)  # type: ignore[misc]
                if_it_can(lambda c=cells, k=look: _font(c, k), None)  # type: ignore[misc]
            column += cell.span


def _font(cells: Any, look: dict[str, Any]) -> None:
    cells.font.bold = bool(look.get("bold"))
    cells.font.color = look.get("font_color", "#000000")
