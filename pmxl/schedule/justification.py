"""Forward-backward improvement: push a plan as late as it goes, then as early, until its finish moves no more.

The justification of Valls, Ballestin and Quintanilla (2005) around serial schedule generation.
"""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from math import inf

from pmxl.schedule.serial import Problem

Found = tuple[int, list[int], list[int]]
"""Finish, the order that gave it, the starts."""


def finish_of(found: Found) -> int:
    """The finish of a plan that was found."""
    return found[0]


class Justification:
    """Plans for one problem, and how many schedules were generated for them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.made = 0

    def plain(self) -> tuple[list[int], list[int]]:
        """Serial generation with the latest-finish priority: the order, and the starts."""
        order = self.list_by(lambda i: self.problem.tails[i])
        self.made += 1
        return order, self.problem.forward(order)

    def improved(self, starts: list[int], most: float = inf) -> Found:
        """Push everything as late as it goes, then as early, until the finish moves no more.

        It ends too once *most* schedules were generated in all.
        """
        problem = self.problem
        finish = problem.finish_of(starts)
        self.made += 1
        while True:
            late = problem.backward(self._order_by(starts, problem.durations, latest=True), finish)
            early = problem.forward(self._order_by(late, None, latest=False))
            self.made += 2
            better = problem.finish_of(early)
            if better < finish:
                starts, finish = early, better
                if self.made + 2 <= most:
                    continue
            elif better == finish:
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
        return self.list_by(lambda i: -rank[i], waits)

    def list_by(self, urgency: Callable[[int], float], waits: list[list[tuple[int, int]]] | None = None) -> list[int]:
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
