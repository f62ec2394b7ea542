"""What a schedule answers as a whole: the finish, the longest path, what drives what."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from math import inf

from pmxl.schedule import graph as g
from pmxl.schedule.backward import backward
from pmxl.schedule.building import build
from pmxl.schedule.calendars import instant, last_day, moment
from pmxl.schedule.forward import forward
from pmxl.schedule.graph import INHERITED, Graph
from pmxl.schedule.network import Loop, Network, Problem
from pmxl.schedule.steps import Dates, finish_clock, late_finish_clock, late_start_clock, push, start_clock
from pmxl.schedule.taskdates import TaskDates


def schedule(network: Network, *, floats: bool = True) -> Result:
    """The dates and floats of every task. Never raises for what stands in the network: see `Result.problems`.

    Who asks for no float and no late date spares the pass back with *floats* False.

    The method is the critical path method (Kelley and Walker 1959) with precedence links and lags, as Microsoft
    Project applies it; one pass forward and one back, both linear in tasks and links.
    """
    collecting = gc.isenabled()
    # Everything made here stays: looking for garbage among it makes a plan of a million tasks three times slower.
    gc.disable()
    try:
        return _schedule(network, floats=floats)
    finally:
        if collecting:
            gc.enable()


def _schedule(network: Network, *, floats: bool) -> Result:
    graph = build(network)
    dates = Dates(len(graph.into))
    forward(graph, dates)
    early: dict[int, tuple[float, float]] = {}
    put_off = [v for v, terms in graph.terms.items() if any(code == "ALAP" for code, _ in terms)]
    if floats or put_off:
        backward(graph, dates)
    late = {
        v: dates.late_start[v]
        for v in put_off
        if graph.states[v] == g.WAITING and dates.late_start[v] > dates.early_start[v]
    }
    if late:
        early = {
            v: (
                start_clock(graph, dates, v, dates.early_start[v]),
                finish_clock(graph, dates, v, dates.early_finish[v]),
            )
            for v in late
        }
        forward(graph, dates, late)
        backward(graph, dates)
    return Result(graph, dates, early)


class Result:
    """A computed schedule. `tasks` maps IDs to dates; `loops` and `problems` say what had to be left out."""

    def __init__(self, graph: Graph, dates: Dates, early: Mapping[int, tuple[float, float]]) -> None:
        self.graph, self.dates = graph, dates
        self.early = early
        """The instants of the early start and finish of tasks that are planned as late as possible."""
        self.tasks: Mapping[str, TaskDates] = _Tasks(self)
        self.problems: list[Problem] = graph.problems
        self.loops: list[Loop] = graph.loops
        self._spans: dict[int, tuple[float, float]] = {}
        self._late_spans: dict[int, tuple[float, float]] = {}
        self._longest: set[int] | None = None
        if dates.finish > instant(date(2200, 1, 1)):
            last = max((v for v in range(graph.rows)), key=dates.early_finish.__getitem__)
            self.problems.append(Problem("beyond-2199", graph.tasks[last].id, ""))

    @property
    def start(self) -> datetime:
        """The project start."""
        return moment(self.graph.start)

    @property
    def finish(self) -> datetime:
        """The project finish: the latest finish of all tasks."""
        return moment(self.dates.finish)

    @property
    def finish_day(self) -> date:
        """The day on which the last task finishes."""
        return last_day(self.dates.finish)

    @property
    def last_task(self) -> str:
        """The first row that finishes last; blank where there is none."""
        rows = (v for v in range(self.graph.rows) if self.graph.states[v] != g.SUMMARY)
        last = max(rows, key=lambda v: self.span(v)[1], default=None)
        return "" if last is None else self.graph.tasks[last].id

    def ties_into(self, node: int) -> Iterator[g.Tie]:
        """The ties into a node that stand for links, those of its summaries among them."""
        return (tie for tie in self.graph.into[node] if tie[3] not in INHERITED)

    def drives(self, tie: g.Tie) -> bool:
        """True where the tie's computed date is the very start of its successor."""
        graph, dates, s = self.graph, self.dates, tie[1]
        if graph.states[s] == g.RUNNING:
            waits = graph.network.mode == "retained logic"
            return waits and push(graph, dates, tie) == dates.resumed[s]
        if graph.states[s] not in (g.WAITING, g.FINISH_GATE, g.START_GATE):
            return False
        return push(graph, dates, tie) == dates.early_start[s]

    @property
    def longest(self) -> set[int]:
        """The nodes on the longest path: whatever drives, tie by tie, the last finish of the project."""
        if self._longest is None:
            graph, dates = self.graph, self.dates
            ends = [
                v
                for v in range(graph.rows)
                if graph.states[v] != g.SUMMARY
                and finish_clock(graph, dates, v, dates.early_finish[v]) >= dates.finish - 1 / 64
            ]
            self._longest = set(ends)
            for v in ends:
                for tie in graph.into[v]:
                    if tie[0] not in self._longest and self.drives(tie):
                        self._longest.add(tie[0])
                        ends.append(tie[0])
        return self._longest

    def span(self, node: int) -> tuple[float, float]:
        """Start and finish of a row as instants; a summary spans the rows below it."""
        if node not in self._spans:
            if self.graph.states[node] == g.SUMMARY:
                self._roll_up(self._spans, self.span)
            else:
                self._spans[node] = self._work_out(node)
        return self._spans[node]

    def late_span(self, node: int) -> tuple[float, float]:
        """Late start and late finish of a row as instants; a summary spans the rows below it."""
        if node not in self._late_spans:
            if self.graph.states[node] == g.SUMMARY:
                self._roll_up(self._late_spans, self.late_span)
            else:
                self._late_spans[node] = self._work_out_late(node)
        return self._late_spans[node]

    def _work_out(self, v: int) -> tuple[float, float]:
        graph, dates, task = self.graph, self.dates, self.graph.tasks[v]
        start, finish = self._actual(v)
        if graph.states[v] == g.PINNED and task.pinned_start is not None:
            start = instant(task.pinned_start)
            finish = instant(task.pinned_finish, end=True) if task.pinned_finish else None
        if start is None:
            start = start_clock(graph, dates, v, dates.early_start[v])
            # What was finished in the evening did not start the next morning.
            start = start if finish is None else min(start, finish)
        if finish is None:
            finish = finish_clock(graph, dates, v, dates.early_finish[v])
        return start, max(start, finish)

    def _work_out_late(self, v: int) -> tuple[float, float]:
        graph, dates = self.graph, self.dates
        start, finish = self._actual(v)
        if start is None:
            start = late_start_clock(graph, dates, v, dates.late_start[v])
        if finish is None:
            finish = late_finish_clock(graph, dates, v, dates.late_finish[v])
        return start, finish

    def _actual(self, v: int) -> tuple[float | None, float | None]:
        """The instants at which a row started and finished; None for what has not happened."""
        state, task = self.graph.states[v], self.graph.tasks[v]
        begun = task.actual_start is not None and state in (g.RUNNING, g.DONE)
        ended = task.actual_finish is not None and state == g.DONE
        return (
            instant(task.actual_start) if begun and task.actual_start else None,
            instant(task.actual_finish, end=True) if ended and task.actual_finish else None,
        )

    def _roll_up(self, into: dict[int, tuple[float, float]], span_of: Callable[[int], tuple[float, float]]) -> None:
        """Every summary at once, so that a plan with many costs no more than one with few."""
        graph = self.graph
        spans: dict[int, tuple[float, float]] = {}
        for v in range(graph.rows):
            if graph.states[v] == g.SUMMARY:
                continue
            start, finish = span_of(v)
            up = graph.parent.get(v)
            while up is not None:
                first, last = spans.get(up, (inf, -inf))
                spans[up] = min(first, start), max(last, finish)
                up = graph.parent.get(up)
        into |= spans


class _Tasks(Mapping[str, "TaskDates"]):
    """ID -> dates, made when they are looked up."""

    def __init__(self, result: Result) -> None:
        self._result = result

    def __getitem__(self, task: str) -> TaskDates:
        return TaskDates(self._result, self._result.graph.index[task])

    def __iter__(self) -> Iterator[str]:
        return iter(self._result.graph.index)

    def __len__(self) -> int:
        return self._result.graph.rows
