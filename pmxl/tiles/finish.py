"""The finish: where each milestone was forecast at each report, beside the day that was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from pmxl.facts.slip import last_to_finish, slip
from pmxl.facts.words import counted, day
from pmxl.generate.looks import AMBER, GREEN, NAVY, STEEL
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.registers.schedule import Task
from pmxl.sections.dates import full
from pmxl.tiles.tile import Tile, colour_of, short
from pmxl.trend import Trend, milestone_trend

MOST, REPORTS = 4, 12
"""Milestones, and reports, that the chart can show apart."""
COLOURS = (NAVY, AMBER, STEEL, GREEN)
MARKERS = ("circle", "square", "diamond", "triangle")


def finish(book: Book, now: Context) -> Tile:
    """The milestone trend: a level line is on time, a rising one slips; the agreed day is the dashed line beside it."""
    last = last_to_finish(book)
    if last is None or last.finish is None:
        return Tile("Finish", "Not known", empty="No task has a finish yet: give the tasks durations, then refresh.")
    figure, late = full(last.finish), slip(book, now)
    if late is None:
        figure += ", nothing agreed to hold it against"
    else:
        figure += (
            ", on the agreed day" if late == 0 else f", {counted(abs(late), 'day')} {'late' if late > 0 else 'early'}"
        )
    if last.times_moved:
        figure += f", moved {counted(last.times_moved, 'time')}"
    found = _chosen(milestone_trend(book, now) or milestone_trend(book, now, key_only=False), book)
    if not found:
        return Tile("Finish", figure, colour_of(book, "Schedule"), empty="No open milestone: a task of 0 days is one.")
    data = _data(found, now.as_of)
    return Tile("Finish", figure, colour_of(book, "Schedule"), chart=_chart(found, data), data=data)


def _chosen(trends: Sequence[Trend], book: Book) -> list[Trend]:
    """The open milestones that tell most: the last, those with a deadline, and those farthest behind the baseline."""
    open_ = [trend for trend in trends if trend.points and _is_open(book, trend)]
    open_.sort(key=lambda trend: (not _has_deadline(book, trend), -_behind(trend), trend.points[-1][1]))
    final = max(open_, key=lambda trend: trend.points[-1][1], default=None)
    chosen = [trend for trend in open_ if trend is not final][: MOST - 1] + ([final] if final else [])
    return sorted(chosen, key=lambda trend: trend.points[-1][1])


def _is_open(book: Book, trend: Trend) -> bool:
    row = book.by_id.get(trend.id)
    return not isinstance(row, Task) or row.is_open


def _has_deadline(book: Book, trend: Trend) -> bool:
    row = book.by_id.get(trend.id)
    return isinstance(row, Task) and row.deadline is not None


def _behind(trend: Trend) -> int:
    return (trend.points[-1][1] - trend.baseline).days if trend.baseline else 0


def _data(found: Sequence[Trend], as_of: date) -> list[list[Value]]:
    reports = sorted({report for trend in found for report, _ in trend.points} | {as_of})[-REPORTS:]
    rows: list[list[Value]] = [["Report"]]
    for trend in found:
        rows[0] += [_named(trend), f"{_named(trend)} agreed"]
    for report in reports:
        line: list[Value] = [day(report, as_of)]
        for trend in found:
            line += [dict(trend.points).get(report), trend.baseline]
        rows.append(line)
    return rows


def _named(trend: Trend) -> str:
    return f"{trend.id} {short(trend.milestone, 22)}"


def _chart(found: Sequence[Trend], data: Sequence[Sequence[Value]]) -> PageChart:
    series = []
    for trend, colour, marker in zip(found, COLOURS, MARKERS, strict=False):
        name = _named(trend)
        series += [
            ChartSeries(name, "Report", name, colour=colour, marker=marker, marker_size=5, line=2.25),  # type: ignore[arg-type]
            ChartSeries(f"{name} agreed", "Report", colour=colour, dash="dash", line=1, marker="none"),
        ]
    days = [value for line in data[1:] for value in line[1:] if isinstance(value, date)]
    first, last = min(days), max(days)
    step = max(7, -(-((last - first).days + 14) // 4 // 7) * 7)
    low = first - timedelta(days=7 + first.weekday())
    axis = ChartAxis(number_format="d mmm yy", minimum=low, maximum=low + timedelta(days=step * 5), step=step)
    return PageChart(
        "line", "", tuple(series), value_axis=axis, legend="right",
        alt="Forecast of each milestone at each report, and the day that was agreed",
    )  # fmt: skip
