"""Benefits: how far each outcome has come, and how much of its target it will reach."""

from __future__ import annotations

from math import copysign

from pmxl.facts.shown import as_shown
from pmxl.model import Book, Context
from pmxl.registers.benefits import BENEFITS, Benefit


def benefits(book: Book, _: Context) -> None:
    """Fill Progress of every benefit, as its formula does."""
    shown = as_shown(book)
    for benefit in book.of(BENEFITS):
        before, target, actual = (shown(benefit, name) for name in ("before", "goal", "actual"))
        reached = None if before is None else attained(before, target, actual)
        # A half is rounded away from nought, as the formula does.
        benefit.progress = None if reached is None else int(round(reached * 100, 6) + copysign(0.5, reached))


def expected(benefit: Benefit, now: Context) -> float | None:
    """The value to hold against the target: the forecast until the day of measuring, from then on what was measured."""
    is_past = benefit.measure_on is not None and benefit.measure_on <= now.as_of
    first, second = (benefit.actual, benefit.forecast) if is_past else (benefit.forecast, benefit.actual)
    return second if first is None else first


def attained(before: float | None, target: float | None, value: float | None) -> float | None:
    """The part of the way from *before* to *target* that *value* has gone, whichever of the two is the larger.

    Without a value from before, the way begins at nought. None where nothing can be said. Rounded, for what was typed
    with decimals must not miss a limit by what binary numbers make of it.
    """
    if target is None or value is None or target == (before or 0.0):
        return None
    return round((value - (before or 0.0)) / (target - (before or 0.0)), 9)
