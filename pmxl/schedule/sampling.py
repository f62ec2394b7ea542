"""Ranges, and numbers drawn from them. NumPy is imported only when something is drawn."""

from __future__ import annotations

from math import erf, sqrt
from typing import TYPE_CHECKING, Literal

from pmxl.records import NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

Shape = Literal["triangular", "pert", "uniform"]
FINE = 2001
"""Points of a table that is read backwards."""


class Range(NamedTuple):
    """A three-point estimate. `uniform` uses only low and high; `pert` is the beta with weight 4 on likely.

    Points out of order are put in order: the middle one is the likely one.
    """

    low: float
    likely: float
    high: float
    shape: Shape = "triangular"

    @property
    def points(self) -> tuple[float, float, float]:
        """Low, likely and high in order."""
        low, likely, high = sorted((self.low, self.likely, self.high))
        return low, likely, high


def draw(spread: Range, chance: np.random.Generator, size: int) -> Draws:
    """*size* draws of one range; a range without width is its value."""
    import numpy as np

    low, likely, high = spread.points
    if high - low < 1e-12:
        return np.full(size, likely)
    if spread.shape == "uniform":
        return chance.uniform(low, high, size)
    if spread.shape == "triangular":
        return chance.triangular(low, likely, high, size)
    first, second = _beta(low, likely, high)
    drawn: Draws = low + (high - low) * chance.beta(first, second, size)
    return drawn


def draw_at(spread: Range, share: Draws) -> Draws:
    """The values of a range below which the given shares of it lie (its quantiles)."""
    import numpy as np

    low, likely, high = spread.points
    width = high - low
    if width < 1e-12:
        return np.full(share.shape, likely)
    if spread.shape == "uniform":
        return low + width * share
    if spread.shape == "pert":
        values = np.linspace(0.0, 1.0, FINE)
        return low + width * np.interp(share, _beta_shares(values, *_beta(low, likely, high)), values)
    rising = low + np.sqrt(share * width * (likely - low))
    falling = high - np.sqrt((1 - share) * width * (high - likely))
    return np.where(share * width <= likely - low, rising, falling)


def shares(normal: Draws) -> Draws:
    """The shares of a standard normal that lie below the given values."""
    import numpy as np

    at = np.linspace(-6.0, 6.0, FINE)
    return np.interp(normal, at, [0.5 + erf(x / sqrt(2)) / 2 for x in at])


def _beta(low: float, likely: float, high: float) -> tuple[float, float]:
    """The two parameters of the beta that a three-point estimate means, with weight 4 on the likely one."""
    width = high - low
    return 1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width


def _beta_shares(values: Draws, first: float, second: float) -> Draws:
    """The share of a beta below each of the evenly spaced *values*, by the trapezium rule."""
    import numpy as np

    density = values ** (first - 1) * (1 - values) ** (second - 1)
    below = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    found: Draws = below / below[-1]
    return found
