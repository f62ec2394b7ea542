"""What a schedule answers: dates, floats and reasons per task, worked out when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from math import inf

from pmxl.schedule import graph as g
from pmxl.schedule.backward import backward, start_float
from pmxl.schedule.building import build
from pmxl.schedule.calendars import instant, moment
from pmxl.schedule.forward import forward
from pmxl.schedule.graph import INHERITED, Graph
from pmxl.schedule.network import Link, Loop, Network, Problem, Task
from pmxl.schedule.steps import Dates, finish_clock, late_start_clock, push, start_clock


def schedule(network: Network) -> Result:
    """The dates and floats of every task. Never raises for what stands in the network: see `Result.problems`.

    The method is the critical path method (Kelley and Walker 1959) with precedence links and lags, as Microsoft
    Project applies it; one pass forward and one back, both linear in tasks and links.
    """
    graph = build(network)
    dates = Dates(len(graph.into))
    forward(graph, dates)
    backward(graph, dates)
    early: dict[int, tuple[float, float]] = {}
    late = {
        v: dates.late_start[v]
        for v, terms in graph.terms.items()
        if graph.states[v] == g.WAITING and any(code == "ALAP" for code, _ in terms)
    }
    if late:
        early = {v: (dates.early_start[v], dates.early_finish[v]) for v in late}
        forward(graph, dates, late)
        backward(graph, dates)
    return Result(graph, dates, early)


class Result:
    """A computed schedule. `tasks` maps IDs to dates; `loops` and `problems` say what had to be left out."""

    def __init__(self, graph: Graph, dates: Dates, early: Mapping[int, tuple[float, float]]) -> None:
        self.graph, self.dates = graph, dates
        self.early = early
        """The early dates of tasks that are planned as late as possible."""
        self.tasks: Mapping[str, TaskDates] = _Tasks(self)
        self.problems: list[Problem] = graph.problems
        self.loops: list[Loop] = graph.loops
        self._summaries: dict[int, tuple[float, float, float, float]] = {}
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

    def ties_into(self, node: int) -> Iterator[g.Tie]:
        """The ties into a node that stand for links, those of its summaries among them."""
        return (tie for tie in self.graph.into[node] if tie[3] != INHERITED)

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

    def instants(self, node: int) -> tuple[float, float, float, float]:
        """Start, finish, late start and late finish of a row as instants; a summary spans the rows below it."""
        if self.graph.states[node] != g.SUMMARY:
            return self._instants(node)
        if node not in self._summaries:
            self._roll_up()
        return self._summaries[node]

    def _instants(self, v: int) -> tuple[float, float, float, float]:
        graph, dates, task = self.graph, self.dates, self.graph.tasks[v]
        start = start_clock(graph, dates, v, dates.early_start[v])
        finish = finish_clock(graph, dates, v, dates.early_finish[v])
        late_start = late_start_clock(graph, v, dates.late_start[v])
        late_finish = graph.axis[v].closes(dates.late_finish[v])
        if graph.states[v] == g.PINNED and task.pinned_start is not None:
            start = instant(task.pinned_start)
            finish = instant(task.pinned_finish, end=True) if task.pinned_finish else finish
        elif task.actual_start is not None and graph.states[v] in (g.RUNNING, g.DONE):
            start = late_start = instant(task.actual_start)
        if graph.states[v] == g.DONE and task.actual_finish is not None:
            finish = late_finish = instant(task.actual_finish, end=True)
        return start, max(start, finish), late_start, late_finish

    def _roll_up(self) -> None:
        """Every summary at once, the rows below before those above."""
        graph = self.graph
        spans: dict[int, list[float]] = {}
        for v in range(graph.rows):
            if graph.states[v] == g.SUMMARY:
                continue
            mine = self._instants(v)
            up = graph.parent.get(v)
            while up is not None:
                have = spans.setdefault(up, [inf, -inf, inf, -inf])
                have[0], have[1] = min(have[0], mine[0]), max(have[1], mine[1])
                have[2], have[3] = min(have[2], mine[2]), max(have[3], mine[3])
                up = graph.parent.get(up)
        self._summaries = {v: (a, b, c, d) for v, (a, b, c, d) in spans.items()}


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


class TaskDates:
    """What is known of one row. Date-times are exact; a `_day` is the first or last day on which work is done."""

    __slots__ = ("_node", "_result")

    def __init__(self, result: Result, node: int) -> None:
        self._result, self._node = result, node

    @property
    def task(self) -> Task:
        """The row as it was given."""
        return self._result.graph.tasks[self._node]

    @property
    def is_summary(self) -> bool:
        """True where other rows stand below it."""
        return self._result.graph.states[self._node] == g.SUMMARY

    @property
    def rows_below(self) -> list[str]:
        """The IDs of the rows below a summary that are no summaries themselves; of itself for any other row."""
        return [self._result.graph.tasks[leaf].id for leaf in self._result.graph.leaves_below(self._node)]

    @property
    def is_done(self) -> bool:
        """True where it has an actual finish; for a summary, where all rows below have."""
        graph = self._result.graph
        return all(graph.states[leaf] == g.DONE for leaf in graph.leaves_below(self._node))

    # ------------------------------------------------------------ dates

    @property
    def start(self) -> datetime:
        """Actual or planned start."""
        return moment(self._result.instants(self._node)[0])

    @property
    def finish(self) -> datetime:
        """Actual or planned finish."""
        return moment(self._result.instants(self._node)[1])

    @property
    def early_start(self) -> datetime:
        """The earliest start; differs from the start only where a task is planned as late as possible."""
        early = self._result.early.get(self._node)
        return self.start if early is None else moment(self._result.graph.axis[self._node].opens(early[0]))

    @property
    def early_finish(self) -> datetime:
        """The earliest finish; differs from the finish only where a task is planned as late as possible."""
        early = self._result.early.get(self._node)
        return self.finish if early is None else moment(self._result.graph.axis[self._node].closes(early[1]))

    @property
    def late_start(self) -> datetime:
        """The latest start that keeps finish, deadlines and constraints; the actual start once started."""
        return moment(self._result.instants(self._node)[2])

    @property
    def late_finish(self) -> datetime:
        """The latest finish that keeps finish, deadlines and constraints; the actual finish once finished."""
        return moment(self._result.instants(self._node)[3])

    @property
    def start_day(self) -> date:
        """The first day of the task; the day of a milestone."""
        start, finish, _, _ = self._result.instants(self._node)
        return last_day(start) if start == finish and self._at_end else moment(start).date()

    @property
    def finish_day(self) -> date:
        """The last day of the task: a one-day task starts and finishes on the same day."""
        start, finish, _, _ = self._result.instants(self._node)
        return moment(finish).date() if start == finish and not self._at_end else last_day(finish)

    @property
    def late_start_day(self) -> date:
        """The last day on which the task can start and harm nothing."""
        _, _, start, finish = self._result.instants(self._node)
        return last_day(start) if start == finish else moment(start).date()

    @property
    def late_finish_day(self) -> date:
        """The last day on which the task can finish and harm nothing."""
        return last_day(self._result.instants(self._node)[3])

    @property
    def _at_end(self) -> bool:
        return bool(self._result.dates.at_end[self._node])

    # ------------------------------------------------------------ floats

    @property
    def total_float(self) -> float:
        """Minutes it can slip before the finish, a deadline or a constraint does; negative where it is too late."""
        if not self.is_summary:
            return self._result.dates.total[self._node]
        return min(self.start_float, self.finish_float)

    @property
    def free_float(self) -> float:
        """Minutes it can slip before a direct successor does; 0 for a summary."""
        return 0 if self.is_summary else self._result.dates.free[self._node]

    @property
    def start_float(self) -> float:
        """Minutes from early to late start."""
        if self.is_summary:
            start, _, late, _ = self._result.instants(self._node)
            return self._worked(start, late)
        if self._result.graph.states[self._node] in (g.RUNNING, g.DONE):
            return 0
        return start_float(self._result.graph, self._result.dates, self._node)

    @property
    def finish_float(self) -> float:
        """Minutes from early to late finish."""
        _, finish, _, late = self._result.instants(self._node)
        return self._worked(finish, late)

    @property
    def total_float_days(self) -> float:
        """Total float in working days."""
        return self.total_float / self._result.graph.minutes_a_day

    @property
    def free_float_days(self) -> float:
        """Free float in working days."""
        return self.free_float / self._result.graph.minutes_a_day

    @property
    def duration_days(self) -> float:
        """Working days from start to finish, counted on its own calendar."""
        start, finish, _, _ = self._result.instants(self._node)
        return self._worked(start, finish) / self._result.graph.minutes_a_day

    @property
    def critical(self) -> bool:
        """True where it is not done and has no float; for a summary, where a row below is critical."""
        if self.is_summary:
            leaves = self._result.graph.leaves_below(self._node)
            return any(TaskDates(self._result, leaf).critical for leaf in leaves)
        return not self.is_done and self.total_float <= self._result.graph.network.critical_limit

    @property
    def near_critical(self) -> bool:
        """True where it is not critical, and not done, but has no more float than the limit for that."""
        limit = self._result.graph.network.near_limit * self._result.graph.minutes_a_day
        return not self.is_done and not self.critical and self.total_float <= limit

    @property
    def on_longest_path(self) -> bool:
        """True where it helps to drive the project finish; for a summary, where a row below does."""
        return any(leaf in self._result.longest for leaf in self._result.graph.leaves_below(self._node))

    @property
    def driving_links(self) -> tuple[Link, ...]:
        """The links whose computed date is its very start, in the order they were given."""
        ties = self._result.ties_into(self._node)
        return tuple(self._result.graph.links[tie[3]] for tie in ties if self._result.drives(tie))

    def _worked(self, first: float, last: float) -> float:
        own = self._result.graph.calendar if self.is_summary else self._result.graph.own[self._node]
        return own.work(last) - own.work(first)

    def __repr__(self) -> str:
        return f"<{self.task.id}: {self.start_day} to {self.finish_day}, {self.total_float_days:g} d float>"


def last_day(finish: float) -> date:
    """The day in which something finishes: midnight belongs to the day before it."""
    return moment(finish - 1 / 64).date()
