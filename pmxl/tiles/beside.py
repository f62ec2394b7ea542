"""The figures of a page's charts, beside what is printed: in folded columns of the same sheet, a row for each series.

So a chart looks at its own sheet only, and whoever copies the sheet, or opens the fold, has its figures with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import repeat

from pmxl.model import PageCell, ReplaceSheet, Value
from pmxl.model.raw import letters_of

TOP = 4
"""The first row of the figures."""
WIDTH = 11.0


class Beside:
    """The figures of one page, whose printed part ends before *column* (the first is 1)."""

    def __init__(self, sheet: str, column: int) -> None:
        self.sheet, self.column = sheet, column
        self.lines: list[list[Value]] = []

    def add(self, lines: Mapping[str, Sequence[Value]]) -> dict[str, str]:
        """Add series of equal length by their names; gives the reference to the values of each."""
        found = {}
        for name, values in lines.items():
            row = TOP + len(self.lines)
            first, last = letters_of(self.column + 1), letters_of(self.column + len(values))
            found[name] = f"'{self.sheet}'!{first}{row}:{last}{row}"
            self.lines.append([name, *values])
        self.lines.append([])
        return found

    def put(self, page: ReplaceSheet) -> ReplaceSheet:
        """The page with the figures in folded columns. Raises ValueError where they need more rows than it has."""
        if TOP + len(self.lines) - 1 > len(page.rows) + 1:
            raise ValueError(f"{len(self.lines)} rows of figures do not fit beside {page.sheet}")
        rows = list(page.rows)
        for at, line in enumerate(self.lines, TOP - 1):
            if line:
                used = sum(cell.span for cell in rows[at].cells)
                room = (PageCell(""),) * (self.column - 1 - used)
                rows[at] = rows[at]._replace(cells=(*rows[at].cells, *room, *map(PageCell, line, repeat("small"))))
        count = max((len(line) for line in self.lines), default=0)
        levels = (0,) * (self.column - 1) + (1,) * count
        return page._replace(rows=tuple(rows), widths=(*page.widths, *(WIDTH,) * count), levels=levels, folded=True)
