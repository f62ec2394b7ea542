"""From sections to the rows of a page: what fits is measured, what does not is cut at a word.

The page is 510 points wide, which both A4 and Letter hold between margins of half an inch, and as high as Letter is
between 0.4 and 0.5 inches. Rows are as high as their text, as spreadsheets do not grow rows of merged cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from pmxl.model import PageCell, PageRow, Place
from pmxl.sections.arial import LEADING, Font, cut, lines
from pmxl.sections.parts import UNITS, Budget, Cell, Line, Section

UNIT = 12.75
"""Points of one of the UNITS of the page; 17 dots on a screen."""

UNIT_CHARACTERS = 12 / 7
"""The same as the width of a column in characters: 7 dots each, after 5 of padding."""

PADDING = 5.0
"""Points of a cell's width that its text cannot use."""

PAGE_HEIGHT = 723.0
"""Points that Letter, the lower of the two papers, has between the margins; four less, for rounding."""

FONTS = {
    "brief_title": Font(16, True), "brief_number": Font(12, True), "brief_people": Font(9), "brief_week": Font(9),
    "brief_line": Font(10, True), "tile_name": Font(9, True), "tile_word": Font(11, True), "tile_caption": Font(8),
    "tile_dense": Font(8, True), "chip": Font(9, True),
    "brief_label": Font(9, True), "brief_text": Font(9), "brief_heading": Font(10, True),
    "brief_aside": Font(8), "brief_aside_late": Font(8, True), "brief_head": Font(8), "brief_cell": Font(9),
    "brief_id": Font(9, True), "brief_strong": Font(9, True), "brief_late": Font(9, True), "brief_muted": Font(9),
    "card_name": Font(9, True), "card_date": Font(9), "card_late": Font(9, True),
    "brief_foot": Font(8),
}  # fmt: skip
"""The fonts of the looks that the brief uses; a test holds them to `pmxl.generate.looks`."""

COLOURED = ("tile_name", "tile_word", "tile_dense", "chip", "brief_bar")
"""Looks that exist once for each status colour, for example `chip_red`."""

COLOUR_KEYS = {"GREEN": "green", "AMBER": "amber", "RED": "red", "NOT DUE": "not_due"}

GAP = 4.5
"""Points between the bottom line and the colours."""

MOST_TILES = 6
"""Tiles in one band of the strip: a seventh would be too narrow for the word Dependencies."""


class Slot(NamedTuple):
    """Where a cell goes: how wide it is, how it looks, how many lines it may take."""

    units: int
    style: str
    lines: int = 1

    @property
    def room(self) -> float:
        """Points of width for text."""
        return self.units * UNIT - PADDING


def fitted(section: Section, budget: Budget) -> Section:
    """The section with every text cut to its slot, so that all three forms of the brief say the same."""

    def short(line: Line, slots: tuple[Slot, ...]) -> Line:
        cells = [
            cell._replace(text=cut(cell.text, slot.room, FONTS[slot.style], slot.lines))
            for cell, slot in zip(line.cells, slots, strict=True)
        ]
        return line._replace(cells=tuple(cells))

    width = _title_slot(section).units
    aside = Slot(UNITS - width, _aside_style(section), 2)
    return section._replace(
        lines=tuple(short(line, _slots(section, i, budget)) for i, line in enumerate(section.lines)),
        notes=tuple(short(line, _note_slots(budget)) for line in section.notes),
        aside=section.aside._replace(text=cut(section.aside.text, aside.room, FONTS[aside.style], aside.lines)),
    )


def page_rows(section: Section, budget: Budget) -> Iterator[PageRow]:
    """A fitted section as rows of the page; nothing where it has nothing to say."""
    if section.title:
        yield _title_row(section)
    if section.kind in ("tiles", "cards"):
        yield from _side_by_side(section, budget)
        return
    if section.lanes and section.title and section.lines:
        yield _row([(Cell(lane.title), Slot(lane.units, "brief_head"), "") for lane in section.lanes], 1.5)
    for i, line in enumerate(section.lines):
        yield _line_row(section, line, _slots(section, i, budget))
    if section.kind == "statement":
        yield PageRow((PageCell(None, "brief_text", UNITS),), GAP)
    if section.empty and not section.lines:
        yield _row([(Cell(section.empty), Slot(UNITS, "brief_people", 2), "")], 4)
    for line in section.notes:
        yield _row(_boxes(line, _note_slots(budget), True), 3)


def height(rows: list[PageRow]) -> float:
    """The height of rows in points."""
    return sum(row.height for row in rows)


def link_of(place: Place | None) -> str:
    """A place as a cell to jump to; "" for none."""
    return "" if place is None else str(place._replace(row=place.row or 1, column=place.column or "A"))


def style_of(base: str, tone: str) -> str:
    """The name of a look for a tone: `chip` and RED give `chip_red`; a cell that is late gives `brief_late`."""
    if base in COLOURED:
        return f"{base}_{COLOUR_KEYS.get(tone, 'unknown')}"
    if base == "brief_cell" and (tone in COLOUR_KEYS or tone == "?"):
        return f"chip_{COLOUR_KEYS.get(tone, 'unknown')}"
    if base == "card_date":
        return "card_late" if tone == "late" else base
    return f"brief_{tone}" if base == "brief_cell" and tone in ("strong", "late", "muted") else base


# ---------------------------------------------------------------- slots


def _slots(section: Section, i: int, budget: Budget) -> tuple[Slot, ...]:
    """The slots of the cells of the section's line *i*."""
    if section.kind == "heading":
        first = (Slot(28, "brief_title", 2), Slot(12, "brief_number"))
        return (Slot(28, "brief_people"), Slot(12, "brief_week")) if i else first
    if section.kind == "statement":
        return (Slot(UNITS - 1, "brief_line", 4),)
    if section.kind == "tiles":
        units = _tile_units(section)[i]
        if _is_dense(section):
            return (Slot(units, "tile_dense"), Slot(units, "tile_dense"), Slot(units, "tile_caption", 2))
        return (Slot(units, "tile_name"), Slot(units, "tile_word"), Slot(units, "tile_caption", 2))
    if section.kind == "cards":
        units = UNITS // max(len(section.lines), 4)
        return (Slot(units, "card_name"), Slot(units, "card_date"))
    if section.kind == "table":
        key, *rest = section.lanes
        cells = (Slot(lane.units, "brief_cell", budget.cell_lines) for lane in rest)
        return (Slot(key.units, "brief_id", min(2, budget.cell_lines)), *cells)
    if section.kind == "footer":
        return (Slot(UNITS - 9, "brief_foot"),)
    return (Slot(7, "brief_label"), Slot(UNITS - 7, "brief_text", budget.reason_lines))


def _note_slots(budget: Budget) -> tuple[Slot, ...]:
    return (Slot(4, "brief_label"), Slot(UNITS - 4, "brief_text", max(2, budget.reason_lines)))


def _tile_units(section: Section) -> list[int]:
    """Equal tiles in each band; the first of a band, which is Overall in the first, takes what is left over."""
    found: list[int] = []
    for count in _bands(section):
        each = UNITS // count
        found += [UNITS - each * (count - 1), *[each] * (count - 1)]
    return found


def _is_dense(section: Section) -> bool:
    """True where there are so many tiles that name and word share a line."""
    return section.kind == "tiles" and len(section.lines) > MOST_TILES


def _bands(section: Section) -> list[int]:
    """How many lines stand beside each other in each band: all cards in one, tiles in few and even ones."""
    total = len(section.lines)
    bands = ceil(total / MOST_TILES) if section.kind == "tiles" else 1
    return [total // bands + (i < total % bands) for i in range(bands)] if total else []


def _title_slot(section: Section) -> Slot:
    return Slot(14 if section.aside.text else UNITS, "brief_heading")


def _aside_style(section: Section) -> str:
    return "brief_aside_late" if section.aside.tone == "late" else "brief_aside"


# ---------------------------------------------------------------- rows

Box = tuple[Cell, Slot, str]
"""A cell, its slot, and where it leads."""


def _title_row(section: Section) -> PageRow:
    slot = _title_slot(section)
    boxes: list[Box] = [(Cell(section.title), slot, link_of(section.see))]
    if section.aside.text:
        boxes.append((section.aside, Slot(UNITS - slot.units, _aside_style(section), 2), ""))
    return _row(boxes, 4.5)


def _line_row(section: Section, line: Line, slots: tuple[Slot, ...]) -> PageRow:
    boxes = _boxes(line, slots, section.kind in ("table", "sentences"))
    if section.kind == "statement":
        bar = Cell("", line.cells[0].tone)
        return _row([(bar, Slot(1, "brief_bar"), ""), *boxes], 8)
    if section.kind == "footer":
        # Only on a sheet can an ID be clicked, so the other forms do not say this.
        return _row([*boxes, (Cell("Every ID leads to its row.", "muted"), Slot(9, "brief_foot"), "")], 3)
    if section.kind == "sentences" and line.cells[0].tone not in ("strong", ""):
        chip = Cell(_letter(line.cells[0].tone), line.cells[0].tone)
        (label, slot, link), *rest = boxes
        return _row([(chip, Slot(1, "chip"), ""), (label, slot._replace(units=slot.units - 1), link), *rest], 3)
    return _row(boxes, 3)


def _side_by_side(section: Section, budget: Budget) -> Iterator[PageRow]:
    """Tiles and cards: the cells of each line stand below each other, the lines beside each other."""
    first = 0
    for count in _bands(section):
        here = range(first, first + count)
        band = [_boxes(section.lines[i], _slots(section, i, budget), section.kind == "cards") for i in here]
        if _is_dense(section):
            band = [[_side_by_side_words(name, word), caption] for name, word, caption in band]
        tones = [section.lines[i].cells[1].tone for i in here]
        for level in zip(*band, strict=True):
            boxes = [
                (cell._replace(tone=tone), slot, link) for (cell, slot, link), tone in zip(level, tones, strict=True)
            ]
            if any(cell.text for cell, *_ in boxes):
                yield _row(boxes, 3)
        first += count
    if section.empty and not section.lines:
        yield _row([(Cell(section.empty), Slot(UNITS, "brief_people", 2), "")], 4)


def _side_by_side_words(name: Box, word: Box) -> Box:
    """The name of a dimension and the word of its colour in one cell."""
    return (word[0]._replace(text=f"{name[0].text}  {word[0].text}"), *word[1:])


def _boxes(line: Line, slots: tuple[Slot, ...], is_linked: bool) -> list[Box]:
    """The cells of a line in their slots; the first leads to the row that the line was made from.

    Only short texts lead somewhere: LibreOffice shows a link in a colour of its own, and on one line.
    """
    first = link_of(line.place) if is_linked else ""
    return [(cell, slot, "" if i else first) for i, (cell, slot) in enumerate(zip(line.cells, slots, strict=True))]


def _row(boxes: list[Box], padding: float) -> PageRow:
    """A row as high as its tallest cell, in whole dots of a screen."""
    cells, tallest, left = [], 0.0, UNITS
    for cell, slot, link in boxes:
        style = style_of(slot.style, cell.tone)
        font = FONTS.get(slot.style, Font(9))
        tallest = max(tallest, lines(cell.text, slot.room, font) * font.size * LEADING)
        cells.append(PageCell(cell.text or None, style, slot.units, link if cell.text else ""))
        left -= slot.units
    if left:
        cells.append(PageCell(None, "brief_text", left))
    return PageRow(tuple(cells), ceil((tallest + padding) / 0.75) * 0.75)


def _letter(word: str) -> str:
    return {"NOT DUE": "-", "?": "?"}.get(word, word[:1])
