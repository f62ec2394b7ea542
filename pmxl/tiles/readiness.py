"""Readiness: the must-haves of each gate, passed and open."""

from __future__ import annotations

from datetime import date

from pmxl.facts.words import counted, day
from pmxl.generate.looks import LINE, PAPER, RED, STEEL
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.registers.readiness import READINESS, Criterion
from pmxl.tiles.tile import Tile, colour_of, short

MOST = 6


def readiness(book: Book, now: Context) -> Tile:
    """The must-haves of each gate, the nearest first: passed or waived by somebody, failed, and to be tested."""
    musts = [criterion for criterion in book.of(READINESS) if criterion.is_must]
    colour = colour_of(book, "Readiness")
    if not musts:
        return Tile("Readiness", "Not known", colour if book.of(READINESS) else "",
                    empty="No must-have criterion is written down on Readiness.")  # fmt: skip
    gates: dict[str, list[Criterion]] = {}
    for criterion in sorted(musts, key=lambda one: one.gate_on or one.due or date.max):
        gates.setdefault(_gate(criterion, now), []).append(criterion)
    held = sum(criterion.holds(now.as_of) for criterion in musts)
    data: list[list[Value]] = [["Gate", "Passed", "Failed", "To test"]]
    for gate, found in list(gates.items())[:MOST]:
        passed = sum(one.holds(now.as_of) for one in found)
        failed = sum(one.result == "Fail" for one in found)
        data.append([gate, passed or None, failed or None, len(found) - passed - failed or None])
    series = (
        ChartSeries("Passed", "Gate", "Passed", colour=STEEL, labels="value", label_colour=PAPER),
        ChartSeries("Failed", "Gate", "Failed", colour=RED, labels="value", label_colour=PAPER),
        ChartSeries("To test", "Gate", "To test", colour=LINE, labels="value"),
    )
    chart = PageChart(
        "stacked bar", "", series, category_axis=ChartAxis(reversed=True), legend="bottom", gap=35,
        value_axis=ChartAxis(hidden=True, grid=False, minimum=0), alt="Must-haves passed, failed and to test by gate",
    )  # fmt: skip
    return Tile("Readiness", f"{held} of {counted(len(musts), 'must-have')} passed", colour, chart=chart, data=data)


def _gate(criterion: Criterion, now: Context) -> str:
    name = ", ".join(criterion.gate) or criterion.wave or ""
    on = criterion.gate_on or (None if name else criterion.due)
    return " ".join(part for part in (short(name, 10), day(on, now.as_of) if on else "") if part) or "no gate"
