"""The sheet Uncertainty: the chance of each date, what drives it, and what the numbers rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pmxl.chances.simulation import PERCENTS, Chances, Criticality, Finish
from pmxl.chances.words import assumptions, headline, reasons
from pmxl.facts.chance_stamp import chances_fingerprint, chances_formula
from pmxl.facts.performance import in_words
from pmxl.facts.words import shortened
from pmxl.generate.heights import row_height
from pmxl.generate.looks import GREEN, NAVY, RED, STEEL
from pmxl.generate.uncertainty_stamps import SHEET, fresh_text, stamp_formula
from pmxl.model import (
    Book,
    ChartAxis,
    ChartSeries,
    Context,
    PageCell,
    PageChart,
    PageRow,
    ReplaceSheet,
)
from pmxl.sections.boxes import link_of

LANES = (
    ("ID", 9.0), ("What", 44.0), ("Plan", 13.0), ("Chance", 9.0), *((f"P{p}", 13.0) for p in PERCENTS),
    ("Baseline", 13.0), ("Chance", 9.0), ("Deadline", 13.0), ("Chance", 9.0),
)  # fmt: skip
"""Heading and width in characters of each column of the milestones, which the other tables share."""

HEAD = 3
"""Rows above the reasons: the title, the headline, and whether the page still holds."""
NUMBERS = ("Chance", "Of all draws", "Days at 80%", "Days, mean")
"""Headings of numbers, which stand in the middle."""
WIDTH = sum(width for _, width in LANES)
CHART_ROWS, CHART_ROW = 17, 15.0
"""Rows that the charts cover, and their height in points."""
NAME, OFTEN = 40, 10
"""Letters of a driver's name in the chart, and tasks whose criticality is told."""


def uncertainty_page(book: Book, now: Context, found: Chances) -> ReplaceSheet:
    """What a simulation found, as a page with native charts. It stays as it is until it is simulated anew."""
    told = [*reasons(found, now.as_of), *(in_words(book.pace, now.as_of) if book.pace else ())]
    top = [*map(_wrapped, told), *_milestones(book, found)]
    space = [PageRow((), CHART_ROW)] * CHART_ROWS if len(found.curve) > 1 else []
    rest = [*_drivers(book, found), *_critical(book, found), *_assumptions(found)]
    charts_at = HEAD + len(top) + 1
    stamp_at = charts_at + len(space) + len(rest)
    rows = [*_head(book, now, found, stamp_at), *top, *space, *rest, _second_stamp(book, now), *_figures(found)]
    charts = _charts(found, charts_at, stamp_at + 3) if space else ()
    widths = tuple(width for _, width in LANES)
    return ReplaceSheet(SHEET, widths, tuple(rows), landscape=True, after="Findings", charts=charts)


def _head(book: Book, now: Context, found: Chances, stamp_at: int) -> Iterator[PageRow]:
    fresh = fresh_text(now.as_of)
    yield PageRow((PageCell(SHEET, "title", len(LANES)),), 27)
    yield PageRow((PageCell(f"{headline(found, now.as_of)}.", "strong", len(LANES)),), 18)
    formula = stamp_formula(book, now, stamp_at)
    yield PageRow((PageCell(fresh, "stamp", formula=formula, array=bool(formula)),), 16)


def _second_stamp(book: Book, now: Context) -> PageRow:
    formula = chances_formula(book)
    value = chances_fingerprint(book, now) if formula else None
    stamp = PageCell(value, "small", formula=formula, array=bool(formula))
    return PageRow((PageCell(None), PageCell("Fingerprint of ranges and risks", "small"), stamp))


def _wrapped(said: str) -> PageRow:
    return _said(said, "wrap")


def _said(said: str, style: str) -> PageRow:
    text = f"{said}."
    return PageRow((PageCell(text, style, len(LANES)),), row_height([(text, WIDTH)]))


def _heading(title: str, *heads: str) -> Iterator[PageRow]:
    yield PageRow((PageCell(title, "heading", len(LANES)),), 26)
    yield PageRow(tuple(PageCell(head, "table_head_middle" if head in NUMBERS else "table_head") for head in heads), 18)


def _milestones(book: Book, found: Chances) -> Iterator[PageRow]:
    yield from _heading("When it will be reached", *(title for title, _ in LANES))
    for one in found.finishes:
        yield PageRow(
            (
                _id(book, one.record),
                PageCell(one.name, "table_strong" if not one.record else "table"),
                PageCell(one.plan, "table_day"),
                PageCell(one.plan_chance, "table_chance"),
                *(PageCell(day, "table_day") for day in one.percentiles),
                *_held(one),
            ),
            row_height([(one.name, LANES[1][1])]),
        )


def _held(one: Finish) -> Iterator[PageCell]:
    for day, chance in ((one.agreed, one.agreed_chance), (one.deadline, one.deadline_chance)):
        yield PageCell(day, "table_day")
        yield PageCell(chance, "table_chance")


def _id(book: Book, record: str) -> PageCell:
    row = book.by_id.get(record)
    return (
        PageCell(record or None, "table_link", link=link_of(book.place(row, "id")))
        if row
        else PageCell(record or None, "table")
    )


def _drivers(book: Book, found: Chances) -> Iterator[PageRow]:
    if found.drivers:
        yield from _heading(
            "What drives the finish", "ID", "Risk, or task with a range", "Kind", "", "80% date", "Mean"
        )
    for pull in found.drivers:
        yield PageRow(
            (
                _id(book, pull.record),
                PageCell(pull.name, "table"),
                PageCell(pull.kind.capitalize(), "table"),
                PageCell(None, "table"),
                PageCell(round(pull.p80, 1), "table_days"),
                PageCell(round(pull.mean, 1), "table_days"),
            ),
            row_height([(pull.name, LANES[1][1])]),
        )


def _critical(book: Book, found: Chances) -> Iterator[PageRow]:
    tasks: Sequence[Criticality] = found.critical[:OFTEN] if found.ranges or found.risks else ()
    if tasks:
        yield from _heading("How often a task was critical", "ID", "Task", "Of all draws")
    for one in tasks:
        cells = (_id(book, one.record), PageCell(one.name, "table"), PageCell(one.share, "table_chance"))
        yield PageRow(cells, row_height([(one.name, LANES[1][1])]))


def _assumptions(found: Chances) -> Iterator[PageRow]:
    yield PageRow((PageCell("What the numbers rest on", "heading", len(LANES)),), 26)
    for said in assumptions(found):
        yield _said(said, "muted_wrap")


# ---------------------------------------------------------------- charts


def _figures(found: Chances) -> Iterator[PageRow]:
    """The numbers that the charts show: drivers on the left, the S-curve on the right, its marks first."""
    yield from _heading("Figures behind the charts", "", "Driver", "Days", "", "Day", "Chance")
    drivers = [(shortened(f"{pull.record} {pull.name}", NAME), round(pull.p80, 2)) for pull in found.drivers]
    points = [*_marks(found), *found.curve]
    for i in range(max(len(drivers), len(points))):
        label, days = drivers[i] if i < len(drivers) else (None, None)
        day, chance = points[i] if i < len(points) else (None, None)
        yield PageRow(
            (
                PageCell(None),
                PageCell(label, "small"),
                PageCell(days, "number"),
                PageCell(None),
                PageCell(day, "day"),
                PageCell(chance, "percent"),
            )
        )


def _marks(found: Chances) -> list[tuple[date, float]]:
    project = found.finishes[0]
    return [(project.plan, project.plan_chance), (project.percentiles[1], PERCENTS[1] / 100)]


def _charts(found: Chances, first: int, figures: int) -> tuple[PageChart, ...]:
    """The S-curve and the tornado, side by side; *figures* is the row of their first number."""
    last = first + CHART_ROWS - 2
    curve = _s_curve(found, f"A{first + 1}:C{last}", figures)
    return (curve, _tornado(found, f"D{first + 1}:K{last}", figures)) if found.drivers else (curve,)


def _s_curve(found: Chances, at: str, figures: int) -> PageChart:
    top, bottom = figures + 2, figures + 1 + len(found.curve)
    days, chances = f"E{top}:E{bottom}", f"F{top}:F{bottom}"
    series = (
        ChartSeries(chances, days, "Chance to be done by then", colour=NAVY, line=2.25, marker="none"),
        _mark(figures, "Plan", RED),
        _mark(figures + 1, "80% sure", GREEN),
    )
    return PageChart(
        "scatter", at, series, "Chance that the project is done by a day",
        category_axis=ChartAxis(number_format="d mmm", grid=False, step=_step(found)),
        value_axis=ChartAxis(number_format="0%", minimum=0, maximum=1, step=0.2), legend="bottom",
        alt="S-curve: for each day the chance that the project is done by then",
    )  # fmt: skip


def _tornado(found: Chances, at: str, figures: int) -> PageChart:
    bottom = figures + len(found.drivers) - 1
    names, days = f"B{figures}:B{bottom}", f"C{figures}:C{bottom}"
    series = ChartSeries(days, names, colour=STEEL, labels="value", label_format="0.0")
    return PageChart(
        "bar", at, (series,), "Working days by which the 80% date would come earlier without it",
        category_axis=ChartAxis(reversed=True), value_axis=ChartAxis(minimum=0, grid=False, labels="none"), gap=40,
        alt="Tornado: what each risk and each range adds to the date that holds in 80% of all draws",
    )  # fmt: skip


def _step(found: Chances) -> float:
    """Days between two marks on the S-curve: whole weeks, about six of them."""
    span = (found.curve[-1][0] - found.curve[0][0]).days
    return 7.0 * max(1, round(span / 42))


def _mark(row: int, name: str, colour: str) -> ChartSeries:
    return ChartSeries(f"F{row}:F{row}", f"E{row}:E{row}", name, colour=colour, line=0, marker="diamond", marker_size=9)
