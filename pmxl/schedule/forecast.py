"""Forecasts from progress: earned schedule, and buffers with their fever chart.

Earned schedule is Lipke's (2003): it asks when the work done today should have been done by the plan, and works on
counts, days or money alike. Buffers are those of critical chain (Goldratt 1997; Theory of Constraints Handbook).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from typing import Literal

from pmxl.records import NamedTuple


class EarnedSchedule(NamedTuple):
    """Progress in units of time. `None` where a figure has no meaning, for example beyond the planned end."""

    earned: float
    """ES: the time at which the plan had earned what is earned now, in periods."""
    variance: float
    """SV(t) = ES - AT; negative is late."""
    pace: float | None
    """SPI(t) = ES / AT."""
    forecast: float | None
    """IEAC(t) = planned duration / SPI(t): the duration at the present pace."""
    to_complete: float | None
    """TSPI = (PD - ES) / (PD - AT): the pace that would still hold the plan."""


def earned_schedule(
    planned: Sequence[float], earned: float, now: float, duration: float | None = None
) -> EarnedSchedule:
    """Earned schedule from the cumulative plan at the end of periods 0, 1, 2 ... and what is earned at time *now*.

    *planned* must not fall; *duration* is the planned duration in periods (default: the last of *planned*). Raises
    ValueError for an empty or falling plan.
    """
    if not planned or any(b < a for a, b in pairwise(planned)):
        raise ValueError("the plan must have at least one period and must not fall")
    duration = len(planned) - 1 if duration is None else duration
    whole = max((i for i, value in enumerate(planned) if value <= earned), default=0)
    part = 0.0
    if whole + 1 < len(planned) and planned[whole + 1] > planned[whole]:
        part = max(0.0, (earned - planned[whole]) / (planned[whole + 1] - planned[whole]))
    es = whole + part
    pace = es / now if now > 0 else None
    return EarnedSchedule(
        earned=es,
        variance=es - now,
        pace=pace,
        forecast=duration / pace if pace else None,
        to_complete=(duration - es) / (duration - now) if duration > now else None,
    )


Zone = Literal["green", "yellow", "red"]


class Buffer(NamedTuple):
    """How much of a buffer is gone against how much of its chain is done, both in percent."""

    used: float
    complete: float
    burn_rate: float | None
    """Buffer used over chain complete; above 1 the buffer goes faster than the work."""
    zone: Zone


def buffer_state(
    size: float,
    used: float,
    chain: float,
    complete: float,
    *,
    green: tuple[float, float] = (10, 0.70),
    red: tuple[float, float] = (30, 0.65),
) -> Buffer:
    """The state of a buffer of *size* days, *used* so far, on a chain of *chain* days, *complete* so far.

    The zones of the fever chart lie under `green[0] + green[1] * complete%` and over `red[0] + red[1] * complete%`;
    they are a matter of taste, so both lines are arguments. Raises ValueError where buffer or chain have no length.
    """
    if size <= 0 or chain <= 0:
        raise ValueError("a buffer and its chain must be longer than nought days")
    used_percent, done_percent = 100 * used / size, 100 * complete / chain
    rate = used_percent / done_percent if done_percent > 0 else None
    return Buffer(used_percent, done_percent, rate, zone(used_percent, done_percent, green=green, red=red))


def zone(used: float, complete: float, *, green: tuple[float, float], red: tuple[float, float]) -> Zone:
    """The zone of the fever chart for percent used and percent complete."""
    if used > red[0] + red[1] * complete:
        return "red"
    return "green" if used <= green[0] + green[1] * complete else "yellow"


def buffer_size(safe: Sequence[float], bold: Sequence[float], *, rule: Literal["half", "squares"] = "squares") -> float:
    """The buffer for a chain from safe and bold estimates of its tasks, in the unit of the estimates.

    `half` is half of the safety cut out of the chain; `squares` the root of the sum of the squared safeties.
    """
    safeties = [max(0.0, s - b) for s, b in zip(safe, bold, strict=True)]
    return sum(safeties) / 2 if rule == "half" else sqrt(sum(s * s for s in safeties))
