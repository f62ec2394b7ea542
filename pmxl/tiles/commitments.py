"""Commitments: what was kept of what was promised, from report to report."""

from __future__ import annotations

from pmxl.facts.promises import kept_by_report
from pmxl.facts.words import counted, day
from pmxl.generate.looks import PAPER, RED, STEEL
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.tiles.tile import Tile

ENOUGH = 0.8
"""Below this part kept the tile is amber, below half red. A judgement: no published limit was found."""


def commitments(book: Book, now: Context) -> Tile:
    """Commitments that came due between two reports, as the earlier one had them; the brief counts the same."""
    found = kept_by_report(book, now)
    kept, due = sum(one.kept for one in found), sum(one.due for one in found)
    if not due:
        reported = book.history is not None and bool(book.history.reports)
        missing = (
            "Nothing came due between the reports on record." if reported else "This fills from the second report on."
        )
        return Tile("Commitments kept", "None counted yet", empty=missing)
    part = kept / due
    data: list[list[Value]] = [["Report", "Kept", "Missed"]]
    data += ([day(one.report, now.as_of), one.kept or None, one.due - one.kept or None] for one in found)
    series = (
        ChartSeries("Kept", "Report", "Kept", colour=STEEL, labels="value", label_colour=PAPER),
        ChartSeries("Missed", "Report", "Missed", colour=RED, labels="value", label_colour=PAPER),
    )
    chart = PageChart(
        "stacked column", "", series, value_axis=ChartAxis(hidden=True, grid=False, minimum=0), legend="bottom", gap=45,
        alt="Commitments kept and missed at each report",
    )  # fmt: skip
    colour = "GREEN" if part >= ENOUGH else "AMBER" if part >= 0.5 else "RED"
    return Tile(
        "Commitments kept", f"{kept} of {due} kept in {counted(len(found), 'report')}", colour, chart=chart, data=data
    )
