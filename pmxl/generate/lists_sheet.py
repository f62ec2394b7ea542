"""The sheet Lists: the words that drop-downs offer and that the project keeps itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmxl.generate.canvas import Canvas, put
from pmxl.generate.defaults import LISTS
from pmxl.generate.entry import list_name
from pmxl.generate.layout import ABOUT, FIRST, HEADER, STAMP, TITLE
from pmxl.generate.looks import cell_look, header_look
from pmxl.model import Register
from pmxl.model.raw import letters_of

ROWS = 30
"""How many words a list may have."""

Lists = Mapping[str, Sequence[str]]


def lists_for(registers: Iterable[Register[Any]], given: Lists | None) -> dict[str, Sequence[str]]:
    """Heading -> words, for every list that a column of *registers* offers; *given* goes before the defaults."""
    headings = dict.fromkeys(c.list_name for r in registers for c in r.columns if c.list_name)
    return {heading: (given or {}).get(heading, LISTS.get(heading, ())) for heading in headings}


def name_lists(canvas: Canvas, lists: Lists) -> None:
    """Define the names that drop-downs use."""
    for i, heading in enumerate(lists, 1):
        canvas.name(list_name(heading), filled_part("Lists", letters_of(i), ROWS))


def draw_lists(canvas: Canvas, lists: Lists, *, shown: bool) -> None:
    """Draw the sheet, one column for each list."""
    sheet = canvas.sheet("Lists", "machine")
    sheet.set_row(TITLE, 27)
    put(sheet, TITLE, 0, "Lists", canvas.look("title"))
    put(sheet, ABOUT, 0, "The words that drop-downs offer. Add yours below the last one.", canvas.look("about"))
    sheet.write_url(STAMP, 0, "internal:'Start here'!A1", canvas.look("link", font_size=8), string="< Start")
    header, look = canvas.look(header_look("text", typed=True)), canvas.look(cell_look("text", typed=True))
    headers = [{"header": heading, "header_format": header, "format": look} for heading in lists]
    options = {"name": "Lists", "columns": headers, "style": None, "autofilter": False}
    sheet.add_table(HEADER, 0, HEADER + ROWS, len(lists) - 1, options)
    sheet.set_row(HEADER, 20)
    for i, words in enumerate(lists.values()):
        sheet.set_column(i, i, max([26, *(len(word) for word in words)]))
        for row in range(ROWS):
            put(sheet, FIRST + row, i, words[row] if row < len(words) else None, look)
    sheet.freeze_panes(FIRST, 0)
    canvas.set_up_page(sheet, landscape=False, repeat=(HEADER, HEADER))
    if shown:
        sheet.print_area(0, 0, HEADER + ROWS, len(lists) - 1)
    else:
        sheet.hide()


def filled_part(sheet: str, letters: str, rows: int) -> str:
    """The filled part of a column as a formula for a name, so that its drop-down ends with the last word."""
    first, last = f"${letters}${FIRST + 1}", f"${letters}${FIRST + rows}"
    area = f"{sheet}!{first}:{last}"
    return f"{sheet}!{first}:INDEX({area},MAX(1,COUNTA({area})))"
