"""Levelling: the earliest finish that the people can really keep, not only the logic.

The resource-constrained project scheduling problem is solved by serial schedule generation (Kelley 1963) with the
latest-finish priority, improved by forward-backward justification (Valls, Ballestin and Quintanilla 2005) inside a
genetic search over activity lists with two-point crossover (Hartmann 1998). The answer is always feasible and never
later than plain serial generation with the latest-finish priority. The same seed and effort give the same answer.

Time is counted in periods (working days of one calendar), from 0; capacity may differ from period to period.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence

from pmxl.records import NamedTuple
from pmxl.schedule.justification import Found, Justification, finish_of
from pmxl.schedule.serial import Activity as Activity
from pmxl.schedule.serial import Problem


class Levelled(NamedTuple):
    """A feasible plan: the first period of each activity, and the number of periods until all is done."""

    starts: dict[str, int]
    finish: int
    plain_finish: int
    """What serial generation with the latest-finish priority gives without improvement."""
    schedules: int
    """How many schedules were generated."""


def level(
    activities: Sequence[Activity],
    capacity: Mapping[str, int],
    away: Mapping[str, Mapping[int, int]] | None = None,
    *,
    seconds: float | None = 1.0,
    schedules: int = 20000,
    seed: int = 1,
) -> Levelled:
    """Level *activities* over resources with *capacity* units a period, less what is *away* (resource, period, units).

    Stops after *schedules* generated schedules, or after *seconds* where that is not None. Raises ValueError with a
    plain sentence where no plan exists: a circle of waits, or a need that no period can ever meet.
    """
    problem = Problem(activities, capacity, away or {})
    search = _Search(problem, random.Random(seed), schedules, None if seconds is None else time.monotonic() + seconds)
    starts, plain_finish = search.run()
    finish = problem.finish_of(starts)
    named = {activity.id: start for activity, start in zip(activities, starts, strict=True)}
    return Levelled(named, finish, plain_finish, search.made)


class _Search(Justification):
    """A genetic search over orders of activities; each order is improved by justification before it is judged."""

    POPULATION = 40
    PATIENCE = 400
    """How many children without a better finish end a population."""

    def __init__(self, problem: Problem, chance: random.Random, schedules: int, until: float | None) -> None:
        super().__init__(problem)
        self.chance, self.schedules, self.until = chance, schedules, until

    def run(self) -> tuple[list[int], int]:
        """The best starts found, and the finish of the plain schedule."""
        problem = self.problem
        plain, starts = self.plain()
        plain_finish = problem.finish_of(starts)
        bound = max((problem.earliest[i] + problem.tails[i] for i in problem.order), default=0)
        best = min((plain_finish, plain, starts), self.improved(starts), key=finish_of)
        while not self._enough(best, bound):
            best = min(best, self._epoch(bound, best), key=finish_of)
        return best[2], plain_finish

    def _epoch(self, bound: int, best: Found) -> Found:
        """One population from random orders until it stops getting better; the best found so far takes part."""
        population = {tuple(best[2]): best}
        while len(population) < self.POPULATION and not self._enough(best, bound):
            self._add(population, self._sampled())
            best = min(population.values(), key=finish_of)
        idle = 0
        while idle < self.PATIENCE and not self._enough(best, bound):
            living = list(population.values())
            self._add(population, self._mutated(self._crossed(self._parent(living), self._parent(living))))
            if len(population) > self.POPULATION:
                del population[max(population, key=lambda key: population[key][0])]
            newest = min(population.values(), key=finish_of)
            idle = 0 if newest[0] < best[0] else idle + 1
            best = newest
        return best

    def _add(self, population: dict[tuple[int, ...], Found], order: list[int]) -> None:
        found = self.improved(self.problem.forward(order))
        population.setdefault(tuple(found[2]), found)

    def _enough(self, best: Found, bound: int) -> bool:
        late = self.until is not None and time.monotonic() >= self.until
        return late or self.made >= self.schedules or best[0] <= bound

    def _sampled(self) -> list[int]:
        """A random order in which the urgent come early more often than not."""
        spread = max(self.problem.tails, default=1)
        noise = [self.problem.tails[i] + self.chance.random() * spread * 0.6 for i in range(len(self.problem.tails))]
        return self.list_by(lambda i: noise[i])

    def _parent(self, population: list[Found]) -> list[int]:
        one, other = self.chance.choice(population), self.chance.choice(population)
        return min(one, other, key=finish_of)[1]

    def _crossed(self, mother: list[int], father: list[int]) -> list[int]:
        """The mother's order at both ends, the father's between two random points."""
        count = len(mother)
        first, second = sorted((self.chance.randrange(count + 1), self.chance.randrange(count + 1)))
        child, taken = mother[:first], set(mother[:first])
        for i in father:
            if len(child) == second:
                break
            if i not in taken:
                child.append(i)
                taken.add(i)
        return child + [i for i in mother if i not in taken]

    def _mutated(self, order: list[int]) -> list[int]:
        """Neighbours change places now and then, where neither waits for the other."""
        before = self.problem.before
        for at in range(len(order) - 1):
            if self.chance.random() < 0.05 and all(p != order[at] for p, _ in before[order[at + 1]]):
                order[at], order[at + 1] = order[at + 1], order[at]
        return order
