"""Float paths: the longest path to the end, the next one that would take over, and so on.

The first path drives the last finish. Each next one branches off from the paths before it where the tie has the least
float, and follows what drives it back to its source; this is Primavera's "multiple float paths" by free float.
"""

from __future__ import annotations

from heapq import heappop, heappush

from pmxl.records import NamedTuple
from pmxl.schedule import graph as g
from pmxl.schedule.explain import driver_of
from pmxl.schedule.result import Result
from pmxl.schedule.steps import gap


class FloatPath(NamedTuple):
    """One path, from its source to the task that joins a path before it; the first ends with the project."""

    tasks: tuple[str, ...]
    minutes: float
    """How much all of it may slip before it drives the path that it joins; 0 for the first."""
    joins: str
    """The task that waits for it; blank for the first path."""


def float_paths(result: Result, count: int = 5, to: str = "") -> list[FloatPath]:
    """The *count* paths with the least float that lead to the task *to*, by default the last one of the project."""
    end = result.graph.index.get(to or result.last_task, -1)
    if end < 0 or result.graph.states[end] == g.SUMMARY:
        return []
    taken: set[int] = set()
    branches: list[tuple[float, int, int]] = []
    paths = [FloatPath(_trace(result, end, taken, branches), 0, "")]
    while branches and len(paths) < count:
        minutes, node, joins = heappop(branches)
        if node not in taken:
            paths.append(FloatPath(_trace(result, node, taken, branches), minutes, result.graph.tasks[joins].id))
    return paths


def _trace(result: Result, end: int, taken: set[int], branches: list[tuple[float, int, int]]) -> tuple[str, ...]:
    """Follow what drives *end* back to its source, or to a path before; note what else leads to it as branches."""
    way: list[int] = []
    driver: int | None = end
    while driver is not None:
        way.append(driver)
        taken.add(driver)
        node, driver = driver, None
        for tie in result.ties_into(node):
            row = result.graph.index[driver_of(result, tie)]
            if row in taken:
                continue
            if driver is None and result.drives(tie):
                driver = row
            else:
                heappush(branches, (max(0, gap(result.graph, result.dates, tie)), row, node))
    return tuple(result.graph.tasks[v].id for v in reversed(way))
