"""Where a milestone stands. It takes no time, so the same worked minute may mean Friday 17:00 or Monday 08:00.

The arithmetic does not care; people do. A milestone stands at the instant at which what holds it there ends or
begins: with the finish of its predecessor on the same day, with a start on that start's day.
"""

from __future__ import annotations

from math import inf

from pmxl.schedule.calendars import Calendar
from pmxl.schedule.graph import Graph, Tie
from pmxl.schedule.steps import Dates, finish_clock, late_finish_clock, late_start_clock, pull, push, start_clock


def stand(graph: Graph, dates: Dates, v: int, at: float) -> float:
    """The instant of the early date *at*: the latest that anything asks for which holds it there."""
    axis = graph.axis[v]
    asked = [_side(axis, at, term) for code, term in graph.terms.get(v, ()) if code in ("SNET", "SNLT", "MSO")]
    if graph.as_of > -inf:
        asked.append(_side(axis, at, graph.as_of))
    if not graph.into[v] and axis.work(graph.start) == at:
        asked.append(graph.start)
    ties = [tie for tie in graph.into[v] if push(graph, dates, tie) == at]
    return max([axis.closes(at), *asked, *(_arrival(graph, dates, tie, at) for tie in ties)])


def late_stand(graph: Graph, dates: Dates, v: int, at: float) -> float:
    """The instant of the late date *at*: the earliest that anything asks for which holds it there."""
    axis = graph.axis[v]
    found = [_departure(graph, dates, tie, at) for tie in graph.out[v] if pull(graph, dates, tie) == at]
    dated = [(code, term) for code, term in graph.terms.get(v, ()) if code not in ("SNET", "ALAP")]
    found += [_side(axis, at, term) for code, term in dated if code in ("MSO", "SNLT") and axis.work(term) == at]
    ended = any(code not in ("MSO", "SNLT") and axis.work(term) == at for code, term in dated)
    if ended or not found or axis.work(dates.finish) == at:
        found.append(axis.closes(at))
    return min(found)


def _side(axis: Calendar, at: float, instant: float) -> float:
    """The side of a night on which *instant* lies, where it lies in the night of *at*; else no instant."""
    if axis.work(instant) != at:
        return -inf
    return axis.opens(at) if instant > axis.closes(at) else axis.closes(at)


def _arrival(graph: Graph, dates: Dates, tie: Tie, at: float) -> float:
    """The instant at which a tie arrives: that of its other end, as far as it lies in the same night."""
    p, s, _, link = tie
    from_start = link.type[0] == "S"
    early = dates.early_start[p] if from_start else dates.early_finish[p]
    clock = (start_clock if from_start else finish_clock)(graph, dates, p, early)
    axis = graph.axis[s]
    if link not in graph.lags:
        # What stands with the project start on a day off stays there; everything else moves to working time.
        return clock if clock == graph.start and axis.work(clock) == at else _side(axis, at, clock)
    # Two days after Thursday 08:00 is Friday 17:00, as Microsoft Project has it; two before it is Tuesday 08:00.
    begins = graph.lags[link] < 0 and clock > graph.axis[p].closes(early)
    return axis.opens(at) if begins else axis.closes(at)


def _departure(graph: Graph, dates: Dates, tie: Tie, at: float) -> float:
    """The instant at which a tie must leave for its other end to be on time."""
    _, s, _, link = tie
    to_start = link.type[1] == "S"
    late = dates.late_start[s] if to_start else dates.late_finish[s]
    clock = (late_start_clock if to_start else late_finish_clock)(graph, dates, s, late)
    axis = graph.axis[tie[0]]
    if link not in graph.lags and axis.work(clock) == at:
        return clock
    return axis.opens(at) if to_start and clock > graph.axis[s].closes(late) else axis.closes(at)
