"""The brief: all sections of a variant, measured, on one page."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from pmxl.model import Book, Context, PageRow
from pmxl.records import NamedTuple
from pmxl.sections.paper import HEIGHTS, PAGE_HEIGHT, fitted, height, page_rows
from pmxl.sections.parts import GROWTH, SHRINK, Budget, Section
from pmxl.sections.variants import EXECUTIVE, VARIANTS


class Brief(NamedTuple):
    """The whole page as data: what it says, what it had to leave out, and how high it is."""

    sections: tuple[Section, ...]
    budget: Budget
    rows: tuple[PageRow, ...]
    """The page, row by row, as a sheet shows it."""
    room: float
    """Points between the margins of its paper."""

    @property
    def height(self) -> float:
        """Points that the page takes."""
        return height(list(self.rows))

    @property
    def fits(self) -> bool:
        """True where it prints on one page of its paper at full size."""
        return self.height <= self.room

    def section(self, name: str) -> Section | None:
        """A section by its name or title, whatever its case and number."""
        wanted = _plain(name)
        return next((found for found in self.sections if wanted in (_plain(found.name), _plain(found.title))), None)


def brief_of(book: Book, now: Context, variant: str = EXECUTIVE) -> Brief:
    """The brief of a book that has been computed and judged: as full as one page allows.

    *variant* is a key of `VARIANTS`. The paper is that of the settings.
    """
    press = _Press(book, now, VARIANTS[variant].sections, HEIGHTS.get(now.settings.paper, PAGE_HEIGHT))
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
    return press.grown(found)


class _Press:
    """Makes the brief for one budget after another: each section is made anew only when it would differ."""

    def __init__(
        self, book: Book, now: Context, sections: tuple[Callable[[Book, Context, Budget], Section], ...], room: float
    ) -> None:
        self.book, self.now, self.sections, self.room = book, now, sections, room
        self._written: dict[object, tuple[_Watched, Section]] = {}
        self._fitted: dict[object, tuple[_Watched, Section, list[PageRow]]] = {}

    def brief(self, budget: Budget) -> Brief:
        """The brief within a budget."""
        for section in self.sections:
            if section not in self._written or self._written[section][0].differs(budget):
                lent = _Watched(budget)
                self._written[section] = lent, section(self.book, self.now, cast(Budget, lent))
                self._fitted.pop(section, None)
            if section not in self._fitted or self._fitted[section][0].differs(budget):
                lent = _Watched(budget)
                found = fitted(self._written[section][1], cast(Budget, lent))
                self._fitted[section] = lent, found, list(page_rows(found, cast(Budget, lent)))
        made = [self._fitted[section][1:] for section in self.sections]
        return Brief(
            tuple(found for found, _ in made), budget, tuple(row for _, rows in made for row in rows), self.room
        )

    def grown(self, brief: Brief) -> Brief:
        """The brief with the height that is left spent on texts that were cut, line by line, the first one first."""
        found, rows, budget = [], list[PageRow](), brief.budget
        left = brief.room - self.brief(budget).height
        made = {section: (self._fitted[section][1], self._fitted[section][2]) for section in self.sections}
        grown: dict[object, dict[int, int]] = {section: {} for section in self.sections}
        for more in range(1, GROWTH + 1):
            for section in self.sections:
                whole = self._written[section][1]
                for i in _cut_lines(whole, made[section][0]):
                    trial = {**grown[section], i: more}
                    fuller = fitted(whole, budget, trial)
                    drawn = list(page_rows(fuller, budget))
                    cost = height(drawn) - height(made[section][1])
                    if cost <= left:
                        left -= cost
                        grown[section], made[section] = trial, (fuller, drawn)
        for section in self.sections:
            found.append(made[section][0])
            rows += made[section][1]
        return Brief(tuple(found), budget, tuple(rows), brief.room)


def _cut_lines(whole: Section, short: Section) -> list[int]:
    """Which lines, notes counting on, say less than they should."""
    pairs = zip((*whole.lines, *whole.notes), (*short.lines, *short.notes), strict=True)
    return [
        i
        for i, (full, cut) in enumerate(pairs)
        if any(" ".join(a.text.split()) != b.text for a, b in zip(full.cells, cut.cells, strict=True))
    ]


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
