"""How wide a text is in Arial, and how many lines it takes: merged cells do not grow, so their rows must be told.

The widths are those of Arial (and of Liberation Sans, which is made to the same measures), in thousandths of the size
of the letters. Letters with accents are as wide as without; what is in no table is taken for a wide one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pmxl.records import NamedTuple

REGULAR = {
    191: "'", 222: "ijl’‘", 260: "|", 278: " !,./:;I[\\]ft\u00a0", 333: "()-`r·“”", 334: "{}", 355: '"', 389: "*",
    469: "^", 500: "Jcksvxyz", 556: "#$0123456789?L_abdeghnopqu–€£", 584: "+<=>~−×", 611: "FTZ", 667: "&ABEKPSVXY",
    722: "CDHNRUwß", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "—…→", 1015: "@",
}  # fmt: skip
BOLD = {
    238: "'", 278: " ,./I\\ijl’‘\u00a0", 280: "|", 333: "!()-:;[]`ft·", 389: "*r{}", 474: '"', 500: "z“”",
    556: "#$0123456789J_aceksvxy–€£", 584: "+<=>^~−×", 611: "?FLTZbdghnopquß", 667: "EPSVXY", 722: "&ABCDHKNRU",
    778: "GOQw", 833: "M", 889: "%m", 944: "W", 975: "@", 1000: "—…→",
}  # fmt: skip
OTHER, FULL = 667, 1000
"""A letter of another alphabet, and one that fills its square."""

SAFETY = 1.05
"""Screens round each letter to whole dots, which makes a line of small text up to a twentieth longer."""

LEADING = 1.25
"""Height of a line, in sizes of its letters: 15 dots of a screen for 9 points, as Excel has it."""

TALL = 1.5
"""The same for letters that Arial has not and that a taller font must lend, as Chinese, Thai and Hindi."""

PADDING = 5.0
"""Points of a cell's width that its text cannot use."""

LONGEST = 24
"""Letters of a word that is left out whole; a longer one is shortened, for a script without blanks has no words."""

_WIDE = "\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
_WORD = re.compile(r"(\s*)(\S+)")


class Font(NamedTuple):
    """A size of Arial in points."""

    size: float
    bold: bool = False


class _Widths(dict[str, int]):
    """Letter -> width, worked out when a letter is first met."""

    def __missing__(self, letter: str) -> int:
        plain = unicodedata.normalize("NFD", letter)[0]
        if plain != letter:
            width = self[plain]
        elif unicodedata.combining(letter):
            width = 0
        else:
            width = FULL if unicodedata.east_asian_width(letter) in "WF" else OTHER
        self[letter] = width
        return width


_WIDTHS = {
    bold: _Widths({letter: width for width, letters in table.items() for letter in letters})
    for bold, table in ((False, REGULAR), (True, BOLD))
}


@lru_cache(4096)
def width(text: str, font: Font) -> float:
    """The width of a text on one line, in points, with what screens add."""
    return sum(map(_WIDTHS[font.bold].__getitem__, text)) * font.size * SAFETY / 1000


def leading(text: str) -> float:
    """The height of a line of a text, in sizes of its letters."""
    tall = not text.isascii() and any("\u0900" <= letter <= "\u1dff" or letter >= "\u2e80" for letter in text)
    return TALL if tall else LEADING


def _words(text: str) -> list[tuple[str, str]]:
    """What may stand on a line of its own, each after the blanks before it: a word, or one letter of a script that is
    written without blanks.
    """
    bare = text.isascii() or not any("\u1100" <= letter <= "\u11ff" or letter >= "\u2e80" for letter in text)
    return (_WORD if bare else _wide_word()).findall(text)


@cache
def _wide_word() -> re.Pattern[str]:
    """Made when such a script is first met, for it takes longer than a whole page without."""
    return re.compile(rf"(\s*)([{_WIDE}]|[^\s{_WIDE}]+)")


@lru_cache(4096)
def lines(text: str, room: float, font: Font) -> int:
    """How many lines a text takes in a cell that is *room* points wide; a blank one takes one."""
    if width(text, font) <= room:
        return 1  # So it is with most, which need not be taken apart.
    taken, used, blank = 1, 0.0, width(" ", font)
    for gap, word in _words(text):
        wide = width(word, font)
        start = used + blank if gap and used else used
        if used and start + wide > room:
            taken, start = taken + 1, 0.0
        # A word that is wider than its cell is broken wherever the line ends.
        over = max(0, -int(-wide // room) - 1) if start + wide > room else 0
        taken, used = taken + over, start + wide - over * room
    return taken


@lru_cache(4096)
def cut(text: str, room: float, font: Font, most: int) -> str:
    """The text on at most *most* lines: whole, or as many of its words as fit and three dots."""
    text = " ".join(text[:4000].split())
    if lines(text, room, font) <= most:
        return text
    while text and lines(f"{text} …", room, font) > most:
        rest, _, word = text.rpartition(" ")
        text = rest if rest and len(word) <= LONGEST else text[: -(len(word) + 7) // 8]
    return f"{text.rstrip(' ,;:.·')} …"


def in_lines(text: str, room: float, font: Font, most: int) -> list[str]:
    """The text broken at its words into at most *most* lines, for what breaks no lines itself; what is over is cut."""
    found: list[str] = []
    for gap, word in _words(cut(text, room, font, most)):
        joined = found[-1] + (" " if gap else "") + word if found else word
        if found and (width(joined, font) <= room or len(found) == most):
            found[-1] = joined
        else:
            found.append(word)
    return [cut(line, room, font, 1) for line in found]
