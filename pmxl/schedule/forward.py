"""The forward pass: the earliest dates that the project start, links, constraints and progress allow."""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from pmxl.schedule import graph as g
from pmxl.schedule.calendars import Calendar, instant
from pmxl.schedule.graph import Graph
from pmxl.schedule.milestones import stand
from pmxl.schedule.steps import Dates, done_span, finish_clock, finish_from, push, start_for


def forward(graph: Graph, dates: Dates, late: dict[int, float] | None = None) -> None:
    """Fill the early dates and the project finish. *late* fixes the start of tasks planned as late as possible."""
    early_start, early_finish = dates.early_start, dates.early_finish
    floor, spans, into, special = graph.floor, graph.spans, graph.into, graph.special_forth
    for v in graph.order:
        if special[v]:
            _SPECIAL[graph.states[v]](graph, dates, v)
            if late and v in late:
                early_start[v] = late[v]
                early_finish[v] = finish_from(graph, v, late[v])
                if v in dates.stands:
                    dates.stands[v] = dates.late_stands[v]
            continue
        start = floor[v]
        for predecessor, _, offset, _ in into[v]:
            at = early_finish[predecessor] + offset
            if at > start:
                start = at
        early_start[v] = start
        early_finish[v] = start + spans[v]
    dates.finish = _project_finish(graph, dates)


def _project_finish(graph: Graph, dates: Dates) -> float:
    """The instant at which the last row finishes; the project start where there is none."""
    finishes = dates.early_finish
    if graph.children or not graph.uniform:
        rows = (v for v in range(graph.rows) if graph.states[v] != g.SUMMARY)
        return max((finish_clock(graph, dates, v, finishes[v]) for v in rows), default=graph.start)
    if not finishes:
        return graph.start
    last = max(finishes)
    standing = [at for v, at in dates.stands.items() if finishes[v] == last]
    return max([graph.calendar.closes(last), *standing])


# ---------------------------------------------------------------- nodes that need more than the longest tie


def _plan(graph: Graph, dates: Dates, v: int) -> None:
    """A task that has not started."""
    asked = asked_start(graph, dates, v)
    start = overruled(graph, v, asked)
    dates.driven.pop(v, None)
    if start < asked and start < (driven := _driven(graph, dates, v)):
        dates.driven[v] = driven
    dates.early_start[v] = start
    dates.early_finish[v] = finish_from(graph, v, start)
    if not graph.spans[v] and v not in graph.efforts:
        dates.stands[v] = stand(graph, dates, v, start)


def _driven(graph: Graph, dates: Dates, v: int) -> float:
    """The start that links and no-earlier-than dates ask for, whatever the project start says."""
    later = [start_meant_by(graph, v, code, at) for code, at in graph.terms.get(v, ()) if code in ("SNET", "FNET")]
    return max([*later, *(push(graph, dates, tie) for tie in graph.into[v])], default=-inf)


def asked_start(graph: Graph, dates: Dates, v: int) -> float:
    """The earliest start, before constraints that overrule links: ties, project start, no-earlier-than dates."""
    return max([floor_of(graph, v), *(push(graph, dates, tie) for tie in graph.into[v])])


def floor_of(graph: Graph, v: int) -> float:
    """The earliest start of a task that has not started, ties apart, on its axis."""
    axis, network = graph.axis[v], graph.network
    start = axis.work(graph.start) if v in graph.finish_tied else -inf
    later = [start_meant_by(graph, v, code, at) for code, at in graph.terms.get(v, ()) if code in ("SNET", "FNET")]
    if not graph.into[v]:
        start = beginning(graph, v)
        if starts_by_its_date(graph, v):
            start = -inf
    if not network.honour_constraints:
        later += [start_meant_by(graph, v, code, at) for code, at in graph.terms.get(v, ()) if code in ("MSO", "MFO")]
    return max(start, *later, as_of_floor(graph, axis))


def starts_by_its_date(graph: Graph, v: int) -> bool:
    """Whether a task without predecessors has a date instead of the project start, even one before it.

    Microsoft Project has it so.
    """
    return graph.network.mode == "msproject" and any(code == "SNET" for code, _ in graph.terms.get(v, ()))


def beginning(graph: Graph, v: int) -> float:
    """The project start, and after it the elapsed delay that levelling gave the task."""
    axis, delay = graph.axis[v], graph.tasks[v].delay
    start = axis.work(graph.start)
    return axis.work(axis.opens(start) + delay) if delay else start


def overruled(graph: Graph, v: int, start: float) -> float:
    """The start after constraints whose dates win over links; no unfinished work goes before the as-of date."""
    if not graph.network.honour_constraints:
        return start
    for code, at in graph.terms.get(v, ()):
        if code in ("MSO", "MFO"):
            start = start_meant_by(graph, v, code, at)
        elif code in ("SNLT", "FNLT"):
            start = min(start, start_meant_by(graph, v, code, at))
    return max(start, as_of_floor(graph, graph.axis[v]))


def as_of_floor(graph: Graph, axis: Calendar) -> float:
    """The as-of date on an axis; -inf where unfinished work may lie anywhere."""
    return -inf if graph.as_of == -inf else axis.work(graph.as_of)


def start_meant_by(graph: Graph, v: int, code: str, at: float) -> float:
    """The start that a constraint's date means, on the node's axis."""
    date = graph.axis[v].work(at)
    return start_for(graph, v, date) if code in ("FNET", "FNLT", "MFO") else date


def _go_on(graph: Graph, dates: Dates, v: int) -> None:
    """A task that runs: the actual start stands, and what remains goes on from the resume date or the as-of date.

    Microsoft Project ignores links into a task that has started; retained logic lets the remaining work wait.
    """
    axis, task, mode = graph.axis[v], graph.tasks[v], graph.network.mode
    assert task.actual_start is not None
    dates.early_start[v] = axis.work(instant(task.actual_start))
    goes_on = max(goes_on_by_itself(graph, v), as_of_floor(graph, axis))
    if mode == "retained logic":
        goes_on = max([goes_on, *(push(graph, dates, tie) for tie in graph.into[v])])
    dates.resumed[v] = goes_on
    not_before = [axis.work(at) for code, at in graph.terms.get(v, ()) if code == "FNET"]
    dates.early_finish[v] = max([finish_from(graph, v, goes_on), *not_before])
    if not graph.spans[v] and goes_on == as_of_floor(graph, axis):
        # With nothing left to do it finishes on the as-of date itself, not at the end of the day before.
        dates.stands[v] = axis.opens(goes_on)


def goes_on_by_itself(graph: Graph, v: int) -> float:
    """When the work that remains of a running task goes on, links and as-of date apart.

    On the resume date, else right after the work that is done; but where unfinished work is planned from the as-of
    date on, the work that is done is done, however long it should have taken.
    """
    axis, task = graph.axis[v], graph.tasks[v]
    assert task.actual_start is not None
    if task.resume is not None:
        return axis.work(instant(task.resume))
    start = axis.work(instant(task.actual_start))
    if graph.as_of > -inf:
        return start
    return start + done_span(graph, v)


def _record(graph: Graph, dates: Dates, v: int) -> None:
    """A task that is done: actual dates stand."""
    axis, task = graph.axis[v], graph.tasks[v]
    assert task.actual_finish is not None
    finish = axis.work(instant(task.actual_finish, end=True))
    start = axis.work(instant(task.actual_start)) if task.actual_start else start_for(graph, v, finish)
    dates.early_start[v], dates.early_finish[v] = min(start, finish), finish


def _pin(graph: Graph, dates: Dates, v: int) -> None:
    """A task pinned to dates, which nothing moves."""
    axis, task = graph.axis[v], graph.tasks[v]
    assert task.pinned_start is not None
    start = axis.work(instant(task.pinned_start))
    finish = axis.work(instant(task.pinned_finish, end=True)) if task.pinned_finish else finish_from(graph, v, start)
    dates.early_start[v], dates.early_finish[v] = start, max(start, finish)


def _pass_finish(graph: Graph, dates: Dates, v: int) -> None:
    """The finish of a summary: the latest of the rows below."""
    at = max(push(graph, dates, tie) for tie in graph.into[v])
    dates.early_start[v] = dates.early_finish[v] = at
    dates.stands[v] = stand(graph, dates, v, at)


def _pass_start(graph: Graph, dates: Dates, v: int) -> None:
    """The start of a summary: the earliest of the rows below."""
    at = min(push(graph, dates, tie) for tie in graph.into[v])
    dates.early_start[v] = dates.early_finish[v] = at
    dates.stands[v] = graph.axis[v].opens(at)


_SPECIAL: dict[int, Callable[[Graph, Dates, int], None]] = {
    g.WAITING: _plan,
    g.RUNNING: _go_on,
    g.DONE: _record,
    g.PINNED: _pin,
    g.FINISH_GATE: _pass_finish,
    g.START_GATE: _pass_start,
}
