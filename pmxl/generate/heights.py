"""How high a row must be for its wrapped text. Excel finds out by itself; LibreOffice takes what the file says."""

from __future__ import annotations

from collections.abc import Iterable

LINE, PADDING, LEAST = 12.75, 2.25, 15.0
"""Points of one line of Arial 10, of the space around the text, and of a row with one line."""

CHARACTERS = 1.12
"""Letters of running text in one character of column width. Widths count digits, and most letters are narrower."""


def row_height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row that holds each text in a column of that many characters."""
    return max(LEAST, max((lines(text, width) for text, width in texts), default=1) * LINE + PADDING)


def lines(text: str, width: float) -> int:
    """How many lines a text takes in a column that wraps between words."""
    room = max(width * CHARACTERS, 1)
    return sum(_lines_of(paragraph, room) for paragraph in text.split("\n"))


def _lines_of(paragraph: str, room: float) -> int:
    count, used = 1, 0.0
    for word in paragraph.split():
        if used and used + 1 + len(word) > room:
            count, used = count + 1, 0.0
        extra = int((len(word) - 1) / room)
        count, used = count + extra, (used + 1 if used else 0) + len(word) - extra * room
    return count
