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


class Activity(NamedTuple):
    """Work of a fixed length that needs some units of some resources in each of its periods."""

    id: str
    duration: int
    needs: Mapping[str, int] = {}
    waits: Sequence[tuple[str, int]] = ()
    """(predecessor, periods from the predecessor's start to this one's start at the least): a finish-to-start link
    is the predecessor's duration plus the lag, start-to-start the lag, finish-to-finish and start-to-finish those
    less this duration."""
    earliest: int = 0


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
    problem = _Problem(activities, capacity, away or {})
    search = _Search(problem, random.Random(seed), schedules, None if seconds is None else time.monotonic() + seconds)
    starts, plain_finish = search.run()
    finish = max((s + d for s, d in zip(starts, problem.durations, strict=True)), default=0)
    named = {activity.id: start for activity, start in zip(activities, starts, strict=True)}
    return Levelled(named, finish, plain_finish, search.made)


class _Problem:
    """The problem in index form. The units of all resources of a period are packed into one integer.

    Each resource has a field of `width` bits whose top bit is set in what is free. Taking a need away clears the top
    bit of a field exactly where the need is larger, so that one subtraction checks all resources at once.
    """

    def __init__(
        self, activities: Sequence[Activity], capacity: Mapping[str, int], away: Mapping[str, Mapping[int, int]]
    ) -> None:
        index = {activity.id: i for i, activity in enumerate(activities)}
        self.durations = [activity.duration for activity in activities]
        self.earliest = [activity.earliest for activity in activities]
        self.before: list[list[tuple[int, int]]] = [
            [(index[p], gap) for p, gap in a.waits if p in index] for a in activities
        ]
        self.after: list[list[tuple[int, int]]] = [[] for _ in activities]
        for j, waits in enumerate(self.before):
            for i, gap in waits:
                self.after[i].append((j, gap))
        self._pack(activities, capacity, away)
        self.order = self._topological(activities)
        self.backwards = self.order[::-1]
        self.tails = self._tails()

    def _pack(
        self, activities: Sequence[Activity], capacity: Mapping[str, int], away: Mapping[str, Mapping[int, int]]
    ) -> None:
        largest = max([*capacity.values(), *(n for a in activities for n in a.needs.values()), 1])
        width = largest.bit_length() + 1
        shift = {name: i * width for i, name in enumerate(capacity)}
        for activity in activities:
            for name, units in activity.needs.items():
                if units > capacity.get(name, 0) and activity.duration:
                    raise ValueError(f"{activity.id} needs {units} of {name}, and there are {capacity.get(name, 0)}")
        self.guard = sum(1 << (at + width - 1) for at in shift.values())
        self.full = self.guard | sum(units << shift[name] for name, units in capacity.items())
        self.needs = [sum(n << shift[name] for name, n in a.needs.items() if name in shift) for a in activities]
        last_away = max((period for gone in away.values() for period in gone), default=-1) + 1
        waits = sum(max(0, *(gap for _, gap in before)) for before in self.before if before)
        self.horizon = last_away + sum(self.durations) + max(self.earliest, default=0) + waits + 1
        self.free = [self.full] * self.horizon
        for name, gone in away.items():
            for period, units in gone.items():
                if name in shift:
                    self.free[period] -= min(units, capacity[name]) << shift[name]

    def _topological(self, activities: Sequence[Activity]) -> list[int]:
        left = [len(waits) for waits in self.before]
        ready = [i for i, n in enumerate(left) if not n]
        for i in ready:
            for j, _ in self.after[i]:
                left[j] -= 1
                if not left[j]:
                    ready.append(j)
        if len(ready) < len(left):
            stuck = ", ".join(a.id for a, n in zip(activities, left, strict=True) if n)
            raise ValueError(f"these wait for each other in a circle: {stuck}")
        return ready

    def _tails(self) -> list[int]:
        """The longest way from the start of each activity to the end: the more, the more urgent (latest finish)."""
        tails = list(self.durations)
        for i in reversed(self.order):
            for j, gap in self.after[i]:
                tails[i] = max(tails[i], gap + tails[j])
        return tails

    def forward(self, order: Sequence[int]) -> list[int]:
        """Each activity of a precedence-feasible order at the earliest period at which it fits."""
        free, guard = self.free.copy(), self.guard
        starts = [0] * len(order)
        for j in order:
            start = self.earliest[j]
            for i, gap in self.before[j]:
                if starts[i] + gap > start:
                    start = starts[i] + gap
            need = self.needs[j]
            if need:
                length = self.durations[j]
                start = _first_fit(free, start, length, need, guard, self.full)
                for period in range(start, start + length):
                    free[period] -= need
            starts[j] = start
        return starts

    def backward(self, order: Sequence[int], finish: int) -> list[int]:
        """Each activity of a reversed order at the latest period at which it fits before *finish*."""
        free, guard = self.free.copy(), self.guard
        starts = [0] * len(order)
        for i in order:
            length, need = self.durations[i], self.needs[i]
            start = finish - length
            for j, gap in self.after[i]:
                if starts[j] - gap < start:
                    start = starts[j] - gap
            if need:
                period, end = start, start + length
                while period < end:
                    if (free[period] - need) & guard == guard:
                        period += 1
                    else:
                        start = period - length
                        period, end = start, period
                for period in range(start, end):
                    free[period] -= need
            starts[i] = start
        return starts


def _first_fit(free: list[int], start: int, length: int, need: int, guard: int, full: int) -> int:
    """The first period from *start* on with room for *length* periods; the list grows where it is too short."""
    last = start + length - 1
    while last >= len(free):
        free.append(full)
    period = last
    while period >= start:
        if (free[period] - need) & guard == guard:
            period -= 1
        else:
            start = period + 1
            last = start + length - 1
            while last >= len(free):
                free.append(full)
            period = last
    return start


class _Search:
    """A genetic search over orders of activities; each order is improved by justification before it is judged."""

    POPULATION = 40
    PATIENCE = 400
    """How many children without a better finish end a population."""

    def __init__(self, problem: _Problem, chance: random.Random, schedules: int, until: float | None) -> None:
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
