"""The colour of Cost: forecast at completion against the approved budget, and spending against progress."""

from __future__ import annotations

from pmxl.colours.measure import Measure, graded, judged, not_known, not_yet
from pmxl.facts.cost import Money, money
from pmxl.facts.words import counted, number, share
from pmxl.facts.work import progress
from pmxl.model import AMBER, GREEN, Book, Context, Judgement
from pmxl.registers.cost import COST, CostLine


def cost(book: Book, now: Context) -> Judgement:
    """Cost: whether the money will do, and whether it goes as fast as the work."""
    if not book.of(COST):
        return judged("Cost", [not_yet(book, COST, "no cost line is written down yet")], book)
    sums = money(book)
    return judged("Cost", [overrun(book, sums, now), spending(book, sums, now)], book)


def overrun(book: Book, sums: Money, now: Context) -> Measure:
    """The forecast over the current budget; far under it is amber too, for idle money is work not done."""
    if sums.unknown:
        verb = "has" if len(sums.unknown) == 1 else "have"
        known = not_known(now, f"{counted(len(sums.unknown), 'cost line')} {verb} no estimate to complete")
        return known._replace(row=sums.unknown[0])
    over, limits = sums.over, now.settings
    if over is None:
        return not_known(now, f"the budget adds up to {number(sums.budget)}")
    amber, red = f"> {share(limits.cost_over_amber)} over", f"> {share(limits.cost_over_red)} over"
    says = f"the forecast of {number(round(sums.forecast))} is {_against(over, sums)}"
    if -over > limits.cost_under_amber:
        return Measure(AMBER, says, amber, red, over=f"> {share(limits.cost_under_amber)} under")
    colour = graded(over, limits.cost_over_amber, limits.cost_over_red)
    return Measure(colour, says, amber, red, None if colour == GREEN else dearest(book))


def _against(over: float, sums: Money) -> str:
    if round(abs(over), 3) == 0:
        return "on the budget"
    return f"{share(abs(over))} {'over' if over > 0 else 'under'} the budget of {number(round(sums.budget))}"


def dearest(book: Book) -> CostLine | None:
    """The line whose forecast lies furthest over its budget."""
    over = [line for line in book.of(COST) if (line.variance or 0) > 0]
    return max(over, key=lambda line: line.variance or 0, default=None)


def spending(book: Book, sums: Money, now: Context) -> Measure | None:
    """How far the part of the budget that is spent and the part of the work that is done lie apart."""
    done = progress(book)
    if done is None or sums.budget <= 0 or not any(line.actual is not None for line in book.of(COST)):
        return None
    spent, limits = sums.spent / sums.budget, now.settings
    apart = round(abs(spent - done), 4)
    says = f"{share(round(spent, 2))} is spent and {share(round(done, 2))} of the work is done"
    return Measure(
        graded(apart, limits.cost_gap_amber, limits.cost_gap_red), says,
        f"> {number(limits.cost_gap_amber * 100)} points apart", f"> {number(limits.cost_gap_red * 100)} points apart",
    )  # fmt: skip
