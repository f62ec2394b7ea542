"""The network as the passes want it: nodes are numbers, links are ties between them, times are worked minutes.

The axis. Each node keeps its times as minutes worked on its own *axis*, the calendar on which its duration runs. On
one axis all arithmetic is plus and minus, Friday 17:00 and Monday 08:00 are the same number, and no date is looked
up until somebody asks for it. Only ties between different axes, and elapsed lags, go by way of the clock.

The offset. Between two plain nodes on one axis all four link types are one: the successor starts no earlier than
the predecessor's finish plus an offset, which is the lag, less the successor's span for FF and SF, less the
predecessor's span for SS and SF.
"""

from __future__ import annotations

from math import inf

from pmxl.schedule.calendars import Calendar
from pmxl.schedule.network import Link, Loop, Network, Problem, Task

Tie = tuple[int, int, float, Link]
"""Predecessor node, successor node, offset in minutes (for plain ties), the link that it stands for."""

INHERITED = (Link("", "", "FS"), Link("", "", "SS"))
"""What stands for a link in a tie from a row to the finish gate, or to the start gate, of a summary above it."""

WAITING, RUNNING, DONE, PINNED, FINISH_GATE, START_GATE, SUMMARY = range(7)
"""What a node is: a task not started, started, finished, pinned to dates; the finish or the start of a summary,
which stands between the rows below it and those that wait for it; a summary row itself, which no pass touches."""


LONGEST = 250 * 366 * 1440
"""Minutes; nothing longer is a duration or a lag."""


class Graph:
    """A compiled network. Nodes 0 to `rows`-1 are its tasks in order; gates of summaries follow."""

    __slots__ = (
        "as_of",
        "axis",
        "calendar",
        "children",
        "downward",
        "efforts",
        "elapsed",
        "finish_gates",
        "finish_tied",
        "floor",
        "full_spans",
        "index",
        "into",
        "lags",
        "loops",
        "minutes_a_day",
        "network",
        "order",
        "out",
        "own",
        "parent",
        "problems",
        "rows",
        "spans",
        "special_back",
        "special_forth",
        "start",
        "start_gates",
        "states",
        "tasks",
        "terms",
        "uniform",
        "units",
    )  # fmt: skip

    def __init__(self, network: Network) -> None:
        self.network = network
        self.problems: list[Problem] = []
        self.loops: list[Loop] = []
        self.tasks: list[Task] = []
        self.index: dict[str, int] = {}
        self.rows = 0
        self.parent: dict[int, int] = {}
        self.children: dict[int, list[int]] = {}
        self.calendar: Calendar = network.calendar
        self.minutes_a_day = 480.0
        self.units: dict[str, float] = {}
        self.start = 0.0
        self.as_of = -inf
        """The instant before which no unfinished work may lie; -inf where it may lie anywhere."""
        self.axis: list[Calendar] = []
        self.own: list[Calendar] = []
        """The calendar on which float is counted, and lags into the node: the task's, never a resource's."""
        self.uniform = True
        """True where all nodes share the project's calendar as their axis."""
        self.spans: list[float] = []
        """Worked minutes still to plan: the duration, or what remains of it."""
        self.efforts: dict[int, list[tuple[Calendar, float]]] = {}
        """Node -> efforts on several calendars, where no single span can say how long it takes."""
        self.states = bytearray()
        self.terms: dict[int, list[tuple[str, float]]] = {}
        """Node -> its constraints and deadline as (code, instant), with those it has from summaries above it."""
        self.lags: dict[Link, float] = {}
        """Link -> its lag in minutes, where it has one."""
        self.elapsed: set[Link] = set()
        """The links whose lag runs by the clock."""
        self.finish_tied: set[int] = set()
        """The nodes whose finish waits for something (FF, SF): they do not start before the project does."""
        self.full_spans: dict[int, float] = {}
        """The whole duration of running tasks, whose span is what remains."""
        self.into: list[list[Tie]] = []
        self.out: list[list[Tie]] = []
        self.finish_gates: dict[int, int] = {}
        self.start_gates: dict[int, int] = {}
        self.floor: list[float] = []
        """The earliest start of a plain node, ties apart."""
        self.special_forth = bytearray()
        self.special_back = bytearray()
        self.downward = True
        """True where every tie points down the sheet, as plans are mostly written: the order of the rows will do."""
        self.order: list[int] = []

    def leaves_below(self, summary: int) -> list[int]:
        """The rows below a summary that are no summaries themselves."""
        found, waiting = [], [summary]
        while waiting:
            node = waiting.pop()
            if node in self.children:
                waiting += reversed(self.children[node])
            else:
                found.append(node)
        return found

    def name(self, node: int) -> str:
        """The ID of a node's row; for a gate, that of its summary."""
        if node < self.rows:
            return self.tasks[node].id
        gates = self.finish_gates if self.states[node] == FINISH_GATE else self.start_gates
        return next(self.tasks[summary].id for summary, gate in gates.items() if gate == node)
