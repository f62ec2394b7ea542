"""Commitments: what was kept of what was promised, from report to report."""

from __future__ import annotations

from pmxl.facts.words import day
from pmxl.generate.looks import PAPER, RED, STEEL
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.tiles.tile import Tile
from pmxl.trend import kept_and_missed

REPORTS = 6
ENOUGH = 0.8
"""Below this part kept the tile is amber, below half red. A judgement: no published limit was found."""


def commitments(book: Book, now: Context) -> Tile:
    """Milestones and commitments that came due between two reports, as the earlier one had them."""
    found = [period for period in kept_and_missed(book, now) if period.since < period.until][-REPORTS:]
    kept, missed = sum(len(one.kept) for one in found), sum(len(one.missed) for one in found)
    if not kept + missed:
        missing = (
            "Nothing came due between the reports on record." if found else "This fills from the second report on."
        )
        return Tile("Commitments kept", "None counted yet", empty=missing)
    part = kept / (kept + missed)
    data: list[list[Value]] = [["Report", "Kept", "Missed"]]
    data += ([day(one.until, now.as_of), len(one.kept) or None, len(one.missed) or None] for one in found)
    series = (
        ChartSeries("Kept", "Report", "Kept", colour=STEEL, labels="value", label_colour=PAPER),
        ChartSeries("Missed", "Report", "Missed", colour=RED, labels="value", label_colour=PAPER),
    )
    chart = PageChart(
        "stacked column", "", series, value_axis=ChartAxis(hidden=True, grid=False, minimum=0), legend="bottom", gap=45,
        alt="Milestones and commitments kept and missed at each report",
    )  # fmt: skip
    colour = "GREEN" if part >= ENOUGH else "AMBER" if part >= 0.5 else "RED"
    return Tile(
        "Commitments kept", f"{kept} of {kept + missed} kept in {len(found)} reports", colour, chart=chart, data=data
    )
