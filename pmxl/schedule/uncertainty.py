"""Uncertainty: from ranges and risks to the chance of a date.

A simulation draws the duration of every task many times over and computes the network for all draws at once. A task's
own range is its estimate's; a risk driver (Hulett's method) happens with its chance and then stretches every task that
it hits, so that tasks hit by one risk move together. What drives the finish is found by taking one driver away at a
time and running the same draws again.

Times are working days from the start of the project, as numbers; a calendar turns them into dates outside. NumPy is
imported only when a simulation runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

Shape = Literal["triangular", "pert", "uniform"]
CHUNK = 2000
"""Draws computed at once: so many fit the processor's cache for a task and its neighbours."""


class Range(NamedTuple):
    """A three-point estimate. `uniform` uses only low and high; `pert` is the beta with weight 4 on likely."""

    low: float
    likely: float
    high: float
    shape: Shape = "triangular"


class Stretch(NamedTuple):
    """One task of the network: its days, its range if it has one, and the earliest day it may start."""

    id: str
    days: float
    range: Range | None = None
    earliest: float = 0.0
    waits: Sequence[tuple[str, str, float]] = ()
    """(predecessor, FS, SS, FF or SF, lag in days)."""


class Driver(NamedTuple):
    """A risk: it happens with a chance, and then its impact falls on every task that it hits, all by the same draw.

    The impact is days to add, or a factor to multiply with.
    """

    id: str
    chance: float
    impact: Range
    tasks: tuple[str, ...]
    unit: Literal["days", "factor"] = "days"


class Outcome:
    """What a simulation found. Percentiles count in working days from the project start."""

    def __init__(self, finishes: dict[str, Draws], critical: dict[str, float]) -> None:
        self.finishes = finishes
        """Task ID -> its finish in every draw; "" is the whole project."""
        self.critical = critical
        """Criticality index: the share of draws in which a task lay on the critical path."""

    def percentile(self, percent: float, task: str = "") -> float:
        """The working day by which the task (or project) is done in *percent* of the draws."""
        import numpy as np

        return float(np.percentile(self.finishes[task], percent))

    def mean(self, task: str = "") -> float:
        """The mean finish."""
        return float(self.finishes[task].mean())

    def deviation(self, task: str = "") -> float:
        """The standard deviation of the finish."""
        return float(self.finishes[task].std())

    def chance(self, day: float, task: str = "") -> float:
        """The chance that the task (or project) is done by a working day."""
        return float((self.finishes[task] <= day + 1e-9).mean())

    def s_curve(self, task: str = "", points: int = 21) -> list[tuple[float, float]]:
        """(working day, chance to be done by then), from no chance to certainty, in equal steps of chance."""
        return [(self.percentile(100 * i / (points - 1), task), i / (points - 1)) for i in range(points)]


class Effect(NamedTuple):
    """What taking one driver away would save, in working days."""

    driver: str
    p80: float
    mean: float


def simulate(
    tasks: Sequence[Stretch],
    drivers: Sequence[Driver] = (),
    *,
    draws: int = 2000,
    seed: int = 1,
    watch: Sequence[str] = (),
    combine: Literal["series", "parallel"] = "series",
    without: str = "",
) -> Outcome:
    """Simulate the network; the same seed gives the same numbers.

    *watch* names the tasks (milestones) whose finishes are kept. Factors of several drivers on one task multiply in
    `series`; in `parallel` only the largest counts. *without* leaves one driver out and keeps every other draw as it
    was. Tasks must wait for each other in no circle; raises ValueError where they do.
    """
    import numpy as np

    network = _Network(tasks)
    finishes: dict[str, list[Draws]] = {name: [] for name in ("", *watch)}
    counts = np.zeros(len(tasks))
    for number, first in enumerate(range(0, draws, CHUNK)):
        size = min(CHUNK, draws - first)
        days = _durations(network, drivers, np.random.default_rng([seed, number]), size, combine, without)
        early = network.forward(days, size)
        end = early.max(axis=0) if len(tasks) else np.zeros(size)
        counts += network.critical(days, early, end)
        finishes[""].append(end)
        for name in watch:
            finishes[name].append(early[network.at[name]].copy())
    found = {name: np.concatenate(parts) for name, parts in finishes.items()}
    return Outcome(found, {task.id: float(n) / draws for task, n in zip(tasks, counts, strict=True)})


def what_drives_it(
    tasks: Sequence[Stretch], drivers: Sequence[Driver], *, task: str = "", **options: Any
) -> list[Effect]:
    """Each driver with what the finish would gain if it were gone, the strongest first (a tornado)."""
    watch = (task,) if task else ()
    base = simulate(tasks, drivers, watch=watch, **options)
    effects = []
    for driver in drivers:
        left = simulate(tasks, drivers, watch=watch, without=driver.id, **options)
        effects.append(
            Effect(driver.id, base.percentile(80, task) - left.percentile(80, task), base.mean(task) - left.mean(task))
        )
    return sorted(effects, key=lambda effect: (-effect.p80, -effect.mean, effect.driver))


class _Network:
    """The tasks by index, in an order in which each comes after what it waits for."""

    def __init__(self, tasks: Sequence[Stretch]) -> None:
        self.tasks = tasks
        self.at = {task.id: i for i, task in enumerate(tasks)}
        self.before = [[(self.at[p], kind, lag) for p, kind, lag in t.waits if p in self.at] for t in tasks]
        self.after: list[list[tuple[int, str, float]]] = [[] for _ in tasks]
        for j, waits in enumerate(self.before):
            for i, kind, lag in waits:
                self.after[i].append((j, kind, lag))
        left = [len(waits) for waits in self.before]
        self.order = [i for i, n in enumerate(left) if not n]
        for i in self.order:
            for j, _, _ in self.after[i]:
                left[j] -= 1
                if not left[j]:
                    self.order.append(j)
        if len(self.order) < len(tasks):
            stuck = ", ".join(t.id for t, n in zip(tasks, left, strict=True) if n)
            raise ValueError(f"these wait for each other in a circle: {stuck}")

    def forward(self, days: Draws, size: int) -> Draws:
        """The early finish of each task in each draw."""
        import numpy as np

        finish = np.empty((len(self.tasks), size))
        for j in self.order:
            start = np.full(size, self.tasks[j].earliest)
            for i, kind, lag in self.before[j]:
                bound = finish[i] + lag
                if kind[0] == "S":
                    bound -= days[i]
                if kind[1] == "F":
                    bound -= days[j]
                np.maximum(start, bound, out=start)
            np.add(start, days[j], out=finish[j])
        return finish

    def critical(self, days: Draws, finish: Draws, end: Draws) -> Draws:
        """In how many draws each task has no float to the end of the project."""
        import numpy as np

        late = np.empty_like(finish)
        for i in reversed(self.order):
            bound = end.copy()
            for j, kind, lag in self.after[i]:
                latest = late[j] - lag
                if kind[1] == "S":
                    latest -= days[j]
                if kind[0] == "S":
                    latest += days[i]
                np.minimum(bound, latest, out=bound)
            late[i] = bound
        count: Draws = (late - finish <= 1e-6).sum(axis=1).astype(float)
        return count


def _durations(
    network: _Network, drivers: Sequence[Driver], chance: np.random.Generator, size: int, combine: str, without: str
) -> Draws:
    """The days of each task in each draw. Every driver draws, even one left out, so that the others stay the same."""
    import numpy as np

    days = np.empty((len(network.tasks), size))
    for i, task in enumerate(network.tasks):
        days[i] = task.days if task.range is None else _draw(task.range, chance, size)
    factors: dict[int, Draws] = {}
    for driver in drivers:
        happens = chance.random(size) < driver.chance
        impact = _draw(driver.impact, chance, size)
        if driver.id == without:
            continue
        for i in [network.at[name] for name in driver.tasks if name in network.at]:
            if driver.unit == "days":
                days[i] += np.where(happens, impact, 0.0)
            else:
                factor = np.where(happens, impact, 1.0)
                before = factors.get(i)
                if before is not None:
                    factor = before * factor if combine == "series" else np.maximum(before, factor)
                factors[i] = factor
    for i, factor in factors.items():
        days[i] *= factor
    np.maximum(days, 0.0, out=days)
    return days


def _draw(spread: Range, chance: np.random.Generator, size: int) -> Draws:
    """Draws of one range; a range without width is its value, and points out of order are put in order."""
    import numpy as np

    low, likely, high = sorted((spread.low, spread.likely, spread.high))
    if high - low < 1e-12:
        return np.full(size, likely)
    if spread.shape == "uniform":
        return chance.uniform(low, high, size)
    if spread.shape == "triangular":
        return chance.triangular(low, likely, high, size)
    width = high - low
    share: Draws = chance.beta(1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width, size)
    return low + width * share
