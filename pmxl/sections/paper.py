"""From sections to the rows of a page: what fits is measured, what does not is cut at a word.

A page is as high as the paper that is set allows, or as Letter, the lower one, where it must fit on both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import ceil

from pmxl.model import Colour, PageCell, PageRow
from pmxl.sections.arial import cut, width
from pmxl.sections.boxes import FONTS, PADDING, UNIT, Box, Slot, boxes_of, font_of, link_of, row_of
from pmxl.sections.parts import UNITS, Budget, Cell, Line, Section
from pmxl.sections.strip import strip_rows, strip_slots

PAGE_HEIGHT = 723.0
"""Points that Letter, the lower of the two papers, has between the margins; four less, for rounding."""

HEIGHTS = {"A4": PAGE_HEIGHT + 49, "Letter": PAGE_HEIGHT, "A4 or Letter": PAGE_HEIGHT}
"""The setting Paper -> points between the margins."""

GAP = 3
"""Points between the bottom line and the colours."""

LINKS = "Every ID is a link."
"""What only the sheet says, for only there can an ID be clicked."""

NO_MORE: Mapping[int, int] = {}


def fitted(section: Section, budget: Budget, grown: Mapping[int, int] = NO_MORE) -> Section:
    """The section with every text cut to its slot, so that all forms of the brief say the same.

    *grown* tells which lines may be higher than the budget says, and by how many lines of text; notes count on.
    """
    aside, slots = _aside_slot(section), [*_slots(section, budget), *_note_slots(section, budget)]
    pairs = enumerate(zip((*section.lines, *section.notes), slots, strict=True))
    short = [_short(line, room, grown.get(i, 0)) for i, (line, room) in pairs]
    return section._replace(
        lines=tuple(short[: len(section.lines)]),
        notes=tuple(short[len(section.lines) :]),
        aside=section.aside._replace(text=cut(section.aside.text, aside.room, FONTS[aside.style], aside.lines)),
    )


@lru_cache(1024)
def _short(line: Line, slots: tuple[Slot, ...], more: int) -> Line:
    """A line with each text cut to as many lines as its slot has, and some *more*."""
    cells = [
        Cell(cut(cell.text, slot.room, font_of(slot, cell), slot.lines + more), cell.tone)
        for cell, slot in zip(line.cells, slots, strict=True)
    ]
    return Line(tuple(cells), line.place, line.record)


def page_rows(section: Section, budget: Budget) -> Iterator[PageRow]:
    """A fitted section as rows of the page; nothing where it has nothing to say."""
    if section.kind == "tiles":
        yield from strip_rows(section)
        yield PageRow((PageCell(None, "brief_text", UNITS),), GAP)
    elif section.kind == "cards":
        yield _title_row(section)
        yield from _cards(section, budget)
    else:
        if section.title:
            yield _title_row(section)
        for line, slots in zip(section.lines, _slots(section, budget), strict=True):
            yield _line_row(section, line, slots)
        if section.kind == "statement":
            yield PageRow((PageCell(None, "brief_text", UNITS),), GAP)
    if section.empty and not section.lines:
        yield row_of(4, (Cell(section.empty), Slot(UNITS, "brief_people", 2), ""))
    for i, (line, slots) in enumerate(zip(section.notes, _note_slots(section, budget), strict=True)):
        boxes = boxes_of(line, slots, True)
        if _aside_beside(section, i):
            boxes.append((section.aside, _aside_slot(section), ""))
        yield row_of(2.25, *boxes)
    if section.aside.text and not section.notes and not _aside_in_title(section):
        yield row_of(1.5, (section.aside, _aside_slot(section), ""))


def height(rows: list[PageRow]) -> float:
    """The height of rows in points."""
    return sum(row.height for row in rows)


# ---------------------------------------------------------------- slots


def _slots(section: Section, budget: Budget) -> list[tuple[Slot, ...]]:
    """The slots of the cells of each line."""
    if not section.lines:
        return []
    if section.kind == "tiles":
        return strip_slots(section)
    if section.kind == "heading":
        return [
            (Slot(28, "brief_title", 2), Slot(12, "brief_number")),
            (Slot(28, "brief_people"), Slot(12, "brief_week")),
        ]
    return [_slots_alike(section, budget)] * len(section.lines)


def _slots_alike(section: Section, budget: Budget) -> tuple[Slot, ...]:
    """The slots of every line, where all of them are alike."""
    if section.kind == "statement":
        return (Slot(UNITS - 1, "brief_line", 4),)
    if section.kind == "cards":
        units = UNITS // max(len(section.lines), 4)
        return (Slot(units, "card_name"), Slot(units, "card_date"))
    if section.kind == "table":
        key, *rest = section.lanes
        cells = (Slot(lane.units, "brief_cell", budget.cell_lines) for lane in rest)
        return (Slot(key.units, "brief_id", min(2, budget.cell_lines)), *cells)
    if section.kind == "footer":
        return (Slot(6, "brief_source"), Slot(UNITS - 12, "brief_foot", 2))
    return (Slot(7, "brief_label"), Slot(UNITS - 7, "brief_text", budget.reason_lines))


def _note_slots(section: Section, budget: Budget) -> list[tuple[Slot, ...]]:
    """The slots of the cells of each note."""
    rooms = [UNITS - 4 - (ASIDE if _aside_beside(section, i) else 0) for i in range(len(section.notes))]
    return [(Slot(4, "brief_label"), Slot(units, "brief_text", max(2, budget.reason_lines))) for units in rooms]


ASIDE = 9
"""Units of what stands beside the last note because it had no room beside the title."""


def _title_units(section: Section) -> int:
    """As wide as the title needs; all of the page where nothing stands beside it."""
    if not (section.aside.text or section.lanes):
        return UNITS
    return ceil((width(section.title, FONTS["brief_heading"]) + PADDING) / UNIT)


def _head_units(section: Section) -> int:
    """The width of title and aside: all of the page, or over the first two columns of a table."""
    has_heads = section.lanes and section.lines
    return max(_title_units(section), sum(lane.units for lane in section.lanes[:2])) if has_heads else UNITS


def _aside_in_title(section: Section) -> bool:
    head = _head_units(section)
    if head == UNITS:
        return True
    font = FONTS["brief_aside_late" if section.aside.tone == "late" else "brief_aside"]
    return width(section.aside.text, font) <= Slot(head - _title_units(section), "brief_aside").room


def _aside_beside(section: Section, i: int) -> bool:
    return bool(section.aside.text) and i == len(section.notes) - 1 and not _aside_in_title(section)


def _aside_slot(section: Section) -> Slot:
    late = "_late" if section.aside.tone == "late" else ""
    if _aside_in_title(section):
        look = "brief_aside" if _head_units(section) == UNITS else "brief_beside"
        return Slot(max(1, _head_units(section) - _title_units(section)), f"{look}{late}", 2)
    return Slot(ASIDE if section.notes else UNITS, f"brief_more{late}", 2)


# ---------------------------------------------------------------- rows


def _title_row(section: Section) -> PageRow:
    """The title, what stands beside it, and in a table the heads of all columns but the first two, on one line."""
    units = _title_units(section)
    boxes: list[Box] = [(Cell(section.title), Slot(units, "brief_heading"), link_of(section.see))]
    rest = _head_units(section) - units
    if section.aside.text and _aside_in_title(section):
        boxes.append((section.aside, _aside_slot(section), ""))
    elif rest:
        boxes.append((Cell(), Slot(rest, "brief_aside"), ""))
    if rest + units < UNITS:
        boxes += [(Cell(lane.title), Slot(lane.units, "brief_head"), "") for lane in section.lanes[2:]]
    return row_of(3.75, *boxes)


def _line_row(section: Section, line: Line, slots: tuple[Slot, ...]) -> PageRow:
    boxes = boxes_of(line, slots, section.kind in ("table", "sentences", "footer"))
    if section.kind == "statement":
        bar = Cell("", line.cells[0].tone)
        return row_of(8, (bar, Slot(1, "brief_bar"), ""), *boxes)
    if section.kind == "footer":
        # Only on a sheet can an ID be clicked, so the other forms do not say this.
        return row_of(4.5, *boxes, (Cell(LINKS, "muted"), Slot(6, "brief_more"), ""))
    if section.kind == "sentences" and line.cells[0].tone not in ("strong", "late", ""):
        chip = Cell(Colour(line.cells[0].tone).letter, line.cells[0].tone)
        (label, slot, link), *rest = boxes
        label_box = (label, slot._replace(units=slot.units - 1), link)
        return row_of(2.25, (chip, Slot(1, "chip"), ""), label_box, *rest)
    return row_of(2.25, *boxes)


def _cards(section: Section, budget: Budget) -> Iterator[PageRow]:
    """The cells of each line stand below each other, the lines beside each other."""
    cards = [boxes_of(line, slots, True) for line, slots in zip(section.lines, _slots(section, budget), strict=True)]
    tones = [line.cells[1].tone for line in section.lines]
    for level in zip(*cards, strict=True):
        yield row_of(
            3, *((cell._replace(tone=t), slot, link) for (cell, slot, link), t in zip(level, tones, strict=True))
        )
