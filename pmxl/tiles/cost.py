"""Cost: the budget, what was spent of it, and what it will come to."""

from __future__ import annotations

from pmxl.facts.cost import money
from pmxl.facts.words import share
from pmxl.generate.looks import AMBER, NAVY, PALE, RED, STEEL
from pmxl.model import Book, ChartAxis, ChartSeries, Context, PageChart, Value
from pmxl.registers.cost import COST
from pmxl.tiles.tile import Tile, colour_of


def cost(book: Book, now: Context) -> Tile:
    """Budget, forecast and spent as bars; the contingency that is left where anybody wrote one down."""
    found, colour = money(book), colour_of(book, "Cost")
    if not (found.budget or found.spent or found.forecast):
        return Tile("Cost", "Not known", colour if book.of(COST) else "", empty="No amount is written down on Cost.")
    currency = now.settings.currency
    over = found.over
    if found.unknown and not found.forecast:
        figure = f"{currency} {found.budget:,.0f} budget, no forecast"
    elif over is None:
        figure = f"{currency} {found.forecast:,.0f} forecast, no budget"
    else:
        figure = f"{currency} {found.forecast:,.0f}, {share(abs(over))} {'over' if over > 0 else 'under'} budget"
    rows: list[list[Value]] = [["Budget", found.budget], ["Forecast", found.forecast], ["Spent", found.spent]]
    spare = sum((line.contingency or 0.0) - (line.contingency_used or 0.0) for line in book.of(COST))
    if spare:
        rows.append(["Contingency", spare])
    mark = {"RED": RED, "AMBER": AMBER}.get(colour, NAVY)
    series = ChartSeries(
        "Amount", "Line", colour=STEEL, labels="value", label_format="#,##0", points=(STEEL, mark, PALE, PALE)
    )
    amounts = [value for _, value in rows if isinstance(value, float)]
    axis = ChartAxis(hidden=True, grid=False, minimum=min(0.0, *amounts) * 1.3, maximum=max(0.0, *amounts) * 1.3 or 1.0)
    chart = PageChart(
        "bar", "", (series,), category_axis=ChartAxis(reversed=True, labels="low"), value_axis=axis, gap=45,
        alt="Budget, forecast and spent",
    )  # fmt: skip
    return Tile("Cost", figure, colour, chart=chart, data=[["Line", "Amount"], *rows])
