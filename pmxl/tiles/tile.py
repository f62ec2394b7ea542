"""What a tile is: a figure, a colour, and a picture of cells or a chart with its data."""

from __future__ import annotations

from collections.abc import Sequence

from pmxl.facts.words import shortened
from pmxl.model import Book, PageCell, PageChart, Value
from pmxl.records import NamedTuple

COLUMNS, ROWS = 6, 11
"""Columns and rows of cells inside a tile. A wide tile has twice the columns and the gap between."""

Cells = Sequence[Sequence[PageCell]]


class Tile(NamedTuple):
    """One tile. Its chart names columns of `data` by their headings; the page puts references in their place."""

    name: str
    """Its line in the spec."""
    figure: str
    """The answer in a few words; where nothing is known, that."""
    colour: str = ""
    """The word of a status colour; blank where the tile has none."""
    cells: Cells = ()
    chart: PageChart | None = None
    data: Sequence[Sequence[Value]] = ()
    """The headings, then the rows."""
    detail: str = ""
    """What stands below the figure of a tile without a picture; the question of the spec where it is blank."""
    empty: str = ""
    """What stands in place of a picture where there is nothing to show: what is missing, and who brings it."""


def colour_of(book: Book, dimension: str) -> str:
    """The computed colour of a dimension; blank where there is none."""
    judged = book.judgements.get(dimension)
    return str(judged.colour) if judged else ""


def short(text: str | None, most: int) -> str:
    """A text on one line of at most so many letters."""
    return shortened(" ".join((text or "").split()), most)
