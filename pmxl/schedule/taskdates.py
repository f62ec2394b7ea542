"""What a schedule answers for one row: dates, floats and flags, worked out when they are asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pmxl.schedule import graph as g
from pmxl.schedule.backward import start_float
from pmxl.schedule.calendars import day_of, last_day, moment
from pmxl.schedule.network import Link, Task
from pmxl.schedule.steps import gap, moot

if TYPE_CHECKING:
    from pmxl.schedule.result import Result


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
        if not self.is_summary:
            return graph.states[self._node] == g.DONE
        return all(graph.states[leaf] == g.DONE for leaf in graph.leaves_below(self._node))

    @property
    def has_started(self) -> bool:
        """True where it has an actual start or finish; for a summary, where a row below has."""
        graph = self._result.graph
        return any(graph.states[leaf] in (g.RUNNING, g.DONE) for leaf in graph.leaves_below(self._node))

    # ------------------------------------------------------------ dates

    @property
    def start(self) -> datetime:
        """Actual or planned start."""
        return moment(self._result.span(self._node)[0])

    @property
    def finish(self) -> datetime:
        """Actual or planned finish."""
        return moment(self._result.span(self._node)[1])

    @property
    def early_start(self) -> datetime:
        """The earliest start; differs from the start only where a task is planned as late as possible."""
        early = self._result.early.get(self._node)
        return self.start if early is None else moment(early[0])

    @property
    def early_finish(self) -> datetime:
        """The earliest finish; differs from the finish only where a task is planned as late as possible."""
        early = self._result.early.get(self._node)
        return self.finish if early is None else moment(early[1])

    @property
    def early_start_day(self) -> date:
        """The first day on which it could start."""
        early = self._result.early.get(self._node)
        if early is None:
            return self.start_day
        return self._milestone_day(early[0]) if early[0] == early[1] else day_of(early[0])

    @property
    def early_finish_day(self) -> date:
        """The first day on which it could be finished."""
        early = self._result.early.get(self._node)
        if early is None:
            return self.finish_day
        return self._milestone_day(early[1]) if early[0] == early[1] else last_day(early[1])

    @property
    def resumes(self) -> datetime | None:
        """When the work that remains goes on; None where the task does not run."""
        at = self._result.dates.resumed.get(self._node)
        return None if at is None else moment(self._result.graph.axis[self._node].opens(at))

    @property
    def late_start(self) -> datetime:
        """The latest start that keeps finish, deadlines and constraints; the actual start once started."""
        return moment(self._result.late_span(self._node)[0])

    @property
    def late_finish(self) -> datetime:
        """The latest finish that keeps finish, deadlines and constraints; the actual finish once finished."""
        return moment(self._result.late_span(self._node)[1])

    @property
    def start_day(self) -> date:
        """The first day of the task; the day of a milestone."""
        start, finish = self._result.span(self._node)
        return self._milestone_day(start) if start == finish else day_of(start)

    @property
    def finish_day(self) -> date:
        """The last day of the task: a one-day task starts and finishes on the same day."""
        start, finish = self._result.span(self._node)
        stands = start == finish or self._node in self._result.dates.stands
        return self._milestone_day(finish) if stands else last_day(finish)

    @property
    def late_start_day(self) -> date:
        """The last day on which the task can start and harm nothing."""
        start, finish = self._result.late_span(self._node)
        return self._milestone_day(start) if start == finish else day_of(start)

    @property
    def late_finish_day(self) -> date:
        """The last day on which the task can finish and harm nothing."""
        start, finish = self._result.late_span(self._node)
        return self._milestone_day(finish) if start == finish else last_day(finish)

    def _milestone_day(self, instant: float) -> date:
        """The day of an instant; midnight at the end of a shift or of an actual finish belongs to the day before."""
        graph = self._result.graph
        if graph.states[self._node] == g.DONE:
            return last_day(instant)
        axis = graph.calendar if self.is_summary else graph.axis[self._node]
        at_end = instant <= axis.closes(axis.work(instant)) and instant not in (graph.start, graph.as_of)
        return last_day(instant) if at_end else day_of(instant)

    # ------------------------------------------------------------ floats

    @property
    def total_float(self) -> float:
        """Minutes it can slip before the finish, a deadline or a constraint does; negative where it is too late."""
        if not self.is_summary:
            return self._result.dates.total[self._node]
        return self.finish_float if self.has_started else min(self.start_float, self.finish_float)

    @property
    def free_float(self) -> float:
        """Minutes it can slip before a direct successor does; for a summary, before one of its own successors does."""
        if not self.is_summary:
            return self._result.dates.free[self._node]
        graph, dates = self._result.graph, self._result.dates
        gates = [gates[self._node] for gates in (graph.finish_gates, graph.start_gates) if self._node in gates]
        ties = [tie for gate in gates for tie in graph.out[gate] if not moot(graph, tie)]
        return max(0, min([self.total_float, *(gap(graph, dates, tie) for tie in ties)]))

    @property
    def start_float(self) -> float:
        """Minutes from early to late start."""
        if self.has_started:
            return 0
        if self.is_summary:
            start, late = self._result.span(self._node)[0], self._result.late_span(self._node)[0]
            return self._worked(start, late)
        return start_float(self._result.graph, self._result.dates, self._node)

    @property
    def finish_float(self) -> float:
        """Minutes from early to late finish."""
        finish, late = self._result.span(self._node)[1], self._result.late_span(self._node)[1]
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
        start, finish = self._result.span(self._node)
        return self._worked(start, finish) / self._result.graph.minutes_a_day

    @property
    def critical(self) -> bool:
        """True where it is not done and has no float; for a summary as for a task, as Microsoft Project has it."""
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
        return tuple(tie[3] for tie in ties if self._result.drives(tie))

    def _worked(self, first: float, last: float) -> float:
        own = self._result.graph.calendar if self.is_summary else self._result.graph.own[self._node]
        return own.work(last) - own.work(first)

    def __repr__(self) -> str:
        return f"<{self.task.id}: {self.start_day} to {self.finish_day}, {self.total_float_days:g} d float>"
