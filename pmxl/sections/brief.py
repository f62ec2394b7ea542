"""The brief: all sections, measured, on one page."""

from __future__ import annotations

from typing import NamedTuple, cast

from pmxl.model import Book, Context, PageRow
from pmxl.sections import SECTIONS
from pmxl.sections.paper import PAGE_HEIGHT, fitted, height, page_rows
from pmxl.sections.parts import SHRINK, Budget, Section


class Brief(NamedTuple):
    """The whole page as data: what it says, what it had to leave out, and how high it is."""

    sections: tuple[Section, ...]
    budget: Budget
    rows: tuple[PageRow, ...]
    """The page, row by row, as a sheet shows it."""

    @property
    def height(self) -> float:
        """Points that the page takes."""
        return height(list(self.rows))

    @property
    def fits(self) -> bool:
        """True where it prints on one page, A4 as well as Letter, at full size."""
        return self.height <= PAGE_HEIGHT

    def section(self, name: str) -> Section | None:
        """A section by its name or title, whatever its case and number."""
        wanted = _plain(name)
        return next((found for found in self.sections if wanted in (_plain(found.name), _plain(found.title))), None)


def brief_of(book: Book, now: Context) -> Brief:
    """The brief of a book that has been computed and judged: as full as one page allows."""
    press = _Press(book, now)
    found = press.brief(Budget())
    given_up: list[dict[str, int]] = []
    for step in SHRINK:
        if found.fits:
            break
        given_up.append({field: getattr(found.budget, field) for field in step})
        found = press.brief(found.budget._replace(**step))
    for former in reversed(given_up):  # The last step may have made more room than was needed.
        fuller = press.brief(found.budget._replace(**former)) if found.fits else found
        found = fuller if fuller.fits else found
    return found


class _Press:
    """Makes the brief for one budget after another: each section is made anew only when it would differ."""

    def __init__(self, book: Book, now: Context) -> None:
        self.book, self.now = book, now
        self._written: dict[object, tuple[_Watched, Section]] = {}
        self._fitted: dict[object, tuple[_Watched, Section, list[PageRow]]] = {}

    def brief(self, budget: Budget) -> Brief:
        """The brief within a budget."""
        sections, rows = [], list[PageRow]()
        for section in SECTIONS:
            if section not in self._written or self._written[section][0].differs(budget):
                lent = _Watched(budget)
                self._written[section] = lent, section(self.book, self.now, cast(Budget, lent))
                self._fitted.pop(section, None)
            if section not in self._fitted or self._fitted[section][0].differs(budget):
                lent = _Watched(budget)
                found = fitted(self._written[section][1], cast(Budget, lent))
                self._fitted[section] = lent, found, list(page_rows(found, cast(Budget, lent)))
            _, found, drawn = self._fitted[section]
            sections.append(found)
            rows += drawn
        return Brief(tuple(sections), budget, tuple(rows))


class _Watched:
    """A budget that notes what was asked of it."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.asked: dict[str, int] = {}

    def __getattr__(self, field: str) -> int:
        self.asked[field] = getattr(self.budget, field)
        return self.asked[field]

    def differs(self, budget: Budget) -> bool:
        """True where another budget would have answered otherwise."""
        return any(getattr(budget, field) != value for field, value in self.asked.items())


def _plain(name: str) -> str:
    return name.casefold().lstrip("0123456789 ").replace("_", " ").replace("-", " ")
