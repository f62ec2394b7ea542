"""What goes out: findings, colours, and edits that a shell applies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pmxl.model.book import Book, Place
from pmxl.model.page import ReplaceSheet
from pmxl.model.raw import Value
from pmxl.records import NamedTuple

Level = Literal["error", "warning", "note"]
LEVELS: tuple[Level, ...] = ("error", "warning", "note")
"""The levels of findings, worst first."""


class Finding(NamedTuple):
    """One thing a person should look at, where it is, and what to do about it."""

    rule: str
    level: Level
    place: Place
    says: str
    """The fact with its real values, without a final stop."""
    do: str
    """The cure, one clause in the imperative, without a final stop."""
    record: str = ""
    column: str = ""
    """The title of the column that is at fault."""

    @property
    def message(self) -> str:
        """The sentence that people read: the fact; the cure."""
        return f"{self.says}; {self.do}" if self.do else self.says


class Colour(str):
    """A status colour: its word is its value, so that it can be written and compared as it stands."""

    __slots__ = ()

    @property
    def letter(self) -> str:
        """The letter that stands beside the colour for those who cannot see it."""
        return {"NOT DUE": "-", "?": "?"}.get(self, self[:1])


GREEN, AMBER, RED, NOT_DUE, UNKNOWN = map(Colour, ("GREEN", "AMBER", "RED", "NOT DUE", "?"))


class Judgement(NamedTuple):
    """The computed colour of one dimension, with everything that a reader needs to believe it."""

    dimension: str
    colour: Colour
    because: str
    """One sentence of at most 140 characters: measure, value, limit that was crossed, worst row and its owner."""
    limits: str
    """The limits used, for example `amber > 5%, red > 10%`."""
    worst: Place | None = None
    record: str = ""
    doubtful: bool = False
    """True where the colour rests on too little to be believed."""

    @property
    def word(self) -> str:
        """The colour as it is printed: `GREEN?` where it is doubtful."""
        return f"{self.colour}?" if self.doubtful else str(self.colour)


class SetCells(NamedTuple):
    """Write values into one column of a register's table. Blank (None) clears a cell and keeps its format."""

    sheet: str
    column: str
    """Excel's letters."""
    values: Mapping[int, Value]
    """Row number -> value. Text is always written as text, even where it begins with `=`."""
    formula: str = ""
    """Where given, the cells keep or get this formula and `values` are its results."""
    kind: str = "text"
    """The kind of the column, from which a cell without a format gets one (`day`, `whole`, `money` ...)."""


Edit = SetCells | ReplaceSheet


class Plan(NamedTuple):
    """What is wrong, and every edit to make. Applying it is a shell's job."""

    book: Book
    findings: list[Finding]
    edits: list[Edit]
