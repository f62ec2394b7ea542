"""From a computed schedule to a network that can be simulated, with the same dates where nothing is uncertain.

Everything becomes working days of the project's calendar. Where another calendar or elapsed time has a say, a task or
a lag keeps the number of project days that it takes in the plan. A date that overrules links in the plan stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from math import inf

from pmxl.schedule import graph as g
from pmxl.schedule.calendars import instant, last_day
from pmxl.schedule.forward import as_of_floor, asked_start, floor_of, goes_on_by_itself
from pmxl.schedule.graph import INHERITED, Tie
from pmxl.schedule.result import Result
from pmxl.schedule.steps import finish_clock, push, start_clock
from pmxl.schedule.uncertainty import Range, Stretch

NEAR = 1e-6
"""Days; positions that differ by less are the same."""


class Positions:
    """Dates as working days of the project's calendar, counted from a fixed day, and back."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self._calendar, self._day = result.graph.calendar, result.graph.minutes_a_day

    def by_end_of(self, day: date) -> float:
        """The working days up to the end of a day."""
        return self._calendar.work(instant(day, end=True)) / self._day

    def of_clock(self, clock: float) -> float:
        """The working days up to an instant."""
        return self._calendar.work(clock) / self._day

    def start(self, node: int) -> float:
        """The start of a node in the plan."""
        graph, dates = self.result.graph, self.result.dates
        if graph.axis[node] is graph.calendar:
            return dates.early_start[node] / self._day
        return self.of_clock(start_clock(graph, dates, node, dates.early_start[node]))

    def finish(self, node: int) -> float:
        """The finish of a node in the plan."""
        graph, dates = self.result.graph, self.result.dates
        if graph.axis[node] is graph.calendar:
            return dates.early_finish[node] / self._day
        return self.of_clock(finish_clock(graph, dates, node, dates.early_finish[node]))

    def on_axis(self, node: int, at: float) -> float:
        """A moment on the axis of a node."""
        graph = self.result.graph
        axis = graph.axis[node]
        return at / self._day if axis is graph.calendar or at == -inf else self.of_clock(axis.opens(at))

    def day(self, position: float) -> date:
        """The working day on which work that ends at a position ends."""
        return last_day(self._calendar.closes(round(position, 6) * self._day))


def stretches(result: Result, ranges: Mapping[str, Range], buffers: Collection[str] = ()) -> list[Stretch]:
    """The schedule as a network to be simulated: every row that is no summary, and what stands between summaries.

    *ranges* maps IDs to the range of the days that are left; what is done is certain. *buffers* names the rows whose
    days protect a date and are no work: they take none.
    """
    at = Positions(result)
    states = result.graph.states
    return [_stretch(at, v, ranges, buffers) for v in range(len(states)) if states[v] != g.SUMMARY]


def _stretch(at: Positions, v: int, ranges: Mapping[str, Range], buffers: Collection[str]) -> Stretch:
    graph, dates = at.result.graph, at.result.dates
    name, state = name_of(at.result, v), graph.states[v]
    start, finish = at.start(v), at.finish(v)
    if state in (g.DONE, g.PINNED):
        return Stretch(name, finish - start, None, start, (), start if state == g.DONE else None)
    ties = list(_waits(at, v))
    if state in (g.FINISH_GATE, g.START_GATE):
        return Stretch(name, 0, None, -inf, ties)
    if state == g.RUNNING:
        days = finish - at.on_axis(v, dates.resumed[v])
        earliest = at.on_axis(v, max(goes_on_by_itself(graph, v), as_of_floor(graph, graph.axis[v])))
        ties = ties if graph.network.mode == "retained logic" else []
        return Stretch(name, 0 if name in buffers else days, ranges.get(name), earliest, ties, start)
    days = finish - start
    if _holds(at.result, v):
        return Stretch(name, days, ranges.get(name), start)
    earliest = max(at.on_axis(v, floor_of(graph, v)), start if v in at.result.early else -inf)
    return Stretch(name, 0 if name in buffers else days, ranges.get(name), earliest, ties)


def name_of(result: Result, node: int) -> str:
    """The ID of a row; what no row can be called for what stands between summaries."""
    return result.graph.tasks[node].id if node < result.graph.rows else f"gate\n{node}"


def _holds(result: Result, v: int) -> bool:
    """True where a constraint's date overrules the links of a task."""
    graph, dates = result.graph, result.dates
    codes = {code for code, _ in graph.terms.get(v, ())}
    if not graph.network.honour_constraints:
        return False
    return bool(codes & {"MSO", "MFO"}) or dates.early_start[v] < asked_start(graph, dates, v) - NEAR


def _waits(at: Positions, v: int) -> Iterator[tuple[str, str, float]]:
    graph, dates = at.result.graph, at.result.dates
    ties = graph.into[v]
    if graph.states[v] == g.START_GATE:
        # A summary starts with the row below it that starts first in the plan.
        ties = sorted(ties, key=lambda tie: push(graph, dates, tie))[:1]
    for tie in ties:
        kind = "FS" if tie[3] is INHERITED[0] else "SS" if tie[3] is INHERITED[1] else tie[3].type
        yield name_of(at.result, tie[0]), kind, _lag(at, tie, kind)


def _lag(at: Positions, tie: Tie, kind: str) -> float:
    """The lag of a tie in project days: its own, or what it comes to in the plan."""
    graph, dates = at.result.graph, at.result.dates
    p, s, _, link = tie
    if graph.axis[p] is graph.axis[s] is graph.own[s] is graph.calendar and link not in graph.elapsed:
        return graph.lags.get(link, 0.0) / graph.minutes_a_day
    told = at.on_axis(s, push(graph, dates, tie))
    since = at.start(p) if kind[0] == "S" else at.finish(p)
    return told - since + (at.finish(s) - at.start(s) if kind[1] == "F" else 0.0)
