"""What a row of the page is made of: slots of a width and a look, and how high a row must be for its texts.

The page is 510 points wide, which both A4 and Letter hold between margins of half an inch. Rows are as high as their
text, as spreadsheets do not grow rows of merged cells.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from pmxl.model import PageCell, PageRow, Place
from pmxl.records import NamedTuple
from pmxl.sections.arial import PADDING as PADDING
from pmxl.sections.arial import Font, in_lines, leading, lines
from pmxl.sections.parts import UNITS, Cell, Line

UNIT = 12.75
"""Points of one of the UNITS of the page; 17 dots on a screen."""

UNIT_CHARACTERS = 12 / 7
"""The same as the width of a column in characters: 7 dots each, after 5 of padding."""

BROKEN = ("brief_cell", "brief_strong", "brief_late", "brief_muted")
"""Looks whose lines are broken here: a program that breaks them itself fills each up to the next column's text."""

FONTS = {
    "brief_title": Font(16, True), "brief_number": Font(12, True), "brief_people": Font(9), "brief_week": Font(9),
    "brief_line": Font(10, True), "tile_name": Font(8, True), "tile_big": Font(18, True), "tile_note": Font(8),
    "tile_caption": Font(8), "tile_dense": Font(8, True), "chip": Font(9, True),
    "brief_label": Font(9, True), "brief_text": Font(9), "brief_heading": Font(10, True),
    "brief_aside": Font(8), "brief_aside_late": Font(8, True),
    "brief_beside": Font(8), "brief_beside_late": Font(8, True),
    "brief_more": Font(8), "brief_more_late": Font(8, True),
    "brief_alert": Font(9, True), "brief_quiet": Font(9), "brief_head": Font(8), "brief_cell": Font(9),
    "brief_id": Font(9, True), "brief_strong": Font(9, True), "brief_late": Font(9, True), "brief_muted": Font(9),
    "card_name": Font(9, True), "card_date": Font(9), "card_late": Font(9, True),
    "brief_foot": Font(8), "brief_source": Font(8, True),
}  # fmt: skip
"""The fonts of the looks that the brief uses; a test holds them to `pmxl.generate.looks`."""

PLAIN = Font(9)

COLOURED = ("tile_name", "tile_big", "tile_note", "tile_dense", "chip", "brief_bar")
"""Looks that exist once for each status colour, for example `chip_red`."""

COLOUR_KEYS = {"GREEN": "green", "AMBER": "amber", "RED": "red", "NOT DUE": "not_due"}


class Slot(NamedTuple):
    """Where a cell goes: how wide it is, how it looks, how many lines it may take."""

    units: int
    style: str
    lines: int = 1

    @property
    def room(self) -> float:
        """Points of width for text."""
        return self.units * UNIT - PADDING


def font_of(slot: Slot, cell: Cell) -> Font:
    """The font that a cell is drawn in: what is strong or late is bold, and so wider."""
    return _font(style_of(slot.style, cell.tone), slot)


def _font(style: str, slot: Slot) -> Font:
    return FONTS.get(style) or FONTS.get(slot.style, PLAIN)


def link_of(place: Place | None) -> str:
    """A place as a cell to jump to; "" for none."""
    return place.link if place else ""


def style_of(base: str, tone: str) -> str:
    """The name of a look for a tone: `chip` and RED give `chip_red`; a cell that is late gives `brief_late`."""
    if base in COLOURED:
        return f"{base}_{COLOUR_KEYS.get(tone, 'unknown')}"
    if base == "brief_cell" and (tone in COLOUR_KEYS or tone == "?"):
        return f"chip_{COLOUR_KEYS.get(tone, 'unknown')}"
    if base == "card_date":
        return "card_late" if tone == "late" else base
    if base == "brief_text" and tone in ("late", "muted"):
        return "brief_alert" if tone == "late" else "brief_quiet"
    return f"brief_{tone}" if base == "brief_cell" and tone in ("strong", "late", "muted") else base


Box = tuple[Cell, Slot, str]
"""A cell, its slot, and where it leads."""


def boxes_of(line: Line, slots: tuple[Slot, ...], is_linked: bool) -> list[Box]:
    """The cells of a line in their slots; the first leads to the row that the line was made from.

    Only short texts lead somewhere: LibreOffice shows a link in a colour of its own, and on one line.
    """
    first = link_of(line.place) if is_linked else ""
    return [(cell, slot, "" if i else first) for i, (cell, slot) in enumerate(zip(line.cells, slots, strict=True))]


@lru_cache(1024)
def row_of(padding: float, *boxes: Box) -> PageRow:
    """A row as high as its tallest cell, in whole dots of a screen."""
    cells, tallest, left = [], 0.0, UNITS
    for cell, slot, link in boxes:
        style = style_of(slot.style, cell.tone)
        font = _font(style, slot)
        count = lines(cell.text, slot.room, font)
        tallest = max(tallest, count * font.size * leading(cell.text))
        text = cell.text
        if count > 1 and style in BROKEN:
            text = "\n".join(in_lines(text, slot.room, font, count))
        cells.append(PageCell(text or None, style, slot.units, link if text else ""))
        left -= slot.units
    if left:
        cells.append(PageCell(None, "brief_text", left))
    return PageRow(tuple(cells), ceil((tallest + padding) / 0.75) * 0.75)
