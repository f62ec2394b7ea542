"""Marks on cells that need a look: a light ground, put on by a check and taken away by the next.

Only a cell that has no ground of its own is marked: none, or the white and the grey of pmxl's templates. Each of the
three has its own shade of mark, so the mark itself says what was there before, and no colour of a person is ever lost,
even where the workbook has moved to another computer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from pmxl.excel.application import Book, Range, Sheet, if_it_can, patiently
from pmxl.excel.cells import area
from pmxl.excel.memory import recall, remember
from pmxl.excel.writing import is_protected
from pmxl.generate.looks import COMPUTED, TYPED
from pmxl.model import Finding
from pmxl.model.raw import number_of

Ground = tuple[int, int, int] | None
Spot = tuple[str, int, int]
"""Sheet, row and column of a cell."""

MOST = 300
"""Cells that are marked at most, the worst first; all of them stand on Findings."""


def _rgb(code: str) -> tuple[int, int, int]:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


GROUNDS: tuple[Ground, ...] = (None, _rgb(TYPED), _rgb(COMPUTED))
RED, AMBER = (251, 214, 208), (253, 232, 190)
MARKS: dict[tuple[str, Ground], tuple[int, int, int]] = {
    (level, ground): (red, green, blue + i)
    for level, (red, green, blue) in (("error", RED), ("warning", AMBER))
    for i, ground in enumerate(GROUNDS)
}
"""Level and former ground -> the ground of the mark."""
FORMER = {mark: ground for (_, ground), mark in MARKS.items()}


def marked(book: Book) -> list[Spot]:
    """The cells that the last check marked; those on the sheet Findings where another computer checked."""
    kept = recall(book, "marks")
    return _listed(book) if kept is None else [(str(name), row, column) for name, row, column in kept]


def renew_marks(book: Book, former: Sequence[Spot], findings: Iterable[Finding]) -> list[str]:
    """Take the *former* marks away and mark the cells of *findings*; gives a line where that could not be done.

    A mark is no reason to fail: what it says stands on the sheet Findings as well.
    """
    try:
        _unmark(book, former)
        _mark(book, findings)
    except Exception:
        return ["Not every cell could be marked"]
    return []


def _mark(book: Book, findings: Iterable[Finding]) -> None:
    """Mark the cells of errors and warnings. Sheets that are protected stay as they are."""
    spots = list[Spot]()
    worth = [f for f in findings if f.level != "note" and f.place.column and f.place.row]
    sheets = _unlocked(book, {f.place.sheet for f in worth})
    worth = [f for f in worth if f.place.sheet in sheets]
    try:
        for place, level in {f.place: f.level for f in reversed(worth[:MOST])}.items():
            cell = area(sheets[place.sheet], number_of(place.column), place.row, 1)
            ground = _ground(cell)
            if (level, ground) in MARKS:
                spots.append((place.sheet, place.row, number_of(place.column)))
                cell.color = MARKS[level, ground]
    finally:
        remember(book, "marks", spots)


def _unmark(book: Book, spots: Sequence[Spot]) -> None:
    """Give marked cells the ground they had; a cell that somebody coloured meanwhile keeps that colour."""
    sheets = _unlocked(book, {name for name, _, _ in spots})
    for name, row, column in spots:
        if name in sheets:
            cell = area(sheets[name], column, row, 1)
            ground = _ground(cell)
            if ground in FORMER:
                cell.color = FORMER[ground]


def _unlocked(book: Book, names: Collection[str]) -> dict[str, Sheet]:
    """The sheets with these names whose cells can be changed."""
    there = {sheet.name: sheet for sheet in book.sheets} if names else {}
    return {name: sheet for name, sheet in there.items() if name in names and not is_protected(sheet)}


def _listed(book: Book) -> list[Spot]:
    import re

    findings = next((sheet for sheet in book.sheets if sheet.name == "Findings"), None)
    lines = findings.used_range.options(ndim=2).value if findings is not None else []
    found = (re.fullmatch(r"(.+) ([A-Z]{1,3})(\d+)", str(line[1])) for line in lines if len(line) > 1)
    return [(hit[1], int(hit[3]), number_of(hit[2])) for hit in found if hit]


def _ground(cell: Range) -> Ground:
    """The ground of a cell; black where this application cannot tell, which is no ground that is marked."""
    found = patiently(lambda: if_it_can(lambda: cell.color, (0, 0, 0)))
    return None if found is None else (int(found[0]), int(found[1]), int(found[2]))
