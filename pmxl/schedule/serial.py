"""Serial schedule generation: each activity at the first, or last, period at which its resources are free.

The method is Kelley's (1963). Time is counted in periods from 0; capacity may differ from period to period.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmxl.records import NamedTuple


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
    follows: Sequence[tuple[str, int]] = ()
    """(predecessor, periods from the predecessor's end to this one's start at the least)."""


class Problem:
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
            [(index[p], gap) for p, gap in a.waits if p in index]
            + [(index[p], gap + self.durations[index[p]]) for p, gap in a.follows if p in index]
            for a in activities
        ]
        self.after: list[list[tuple[int, int]]] = [[] for _ in activities]
        for j, waits in enumerate(self.before):
            for i, gap in waits:
                self.after[i].append((j, gap))
        self._pack(activities, capacity, away)
        self.order = in_order([activity.id for activity in activities], self.before, self.after)
        self.backwards = self.order[::-1]
        self.tails = self._tails()

    def _pack(
        self, activities: Sequence[Activity], capacity: Mapping[str, int], away: Mapping[str, Mapping[int, int]]
    ) -> None:
        largest = max([*capacity.values(), *(n for a in activities for n in a.needs.values()), 1])
        width = largest.bit_length() + 1
        self.shift = shift = {name: i * width for i, name in enumerate(capacity)}
        for activity in activities:
            for name, units in activity.needs.items():
                if units > capacity.get(name, 0) and activity.duration:
                    raise ValueError(f"{activity.id} needs {units} of {name}, and there are {capacity.get(name, 0)}")
        self.guard = sum(1 << (at + width - 1) for at in shift.values())
        self.full = self.guard | sum(units << shift[name] for name, units in capacity.items())
        self.needs = [sum(n << shift[name] for name, n in a.needs.items() if name in shift) for a in activities]
        last_away = max((period for gone in away.values() for period in gone), default=-1) + 1
        self.horizon = self._horizon(last_away)
        self.free = [self.full] * self.horizon
        for name, gone in away.items():
            for period, units in gone.items():
                if name in shift:
                    self.free[period] -= min(units, capacity[name]) << shift[name]

    def _horizon(self, last_away: int) -> int:
        """Periods in which everything can be done one after the other."""
        waits = sum(max(0, *(gap for _, gap in before)) for before in self.before if before)
        return last_away + sum(self.durations) + max(self.earliest, default=0) + waits + 1

    def _tails(self) -> list[int]:
        """The longest way from the start of each activity to the end: the more, the more urgent (latest finish)."""
        tails = list(self.durations)
        for i in reversed(self.order):
            for j, gap in self.after[i]:
                tails[i] = max(tails[i], gap + tails[j])
        return tails

    def end_of(self, i: int, start: int) -> int:
        """The period after the last one that an activity takes when it starts in period *start*."""
        return start + self.durations[i]

    def finish_of(self, starts: Sequence[int]) -> int:
        """The number of periods until everything is done."""
        return max((self.end_of(i, start) for i, start in enumerate(starts)), default=0)

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


def in_order(
    names: Sequence[str], before: Sequence[Sequence[object]], after: Sequence[Sequence[tuple[Any, ...]]]
) -> list[int]:
    """The indices of some work, each behind all that it waits for (Kahn 1962). Raises ValueError for a circle.

    *before* holds what each waits for, *after* what waits for it, whose index stands first.
    """
    left = [len(waits) for waits in before]
    ready = [i for i, n in enumerate(left) if not n]
    for i in ready:
        for j, *_ in after[i]:
            left[j] -= 1
            if not left[j]:
                ready.append(j)
    if len(ready) < len(left):
        stuck = ", ".join(name for name, n in zip(names, left, strict=True) if n)
        raise ValueError(f"these wait for each other in a circle: {stuck}")
    return ready


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
