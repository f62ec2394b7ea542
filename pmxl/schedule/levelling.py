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
from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

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
    finish = max((s + d for s, d in zip(starts, problem.durations, strict=True)), default=0)
    named = {activity.id: start for activity, start in zip(activities, starts, strict=True)}
    return Levelled(named, finish, plain_finish, search.made)


class _Search:
    """A genetic search over orders of activities; each order is improved by justification before it is judged."""

    POPULATION = 40
    PATIENCE = 400
    """How many children without a better finish end a population."""

    def __init__(self, problem: Problem, chance: random.Random, schedules: int, until: float | None) -> None:
        self.problem, self.chance, self.schedules, self.until = problem, chance, schedules, until
        self.made = 0

    def run(self) -> tuple[list[int], int]:
        """The best starts found, and the finish of the plain schedule."""
        problem = self.problem
        plain = self._list_by(lambda i: problem.tails[i])
        starts = problem.forward(plain)
        self.made += 1
        plain_finish = self._finish(starts)
        bound = max((problem.earliest[i] + problem.tails[i] for i in problem.order), default=0)
        best = min((plain_finish, plain, starts), self._improved(starts), key=_finish_of)
        while not self._enough(best, bound):
            best = min(best, self._epoch(bound, best), key=_finish_of)
        return best[2], plain_finish

    def _epoch(self, bound: int, best: _Found) -> _Found:
        """One population from random orders until it stops getting better; the best found so far takes part."""
        population = {tuple(best[2]): best}
        while len(population) < self.POPULATION and not self._enough(best, bound):
            self._add(population, self._sampled())
            best = min(population.values(), key=_finish_of)
        idle = 0
        while idle < self.PATIENCE and not self._enough(best, bound):
            living = list(population.values())
            self._add(population, self._mutated(self._crossed(self._parent(living), self._parent(living))))
            if len(population) > self.POPULATION:
                del population[max(population, key=lambda key: population[key][0])]
            newest = min(population.values(), key=_finish_of)
            idle = 0 if newest[0] < best[0] else idle + 1
            best = newest
        return best

    def _add(self, population: dict[tuple[int, ...], _Found], order: list[int]) -> None:
        found = self._improved(self.problem.forward(order))
        population.setdefault(tuple(found[2]), found)

    def _enough(self, best: _Found, bound: int) -> bool:
        late = self.until is not None and time.monotonic() >= self.until
        return late or self.made >= self.schedules or best[0] <= bound

    def _finish(self, starts: list[int]) -> int:
        return max((s + d for s, d in zip(starts, self.problem.durations, strict=True)), default=0)

    def _improved(self, starts: list[int]) -> _Found:
        """Push everything as late as it goes, then as early, until the finish moves no more."""
        problem, finish = self.problem, self._finish(starts)
        self.made += 1
        while True:
            late = problem.backward(self._order_by(starts, problem.durations, latest=True), finish)
            early = problem.forward(self._order_by(late, None, latest=False))
            self.made += 2
            better = self._finish(early)
            if better < finish:
                starts, finish = early, better
                continue
            if better == finish:
                starts = early
            return finish, self._order_by(starts, None, latest=False), starts

    def _order_by(self, starts: list[int], durations: list[int] | None, *, latest: bool) -> list[int]:
        """Activities by start, or by finish from the latest; ties keep what waits behind what it waits for."""
        if latest and durations is not None:
            return self._sound(
                sorted(self.problem.backwards, key=lambda i: -(starts[i] + durations[i])), self.problem.after
            )
        return self._sound(sorted(self.problem.order, key=lambda i: starts[i]), self.problem.before)

    def _sound(self, order: list[int], waits: list[list[tuple[int, int]]]) -> list[int]:
        """The same order, with each activity moved behind all that it waits for; mostly nothing moves."""
        seen = bytearray(len(order))
        for i in order:
            if any(not seen[p] for p, _ in waits[i]):
                break
            seen[i] = 1
        else:
            return order
        rank = {i: at for at, i in enumerate(order)}
        return self._list_by(lambda i: -rank[i], waits)

    def _list_by(self, urgency: Callable[[int], float], waits: list[list[tuple[int, int]]] | None = None) -> list[int]:
        """A precedence-feasible order that always takes the most urgent activity that is ready."""
        before = waits if waits is not None else self.problem.before
        after = self.problem.after if before is self.problem.before else self.problem.before
        left = [len(b) for b in before]
        ready: list[tuple[float, int]] = []
        for i, n in enumerate(left):
            if not n:
                heappush(ready, (-urgency(i), i))
        order = []
        while ready:
            _, i = heappop(ready)
            order.append(i)
            for j, _ in after[i]:
                left[j] -= 1
                if not left[j]:
                    heappush(ready, (-urgency(j), j))
        return order

    def _sampled(self) -> list[int]:
        """A random order in which the urgent come early more often than not."""
        spread = max(self.problem.tails, default=1)
        noise = [self.problem.tails[i] + self.chance.random() * spread * 0.6 for i in range(len(self.problem.tails))]
        return self._list_by(lambda i: noise[i])

    def _parent(self, population: list[_Found]) -> list[int]:
        one, other = self.chance.choice(population), self.chance.choice(population)
        return min(one, other, key=_finish_of)[1]

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


_Found = tuple[int, list[int], list[int]]
"""Finish, the order that gave it, the starts."""


def _finish_of(found: _Found) -> int:
    return found[0]
