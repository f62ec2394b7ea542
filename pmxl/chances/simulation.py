"""The chance of each date: percentiles of every milestone, what may be critical, and what drives the finish."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pmxl.chances.inputs import Inputs, inputs_of
from pmxl.facts.slip import baseline_finish
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.schedule import Task
from pmxl.schedule.stretching import NEAR, Positions
from pmxl.schedule.uncertainty import Outcome, simulate, what_drives_it

DRAWS, SEED = 2000, 1
PERCENTS = (50, 80, 90)
RANGES_TRIED, DRIVERS_SHOWN = 20, 12
"""How many ranges are taken away in turn (those that are often critical and wide), and how many drivers are told."""
SMALLEST = 0.05
"""Working days; a driver that moves the finish by less is not told."""
STEPS = 41
"""Points of the S-curve, before those that fall on one day become one."""
PROJECT = ""
"""The record of the project as a whole."""


class Finish(NamedTuple):
    """When a milestone, or the project, may be reached."""

    record: str
    name: str
    plan: date
    """The date of the plan, in which nothing goes wrong and nothing goes better."""
    percentiles: tuple[date, ...]
    """By which day it is reached in 50, 80 and 90 percent of the draws."""
    plan_chance: float
    agreed: date | None
    agreed_chance: float | None
    deadline: date | None
    deadline_chance: float | None


class Criticality(NamedTuple):
    """How often a task lay on the critical path, as a share of all draws."""

    record: str
    name: str
    share: float


class Pull(NamedTuple):
    """What taking one risk, or the range of one task, away would save, in working days of the project's finish."""

    record: str
    name: str
    kind: Literal["risk", "range"]
    p80: float
    mean: float


class Chances(NamedTuple):
    """What a simulation of a workbook found. The project comes first among the finishes."""

    draws: int
    seed: int
    finishes: list[Finish]
    critical: list[Criticality]
    drivers: list[Pull]
    curve: list[tuple[date, float]]
    """(day, chance that the project is done by then), from no chance to certainty."""
    ranges: int
    """Tasks with a range."""
    risks: int
    """Risks that hit a task."""
    together: float
    """How far estimates move together."""
    shape: str


def chances_of(book: Book, now: Context, *, draws: int = DRAWS, seed: int = SEED) -> Chances:
    """Simulate a computed book; the same seed gives the same numbers. The book must have a schedule."""
    given = inputs_of(book, now)
    watched = [name for name, _ in _watched(given)]
    together = min(1.0, max(0.0, now.settings.range_together))
    found = simulate(given.tasks, given.drivers, draws=draws, seed=seed, watch=watched, correlation=together)
    reader = _Reader(given, found)
    finishes = [reader.finish(PROJECT, "Project finish", None, baseline_finish(book))]
    finishes += [reader.finish(name, row.task or row.name, row, row.baseline_finish) for name, row in _watched(given)]
    return Chances(
        draws,
        seed,
        finishes,
        _critical(given, found),
        _drivers(given, found, draws, seed, together),
        reader.curve(),
        len(given.ranges),
        len(given.drivers),
        together,
        now.settings.range_shape,
    )


def _watched(given: Inputs) -> list[tuple[str, Task]]:
    """The open milestones that people look at, by the date of the plan: the key ones, or all where none is marked."""
    known = {task.id for task in given.tasks}
    open_rows = [(name, row) for name, row in given.rows.items() if name in known and row.is_open and row.finish]
    chosen = [pair for pair in open_rows if pair[1].key_milestone] or [p for p in open_rows if p[1].is_milestone]
    chosen += [pair for pair in open_rows if pair[1].deadline and pair not in chosen]
    return sorted(chosen, key=lambda pair: (pair[1].finish or date.max, pair[0]))


class _Reader:
    """Reads days and chances from an outcome, which counts in working days."""

    def __init__(self, given: Inputs, found: Outcome) -> None:
        self.given, self.found, self.at = given, found, Positions(given.result)

    def finish(self, name: str, title: str, row: Task | None, agreed: date | None) -> Finish:
        """Everything about the finish of a row, or of the project."""
        plan, deadline = self._plan(name)[1], row.deadline if row else None
        days = tuple(self.day(self.found.percentile(percent, name), name) for percent in PERCENTS)
        chance = self.chance(plan, name)
        agreed_chance = self.chance(agreed, name) if agreed else None
        deadline_chance = self.chance(deadline, name) if deadline else None
        return Finish(
            row.name if row else name, title, plan, days, chance, agreed, agreed_chance, deadline, deadline_chance
        )

    def curve(self) -> list[tuple[date, float]]:
        """The S-curve of the project: the days on which its steps lie, each once, with the chance of that very day."""
        days = sorted({self.day(position, PROJECT) for position, _ in self.found.s_curve(PROJECT, STEPS)})
        return [(day, self.chance(day, PROJECT)) for day in days]

    def day(self, position: float, name: str) -> date:
        """The date of a position; a milestone that holds its date in the plan has that date."""
        planned, day = self._plan(name)
        return day if abs(position - planned) < NEAR else self.at.day(position)

    def chance(self, day: date, name: str) -> float:
        """The chance to be done by the end of a day."""
        planned, planned_day = self._plan(name)
        bound = self.at.by_end_of(day)
        # A milestone may stand on the morning of its day, which is the evening before as far as work goes.
        return self.found.chance(min(bound, planned - NEAR) if day < planned_day else bound, name)

    def _plan(self, name: str) -> tuple[float, date]:
        result = self.given.result
        if name == PROJECT:
            return self.at.of_clock(result.dates.finish), result.finish_day
        node = result.graph.index[name]
        return self.at.finish(node), result.tasks[name].finish_day


def _critical(given: Inputs, found: Outcome) -> list[Criticality]:
    """The open tasks that were critical in some draw, the most often first."""
    shares = [
        Criticality(row.name, row.task or row.name, found.critical[name])
        for name, row in given.rows.items()
        if row.is_open and found.critical.get(name)
    ]
    return sorted(shares, key=lambda one: -one.share)


def _drivers(given: Inputs, found: Outcome, draws: int, seed: int, together: float) -> list[Pull]:
    """Risks and ranges by what taking each away would save, the strongest first."""
    wide = {name: (r.high - r.low) * found.critical.get(name, 0.0) for name, r in given.ranges.items()}
    tried = sorted((name for name in wide if wide[name] > 0), key=lambda name: -wide[name])[:RANGES_TRIED]
    effects = what_drives_it(given.tasks, given.drivers, ranges=tried, draws=draws, seed=seed, correlation=together)
    pulls = (
        _pull(given, effect.driver, effect.p80, effect.mean)
        for effect in effects
        if max(effect.p80, effect.mean) >= SMALLEST
    )
    return [pull for pull, _ in zip(pulls, range(DRIVERS_SHOWN), strict=False)]


def _pull(given: Inputs, name: str, p80: float, mean: float) -> Pull:
    if name in given.risks:
        risk = given.risks[name]
        return Pull(risk.name, risk.words, "risk", p80, mean)
    row = given.rows[name]
    return Pull(row.name, row.task or row.name, "range", p80, mean)
