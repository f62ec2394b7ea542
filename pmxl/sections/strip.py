"""The strip of colours: Overall large on the left, the dimensions beside it, up to four in a band."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from pmxl.model import PageCell, PageRow
from pmxl.sections.boxes import Slot, row_of, style_of
from pmxl.sections.parts import UNITS, Cell, Line, Section

MOST = 4
"""Dimensions in one band: a fifth would be too narrow for the word Dependencies beside that of its colour."""

LEAST = 8
"""Units of the tile of Overall."""


def strip_slots(section: Section) -> list[tuple[Slot, ...]]:
    """The slots of name, word and caption of each tile."""
    columns, each = _grid(section)
    large = UNITS - columns * each
    first = (Slot(large, "tile_name"), Slot(large, "tile_big"), Slot(large, "tile_note"))
    other = (Slot(each, "tile_dense"), Slot(each, "tile_dense"), Slot(each, "tile_caption"))
    return [first, *[other] * (len(section.lines) - 1)]


def strip_rows(section: Section) -> Iterator[PageRow]:
    """Two rows for each band: name and word on their colour, and the caption below them."""
    if not section.lines:
        return
    overall, *others = section.lines
    columns, each = _grid(section)
    large, last = UNITS - columns * each, max(1, _bands(section)) * 2 - 1
    if last == 1 and not any(line.cells[2].text for line in section.lines):
        last = 0
    for level in range(last + 1):
        first = level // 2 * columns
        band = [_cell(line, each, level % 2) for line in others[first : first + columns]]
        beside = row_of(3 if level % 2 else 5, *((cell, slot, "") for cell, slot in band))
        blank = () if not columns else (PageCell(None, "brief_text", (columns - len(band)) * each),)
        cells = beside.cells[: len(band)] + (blank if len(band) < columns else ())
        yield PageRow((*_overall(overall, large, level, last), *cells), max(beside.height, 15 if not columns else 0))


def _overall(line: Line, units: int, level: int, last: int) -> tuple[PageCell, ...]:
    """What the large tile shows in a row: its name, then its word over all rows between, then its caption."""
    name, word, caption = line.cells
    if last <= 1:  # In the only band it is no larger than the others.
        cell, slot = _cell(line, units, level)
        return (PageCell(cell.text or None, style_of(slot.style, cell.tone), units),)
    if level == last:
        return (PageCell(caption.text or None, style_of("tile_note", word.tone), units),)
    if level == 0:
        return (PageCell(name.text, style_of("tile_name", word.tone), units),)
    if level == 1:
        return (PageCell(word.text, style_of("tile_big", word.tone), units, rows=last - 1),)
    return (PageCell(None, style_of("brief_bar", word.tone)),) * units


def _cell(line: Line, units: int, level: int) -> tuple[Cell, Slot]:
    name, word, caption = line.cells
    if level:
        return caption, Slot(units, "tile_caption")
    return Cell(f"{name.text}  {word.text}", word.tone), Slot(units, "tile_dense")


def _bands(section: Section) -> int:
    return ceil((len(section.lines) - 1) / MOST)


def _grid(section: Section) -> tuple[int, int]:
    """How many tiles stand beside Overall in a band, and how many units each of them takes."""
    bands = _bands(section)
    columns = ceil((len(section.lines) - 1) / bands) if bands > 0 else 0
    return columns, (UNITS - LEAST) // columns if columns else 0
