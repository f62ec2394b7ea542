"""Charts of generated pages, drawn with XlsxWriter: native ones, with the values that they show kept inside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import cycle
from typing import Any

from pmxl.generate.looks import AMBER, FONT, GREEN, INK, LINE, LINK, MUTED, NAVY, PALE, PAPER, RED, STEEL
from pmxl.model import NO_COLOUR, ChartAxis, ChartKind, ChartSeries, PageChart, RawBook, ReplaceSheet, Value
from pmxl.workbook.addresses import Area, absolute, parse_reference
from pmxl.workbook.errors import Refused
from pmxl.workbook.values import serial, written

Cells = Callable[[str, Area], "Sequence[object] | None"]
"""Gives the values of a rectangle of a sheet, row by row, or None where there is no such sheet."""
Place = tuple[str, int, int]
"""A sheet, a row, a column."""

PALETTE = (NAVY, STEEL, AMBER, GREEN, RED, LINK, "#8A5A00", PALE)
"""Colours of series that name none; neighbours differ in lightness too."""
_FONT = {"name": FONT, "size": 9, "color": MUTED}
_NO_NUMBERS = ("nan", "inf", "infinity")
_LIKE_A_REFERENCE = r"=|[^!]+!\$?[A-Z]+\$?\d+"
_LINES, _ROUND = ("line", "scatter"), ("pie", "doughnut")


def shown_cells(raw: RawBook, written_anew: Mapping[Place, Value], pages: Sequence[ReplaceSheet]) -> Cells:
    """What the charts of the pages show: cells of the pages themselves, and of the workbook after the edits."""
    drawn, names = {page.sheet.lower(): page for page in pages}, {name.lower(): name for name in raw.sheets}

    @cache
    def values(sheet: str) -> dict[tuple[int, int], Value]:
        return _values(drawn[sheet])

    def cells(sheet: str, area: Area) -> list[object] | None:
        places = [(r, c) for r in range(area.top, area.bottom + 1) for c in range(area.left, area.right + 1)]
        if sheet.lower() in drawn:
            found = [values(sheet.lower()).get(place) for place in places]
        elif sheet.lower() in names:
            name = names[sheet.lower()]
            there = raw.sheets[name].cells
            found = [written_anew.get((name, r, c), there.get(r, {}).get(c)) for r, c in places]  # type: ignore[arg-type]
        else:
            return None
        return [written(value, date_1904=raw.date_1904) for value in found]

    return cells


def _values(page: ReplaceSheet) -> dict[tuple[int, int], Value]:
    found: dict[tuple[int, int], Value] = {}
    for number, row in enumerate(page.rows, 1):
        column = 1
        for cell in row.cells:
            found[number, column] = cell.value
            column += cell.span
    return found


def sheets_shown(page: ReplaceSheet) -> list[str]:
    """The other sheets that the charts of a page look at."""
    texts = [text for c in page.charts for s in c.series for text in (s.values, s.categories, s.name_at, s.labels_at)]
    found = (parse_reference(text, page.sheet) for text in texts if text)
    return list(dict.fromkeys(hit[0] for hit in found if hit and hit[0].casefold() != page.sheet.casefold()))


def draw_chart(workbook: Any, chart: PageChart, sheet: str, cells: Cells, *, date_1904: bool) -> Any:
    """The chart as XlsxWriter knows it, not yet on a sheet. Raises Refused for references that lead nowhere."""
    colours = cycle(PALETTE)
    main = _drawn(workbook, chart.kind, chart, sheet, colours, cells)
    others = {series.kind for series in chart.series} - {"", chart.kind}
    if len(others) > 1:
        raise Refused(f'the chart "{chart.title}" mixes three kinds', "report this as an error of pmxl")
    for kind in others:
        over = _drawn(workbook, kind, chart, sheet, colours, cells)
        main.combine(over)
    _set_axes(main, chart, date_1904=date_1904)
    main.set_title(_title(chart))
    main.set_legend(_legend(chart))
    main.set_chartarea({"border": {"none": True}, "fill": {"color": PAPER}})
    main.show_blanks_as("gap")
    main.show_hidden_data()  # Figures that are folded away are drawn all the same.
    for one in (main, main.combined):
        if one is not None:
            _keep_values(one, chart, cells)
    return main


def _drawn(
    workbook: Any, kind: ChartKind | str, chart: PageChart, sheet: str, colours: Iterator[str], cells: Cells
) -> Any:
    """One kind of chart with the series that are drawn so."""
    stacked, _, plain = kind.rpartition(" ")
    drawn = workbook.add_chart({"type": plain, **({"subtype": stacked} if stacked else {})})
    for series in chart.series:
        if (series.kind or chart.kind) == kind:
            drawn.add_series(_series(series, kind, chart, sheet, next(colours), cells))
    if plain == "doughnut":
        drawn.set_hole_size(chart.hole)
    return drawn


def _title(chart: PageChart) -> dict[str, object]:
    font = {**_FONT, "size": 10, "bold": True, "color": NAVY}
    return {"name": plain(chart.title), "name_font": font} if chart.title else {"none": True}


def _legend(chart: PageChart) -> dict[str, object]:
    if not chart.legend:
        return {"none": True}
    in_order = sorted(chart.series, key=lambda one: one.kind not in ("", chart.kind))
    silent = [i for i, one in enumerate(in_order) if one.colour == NO_COLOUR or not (one.name or one.name_at)]
    return {"position": chart.legend, "font": _FONT, "delete_series": [] if chart.kind in _ROUND else silent}


def _series(
    series: ChartSeries, kind: str, chart: PageChart, sheet: str, next_colour: str, cells: Cells
) -> dict[str, object]:
    colour = series.colour or next_colour
    options: dict[str, object] = {"values": "=" + _reference(series.values, sheet)}
    if series.categories:
        options["categories"] = "=" + _reference(series.categories, sheet)
    if series.name_at:
        options["name"] = "=" + _reference(series.name_at, sheet)
    elif series.name:
        options["name"] = plain(series.name)
    if kind in _LINES:
        options |= _line_and_marker(series, kind, colour)
    else:
        options |= _filled(series, colour, kind)
    options |= {"gap": chart.gap, "overlap": chart.overlap, "y2_axis": series.secondary or None}
    if series.points:
        options["points"] = [{"fill": {"color": one}} if one else None for one in series.points]
    if series.labels or series.labels_at:
        options["data_labels"] = _labels(series, sheet, cells)
    return options


def _line_and_marker(series: ChartSeries, kind: str, colour: str) -> dict[str, object]:
    width = series.line if series.line is not None else 2.25 * (kind == "line")
    line = {"color": colour, "width": width, "dash_type": series.dash}
    marker = series.marker or ("none" if kind == "line" else "circle")
    shape: dict[str, object] = {"type": marker, "size": series.marker_size}
    if marker != "none":
        shape |= {"fill": {"color": colour}, "border": {"color": colour}}
    return {"line": line if width and colour != NO_COLOUR else {"none": True}, "marker": shape}


def _filled(series: ChartSeries, colour: str, kind: str) -> dict[str, object]:
    if colour == NO_COLOUR:
        return {"fill": {"none": True}, "border": {"none": True}}
    if kind in _ROUND:
        return {"border": {"color": PAPER, "width": 1}}
    line = {"color": colour, "width": series.line, "dash_type": series.dash} if series.line else {"none": True}
    return {"fill": {"color": colour}, "border": line}


def _labels(series: ChartSeries, sheet: str, cells: Cells) -> dict[str, object]:
    what = {"": "value", "name": "series_name", "percent": "percentage"}.get(series.labels, series.labels)
    options: dict[str, object] = {what: True, "font": {**_FONT, "color": series.label_colour or INK}}
    if series.label_place:
        options["position"] = series.label_place
    if series.label_format:
        options["num_format"] = series.label_format
    if series.labels_at:
        # Written as text, because only Excel follows a label to its cell.
        texts = [_token(value) for value in cells(*_found(series.labels_at, sheet)) or ()]
        options["custom"] = [{"value": text} if text not in (None, "") else {"delete": True} for text in texts]
    return options


def _set_axes(drawn: Any, chart: PageChart, *, date_1904: bool) -> None:
    if chart.kind in _ROUND:
        return
    category = _axis(chart.category_axis, has_grid=chart.kind == "scatter", date_1904=date_1904)
    value = _axis(chart.value_axis, has_grid=True, date_1904=date_1904)
    # XlsxWriter calls the horizontal axis x, which is that of the values where bars lie.
    across, up = (value, category) if chart.kind.endswith("bar") else (category, value)
    drawn.set_x_axis(across)
    drawn.set_y_axis(up)
    second = _axis(chart.second_axis, has_grid=False, date_1904=date_1904)
    over = drawn.combined if drawn.combined is not None and drawn.combined.is_secondary else drawn
    over.set_y2_axis(second)


def _axis(axis: ChartAxis, *, has_grid: bool, date_1904: bool) -> dict[str, object]:
    def number(value: float | date | None) -> float | None:
        return serial(value, date_1904=date_1904) if isinstance(value, date) else value

    visible = axis.grid if axis.grid is not None else has_grid
    grid: Mapping[str, object] = {"visible": visible, "line": {"color": LINE, "width": 0.75}}
    options: dict[str, object] = {
        "num_font": _FONT, "line": {"color": LINE}, "major_gridlines": grid, "reverse": axis.reversed,
        "min": number(axis.minimum), "max": number(axis.maximum), "major_unit": axis.step, "major_tick_mark": "none",
        "minor_tick_mark": "none",
        "date_axis": axis.dates, "visible": not axis.hidden,
    }  # fmt: skip
    if axis.title:
        options |= {"name": plain(axis.title), "name_font": {**_FONT, "bold": False}}
    if axis.number_format:
        options["num_format"] = axis.number_format
    if axis.labels:
        options["label_position"] = axis.labels
    return options


def _keep_values(drawn: Any, chart: PageChart, cells: Cells) -> None:
    """Put what the cells hold into the chart, so that it is right wherever nothing reads them anew."""
    for formula, number in drawn.formula_ids.items():
        found = parse_reference(formula)
        values = cells(*found) if found else None
        if values is None:
            raise Refused(
                f'the chart "{chart.title}" shows {formula}, which is not there', "report this as an error of pmxl"
            )
        drawn.formula_data[number] = [_token(value) for value in values]


def _token(value: object) -> object:
    """A value as XlsxWriter wants it; a text that it would take for no number or endless ones is marked as text."""
    if isinstance(value, float | bool | int):
        return float(value)
    if not isinstance(value, str):
        return None
    text = plain(value)
    return f"\u200b{text}" if text.strip().lstrip("+-").lower() in _NO_NUMBERS else text


_SHOW = r'<c:show(?:LegendKey|Val|CatName|SerName|Percent|BubbleSize) val="1"/>'
_SHOWN = re.compile(f"{_SHOW}(?:{_SHOW})*")  # A pattern that begins with plain text is found four times as fast.


def outspoken(markup: str) -> str:
    """A chart that also says what it does not show. Excel takes silence for no, other applications take it for yes."""

    def labels(match: re.Match[str]) -> str:
        all_of = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
        return "".join(f'<c:show{what} val="{f"show{what} " in match[0]:d}"/>' for what in all_of)

    markup = _SHOWN.sub(labels, markup)
    if "<c:dispBlanksAs " not in markup:
        markup = markup.replace("</c:chart>", '<c:plotVisOnly val="0"/><c:dispBlanksAs val="gap"/></c:chart>')
    for kind in ("lineChart", "scatterChart"):
        before, *with_lines = markup.split(f"<c:{kind}>")
        markup = before
        for one in with_lines:
            lines, end, behind = one.partition(f"</c:{kind}>")
            markup += f"<c:{kind}>" + lines.replace("</c:ser>", '<c:smooth val="0"/></c:ser>') + end + behind
    return markup


def _reference(text: str, sheet: str) -> str:
    return absolute(*_found(text, sheet))


def _found(text: str, sheet: str) -> tuple[str, Area]:
    found = parse_reference(text, sheet)
    if found is None or (found[1].top != found[1].bottom and found[1].left != found[1].right):
        raise Refused(f'"{text}" is no row or column of cells', "report this as an error of pmxl")
    return found


def plain(text: str) -> str:
    """A text that XlsxWriter takes for no reference and XML can hold; the mark that does it is not seen."""
    if not text.isprintable():
        text = "".join(c for c in text if c.isprintable() or c == "\n")
    if ("!" not in text and text[:1] != "=") or not re.match(_LIKE_A_REFERENCE, text):
        return text
    return "\u200b" + text.replace("!", "!\u200b")
