"""The colour of Benefits: what is expected, or was measured, against the target."""

from __future__ import annotations

from pmxl.colours.measure import Measure, judged, not_yet
from pmxl.facts.benefits import attained, expected
from pmxl.facts.words import day, number, share
from pmxl.model import AMBER, GREEN, NOT_DUE, RED, UNKNOWN, Book, Context, Judgement
from pmxl.registers.benefits import BENEFITS, Benefit


def benefits(book: Book, now: Context) -> Judgement:
    """Benefits: whether the project will have been worth it."""
    if not book.of(BENEFITS):
        return judged("Benefits", [not_yet(book, BENEFITS, "no benefit is written down yet")], book)
    found = [measure for benefit in book.of(BENEFITS) if (measure := outlook(benefit, now))]
    return judged("Benefits", found or [Measure(NOT_DUE, "no benefit is due or forecast yet")], book)


def outlook(benefit: Benefit, now: Context) -> Measure | None:
    """One benefit against its target; None before anybody can say."""
    is_due = benefit.measure_on is not None and benefit.measure_on <= now.as_of
    if benefit.measure_on == now.as_of:
        is_due = benefit.actual is not None  # It may still be measured today.
    value = expected(benefit, now)
    reached = attained(benefit.before, benefit.goal, value)
    if not is_due and benefit.forecast is None:
        return None
    if reached is None or value is None:
        lacks = "was never measured" if value is None else "has no target to hold it against"
        if value is not None and benefit.goal is not None:
            lacks = "has a target that is where it began"
        since = f"was due on {day(benefit.measure_on, now.as_of)} and " if is_due and benefit.measure_on else ""
        return Measure(UNKNOWN, f"the benefit {since}{lacks}", row=benefit)
    limits = now.settings
    colour = RED if reached < limits.ben_red else AMBER if reached < limits.ben_amber else GREEN
    said = "measured" if is_due and benefit.actual is not None else "expected"
    unit = f" {benefit.unit}" if benefit.unit else ""
    says = f"{number(value)}{unit} {'is' if said == 'expected' else 'was'} {said}, {share(reached)} of the target"
    return Measure(colour, says, f"< {share(limits.ben_amber)}", f"< {share(limits.ben_red)}", benefit)
