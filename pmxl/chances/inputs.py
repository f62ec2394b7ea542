"""What may come otherwise: ranges of the schedule and risks that hit its tasks, as a network to be simulated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from pmxl.facts.plan import plan_of, remaining_days
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.machine import CHANCES, SCALES
from pmxl.registers.risks import RISKS, Risk
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule import Result, schedule
from pmxl.schedule.sampling import Range, Shape
from pmxl.schedule.stretching import stretches
from pmxl.schedule.uncertainty import Driver, Stretch


class Inputs(NamedTuple):
    """A workbook as it is simulated."""

    result: Result
    """The plan as it stands, without any uncertainty."""
    tasks: list[Stretch]
    drivers: list[Driver]
    ranges: dict[str, Range]
    """Name of a row in the network -> the days that it may still take."""
    rows: dict[str, Task]
    """Name of a row in the network -> the row."""
    risks: dict[str, Risk]
    """ID of a driver -> its risk."""


def inputs_of(book: Book, now: Context) -> Inputs:
    """The network, the ranges and the risks of a computed book."""
    plan = plan_of(book, now)
    result = schedule(plan.network)
    rows = dict(zip(plan.names, book.of(SCHEDULE), strict=True))
    ranges = {name: found for name, row in rows.items() if (found := range_of(row, now))}
    buffers = {name for name, row in rows.items() if row.buffer}
    drivers = {driver.id: (driver, risk) for driver, risk in _drivers(book, rows)}
    return Inputs(
        result,
        stretches(result, ranges, buffers),
        [driver for driver, _ in drivers.values()],
        ranges,
        rows,
        {name: risk for name, (_, risk) in drivers.items()},
    )


def range_of(task: Task, now: Context) -> Range | None:
    """The days that a task may still take; None where they are certain.

    Duration is the likely one of three points. Where Low or High is blank, Settings says how far days range. What is
    done is certain: of a range, as much is left as of the duration.
    """
    likely, settings = task.duration, now.settings
    if not likely or not task.is_open or task.is_summary or task.buffer:
        return None
    low = task.low if task.low is not None else likely * (1 - settings.range_down)
    high = task.high if task.high is not None else likely * (1 + settings.range_up)
    left = remaining_days(task, now)
    part = 1.0 if left is None else left / likely
    if low == high == likely or not part:
        return None
    return Range(max(0.0, low) * part, likely * part, high * part, _shape(settings.range_shape))


def chance_of(book: Book, risk: Risk) -> float | None:
    """How probable a risk is: its likelihood after the response, by the column Chance of Scales."""
    likelihood = risk.residual_likelihood or risk.likelihood
    if likelihood is None or not 1 <= likelihood <= len(CHANCES):
        return None
    said = (s.chance for s in book.of(SCALES) if s.scale == "Likelihood" and s.score == likelihood)
    return next((chance for chance in said if chance is not None), CHANCES[likelihood - 1])


def _shape(said: str) -> Shape:
    shape = said.casefold()
    return cast(Shape, shape if shape in ("triangular", "pert", "uniform") else "triangular")


def _drivers(book: Book, rows: dict[str, Task]) -> Iterator[tuple[Driver, Risk]]:
    """The open risks that say which open tasks they hit, and by how many days."""
    for risk in book.of(RISKS):
        chance = chance_of(book, risk)
        hit = tuple(name for name in risk.hits if name in rows and rows[name].is_open and not rows[name].is_summary)
        if not risk.is_open or not hit or chance is None or not (risk.days_if or risk.days_high):
            continue
        likely = risk.days_if if risk.days_if is not None else risk.days_high or 0.0
        low = risk.days_low if risk.days_low is not None else likely
        high = risk.days_high if risk.days_high is not None else likely
        yield Driver(f"risk {risk.name}", chance, Range(low, likely, high), hit), risk
