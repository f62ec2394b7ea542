"""Rules on benefits: something that can be measured, somebody who sees to it, and a scope that serves it."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.model import Book, Context
from pmxl.registers.benefits import BENEFITS, Benefit
from pmxl.registers.scope import SCOPE
from pmxl.rules.rule import Wrong, book_rule, rule
from pmxl.rules.words import day, missing, quoted


def _called(benefit: Benefit) -> str:
    return f"{benefit.name} ({quoted(benefit.outcome, 40)})" if benefit.outcome else benefit.name


@rule(
    BENEFITS, at="actual", profile="standard", catalogue="BEN-03",
    when="AND(ISNUMBER([Measure on]),[Measure on]<as_of,NOT(ISNUMBER([Latest actual])))",
    cell="The day to measure has passed: what came out?",
)  # fmt: skip
def benefit_not_measured(benefit: Benefit, now: Context) -> str | None:
    """A benefit that should have been measured and was not.

    Why: a benefit that nobody measures is a promise that nobody has to keep.

    Do: measure it, and write down the value and the day.
    """
    if benefit.measure_on is None or benefit.measure_on >= now.as_of or benefit.actual is not None:
        return None
    return f"{_called(benefit)} should have been measured on {day(benefit.measure_on, now)}"


@rule(
    BENEFITS, at="goal", profile="standard", catalogue="BEN-01",
    when='AND([Outcome]<>"",OR(NOT(ISNUMBER([Before])),NOT(ISNUMBER([Target])),NOT(ISNUMBER([Measure on])),'
    '[Owner after go-live]=""))',
    cell="Before, target, date or owner is missing.",
)  # fmt: skip
def benefit_that_cannot_be_measured(benefit: Benefit, now: Context) -> str | None:
    """A benefit without the value before, the target, the date or the owner.

    Why: with one of the four missing nobody can say later whether it came true.

    Do: fill in the four: before, target, date and owner.
    """
    lacks = missing(
        {"value before": benefit.before, "target": benefit.goal, "date": benefit.measure_on, "owner": benefit.owner}
    )
    return f"{_called(benefit)} has {lacks}" if benefit.outcome and lacks else None


@book_rule(SCOPE, at="benefit", profile="standard", catalogue="BEN-02")
def scope_item_that_serves_no_benefit(book: Book, now: Context) -> Iterator[Wrong]:
    """A scope item of which nobody says which benefit it serves, in a workbook that lists its benefits.

    Why: work that serves no outcome is the first that can be cut.

    Do: name the benefit it serves, or take it out by a change.
    """
    for item in book.of(SCOPE) if book.of(BENEFITS) else ():
        if item.is_open and item.item and not item.benefit:
            yield Wrong(item, f"{item.name} ({quoted(item.item, 40)}) names no benefit that it serves")
