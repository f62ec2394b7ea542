"""A page on which blocks of cells are laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pmxl.model import PageCell, PageRow


class Grid:
    """Cells by their places. Rows and columns count from 1; nothing may lie over anything else."""

    def __init__(self) -> None:
        self._cells: dict[int, dict[int, PageCell]] = {}
        self._taken: set[tuple[int, int]] = set()

    def put(self, row: int, column: int, cells: Iterable[PageCell]) -> None:
        """Lay cells down from left to right. Raises ValueError where one lies there already."""
        for cell in cells:
            places = {(row, column + i) for i in range(cell.span)}
            if places & self._taken:
                raise ValueError(f"two cells lie on row {row}, column {column}")
            self._taken |= places
            self._cells.setdefault(row, {})[column] = cell
            column += cell.span

    def rows(self, heights: Mapping[int, float]) -> tuple[PageRow, ...]:
        """The rows from the first to the last that has a cell or a height, in points."""
        last = max([*self._cells, *heights], default=0)
        return tuple(PageRow(self._line(row), heights.get(row, 0)) for row in range(1, last + 1))

    def _line(self, row: int) -> tuple[PageCell, ...]:
        found, line, column = self._cells.get(row, {}), list[PageCell](), 1
        for at in sorted(found):
            line += [PageCell("")] * (at - column) + [found[at]]
            column = at + found[at].span
        return tuple(line)
