"""Rules on cost: a forecast for every line, within its limit, and a budget that knows what was approved."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.cost import money
from pmxl.facts.words import share
from pmxl.facts.work import progress
from pmxl.model import Book, Context
from pmxl.registers.changes import CHANGES
from pmxl.registers.cost import COST, CostLine
from pmxl.rules.rule import Wrong, book_rule, rule


def _called(line: CostLine) -> str:
    return f"{line.name} ({line.line})" if line.line else line.name


def _amount(value: float, now: Context) -> str:
    currency = f" {now.settings.currency}" if now.settings.currency else ""
    return f"{value:,.0f}{currency}"


@book_rule(CHANGES, at="cost_impact", level="error", profile="standard", catalogue="COS-02")
def approved_change_not_in_budget(book: Book, now: Context) -> Iterator[Wrong]:
    """An approved change with a cost that no line of the budget carries.

    Why: the yes was a yes to the money too; a budget that does not move makes the forecast look worse than it is.

    Do: name the change under Changes on the cost line that carries it.
    """
    carried = {ref for line in book.of(COST) for ref in line.changes}
    for change in book.of(CHANGES) if book.of(COST) else ():
        if change.id and change.is_approved and change.cost_impact and change.id not in carried:
            says = f"{change.id} is approved for {_amount(change.cost_impact, now)}, and no cost line carries it"
            yield Wrong(change, says)


@book_rule(COST, at="contingency_used", profile="full", catalogue="COS-04")
def contingency_used_faster_than_progress(book: Book, now: Context) -> Iterator[Wrong]:
    """More of the contingency is used than of the work is done, by more than the amber gap.

    Why: what is set aside for all risks must last for all the work.

    Do: look at what used it, and ask for more before it is gone.
    """
    set_aside = [line for line in book.of(COST) if line.contingency and line.contingency > 0]
    done = progress(book)
    if not set_aside or done is None:
        return
    used = sum(line.contingency_used or 0 for line in set_aside) / sum(line.contingency or 0 for line in set_aside)
    if round(used - done, 4) > now.settings.cost_gap_amber:
        worst = max(set_aside, key=lambda line: line.contingency_used or 0)
        yield Wrong(worst, f"{share(used)} of the contingency is used and {share(done)} of the work is done")


@rule(COST, at="forecast", level="error", profile="standard", catalogue="COS-01")
def cost_above_the_limit(line: CostLine, now: Context) -> str | None:
    """A line whose forecast lies above its current budget by more than the amber limit.

    Why: money is found early or not at all.

    Do: bring the forecast down, or raise a change for the difference.
    """
    budget, limit = line.current_budget or 0.0, now.settings.cost_over_amber
    if line.forecast is None or budget <= 0 or (over := round((line.forecast - budget) / budget, 9)) <= limit:
        return None
    return (
        f"{_called(line)} will cost {_amount(line.forecast, now)}, {share(over)} over its budget of "
        f"{_amount(budget, now)}; the limit is {share(limit)}"
    )


@book_rule(
    COST, at="to_complete", profile="standard", catalogue="COS-01",
    when="AND([Cost line]<>\"\",NOT(ISNUMBER([Estimate to complete])),"
    "OR(N([Baseline budget])<>0,N([Actual to date])<>0))",
    cell="What will it still cost?",
)  # fmt: skip
def cost_line_without_forecast(book: Book, now: Context) -> Iterator[Wrong]:
    """A line with money in it and no estimate of what it will still cost.

    Why: what is spent says nothing about what will be; without the rest nobody knows the price of the project.

    Do: ask its owner what it will still cost, and type 0 where it is done.
    """
    for line in money(book).unknown:
        if line.line:
            yield Wrong(line, f"{_called(line)} has no estimate to complete")
