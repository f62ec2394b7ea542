"""Serial schedule generation in which work waits out the days on which its people are away.

A plan on paper says "ten days from Monday"; where the owner is away for three of them, the work rests and ends three
days later, and where the owner has half the usual hours, a day brings half a day's work. Otherwise the problem is that
of `pmxl.schedule.serial`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmxl.schedule.serial import Activity, Problem

DONE = 1e-9
"""What is left of the work when it counts as done, in periods."""


class PausingProblem(Problem):
    """The problem in index form, with the periods in which less than the full need of an activity can be had."""

    def __init__(
        self, activities: Sequence[Activity], capacity: Mapping[str, int], away: Mapping[str, Mapping[int, int]]
    ) -> None:
        super().__init__(activities, capacity, away)
        index = {activity.id: i for i, activity in enumerate(activities)}
        self.held = [[(index[p], gap) for p, gap in a.follows if p in index] for a in activities]
        """(predecessor, periods from its end) by index; `before` counts the same from its start, as if nobody rests."""
        self.holds: list[list[tuple[int, int]]] = [[] for _ in activities]
        for j, held in enumerate(self.held):
            for i, gap in held:
                self.holds[i].append((j, gap))
        self._odd_of: dict[int, dict[int, tuple[float, int]]] = {}
        self._away, self._capacity = away, capacity
        self.odd = [self._odd(activity, self.needs[i]) for i, activity in enumerate(activities)]

    def _horizon(self, last_away: int) -> int:
        """No more than what differs from other periods: what comes after grows as it is needed."""
        return last_away + 1

    def _odd(self, activity: Activity, packed: int) -> dict[int, tuple[float, int]]:
        """Period -> the part of a full period's work that can be done in it, and what that takes of the people."""
        if packed not in self._odd_of:
            gone = {period for name in activity.needs for period in self._away.get(name, ())}
            parts = {period: self._part(activity, period) for period in gone}
            shift = {name: self.shift[name] for name in activity.needs}
            self._odd_of[packed] = {
                period: (part, sum(int(n * part) << shift[name] for name, n in activity.needs.items()))
                for period, part in parts.items()
                if part < 1
            }
        return self._odd_of[packed]

    def _part(self, activity: Activity, period: int) -> float:
        there = (
            (self._capacity[n] - self._away.get(n, {}).get(period, 0)) / need for n, need in activity.needs.items()
        )
        return max(0.0, min(1.0, *there, 1.0))

    def end_of(self, i: int, start: int) -> int:
        """The period after the last one that an activity takes when it starts in period *start*."""
        odd = self.odd[i]
        if not odd or not self.needs[i]:
            return start + self.durations[i]
        left, period = float(self.durations[i]), start
        while left > DONE:
            left -= odd[period][0] if period in odd else 1
            period += 1
        return period

    def forward(self, order: Sequence[int]) -> list[int]:
        """Each activity of a precedence-feasible order at the earliest period at which it fits."""
        free = self.free.copy()
        starts, ends = [0] * len(order), [0] * len(order)
        for j in order:
            start = self.earliest[j]
            for i, gap in self.before[j]:
                start = max(start, starts[i] + gap)
            for i, gap in self.held[j]:
                start = max(start, ends[i] + gap)
            if self.needs[j] and self.durations[j]:
                start, ends[j] = self._place(free, start, j)
            else:
                ends[j] = start + self.durations[j]
            starts[j] = start
        return starts

    def _place(self, free: list[int], start: int, j: int) -> tuple[int, int]:
        """Take the first fit from *start* on out of what is free: its start and its end."""
        need, odd, guard = self.needs[j], self.odd[j], self.guard
        while True:
            left, period, taken = float(self.durations[j]), start, list[tuple[int, int]]()
            while left > DONE:
                if period >= len(free):
                    free.extend([self.full] * (period - len(free) + 1))
                part, units = odd.get(period, (1.0, need))
                if not part:
                    start += not taken  # Nothing begins on a day on which nobody is there.
                elif (free[period] - units) & guard == guard:
                    taken.append((period, units))
                    left -= part
                else:
                    start = period + 1
                    break
                period += 1
            else:
                for at, units in taken:
                    free[at] -= units
                return start, period

    def backward(self, order: Sequence[int], finish: int) -> list[int]:
        """Each activity of a reversed order at the latest period at which it fits before *finish*.

        What does not fit from period 0 on goes before it, where everybody is free: only the order of these starts
        matters.
        """
        free = self.free.copy()
        starts = [0] * len(order)
        for i in order:
            end = finish
            for j, gap in self.holds[i]:
                end = min(end, starts[j] - gap)
            latest = min((starts[j] - gap for j, gap in self.after[i]), default=end)
            if self.needs[i] and self.durations[i]:
                starts[i] = min(latest, self._place_late(free, end, i))
            else:
                starts[i] = min(latest, end - self.durations[i])
        return starts

    def _place_late(self, free: list[int], end: int, i: int) -> int:
        """Take the last fit that is done by *end* out of what is free: its start."""
        need, odd, guard = self.needs[i], self.odd[i], self.guard
        free.extend([self.full] * (end - len(free)))
        while True:
            left, period, taken = float(self.durations[i]), end, list[tuple[int, int]]()
            while left > DONE:
                period -= 1
                if period < 0:
                    left -= 1
                    continue
                part, units = odd.get(period, (1.0, need))
                if not part:
                    end -= not taken
                elif (free[period] - units) & guard == guard:
                    taken.append((period, units))
                    left -= part
                else:
                    end = period
                    break
            else:
                for at, units in taken:
                    free[at] -= units
                return period
