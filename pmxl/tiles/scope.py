"""Scope: how what was agreed has grown, and what nobody agreed to."""

from __future__ import annotations

from datetime import date

from pmxl.facts.scope_drift import Growth, approved_growth, days_added, silence
from pmxl.facts.slip import baseline_start
from pmxl.facts.words import day, days, share
from pmxl.facts.work import work_behind
from pmxl.generate.looks import AMBER, NAVY, RED
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.tiles.tile import Tile, colour_of

MOST = 10


def scope(book: Book, now: Context) -> Tile:
    """Approved growth since the baseline, change by change, against the limits; silent work in the figure."""
    silent, growth = silence(book), approved_growth(book, now)
    said = f"{days(silent.days)} silent" if silent.days else "nothing silent"
    colour = colour_of(book, "Scope")
    if growth is None:
        return Tile(
            "Scope", f"Growth not known, {said}", colour, empty="No baseline yet: freeze one with pmxl baseline."
        )
    figure = f"Grown {share(growth.share)}, {said}" if growth.days else f"Not grown, {said}"
    limits, steps = now.settings, _steps(book, now, growth)
    data: list[list[Value]] = [["Date", "Growth", "Amber", "Red"]]
    data += [[day(on, now.as_of), part, limits.scope_growth_amber, limits.scope_growth_red] for on, part in steps]
    series = (
        ChartSeries("Growth", "Date", "Growth", colour=NAVY, marker="circle", marker_size=5),
        ChartSeries("Amber", "Date", "Amber", colour=AMBER, dash="dash", line=1.25, marker="none"),
        ChartSeries("Red", "Date", "Red", colour=RED, dash="square_dot", line=1.25, marker="none"),
    )
    chart = PageChart(
        "line", "", series, value_axis=ChartAxis(number_format="0%"), legend="bottom",
        alt="Approved growth since the baseline, and the limits",
    )  # fmt: skip
    return Tile("Scope", figure, colour, chart=chart, data=data)


def _steps(book: Book, now: Context, growth: Growth) -> list[tuple[date, float]]:
    """The growth after each day on which something was approved, from the baseline to the as-of date."""
    behind, added = work_behind(book), dict[date, float]()
    for change in growth.changes:
        if change.decided_on:
            tasks = behind.get(change.id, [])
            added[change.decided_on] = added.get(change.decided_on, 0.0) + days_added(change, tasks)
    begin = book.settings.baseline_on or baseline_start(book)
    grown, found = 0.0, dict[date, float]()
    if begin and begin <= now.as_of:
        found[begin] = 0.0
    for on in sorted(added):
        grown += added[on] / growth.baseline
        found[on] = grown
    found[now.as_of] = grown
    return sorted(found.items())[-MOST:]
