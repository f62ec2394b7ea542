"""The dashboard: one landscape page of tiles; the figures of its charts stand in folded columns beside it.

The page is 804 points wide and about 630 high, near the shape of A4 and Letter alike, and prints on exactly one page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pmxl.model import Book, Context, PageCell, PageChart, ReplaceSheet, dated
from pmxl.model.raw import letters_of
from pmxl.registers.status import OVERALL
from pmxl.sections.arial import Font, cut, in_lines
from pmxl.sections.boxes import COLOUR_KEYS
from pmxl.sections.dates import full
from pmxl.tiles import SIGNALS, TILES
from pmxl.tiles.beside import Beside
from pmxl.tiles.grid import Grid
from pmxl.tiles.owned import own_name
from pmxl.tiles.spec import SPEC
from pmxl.tiles.tile import COLUMNS, ROWS, Tile

NAME = "Dashboard"
UNIT, GAP = 32.25, 9.0
"""Points of a column inside a tile, and between two tiles."""
STRETCH = COLUMNS + 1
FOUR = 4
"""Tiles side by side; a wide one takes the room of two."""
TITLE, QUESTION, FIGURE, LINE, FOOT, SPACE = 17.25, 12.0, 16.5, 11.25, 12.75, 6.0
"""Heights in points of the rows of a tile, and of the gap below it."""


def dashboard_page(book: Book, now: Context) -> ReplaceSheet:
    """The dashboard, with the figures of its charts beside it. The book must have been judged."""
    return _Page(book, now, own_name(book, NAME)).page()


def ask(tile: Callable[[Book, Context], Tile], book: Book, now: Context) -> Tile:
    """The tile, or one that says that it could not be made: one that fails leaves the others whole."""
    try:
        return tile(book, now)
    except Exception as error:
        title = next((name for name in SPEC if name.casefold().startswith(tile.__name__[:5])), "Colours")
        return Tile(
            title, "Not known", empty=f"It could not be worked out ({type(error).__name__}); tell pmxl's makers."
        )


class _Page:
    """The page while its tiles are laid down one after another."""

    def __init__(self, book: Book, now: Context, name: str) -> None:
        self.book, self.now, self.name = book, now, name
        self.grid, self.heights = Grid(), dict[int, float]()
        self.charts: list[PageChart] = []
        self.figures = Beside(name, FOUR * STRETCH)

    def page(self) -> ReplaceSheet:
        """Everything on its place."""
        self._head()
        row = 4
        signals = [ask(signal, self.book, self.now) for signal in SIGNALS]
        details = [in_lines(tile.detail or SPEC[tile.name].question, _points(COLUMNS), Font(8), 2) for tile in signals]
        deep = max(map(len, details))
        for i, (tile, detail) in enumerate(zip(signals, details, strict=True)):
            self._frame(tile, row, 1 + i * STRETCH, COLUMNS, lines=deep, question_first=False)
            for at, line in enumerate(detail, row + 2):
                self.grid.put(at, 1 + i * STRETCH, (PageCell(line, "dash_question", COLUMNS),))
        self._set_heights(row, (TITLE, FIGURE, *(QUESTION,) * deep, FOOT, SPACE))
        row += deep + 4
        for tiles in TILES:
            width = COLUMNS if len(tiles) == FOUR else 2 * COLUMNS + 1
            for i, one in enumerate(tiles):
                self._tile(ask(one, self.book, self.now), row, 1 + i * (width + 1), width)
            self._set_heights(row, (TITLE, QUESTION, FIGURE, *(LINE,) * ROWS, FOOT, SPACE))
            row += ROWS + 5
        widths = ((_characters(UNIT),) * COLUMNS + (_characters(GAP),)) * FOUR
        page = ReplaceSheet(
            self.name, widths[:-1], self.grid.rows(self.heights), landscape=True, one_page=True, after="Brief",
            charts=tuple(self.charts),
        )  # fmt: skip
        return self.figures.put(page)

    def _head(self) -> None:
        total, overall = FOUR * STRETCH - 1, self.book.judgements.get(OVERALL)
        room = _points(total)
        project = cut(self.now.settings.project_name or "Project without a name", room / 2, Font(10), 1)
        title = PageCell(dated(NAME, full(self.now.as_of)), "title", 14)
        self.grid.put(1, 1, (title, PageCell(project, "dash_right", total - 14)))
        said = overall.because if overall else "No colour yet: refresh once the registers hold something."
        self.grid.put(2, 1, (PageCell(cut(said, room, Font(10), 1), "body", total),))
        self.heights |= {1: 25.5, 2: 15.0, 3: 4.5}

    def _set_heights(self, row: int, heights: Sequence[float]) -> None:
        self.heights |= {row + i: height for i, height in enumerate(heights)}

    def _frame(self, tile: Tile, row: int, column: int, width: int, *, lines: int, question_first: bool = True) -> int:
        """Title, colour, figure and what to do if it is red; gives the row below the figure."""
        room = _points(width)
        word = PageCell(tile.colour, f"tile_dense_{COLOUR_KEYS.get(tile.colour, 'unknown')}", 2)
        chip = word if tile.colour else PageCell("", "dash_title", 2)
        self.grid.put(row, column, (PageCell(tile.name, "dash_title", width - 2), chip))
        if question_first:
            row += 1
            self.grid.put(row, column, (PageCell(SPEC[tile.name].question, "dash_question", width),))
        figure = PageCell(cut(tile.figure, room, Font(10, True), 1), "dash_figure", width)
        self.grid.put(row + 1, column, (figure,))
        red = tile.colour == "RED"
        foot = PageCell(f"If red: {SPEC[tile.name].if_red}", "dash_foot_red" if red else "dash_foot", width)
        self.grid.put(row + 2 + lines, column, (foot,))
        return row + 2

    def _tile(self, tile: Tile, row: int, column: int, width: int) -> None:
        top = self._frame(tile, row, column, width, lines=ROWS)
        if tile.chart is not None and len(tile.data) > 1:
            at = f"{letters_of(column)}{top}:{letters_of(column + width - 1)}{top + ROWS - 1}"
            self.charts.append(self._chart(tile, tile.chart, at))
        elif tile.cells:
            for i, cells in enumerate(tile.cells[:ROWS]):
                self.grid.put(top + i, column, cells)
        else:
            said = in_lines(tile.empty or "Nothing to show.", _points(width), Font(8), 3)
            for i, part in enumerate(said):
                self.grid.put(top + i, column, (PageCell(part, "dash_question", width),))

    def _chart(self, tile: Tile, chart: PageChart, at: str) -> PageChart:
        """The chart over its cells, with references in place of headings; its figures go beside the page."""
        headings = (str(value) for value in tile.data[0])
        columns = (list(column) for column in zip(*tile.data[1:], strict=True))
        at_name = self.figures.add(dict(zip(headings, columns, strict=True)))
        series = (one._replace(values=at_name[one.values], categories=at_name[one.categories]) for one in chart.series)
        return chart._replace(at=at, series=tuple(series))


def _points(columns: int) -> float:
    """The width of so many columns from the left of a tile, less the padding of a cell."""
    return columns * UNIT - (columns // STRETCH) * (UNIT - GAP) - 6


def _characters(points: float) -> float:
    """A width in points as a column has it: 7 dots a character, after 5 of padding."""
    dots = points * 4 / 3
    return (dots - 5) / 7 if dots >= 12 else dots / 12
