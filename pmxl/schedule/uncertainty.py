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
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

from pmxl.records import NamedTuple
from pmxl.schedule.sampling import Range as Range
from pmxl.schedule.sampling import draw, draw_at, shares
from pmxl.schedule.serial import in_order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

CHUNK = 2000
"""Draws computed at once: so many fit the processor's cache for a task and its neighbours."""


class Stretch(NamedTuple):
    """One task of the network: its days, its range if it has one, and the earliest day it may start."""

    id: str
    days: float
    range: Range | None = None
    earliest: float = 0.0
    waits: Sequence[tuple[str, str, float]] = ()
    """(predecessor, FS, SS, FF or SF, lag in days)."""
    started: float | None = None
    """The day on which it began, where it has: `days` are then those that remain, and what waits for its start does
    not wait any more."""


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
        """Criticality index: the share of draws in which a task lay on the critical path; none where not asked for."""

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
    """What taking one driver, or the range of one task, away would save, in working days."""

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
    correlation: float = 0.0,
    without: str = "",
    criticality: bool = True,
) -> Outcome:
    """Simulate the network; the same seed gives the same numbers.

    *watch* names the tasks (milestones) whose finishes are kept. Factors of several drivers on one task multiply in
    `series`; in `parallel` only the largest counts. *correlation* ties the ranges of all tasks together, from 0 (each
    draws alone) to 1 (all are as good or as bad at once), by a Gaussian copula with one common factor. *without*
    leaves out one driver, or the range of one task, and keeps every other draw as it was. Tasks must wait for each
    other in no circle; raises ValueError where they do, and for a correlation outside 0 to 1.
    """
    import numpy as np

    if not 0 <= correlation <= 1:
        raise ValueError(f"a correlation lies between 0 and 1, not at {correlation:g}")
    network = _Network(tasks)
    sample = _Sample(network, drivers, combine, correlation, without)
    finishes: dict[str, list[Draws]] = {name: [] for name in ("", *watch)}
    counts = np.zeros(len(tasks))
    for number, first in enumerate(range(0, draws, CHUNK)):
        size = min(CHUNK, draws - first)
        days = sample.durations(np.random.default_rng([seed, number]), size)
        early = network.forward(days, size)
        end = early.max(axis=0) if len(tasks) else np.zeros(size)
        counts += network.critical(days, early, end) if criticality else 0
        finishes[""].append(end)
        for name in watch:
            finishes[name].append(early[network.at[name]].copy())
    found = {name: np.concatenate(parts) for name, parts in finishes.items()}
    shares = {task.id: float(n) / draws for task, n in zip(tasks, counts, strict=True)} if criticality else {}
    return Outcome(found, shares)


def what_drives_it(
    tasks: Sequence[Stretch],
    drivers: Sequence[Driver],
    *,
    task: str = "",
    ranges: Sequence[str] = (),
    **options: Any,
) -> list[Effect]:
    """Each driver, and each of the *ranges* (IDs of tasks), with what the finish of *task* would gain if it were gone.

    The strongest first (a tornado).
    """
    options |= {"watch": (task,) if task else (), "criticality": False}
    base = simulate(tasks, drivers, **options)
    effects = []
    for name in (*(driver.id for driver in drivers), *ranges):
        left = simulate(tasks, drivers, without=name, **options)
        p80, mean = base.percentile(80, task) - left.percentile(80, task), base.mean(task) - left.mean(task)
        effects.append(Effect(name, p80, mean))
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
        self.order = in_order([task.id for task in tasks], self.before, self.after)

    def forward(self, days: Draws, size: int) -> Draws:
        """The early finish of each task in each draw."""
        import numpy as np

        finish = np.empty((len(self.tasks), size))
        for j in self.order:
            start = finish[j]
            start.fill(self.tasks[j].earliest)
            for i, kind, lag in self.before[j]:
                if kind == "FS" and not lag:
                    np.maximum(start, finish[i], out=start)  # Nearly every link there is, and nothing to copy.
                    continue
                began = self.tasks[i].started
                bound = finish[i] + lag if kind[0] == "F" or began is None else np.full(size, began + lag)
                if kind[0] == "S" and began is None:
                    bound -= days[i]
                if kind[1] == "F":
                    bound -= days[j]
                np.maximum(start, bound, out=start)
            start += days[j]
        return finish

    def critical(self, days: Draws, finish: Draws, end: Draws) -> Draws:
        """In how many draws each task has no float to the end of the project."""
        import numpy as np

        late, begins = np.empty_like(finish), np.empty_like(finish)
        count = np.zeros(len(self.tasks))
        for i in reversed(self.order):
            bound = late[i]
            bound[:] = end
            for j, kind, lag in self.after[i]:
                if kind == "FS" and not lag:
                    np.minimum(bound, begins[j], out=bound)
                    continue
                if kind[0] == "S" and self.tasks[i].started is not None:
                    continue
                latest = late[j] - lag
                if kind[1] == "S":
                    latest -= days[j]
                if kind[0] == "S":
                    latest += days[i]
                np.minimum(bound, latest, out=bound)
            np.subtract(bound, days[i], out=begins[i])
            count[i] = np.count_nonzero(bound - finish[i] <= 1e-6)
        return count


class _Sample:
    """Draws the days of every task: its range, then what drivers do to it."""

    def __init__(
        self, network: _Network, drivers: Sequence[Driver], combine: str, correlation: float, without: str
    ) -> None:
        self.network, self.drivers, self.combine = network, drivers, combine
        self.correlation, self.without = correlation, without

    def durations(self, chance: np.random.Generator, size: int) -> Draws:
        """The days of each task in each draw. What is left out draws as well, so that the others stay the same."""
        import numpy as np

        days = self._ranges(chance, size)
        factors: dict[int, Draws] = {}
        for driver in self.drivers:
            happens = chance.random(size) < driver.chance
            impact = draw(driver.impact, chance, size)
            if driver.id != self.without:
                self._hit(driver, happens, impact, days, factors)
        for i, factor in factors.items():
            days[i] *= factor
        np.maximum(days, 0.0, out=days)
        return days

    def _ranges(self, chance: np.random.Generator, size: int) -> Draws:
        import numpy as np

        tasks, mixed = self.network.tasks, self.correlation
        days = np.empty((len(tasks), size))
        common = chance.standard_normal(size) if mixed else None
        for i, task in enumerate(tasks):
            if task.range is None:
                days[i] = task.days
                continue
            if common is None:
                drawn = draw(task.range, chance, size)
            else:
                own = chance.standard_normal(size)
                drawn = draw_at(task.range, shares(sqrt(mixed) * common + sqrt(1 - mixed) * own))
            days[i] = task.days if task.id == self.without else drawn
        return days

    def _hit(self, driver: Driver, happens: Any, impact: Draws, days: Draws, factors: dict[int, Draws]) -> None:
        """Let one driver fall on its tasks, on each of them once."""
        import numpy as np

        for i in [self.network.at[name] for name in dict.fromkeys(driver.tasks) if name in self.network.at]:
            if driver.unit == "days":
                days[i] += np.where(happens, impact, 0.0)
                continue
            factor, before = np.where(happens, impact, 1.0), factors.get(i)
            if before is not None:
                factor = before * factor if self.combine == "series" else np.maximum(before, factor)
            factors[i] = factor
