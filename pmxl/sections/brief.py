"""The brief: all sections, measured, on one page."""

from __future__ import annotations

from typing import NamedTuple

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
    found = _made(book, now, Budget())
    given_up: list[dict[str, int]] = []
    for step in SHRINK:
        if found.fits:
            break
        given_up.append({field: getattr(found.budget, field) for field in step})
        found = _made(book, now, found.budget._replace(**step))
    for former in reversed(given_up):  # The last step may have made more room than was needed.
        fuller = _made(book, now, found.budget._replace(**former)) if found.fits else found
        found = fuller if fuller.fits else found
    return found


def _made(book: Book, now: Context, budget: Budget) -> Brief:
    sections = tuple(fitted(section(book, now, budget), budget) for section in SECTIONS)
    return Brief(sections, budget, tuple(row for section in sections for row in page_rows(section, budget)))


def _plain(name: str) -> str:
    return name.casefold().lstrip("0123456789 ").replace("_", " ").replace("-", " ")
