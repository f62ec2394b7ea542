"""How much room a text takes in Arial: the width of a word, the lines of a wrapped text, the height of its row.

Excel finds out by itself how high a row must be; LibreOffice takes what the file says. Widths are those of the font's
own tables, in round numbers, with a digit as the unit, because widths of columns count digits too.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

LINE, PADDING, LEAST = 12.75, 2.25, 15.0
"""Points of one line of Arial 10, of the space around the text, and of a row with one line."""

UNHINTED, BOLD, INDENT = 1.06, 1.09, 1.3
"""A digit as drawn against a digit as Excel counts it; bold letters against plain ones; characters of an indent."""

_LETTERS = {
    0.4: "ijl'|", 0.5: "ftI .,:;!/()[]", 0.6: "r-", 0.9: "ckvxyzsJ", 1.1: "FTZ", 1.2: "ABEKPSVXY&", 1.3: "CDHNRUw",
    1.4: "GOQ", 1.5: "mM", 1.6: "%@W",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}


@cache
def text_width(text: str) -> float:
    """The width of a text on one line, in characters of column width."""
    return UNHINTED * sum(_WIDTHS.get(letter, 1.0) for letter in text)


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row that holds each text, indented, in a column of that many characters."""
    return max(LEAST, max((lines(text, width - INDENT) for text, width in texts), default=1) * LINE + PADDING)


def lines(text: str, room: float) -> int:
    """How many lines a text takes where *room* characters stand side by side and lines break between words."""
    return sum(_lines_of(paragraph, max(room, 1)) for paragraph in text.split("\n"))


def _lines_of(paragraph: str, room: float) -> int:
    count, used = 1, 0.0
    for word in paragraph.split():
        width = text_width(word)
        if used and used + text_width(" ") + width > room:
            count, used = count + 1, 0.0
        used += width + (text_width(" ") if used else 0)
        while used > room:
            count, used = count + 1, used - room
    return count
