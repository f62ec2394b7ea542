"""Where things stand on a register's sheet. Rows and columns count from nought, as XlsxWriter has them."""

from __future__ import annotations

from itertools import accumulate
from typing import Any

from pmxl.generate.heights import BOLD, INDENT, text_width
from pmxl.generate.looks import CENTRED
from pmxl.model import PROFILES, Column, Register
from pmxl.model.raw import letters_of
from pmxl.records import NamedTuple

TITLE, ABOUT, BANNER, STAMP, HEADER = range(5)
"""The rows above the data: heading, what the sheet is for, its living counts, back link and stamp, headers."""

FIRST = HEADER + 1
"""The first row of data."""

KEPT = ("Baselines", "Snapshots", "Reports")
"""The registers that pmxl keeps itself: always there, and never shown."""

LATER = ("Assumptions", "Windows", "Scales", "Lists")
"""The sheets of a whole project that light hides while nobody has filled them: a newcomer does without at first."""

PRINTED_WIDTH = 243
"""How many characters of width one landscape page takes and can still be read (about 6 points)."""


def width(column: Column) -> float:
    """The width of a column in characters: as declared, but never less than its header's longest word takes."""
    longest = BOLD * max(map(text_width, column.title.split()))
    return max(column.width, round(longest + (0 if column.kind in CENTRED else INDENT), 1))


class Layout(NamedTuple):
    """One register on its sheet: which rows its table takes, and which columns a profile shows."""

    register: Register[Any]
    rows: int
    profile: str = "light"

    @property
    def last(self) -> int:
        """The last row of the table."""
        return FIRST + self.rows - 1

    @property
    def letters(self) -> dict[str, str]:
        """Title of each column -> Excel's letters."""
        return {column.title: letters_of(i) for i, column in enumerate(self.register.columns, 1)}

    def shows(self, column: Column) -> bool:
        """True where the profile shows the column; nobody needs to see half of a check."""
        return column.kind != "cells" and PROFILES.index(column.profile) <= PROFILES.index(self.profile)

    @property
    def last_printed(self) -> int:
        """The last column that is printed: as many from the left as one page wide can bear."""
        widths = accumulate(width(column) if self.shows(column) else 0 for column in self.register.columns)
        return sum(so_far <= PRINTED_WIDTH for so_far in widths) - 1

    @property
    def printed_width(self) -> float:
        """The width of what is printed, in characters."""
        columns = self.register.columns[: self.last_printed + 1]
        return sum(width(column) for column in columns if self.shows(column))

    @property
    def is_wide(self) -> bool:
        """True where it is printed in landscape."""
        return self.printed_width > 95

    def address(self, column: Column, rows: int = 0) -> str:
        """The absolute address of a column's data, for a defined name; *rows* where it is longer than the table."""
        letters = self.letters[column.title]
        return f"{self.register.name}!${letters}${FIRST + 1}:${letters}${FIRST + (rows or self.rows)}"
