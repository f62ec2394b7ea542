"""Why this date? The reasons behind dates as data: what decides a start, the chain behind it, and what would help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import inf

from pmxl.records import NamedTuple
from pmxl.schedule import graph as g
from pmxl.schedule.calendars import day_of, instant, last_day
from pmxl.schedule.forward import (
    as_of_floor,
    asked_start,
    beginning,
    goes_on_by_itself,
    start_meant_by,
    starts_by_its_date,
)
from pmxl.schedule.graph import INHERITED, Tie
from pmxl.schedule.network import Link
from pmxl.schedule.result import Result
from pmxl.schedule.steps import finish_from, push


class Reason(NamedTuple):
    """What decides a date."""

    kind: str
    """`link`, `constraint`, `as-of date`, `project start`, `actual`, `pinned`, `as late as possible` or `summary`."""
    date: date | None = None
    """The date of the constraint, the as-of date, the project start or the actual date."""
    link: Link | None = None
    """The link that drives."""
    driver: str = ""
    """The task at the other end of the link; for a link from a summary, the row below it that decides."""
    code: str = ""
    """The constraint, for example `SNET`."""


class Step(NamedTuple):
    """One task of a driving chain, and what decides its date."""

    task: str
    reason: Reason


class Help(NamedTuple):
    """Something that would bring a date forward if it were less."""

    task: str
    what: str
    """`duration`, `lag`, or the kind of reason that the chain ends with."""
    minutes: float
    """How much it can bring before something else decides."""


def reason(result: Result, task: str) -> Reason:
    """What decides the start of a task; for a running one, when its remaining work goes on."""
    v = result.graph.index[task]
    state = result.graph.states[v]
    if state == g.SUMMARY:
        return Reason("summary")
    if state == g.DONE:
        return Reason("actual", result.tasks[task].finish_day)
    if state == g.PINNED:
        return Reason("pinned", result.tasks[task].start_day)
    if v in result.early:
        return Reason("as late as possible")
    return _overruling(result, v) or _held_open(result, v) or _candidates(result, v)[0][1]


def chain(result: Result, task: str) -> list[Step]:
    """The task and what drives it, link by link, back to the one whose date no link decides."""
    steps = [Step(task, reason(result, task))]
    while steps[-1].reason.driver:
        driver = steps[-1].reason.driver
        steps.append(Step(driver, reason(result, driver)))
    return steps


def why_not_earlier(result: Result, task: str, *, finish: bool = False) -> list[Help]:
    """What would have to be less for a task to start (or finish) earlier, along its driving chain, greatest help first.

    A help ends where another path takes over, so `minutes` says how much of it is of use.
    """
    room = inf
    found = []
    for step in chain(result, task):
        v = result.graph.index[step.task]
        if (finish or step.task != task) and result.graph.spans[v]:
            found.append(Help(step.task, "duration", min(room, result.graph.spans[v])))
        if result.graph.states[v] in (g.WAITING, g.RUNNING):
            room = min(room, _room(result, v))
        if step.reason.link is not None and step.reason.link.lag > 0:
            found.append(Help(step.task, "lag", min(room, result.graph.lags.get(step.reason.link, 0))))
        elif step.reason.link is None:
            found.append(Help(step.task, step.reason.kind, room))
    return sorted((h for h in found if h.minutes > 0), key=lambda h: -h.minutes)


def driver_of(result: Result, tie: Tie) -> str:
    """The task at the beginning of a tie; for a gate, the row of its summary that decides."""
    p = tie[0]
    while p >= result.graph.rows:
        ties = result.graph.into[p]
        start = result.dates.early_start[p]
        p = next(t[0] for t in ties if push(result.graph, result.dates, t) == start)
    return result.graph.tasks[p].id


def _overruling(result: Result, v: int) -> Reason | None:
    """The constraint whose date wins over links, where one does."""
    graph, start = result.graph, result.dates.early_start[v]
    if not graph.network.honour_constraints or graph.states[v] != g.WAITING:
        return None
    earlier = [code for code, _ in graph.terms.get(v, ()) if code in ("SNLT", "FNLT")]
    wins = bool(earlier) and start < asked_start(graph, result.dates, v)
    for code, at in graph.terms.get(v, ()):
        hard = code in ("MSO", "MFO") or (code in earlier and wins)
        if hard and start_meant_by(graph, v, code, at) == start:
            return _constraint(code, at)
    return None


def _held_open(result: Result, v: int) -> Reason | None:
    """The date before which a running task may not finish, where its work would be done earlier."""
    graph, dates = result.graph, result.dates
    if graph.states[v] != g.RUNNING or dates.early_finish[v] <= finish_from(graph, v, dates.resumed[v]):
        return None
    held = [at for code, at in graph.terms[v] if code == "FNET"]
    return _constraint("FNET", max(held))


def _candidates(result: Result, v: int) -> list[tuple[float, Reason]]:
    """Everything that holds a task back, the latest first; where several are equal, links before dates."""
    graph, dates, mode = result.graph, result.dates, result.graph.network.mode
    running = graph.states[v] == g.RUNNING
    found = []
    if not running or mode == "retained logic":
        for tie in graph.into[v]:
            if tie[3] not in INHERITED:
                why = Reason("link", None, tie[3], driver_of(result, tie))
                found.append((push(graph, dates, tie), why))
    found += _dates(result, v, running)
    return sorted(found, key=lambda candidate: -candidate[0])


def _dates(result: Result, v: int, running: bool) -> Iterator[tuple[float, Reason]]:
    """The dates that hold a task back, links apart."""
    graph, axis, network = result.graph, result.graph.axis[v], result.graph.network
    held = ("SNET", "FNET") if network.honour_constraints else ("SNET", "FNET", "MSO", "MFO")
    for code, at in graph.terms.get(v, ()):
        if code in held and not running:
            yield start_meant_by(graph, v, code, at), _constraint(code, at)
    task = graph.tasks[v]
    if not running and (v in graph.finish_tied or not (graph.into[v] or starts_by_its_date(graph, v))):
        yield beginning(graph, v), Reason("project start", day_of(graph.start))
    if graph.as_of > -inf:
        yield as_of_floor(graph, axis), Reason("as-of date", day_of(graph.as_of))
    if running and task.actual_start is not None:
        yield goes_on_by_itself(graph, v), Reason("actual", day_of(instant(task.actual_start)))


def _constraint(code: str, at: float) -> Reason:
    day = last_day(at) if code in ("FNET", "FNLT", "MFO") else day_of(at)
    return Reason("constraint", day, code=code)


def _room(result: Result, v: int) -> float:
    """How much earlier a task would start without what decides it now, in minutes on its axis."""
    found = _candidates(result, v)
    return found[0][0] - found[1][0] if len(found) > 1 else inf
