"""What a brief is made of: sections of lines of cells. Sheet, page and text are drawn from the same plain data."""

from __future__ import annotations

from typing import Any, Literal

from pmxl.model import Book, Place, Register
from pmxl.records import NamedTuple

UNITS = 40
"""A page is this many units wide, so that five or eight or ten tiles share it evenly."""

Kind = Literal["heading", "statement", "tiles", "table", "cards", "sentences", "footer"]
"""How a section is drawn. Every report knows each kind, and no section by name."""


class Cell(NamedTuple):
    """A piece of text and what it is: "" for plain text, `strong`, `late`, `muted`, or the word of a status colour."""

    text: str = ""
    tone: str = ""


class Line(NamedTuple):
    """One line of a section, and the row of the workbook that it was made from."""

    cells: tuple[Cell, ...]
    place: Place | None = None
    record: str = ""


class Lane(NamedTuple):
    """One column of a table: its heading, and its width in UNITS of the page."""

    title: str
    units: int


class Section(NamedTuple):
    """One section of the brief."""

    name: str
    """The words by which it is asked for, for example `decisions needed`."""
    kind: Kind
    lines: tuple[Line, ...] = ()
    title: str = ""
    aside: Cell = Cell()
    """What stands beside the title: how many more there are, what was kept and what was missed."""
    see: Place | None = None
    """The sheet that holds everything the section chose from."""
    lanes: tuple[Lane, ...] = ()
    empty: str = ""
    """What is said where there is no line."""
    notes: tuple[Line, ...] = ()
    """Sentences below the lines."""


class Budget(NamedTuple):
    """How much may stand on the page. One page is the law; more than this goes to "and n more, see sheet"."""

    words: int = 45
    """Of the bottom line."""
    decisions: int = 3
    risks: int = 3
    options: int = 3
    commitments: int = 6
    milestones: int = 4
    reasons: int = 6
    """Colours that are explained."""
    reason_lines: int = 2
    cell_lines: int = 3
    """Lines of text that a cell of a table may take before height is left over."""
    tasks: int = 24
    """Of the next ten working days."""
    blockers: int = 5
    requirements: int = 6
    dependencies: int = 6
    events: int = 6
    """That people outside the team will notice."""
    changes: int = 4
    contacts: int = 6


SHRINK: tuple[dict[str, int], ...] = (
    {"commitments": 5},
    {"tasks": 20},
    {"contacts": 4},
    {"reasons": 5},
    {"tasks": 16},
    {"changes": 3},
    {"tasks": 14},
    {"requirements": 5},
    {"events": 5},
    {"dependencies": 5},
    {"tasks": 12},
    {"contacts": 3},
    {"reasons": 4},
    {"cell_lines": 2},
    {"reason_lines": 1},
    {"blockers": 4},
    {"tasks": 10},
    {"requirements": 4},
    {"dependencies": 4},
    {"reasons": 3},
    {"tasks": 8},
    {"events": 4},
    {"commitments": 4},
    {"contacts": 2},
    {"options": 2},
    {"requirements": 3},
    {"dependencies": 3},
    {"changes": 2},
    {"risks": 2},
    {"commitments": 3},
    {"tasks": 6},
    {"blockers": 3},
    {"events": 3},
    {"cell_lines": 1},
    {"decisions": 2},
    {"words": 30},
)
"""What is given up, in this order, until the page holds the brief. The size of the letters never is."""

GROWTH = 4
"""Lines of text that a cell may grow by where height is left over."""


def filled(text: str | None, otherwise: str, tone: str = "late") -> Cell:
    """A cell with a text; where that is blank, with what stands in its place, and the tone of that."""
    return Cell(text) if text else Cell(otherwise, tone)


def more(total: int, shown: int, sheet: str) -> str:
    """What is said of the rows that had no room; "" where all are shown."""
    return f"and {total - shown} more, see {sheet}" if total > shown else ""


def joined(*parts: str) -> str:
    """The parts that say something, with a dot between them."""
    return " · ".join(part for part in parts if part)


def sheet_of(book: Book, register: Register[Any]) -> Place | None:
    """The top of a register's sheet; None where the workbook has none."""
    standing = book.standings.get(register.name)
    return Place(standing.sheet, 1, "A") if standing else None
