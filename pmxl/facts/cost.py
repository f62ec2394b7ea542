"""Cost: approved changes in the budget, the forecast, and what both add up to."""

from __future__ import annotations

from collections.abc import Sequence

from pmxl.facts.shown import as_shown
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.changes import CHANGES
from pmxl.registers.cost import COST, CostLine


def cost(book: Book, _: Context) -> None:
    """Fill Approved changes, Current budget, Forecast at completion and what it lies over the budget."""
    prices = {c.id: c.cost_impact or 0.0 for c in book.of(CHANGES) if c.id and c.is_approved}
    shown = as_shown(book)
    for line in book.of(COST):
        named = [prices[ref] for ref in dict.fromkeys(line.changes) if ref in prices]
        line.approved_changes = sum(named) if named else None
        agreed = [amount for amount in (shown(line, "budget"), line.approved_changes) if amount is not None]
        line.current_budget = sum(agreed) if agreed else None
        left = shown(line, "to_complete")
        line.forecast = None if left is None else (shown(line, "actual") or 0.0) + left
        budget = line.current_budget or 0.0
        line.variance = None if line.forecast is None else line.forecast - budget
        known = line.variance is not None and budget > 0
        line.over_share = round((line.variance or 0.0) / budget * 100, 1) if known else None


class Money(NamedTuple):
    """What all lines come to. Amounts in the project's currency."""

    budget: float
    spent: float
    forecast: float
    """Of the lines that have one."""
    unknown: Sequence[CostLine]
    """Lines without a forecast."""

    @property
    def over(self) -> float | None:
        """The part of the budget that the forecast lies above it, as a fraction; None without a budget."""
        return round((self.forecast - self.budget) / self.budget, 9) if self.budget > 0 else None


def money(book: Book) -> Money:
    """The sums over all cost lines. A line with nothing in it does not count."""
    lines = [line for line in book.of(COST) if line.current_budget or line.actual or line.forecast]
    return Money(
        sum(line.current_budget or 0.0 for line in lines),
        sum(line.actual or 0.0 for line in lines),
        sum(line.forecast or 0.0 for line in lines),
        [line for line in lines if line.forecast is None],
    )
