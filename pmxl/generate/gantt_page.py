"""The sheet Gantt chart: the plan on one page, as a native chart that can be copied into slides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from pmxl.facts.words import counted
from pmxl.generate.looks import LOOKS
from pmxl.generate.timeline_page import scale_of
from pmxl.model import (
    NO_COLOUR,
    Book,
    ChartAxis,
    ChartSeries,
    Context,
    PageCell,
    PageChart,
    PageRow,
    ReplaceSheet,
    Value,
    dated,
)
from pmxl.model.raw import letters_of
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.sections.dates import full
from pmxl.tiles.beside import Beside
from pmxl.tiles.owned import own_name
from pmxl.tiles.tile import short

NAME = "Gantt chart"
MOST = 34
"""Bars that can be read on one page."""
FEWEST = 6
"""Rows of height that the chart has at least, for its axis stands in it too."""
GAP = 35
"""Percent of a bar's height between two bars."""
COLUMNS, WIDTH, HEIGHT = 40, 3.0, 15.75
"""Columns under the chart, the width in characters of each, and the height in points of a row for each bar."""
PARTS = {
    "Summary": "gantt_heading", "Done": "gantt_done", "Critical": "gantt_critical", "Planned": "gantt_planned",
    "Milestone": "gantt_milestone", "Float": "gantt_slack",
}  # fmt: skip
"""The parts of a bar from left to right -> the look that each has on the Timeline."""


def gantt_page(book: Book, now: Context) -> ReplaceSheet | None:
    """The chart with its figures beside it; None where no task has dates."""
    every = [row for row in book.of(SCHEDULE) if row.start and row.finish]
    scale = scale_of(every, now)
    end = scale.day(scale.columns) if scale else now.as_of
    shown = _chosen([row for row in every if scale and scale.first <= row.start and row.finish < end])  # type: ignore[operator]
    if not shown or scale is None:
        return None
    figures = Beside(own_name(book, NAME), COLUMNS + 1)
    last = max(row.finish or now.as_of for row in shown)
    rows = [_bar(row, now, max(1, (last - scale.first).days // 110)) for row in shown]
    columns = zip(*rows, strict=True)
    found = figures.add(dict(zip(("Task", "Before", *PARTS), map(list, columns), strict=True)))
    chart = _chart(found, len(rows), scale.first, last)
    said = f"{counted(len(shown), 'row')} of {len(every)}"
    if len(shown) < len(every):
        said += ": the summaries, the key milestones and what is critical or next. All rows stand on Timeline"
    title = PageCell(dated(NAME, full(now.as_of)), "title", 25)
    project = PageCell(short(now.settings.project_name, 50), "dash_right", COLUMNS - 25)
    marks = ((PageCell("", look), PageCell(part, "dash_cell", 3)) for part, look in PARTS.items())
    page = (
        PageRow((title, project), 25.5),
        PageRow((PageCell(f"{said}.", "dash_question", COLUMNS),), 15),
        PageRow((*(PageCell(""),) * 14, *(cell for pair in marks for cell in pair)), 12),
        *(PageRow((), HEIGHT),) * max(10, len(rows)),
    )
    return figures.put(
        ReplaceSheet(
            figures.sheet, (WIDTH,) * COLUMNS, page, landscape=True, one_page=True, after="Timeline", charts=(chart,)
        )
    )


def _chosen(rows: Sequence[Task]) -> list[Task]:
    """All rows where they have room; else what tells most, in the order of the sheet."""
    if len(rows) <= MOST:
        return list(rows)

    def rank(row: Task) -> tuple[int, date]:
        open_ = row.is_open and not row.is_summary
        top = row.is_summary and "." not in (row.wbs or "").strip(". ")
        kind = 0 if top else 1 if row.key_milestone else 2 if open_ and row.critical else 3 if open_ else 4
        return kind, row.start or date.max

    best = {id(row) for row in sorted(rows, key=rank)[:MOST]}
    return [row for row in rows if id(row) in best]


def _bar(row: Task, now: Context, point: int) -> list[Value]:
    """One bar as days: what lies before it, then its parts. A milestone is *point* days long, so that it is seen."""
    start, finish = row.start or now.as_of, row.finish or now.as_of
    length = max(1, (finish - start).days + 1)
    before: Value = start
    parts = dict[str, Value].fromkeys(PARTS)
    if row.is_summary:
        parts["Summary"] = length
    elif row.is_milestone:
        parts["Milestone"] = point
    else:
        done = int(length * (1.0 if row.actual_finish else row.percent_complete or 0.0) + 0.5)
        parts["Done"] = done or None
        parts["Critical" if row.critical else "Planned"] = length - done or None
    if row.is_open and not row.is_summary and (row.total_float or 0) >= 1:
        until = now.add_working_days(finish, int(row.total_float or 0))
        parts["Float"] = max(0, (until - finish).days) or None
    return [short(f"{row.id} {row.task or ''}", 44), before, *parts.values()]


def _chart(at: Mapping[str, str], count: int, first: date, last: date) -> PageChart:
    series = [ChartSeries(at["Before"], at["Task"], colour=NO_COLOUR)]
    series += [ChartSeries(at[part], at["Task"], part, colour=LOOKS[look]["bg_color"]) for part, look in PARTS.items()]
    step = next((days for days in (7, 14, 28, 91, 182, 364) if (last - first).days <= days * 12), 728)
    end = first + timedelta(days=(-(-((last - first).days + 14) // step)) * step)
    pattern = "d mmm" if step <= 28 else "mmm yyyy"
    axis = ChartAxis(number_format=pattern, minimum=first, maximum=end, step=step, grid=True, labels="high")
    return PageChart(
        "stacked bar", f"A4:{letters_of(COLUMNS)}{3 + max(FEWEST, count)}", tuple(series),
        category_axis=ChartAxis(reversed=True, labels="low"),
        value_axis=axis, gap=_gap(count), overlap=100, alt="Bars from the start to the finish of each task",
    )  # fmt: skip


def _gap(count: int) -> int:
    """The gap with which few bars are no thicker than many; a chart knows none beyond 500."""
    return min(500, round((max(FEWEST, count) / count) * (100 + GAP) - 100))
