"""The sheet Dependency map: the map as a native chart, in which boxes are marks with their names over them.

A chart is a picture that stays sharp, needs no font of ours and no drawing library, and can be coloured anew by whoever
gets it. The page of HTML that `pmxl export --format map` writes has boxes and room for whole titles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmxl.facts.words import day
from pmxl.generate.looks import AMBER, INK, MUTED, RED, STEEL
from pmxl.maps.chosen import Chosen, Node, chosen
from pmxl.maps.layers import Layout, Point, layout
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageCell, PageChart, PageRow, ReplaceSheet, Value, dated
from pmxl.model.charts import Dash, Marker
from pmxl.model.raw import letters_of
from pmxl.sections.arial import Font, cut, width
from pmxl.sections.dates import full
from pmxl.tiles.beside import Beside
from pmxl.tiles.owned import own_name

NAME = "Dependency map"
MOST, LAYERS = 32, 7
"""What the chart has room for."""
DEEPEST = 10.5
"""Rows of nodes whose texts, one above and one below each mark, do not touch those of the next row."""
COLUMNS, WIDTH, ROWS, HEIGHT = 40, 3.0, 32, 15.75
LABEL = 780 / LAYERS - 8
"""Points that the name of a node may be wide."""
PARTS: tuple[tuple[str, str, float, Dash], ...] = (
    ("Waits", STEEL, 1.0, "solid"),
    ("Waits through others", STEEL, 1.0, "square_dot"),
    ("Critical", RED, 2.5, "solid"),
    ("Critical through others", RED, 2.5, "square_dot"),
)
LEAST = 13
"""Letters of a title below which it says too little."""
LEVEL = 0.44
"""How far from its column a line stays level, so that it runs between the texts above and below a mark."""
MARKS: tuple[tuple[str, str, Marker], ...] = (
    ("Task", STEEL, "square"),
    ("Critical task", RED, "square"),
    ("Milestone", INK, "diamond"),
    ("From or to others", AMBER, "triangle"),
)


def map_page(book: Book, now: Context) -> ReplaceSheet | None:
    """The map with its figures beside it; None where no open task has a date."""
    found, placed = readable(book, now)
    if not found.nodes:
        return None
    data = Beside(own_name(book, NAME), COLUMNS + 1)
    series = (*_lines(found, placed, data), *_marks(found, placed, data, now))
    chart = PageChart(
        "scatter", f"A4:{letters_of(COLUMNS)}{ROWS + 3}", series, legend="bottom",
        category_axis=ChartAxis(hidden=True, grid=False, minimum=-0.5, maximum=max(placed.layers, 2) - 0.5),
        value_axis=ChartAxis(hidden=True, grid=False, minimum=-placed.rows - 0.7, maximum=0.8),
        alt="What waits for what, from left to right by date",
    )  # fmt: skip
    said = "Work that is left, from left to right by date"
    if found.left_out:
        said += f"; {found.left_out:,} more that decide less are not shown, dotted lines lead through them"
    page = (
        PageRow((PageCell(dated(NAME, full(now.as_of)), "title", COLUMNS),), 25.5),
        PageRow((PageCell(f"{said}. pmxl export --format map draws it larger.", "dash_question", COLUMNS),), 15),
        PageRow((), 6),
        *(PageRow((), HEIGHT),) * ROWS,
    )
    return data.put(
        ReplaceSheet(
            data.sheet, (WIDTH,) * COLUMNS, page, landscape=True, one_page=True, after="Gantt chart", charts=(chart,)
        )
    )


def readable(book: Book, now: Context) -> tuple[Chosen, Layout]:
    """As many nodes as stand apart: where many would stand in one layer, fewer of them."""
    for most in range(MOST, 0, -4):
        found = chosen(book, now, most=most, layers=LAYERS)
        placed = layout(found.layer, list(found.ties))
        if placed.rows <= DEEPEST:
            break
    return found, placed


def _lines(found: Chosen, placed: Layout, data: Beside) -> Iterator[ChartSeries]:
    """The lines of each look as one series, with a blank between two of them."""
    for at, (title, colour, thick, dash) in enumerate(PARTS):
        points: list[list[Value]] = []
        for edge, tie in found.ties.items():
            if at == 2 * tie.critical + bool(tie.through):
                points += _bent(placed.paths[edge])
        if points:
            at_name = data.add({title: [x for x, _ in points], "height": [y for _, y in points]})
            yield ChartSeries(
                at_name["height"], at_name[title], title, colour=colour, line=thick, dash=dash, marker="none"
            )


def _bent(path: Sequence[Point]) -> Iterator[list[Value]]:
    """A line that slopes only between the columns; a blank behind it ends it."""
    for at, (layer, height) in enumerate(path):
        if at:
            yield [layer - LEVEL, -height]
        if at in (0, len(path) - 1):
            yield [float(layer), -height]
        if at < len(path) - 1:
            yield [layer + LEVEL, -height]
    yield [float(path[-1][0]), None]


def _marks(found: Chosen, placed: Layout, data: Beside, now: Context) -> Iterator[ChartSeries]:
    """The nodes of each kind as one series: ID and date over each mark, and below it what it is."""
    for at, (title, colour, marker) in enumerate(MARKS):
        here = [(node, placed.places[name]) for name, node in found.nodes.items() if _kind(node) == at]
        if here:
            lines: list[list[Value]] = []
            for node, (x, y) in here:
                lines.append([float(x), -y, _name(node, now), _label(node.title)])
            across, up, names, titles = data.add(
                dict(zip((title, "height", "above", "below"), map(list, zip(*lines, strict=True)), strict=True))
            ).values()
            one = ChartSeries(
                up, across, title, colour=colour, line=0, marker=marker, marker_size=10,
                labels_at=names, label_place="above", label_colour=RED if at == 1 else INK,
            )  # fmt: skip
            yield one
            yield one._replace(name="", labels_at=titles, label_place="below", label_colour=MUTED)


def _kind(node: Node) -> int:
    if node.kind == "external":
        return 3
    return 2 if node.kind == "milestone" else int(node.critical)


def _name(node: Node, now: Context) -> str:
    when = day(node.on, now.as_of) if node.on else "no date"
    return cut(f"{node.name}  {when}", LABEL, Font(9), 1)


def _label(title: str) -> str:
    """As much of a title as stands on one line: a long word is broken, for two short ones say little."""
    whole, font = " ".join(title[:200].split()), Font(9)
    at_word = cut(whole, LABEL, font, 1)
    if at_word == whole or len(at_word) > LEAST:
        return at_word
    while whole and width(f"{whole}…", font) > LABEL:
        whole = whole[:-1]
    return f"{whole.rstrip()}…"
