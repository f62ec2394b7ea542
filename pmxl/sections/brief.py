"""The brief: all sections of a variant, measured, on one page."""

from __future__ import annotations

from typing import cast

from pmxl.model import Book, Context, PageRow
from pmxl.records import NamedTuple
from pmxl.sections.paper import HEIGHTS, PAGE_HEIGHT, fitted, height, page_rows
from pmxl.sections.parts import GROWTH, SHRINK, Budget, Cell, Section
from pmxl.sections.variants import EXECUTIVE, VARIANTS, SectionOf


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
    asked, given_up = press.asked(), list[dict[str, int]]()
    for step in SHRINK:
        if asked.isdisjoint(step):  # It would change nothing on this page.
            continue
        if found.fits:
            break
        given_up.append({field: getattr(found.budget, field) for field in step})
        found = press.brief(found.budget._replace(**step))
    for former in reversed(given_up):  # The last step may have made more room than was needed.
        fuller = press.brief(found.budget._replace(**former)) if found.fits else found
        found = fuller if fuller.fits else found
    return press.grown(found)


class _Laid(NamedTuple):
    """A section within a budget."""

    whole: Section
    """With every text in full."""
    shown: Section
    """With its texts cut to their slots."""
    rows: list[PageRow]
    budget: _Watched


class _Press:
    """Lays the brief out for one budget after another: each section is made anew only when it would differ."""

    def __init__(self, book: Book, now: Context, sections: tuple[SectionOf, ...], room: float) -> None:
        self.book, self.now, self.room = book, now, room
        self._laid: dict[SectionOf, list[_Laid]] = {one: [] for one in sections}

    def brief(self, budget: Budget) -> Brief:
        """The brief within a budget."""
        return self._brief([self._lay(section, budget) for section in self._laid], budget)

    def asked(self) -> set[str]:
        """The counts on which the sections that were laid out depend."""
        return {field for versions in self._laid.values() for laid in versions for field in laid.budget.asked}

    def grown(self, brief: Brief) -> Brief:
        """The brief with the height that is left spent on texts that were cut, line by line, the first one first."""
        budget, left = brief.budget, brief.room - brief.height
        made = [self._lay(section, budget) for section in self._laid]
        grown: list[dict[int, int]] = [{} for _ in made]
        cut = [at for at, laid in enumerate(made) if _cut_lines(laid)]
        for more in range(1, GROWTH + 1):
            for at in cut:
                laid = made[at]
                for i in _cut_lines(laid):
                    trial = {**grown[at], i: more}
                    shown = fitted(laid.whole, budget, trial)
                    rows = list(page_rows(shown, budget))
                    cost = height(rows) - height(made[at].rows)
                    if cost <= left:
                        left -= cost
                        grown[at], made[at] = trial, laid._replace(shown=shown, rows=rows)
        return self._brief(made, budget)

    def _lay(self, section: SectionOf, budget: Budget) -> _Laid:
        known = next((laid for laid in self._laid[section] if laid.budget.answers_like(budget)), None)
        if known is None:
            lent = _Watched(budget)
            whole = section(self.book, self.now, cast(Budget, lent))
            shown = fitted(whole, cast(Budget, lent))
            known = _Laid(whole, shown, list(page_rows(shown, cast(Budget, lent))), lent)
            self._laid[section].append(known)
        return known

    def _brief(self, made: list[_Laid], budget: Budget) -> Brief:
        shown, rows = (laid.shown for laid in made), (row for laid in made for row in laid.rows)
        return Brief(tuple(shown), budget, tuple(rows), self.room)


def _cut_lines(laid: _Laid) -> list[int]:
    """Which lines, notes counting on, say less than they should."""
    whole, shown = laid.whole, laid.shown
    pairs = zip((*whole.lines, *whole.notes), (*shown.lines, *shown.notes), strict=True)
    return [i for i, (full, cut) in enumerate(pairs) if any(map(_is_cut, full.cells, cut.cells))]


def _is_cut(full: Cell, cut: Cell) -> bool:
    return full.text != cut.text and " ".join(full.text.split()) != cut.text


class _Watched:
    """A budget that notes what was asked of it."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.asked: dict[str, int] = {}

    def __getattr__(self, field: str) -> int:
        self.asked[field] = getattr(self.budget, field)
        return self.asked[field]

    def answers_like(self, budget: Budget) -> bool:
        """True where another budget would have answered the same."""
        return all(getattr(budget, field) == value for field, value in self.asked.items())


def _plain(name: str) -> str:
    return name.casefold().lstrip("0123456789 ").replace("_", " ").replace("-", " ")
