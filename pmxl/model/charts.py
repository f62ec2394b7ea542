"""What stands on a page besides its cells, as plain values: charts, pictures, formats that depend on values.

A place is an address such as `B4` or `B4:H20` on the page. A reference may name a sheet, as in `'Chart data'!B2:B9`;
without one it means the page itself. Colours are written `#1F3864`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pmxl.records import NamedTuple

ChartKind = Literal[
    "area", "bar", "column", "doughnut", "line", "pie", "scatter", "stacked area", "stacked bar", "stacked column"
]
Dash = Literal["solid", "round_dot", "square_dot", "dash", "dash_dot", "long_dash", "long_dash_dot"]
Marker = Literal["", "none", "circle", "diamond", "square", "triangle", "x", "plus", "short_dash", "long_dash"]
NO_COLOUR = "none"
"""The colour of what only takes up space, such as the days before a bar of a Gantt chart begins."""


class ChartAxis(NamedTuple):
    """One axis of a chart."""

    title: str = ""
    number_format: str = ""
    minimum: float | date | None = None
    maximum: float | date | None = None
    step: float | None = None
    """The distance between two marks."""
    reversed: bool = False
    """True where the first category stands on top, or the largest value on the left."""
    dates: bool = False
    """True where the categories are days, which then stand as far apart as they are."""
    grid: bool | None = None
    """Lines across the chart; None leaves them to the kind of chart."""
    labels: Literal["", "low", "high", "none"] = ""
    """Where the labels stand: beside the axis, at the edge of the chart, or nowhere."""
    hidden: bool = False


class ChartSeries(NamedTuple):
    """One row of values in a chart."""

    values: str
    """A reference to one row or column of cells."""
    categories: str = ""
    """As many cells beside them: what the values belong to; in a scatter chart how far right they stand."""
    name: str = ""
    """What the legend says."""
    name_at: str = ""
    """A reference to the cell that says it instead."""
    colour: str = ""
    """Blank takes the next of the house's colours, `NO_COLOUR` draws nothing."""
    kind: ChartKind | Literal[""] = ""
    """Where it differs from the chart's, the series is drawn over it, as a line over columns."""
    line: float | None = None
    """Width of the line in points; 0 draws none; None leaves it to the kind of chart."""
    dash: Dash = "solid"
    marker: Marker = ""
    """Blank leaves it to the kind of chart."""
    marker_size: int = 6
    secondary: bool = False
    """True where it is measured on an axis of its own, on the other side."""
    labels: Literal["", "value", "percent", "category", "name"] = ""
    """What is written beside each point."""
    labels_at: str = ""
    """A reference to as many cells as there are values: each is written beside its point."""
    label_format: str = ""
    label_colour: str = ""
    label_place: Literal[
        "", "center", "left", "right", "above", "below", "inside_base", "inside_end", "outside_end", "best_fit"
    ] = ""
    """Blank leaves it to the kind of chart, which may not know all of the places."""
    points: Sequence[str] = ()
    """Colours of single points from the first on; a blank one keeps the colour of the series."""


class PageChart(NamedTuple):
    """A native chart, which stays editable. It is written anew with its page; a copy, or a renamed one, stays."""

    kind: ChartKind
    at: str
    """The cells that it covers (`B4:H20`), or its first cell, with `width` and `height`."""
    series: tuple[ChartSeries, ...]
    title: str = ""
    width: float = 360
    """In points, as `height`."""
    height: float = 216
    category_axis: ChartAxis = ChartAxis()
    """In a scatter chart the horizontal axis."""
    value_axis: ChartAxis = ChartAxis()
    second_axis: ChartAxis = ChartAxis()
    """The axis of the series that are `secondary`."""
    legend: Literal["", "bottom", "right", "top", "left"] = ""
    """Blank leaves it out."""
    gap: int | None = None
    """Space between bars or columns, in percent of their width."""
    overlap: int | None = None
    """How far bars of several series overlap, in percent of their width."""
    hole: int = 60
    """Size of the hole of a doughnut, in percent."""
    alt: str = ""
    """What the chart says, for readers who cannot see it."""


class PagePicture(NamedTuple):
    """A picture on a page."""

    png: bytes
    at: str
    """The cell in whose corner it begins."""
    scale: float = 1
    alt: str = ""


class PageFormat(NamedTuple):
    """A format that cells get where a formula is true of them, or bars as long as their values."""

    at: str
    formula: str = ""
    """As it reads for the first of the cells, for example `$C5>today_line`."""
    style: str = "body"
    """A look of `pmxl.generate.looks`, of which fill, ink, weight, borders and number format count."""
    stop: bool = False
    """True where no format that comes later is applied as well."""
    bars: str = ""
    """The colour of bars inside the cells, in place of a formula."""
    minimum: float | None = None
    """The value of no bar; None takes the smallest."""
    maximum: float | None = None
    """The value of a bar that fills its cell; None takes the largest."""


class PageSparkline(NamedTuple):
    """A small chart inside one cell. Applications that know none show the cell without it."""

    at: str
    values: str
    kind: Literal["line", "column", "win_loss"] = "line"
    colour: str = ""
    markers: bool = False
