"""The backward pass: the latest dates that keep the project finish, deadlines and constraints, and the floats."""

from __future__ import annotations

from math import inf

from pmxl.schedule import graph as g
from pmxl.schedule.graph import INHERITED, Graph
from pmxl.schedule.milestones import late_stand
from pmxl.schedule.steps import (
    Dates,
    done_span,
    finish_clock,
    finish_from,
    gap,
    late_finish_clock,
    late_start_clock,
    moot,
    pull,
    start_clock,
    start_for,
)


def backward(graph: Graph, dates: Dates) -> None:
    """Fill the late dates, total float and free float."""
    early_start, early_finish = dates.early_start, dates.early_finish
    late_start, late_finish, total, free = dates.late_start, dates.late_finish, dates.total, dates.free
    out, spans, special, last = graph.out, graph.spans, graph.special_back, _last_finishes(graph, dates)
    for v in reversed(graph.order):
        latest = last[v]
        if special[v]:
            _special(graph, dates, v, latest)
            continue
        first = inf
        for tie in out[v]:
            successor = tie[1]
            late, early = late_start[successor], early_start[successor]
            if offset := tie[2]:
                late -= offset
                early -= offset
            if late < latest:
                latest = late
            if early < first:
                first = early
        late_finish[v] = latest
        late_start[v] = latest - spans[v]
        finish = early_finish[v]
        total[v] = slack = latest - finish
        room = first - finish
        if slack < room:
            room = slack
        free[v] = room if room > 0 else 0.0


def _last_finishes(graph: Graph, dates: Dates) -> list[float]:
    """The project finish on each node's axis."""
    if graph.uniform:
        return [graph.calendar.work(dates.finish)] * len(graph.axis)
    ends = {id(axis): axis for axis in graph.axis}
    on_axis = {key: axis.work(dates.finish) for key, axis in ends.items()}
    return [on_axis[id(axis)] for axis in graph.axis]


def _special(graph: Graph, dates: Dates, v: int, latest: float) -> None:
    """A node whose late dates or floats need more than the shortest tie."""
    if graph.states[v] == g.DONE:
        dates.late_start[v], dates.late_finish[v] = dates.early_start[v], dates.early_finish[v]
        dates.total[v] = dates.free[v] = 0
        return
    latest = min([latest, *(pull(graph, dates, tie) for tie in graph.out[v])])
    latest = _constrained(graph, v, latest)
    dates.late_finish[v], dates.late_start[v] = latest, start_for(graph, v, latest)
    if v in dates.stands and graph.states[v] != g.RUNNING:
        dates.late_stands[v] = late_stand(graph, dates, v, latest)
    finish_float = _finish_float(graph, dates, v)
    running = graph.states[v] == g.RUNNING
    dates.total[v] = finish_float if running else min(start_float(graph, dates, v), finish_float)
    gaps = [gap(graph, dates, tie) for tie in graph.out[v] if tie[3] not in INHERITED and not moot(graph, tie)]
    dates.free[v] = max(0, min([dates.total[v], *gaps]))


def _constrained(graph: Graph, v: int, latest: float) -> float:
    """The late finish after deadline and constraints.

    Microsoft Project holds what has started to the date for its start, and counts its whole duration from there;
    elsewhere it can no longer start at another time.
    """
    axis, moot = graph.axis[v], graph.states[v] != g.WAITING and graph.network.mode != "msproject"
    for code, at in sorted(graph.terms.get(v, ()), key=lambda term: term[0] not in ("MSO", "MFO")):
        if code in ("MSO", "SNLT") and not moot:
            finish = finish_from(graph, v, axis.work(at)) + done_span(graph, v)
            latest = finish if code == "MSO" else min(latest, finish)
        elif code == "MFO":
            latest = axis.work(at)
        elif code in ("FNLT", "DEADLINE"):
            latest = min(latest, axis.work(at))
    return latest


def start_float(graph: Graph, dates: Dates, v: int) -> float:
    """How long the start may slip: from the early start, or the later one that links ask for, to the late start."""
    early = max(dates.early_start[v], dates.driven.get(v, -inf))
    if graph.axis[v] is graph.own[v]:
        return dates.late_start[v] - early
    own = graph.own[v]
    late = late_start_clock(graph, dates, v, dates.late_start[v])
    return own.work(late) - own.work(start_clock(graph, dates, v, early))


def _finish_float(graph: Graph, dates: Dates, v: int) -> float:
    if graph.axis[v] is graph.own[v]:
        return dates.late_finish[v] - dates.early_finish[v]
    own = graph.own[v]
    late = late_finish_clock(graph, dates, v, dates.late_finish[v])
    return own.work(late) - own.work(finish_clock(graph, dates, v, dates.early_finish[v]))
