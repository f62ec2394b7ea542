"""What one link or one duration does to a date, in both directions, across calendars.

These are the slow, complete forms of what the passes do with plus and minus where one axis allows it.
"""

from __future__ import annotations

from math import inf

from pmxl.schedule.calendars import Calendar, instant
from pmxl.schedule.graph import DONE, FINISH_GATE, INHERITED, PINNED, RUNNING, START_GATE, WAITING, Graph, Tie


class Dates:
    """What the passes find, per node, as worked minutes on its axis."""

    __slots__ = (
        "driven",
        "early_finish",
        "early_start",
        "finish",
        "free",
        "late_finish",
        "late_stands",
        "late_start",
        "resumed",
        "stands",
        "total",
    )

    def __init__(self, count: int) -> None:
        self.early_start: list[float] = [0.0] * count
        self.early_finish: list[float] = [0.0] * count
        self.late_start: list[float] = [0.0] * count
        """For running tasks the late finish less what remains, although they have started."""
        self.late_finish: list[float] = [0.0] * count
        self.total: list[float] = [0.0] * count
        """Total float, in minutes on the node's own calendar: the smaller of start and finish float, and finish float
        alone once started, as Microsoft Project has it."""
        self.free: list[float] = [0.0] * count
        """How long it may slip before a direct successor does; never below 0, never above a positive total float."""
        self.stands: dict[int, float] = {}
        """Node without work in it -> the instant at which it stands. A milestone takes no time, so it may stand at the
        end of a shift, at the beginning of one, or where the project starts on a day off."""
        self.late_stands: dict[int, float] = {}
        """The same for its late date."""
        self.driven: dict[int, float] = {}
        """Node -> the start that links and no-earlier-than dates ask for, where a constraint overrules them."""
        self.resumed: dict[int, float] = {}
        """Running node -> when its remaining work goes on."""
        self.finish = 0.0
        """The instant of the project finish."""


def finish_from(graph: Graph, node: int, start: float) -> float:
    """The finish of a node that starts (or goes on) at *start*, both on its axis."""
    if node not in graph.efforts:
        return start + graph.spans[node]
    axis = graph.axis[node]
    clock = axis.opens(start)
    return axis.work(max(c.closes(c.work(clock) + minutes) for c, minutes in graph.efforts[node]))


def done_span(graph: Graph, node: int) -> float:
    """The minutes of its duration that a running node no longer has to do."""
    return max(0, graph.full_spans.get(node, graph.spans[node]) - graph.spans[node])


def start_for(graph: Graph, node: int, finish: float) -> float:
    """The latest start (or resumption) of a node that finishes at *finish*, both on its axis."""
    if node not in graph.efforts:
        return finish - graph.spans[node]
    axis = graph.axis[node]
    clock = axis.closes(finish)
    return axis.work(min(c.opens(c.work(clock) - minutes) for c, minutes in graph.efforts[node]))


def start_clock(graph: Graph, dates: Dates, node: int, at: float) -> float:
    """The instant of an early start."""
    if node in dates.stands and graph.states[node] != RUNNING:
        return dates.stands[node]
    return graph.axis[node].opens(at)


def finish_clock(graph: Graph, dates: Dates, node: int, at: float) -> float:
    """The instant of an early finish."""
    return dates.stands[node] if node in dates.stands else graph.axis[node].closes(at)


def late_start_clock(graph: Graph, dates: Dates, node: int, at: float) -> float:
    """The instant of a late start."""
    return dates.late_stands[node] if node in dates.late_stands else graph.axis[node].opens(at)


def late_finish_clock(graph: Graph, dates: Dates, node: int, at: float) -> float:
    """The instant of a late finish."""
    return dates.late_stands[node] if node in dates.late_stands else graph.axis[node].closes(at)


def moot(graph: Graph, tie: Tie) -> bool:
    """Whether a tie asks nothing of its predecessor any more: its successor is done, or runs and waits for nobody."""
    state = graph.states[tie[1]]
    return state == DONE or (state == RUNNING and graph.as_of > -inf and graph.network.mode == "progress override")


def _begins(graph: Graph, dates: Dates, node: int) -> float:
    """The early start; from the as-of date on, when the work that remains of a running node goes on."""
    if graph.as_of > -inf and graph.states[node] == RUNNING:
        return dates.resumed[node]
    return dates.early_start[node]


def _lag_left(graph: Graph, tie: Tie) -> float:
    """The lag of a tie, less what of a lag after a start has passed by the as-of date, as Primavera has it."""
    p, _, _, link = tie
    lag = graph.lags.get(link, 0)
    if not lag or link.type[0] == "F" or graph.as_of == -inf or graph.states[p] != RUNNING:
        return lag
    started = graph.tasks[p].actual_start
    assert started is not None
    passed = graph.as_of - instant(started)
    if link not in graph.elapsed:
        own = graph.own[tie[1]]
        passed = own.work(graph.as_of) - own.work(instant(started))
    return max(0, lag - max(0, passed))


def push(graph: Graph, dates: Dates, tie: Tie) -> float:
    """The earliest start of the successor, on its axis, that a tie allows."""
    p, s, _, link = tie
    kind = link.type
    from_start = kind[0] == "S"
    at = _begins(graph, dates, p) if from_start else dates.early_finish[p]
    lag = _lag_left(graph, tie)
    if graph.axis[p] is graph.axis[s] is graph.own[s] and link not in graph.elapsed:
        at += lag
    else:
        clock = (start_clock if from_start else finish_clock)(graph, dates, p, at)
        at = graph.axis[s].work(_later(clock, lag, graph.own[s], link in graph.elapsed))
    return start_for(graph, s, at) if kind[1] == "F" else at


def pull(graph: Graph, dates: Dates, tie: Tie) -> float:
    """The latest finish of the predecessor, on its axis, that a tie allows; inf where it allows any."""
    p, s, _, link = tie
    kind = link.type
    if moot(graph, tie) or (kind[0] == "S" and graph.states[p] == RUNNING and graph.as_of == -inf):
        return inf
    if link is INHERITED[1] and not _is_earliest(graph, dates, tie):
        return inf
    to_start, pinned = kind[1] == "S", graph.states[s] == PINNED
    at = dates.late_start[s] if to_start else dates.late_finish[s]
    if pinned:
        at = min(at, dates.early_start[s] if to_start else dates.early_finish[s])
    lag = _lag_left(graph, tie)
    if graph.axis[p] is graph.axis[s] is graph.own[s] and link not in graph.elapsed:
        at -= lag
    else:
        clock = (late_start_clock if to_start else late_finish_clock)(graph, dates, s, at)
        at = graph.axis[p].work(_later(clock, -lag, graph.own[s], link in graph.elapsed))
    latest = finish_from(graph, p, at) if kind[0] == "S" else at
    return max(latest, dates.early_finish[p]) if _keeps(graph, dates, tie) else latest


def _keeps(graph: Graph, dates: Dates, tie: Tie) -> bool:
    """Whether the early dates of the predecessor let the successor keep its late ones.

    Across calendars a lag taken off is not always the lag put on, and float must not be lost on the way. Microsoft
    Project loses it: there a task may be a day late by the arithmetic alone.
    """
    s = tie[1]
    ours = graph.network.mode != "msproject" and graph.states[s] in (WAITING, FINISH_GATE, START_GATE)
    return ours and push(graph, dates, tie) <= dates.late_start[s]


def _is_earliest(graph: Graph, dates: Dates, tie: Tie) -> bool:
    """Whether a row is one at which its summary starts: only those must not start later."""
    return push(graph, dates, tie) == dates.early_start[tie[1]]


def gap(graph: Graph, dates: Dates, tie: Tie) -> float:
    """The free float of one tie: how long the predecessor may slip before the successor's early date does.

    Minutes on the predecessor's own calendar.
    """
    p, s, _, link = tie
    kind = link.type
    to_start, from_start = kind[1] == "S", kind[0] == "S"
    then = _begins(graph, dates, s) if to_start else dates.early_finish[s]
    now = _begins(graph, dates, p) if from_start else dates.early_finish[p]
    lag = _lag_left(graph, tie)
    if graph.axis[p] is graph.own[p] is graph.axis[s] is graph.own[s] and link not in graph.elapsed:
        return then - lag - now
    own = graph.own[p]
    after = (start_clock if to_start else finish_clock)(graph, dates, s, then)
    before = (start_clock if from_start else finish_clock)(graph, dates, p, now)
    if link in graph.elapsed:
        return own.work(after - lag) - own.work(before)
    return own.work(after) - own.work(before) - lag


def _later(clock: float, lag: float, calendar: Calendar, elapsed: bool) -> float:
    """The instant that lies *lag* minutes after *clock*, worked on *calendar* or elapsed.

    Going forward it ends with the last minute of the lag, going back it begins with the first one.
    """
    if not lag or elapsed:
        return clock + lag
    at = calendar.work(clock) + lag
    return calendar.closes(at) if lag > 0 else calendar.opens(at)
