"""From a network as people say it to a graph, with every fault told and nothing guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import reduce
from math import inf, nan

from pmxl.schedule import graph as g
from pmxl.schedule.calendars import ROUND_THE_CLOCK, Calendar, exact, instant
from pmxl.schedule.graph import LONGEST, Graph
from pmxl.schedule.loops import put_in_order
from pmxl.schedule.network import CONSTRAINTS, PLAIN, Moment, Network, Problem, Task
from pmxl.schedule.ties import tie_up

FIRST, LAST = date(1950, 1, 1), date(2199, 12, 31)
STANDARD = Calendar.whole_days()
ENDS = ("FNET", "FNLT", "MFO", "DEADLINE")
"""The terms that a date holds for to its end."""
_NUMBERS = (int, float)


class _Spans(dict[float, float]):
    """Working days -> minutes; 0 for what is no length of time, or none to speak of. Equal durations share a number."""

    def __init__(self, day: float) -> None:
        super().__init__()
        self.day = day

    def __missing__(self, days: float) -> float:
        usable = 0 < days * self.day <= LONGEST
        self[days] = minutes = exact(days * self.day) if usable else 0.0
        return minutes


def build(network: Network) -> Graph:
    """Compile a network. Whatever cannot be used is left out and stands in `problems`; nothing raises."""
    graph = Graph(network)
    _set_up(graph)
    _take_rows(graph)
    _outline(graph)
    _take_work(graph)
    tie_up(graph)
    put_in_order(graph)
    _floors(graph)
    return graph


def _set_up(graph: Graph) -> None:
    network = graph.network
    graph.calendar = _working(graph, network.calendar, "the project", STANDARD)
    day = graph.minutes_a_day = network.minutes_a_day or graph.calendar.minutes_a_day
    week = network.minutes_a_week or graph.calendar.minutes_a_week
    month = network.days_a_month * day
    graph.units = {"m": 1, "h": 60, "d": day, "w": week, "mo": month}
    graph.units |= {"em": 1, "eh": 60, "ed": 1440, "ew": 7 * 1440, "emo": 30 * 1440}
    if network.mode != "msproject" and network.as_of is not None:
        graph.as_of = _instant(graph, "the project", network.as_of) or -inf
    graph.start = _project_start(graph)


def _project_start(graph: Graph) -> float:
    network = graph.network
    if network.start is not None and (start := _instant(graph, "the project", network.start)) is not None:
        return start
    if network.as_of is not None and (start := _instant(graph, "the project", network.as_of)) is not None:
        return start
    named = [
        instant(said)
        for task in network.tasks
        for said in (task.actual_start, task.constraint_date, task.not_before, task.pinned_start)
        if said is not None and _in_range(said)
    ]
    if named:
        return min(named)
    graph.problems.append(Problem("no-start", "", FIRST.isoformat()))
    return instant(FIRST)


def _in_range(said: Moment) -> bool:
    return FIRST <= (said.date() if isinstance(said, datetime) else said) <= LAST


def _usable(graph: Graph, task: str, said: Moment) -> bool:
    """False, and a problem, where a date lies outside 1950 to 2199."""
    usable = _in_range(said)
    if not usable:
        graph.problems.append(Problem("bad-date", task, said.isoformat()))
    return usable


def _instant(graph: Graph, task: str, said: Moment, *, end: bool = False) -> float | None:
    """The instant of a date that is usable."""
    return exact(instant(said, end=end)) if _usable(graph, task, said) else None


def _working(graph: Graph, calendar: Calendar, owner: str, instead: Calendar) -> Calendar:
    if calendar.works:
        return calendar
    text = "the standard week, Monday to Friday," if instead is STANDARD else "the project's"
    graph.problems.append(Problem("calendar-without-work", owner, text))
    return instead


# ---------------------------------------------------------------- rows


def _take_rows(graph: Graph) -> None:
    """Number the rows; a second row with the same ID is left out."""
    graph.tasks = list(graph.network.tasks)
    graph.index = {task.id: v for v, task in enumerate(graph.tasks)}
    if len(graph.index) < len(graph.tasks):
        graph.index, rows, graph.tasks = {}, graph.tasks, []
        for task in rows:
            if task.id in graph.index:
                graph.problems.append(Problem("duplicate-id", task.id, task.id))
            else:
                graph.index[task.id] = len(graph.tasks)
                graph.tasks.append(task)
    graph.rows = len(graph.tasks)


def _outline(graph: Graph) -> None:
    """Fill in parents and children; a row that would stand below itself stands on its own."""
    for v, task in enumerate(graph.tasks):
        if task.parent is None:
            continue
        above = graph.index.get(task.parent)
        if above is None:
            graph.problems.append(Problem("unknown-parent", task.id, task.parent))
        else:
            graph.parent[v] = above
    settled: set[int] = set()
    for v in list(graph.parent):
        path: dict[int, None] = {}
        up = v
        while up in graph.parent and up not in settled:
            if up in path:
                graph.problems.append(Problem("outline-circle", graph.tasks[up].id, ""))
                del graph.parent[up]
                break
            path[up] = None
            up = graph.parent[up]
        settled.update(path)
    for v, up in graph.parent.items():
        graph.children.setdefault(up, []).append(v)


# ---------------------------------------------------------------- what each row says


def _take_work(graph: Graph) -> None:
    """Axis, span, state and terms of every row."""
    known = {graph.calendar: graph.calendar}
    count = graph.rows
    graph.axis, graph.own = [graph.calendar] * count, [graph.calendar] * count
    graph.spans, graph.states = [0.0] * count, bytearray(count)
    graph.special_forth, graph.special_back = bytearray(count), bytearray(count)
    children, spans, minutes_of = graph.children, graph.spans, _Spans(graph.units["d"])
    for v, task in enumerate(graph.tasks):
        if v in children:
            graph.states[v] = g.SUMMARY
            graph.special_forth[v] = graph.special_back[v] = 1
        elif task[4:] == PLAIN and task[2] == "d" and (days := task[1]) and type(days) in _NUMBERS and minutes_of[days]:
            # Nearly every row there is: working days, and nothing else to say.
            spans[v] = minutes_of[days]
        else:
            _take_special(graph, v, task, known)
    graph.uniform = len(known) == 1
    for summary in graph.children:
        _hand_down(graph, summary)


def _duration(graph: Graph, task: Task, amount: float | None) -> float:
    """Minutes of *amount* in the task's unit; 0, and a problem, where that is no length of time."""
    usable = isinstance(amount, (int, float)) and not isinstance(amount, bool)
    if not usable or amount is None or not 0 <= amount * graph.units.get(task.unit, nan) <= LONGEST:
        graph.problems.append(Problem("bad-duration", task.id, f"{amount!r} {task.unit}"))
        return 0
    return exact(amount * graph.units[task.unit])


def _take_special(graph: Graph, v: int, task: Task, known: dict[Calendar, Calendar]) -> None:
    """A row with a calendar, a constraint, progress, efforts or another unit of its own; or a milestone."""
    graph.spans[v] = _duration(graph, task, task.duration)
    if task.calendar is not None:
        calendar = _working(graph, task.calendar, task.id, graph.calendar)
        graph.own[v] = graph.axis[v] = known.setdefault(calendar, calendar)
    if task.unit.startswith("e") and graph.spans[v]:
        graph.axis[v] = known.setdefault(ROUND_THE_CLOCK, ROUND_THE_CLOCK)
    _take_state(graph, v, task)
    if task.efforts:
        _take_efforts(graph, v, task, known)
    elif graph.states[v] == g.RUNNING and task.remaining is not None:
        graph.full_spans[v] = graph.spans[v]
        graph.spans[v] = _duration(graph, task, task.remaining)
    if found := list(_terms(graph, task)):
        graph.terms[v] = found
    only_later = all(code == "SNET" for code, _ in found)
    if graph.states[v] != g.WAITING or v in graph.efforts or not only_later or graph.axis[v] is not graph.own[v]:
        graph.special_forth[v] = graph.special_back[v] = 1
    graph.special_forth[v] |= task.delay != 0
    if not graph.spans[v]:
        # A milestone has to remember at which end of a night it stands.
        graph.special_forth[v] = graph.special_back[v] = 1


def _take_state(graph: Graph, v: int, task: Task) -> None:
    if task.actual_finish is not None and _in_range(task.actual_finish):
        graph.states[v] = g.DONE
        if task.actual_start and instant(task.actual_start) > instant(task.actual_finish, end=True):
            text = f"{task.actual_start.isoformat()} to {task.actual_finish.isoformat()}"
            graph.problems.append(Problem("finish-before-start", task.id, text))
    elif task.actual_start is not None and _in_range(task.actual_start):
        graph.states[v] = g.RUNNING
    elif task.pinned_start is not None and _in_range(task.pinned_start):
        graph.states[v] = g.PINNED
    for said in (task.actual_start, task.actual_finish, task.pinned_start, task.pinned_finish, task.resume):
        if said is not None:
            _usable(graph, task.id, said)


def _take_efforts(graph: Graph, v: int, task: Task, known: dict[Calendar, Calendar]) -> None:
    """Each resource works on its own calendar; where they are all one calendar, that is the axis."""
    longest: dict[Calendar, float] = {}
    whole = 0.0
    for effort in task.efforts:
        calendar = _working(graph, effort.calendar, task.id, graph.calendar)
        calendar = known.setdefault(calendar, calendar)
        running = graph.states[v] == g.RUNNING and effort.remaining is not None
        minutes = exact(effort.remaining if running and effort.remaining is not None else effort.minutes)
        longest[calendar] = max(minutes, longest.get(calendar, 0))
        whole = max(whole, exact(effort.minutes))
    if graph.states[v] == g.RUNNING:
        graph.full_spans[v] = whole
    if len(longest) == 1:
        ((graph.axis[v], graph.spans[v]),) = longest.items()
        return
    union = reduce(Calendar.either, longest)
    graph.axis[v] = known.setdefault(union, union)
    graph.efforts[v] = list(longest.items())
    graph.spans[v] = max(longest.values())


def _terms(graph: Graph, task: Task) -> Iterator[tuple[str, float]]:
    """The task's constraint and deadline as (code, instant)."""
    code, said = task.constraint, task.constraint_date
    if code == "ALAP":
        yield code, nan
    elif code != "ASAP":
        if code not in CONSTRAINTS or said is None:
            graph.problems.append(Problem("unknown-constraint", task.id, str(code)))
        elif (at := _instant(graph, task.id, said, end=code in ENDS)) is not None:
            yield code, at
    if task.not_before is not None and (at := _instant(graph, task.id, task.not_before)) is not None:
        yield "SNET", at
    if task.deadline is not None and (at := _instant(graph, task.id, task.deadline, end=True)) is not None:
        yield "DEADLINE", at


def _hand_down(graph: Graph, summary: int) -> None:
    """What a summary says of its earliest start and latest finish holds for every row below it."""
    task = graph.tasks[summary]
    if task[4:] == PLAIN:
        return
    for code, at in _terms(graph, task):
        if code == "DEADLINE":
            graph.terms.setdefault(summary, []).append((code, at))
        elif code in ("SNET", "FNLT"):
            for leaf in graph.leaves_below(summary):
                graph.terms.setdefault(leaf, []).append((code, at))
                graph.special_forth[leaf] = graph.special_back[leaf] = 1
        else:
            graph.problems.append(Problem("constraint-on-summary", task.id, code))


# ---------------------------------------------------------------- floors


def _floors(graph: Graph) -> None:
    """The earliest start of every plain node, ties apart: the project start without ties, else the as-of date."""
    axes = {id(axis): axis for axis in [graph.calendar, *(() if graph.uniform else graph.axis)]}
    start = {key: axis.work(graph.start) for key, axis in axes.items()}
    as_of = {key: -inf if graph.as_of == -inf else axis.work(graph.as_of) for key, axis in axes.items()}
    loose = graph.network.mode == "msproject"
    if graph.uniform:
        later, first = as_of[id(graph.calendar)], max(start[id(graph.calendar)], as_of[id(graph.calendar)])
        graph.floor = [later if ties else first for ties in graph.into]
    else:
        keys = map(id, graph.axis)
        graph.floor = [
            as_of[key] if ties else max(start[key], as_of[key]) for key, ties in zip(keys, graph.into, strict=True)
        ]
    for v in graph.finish_tied:
        graph.floor[v] = max(graph.floor[v], start[id(graph.axis[v])])
    for v, terms in graph.terms.items():
        if not graph.special_forth[v]:
            dates = [graph.axis[v].work(at) for code, at in terms if code == "SNET"]
            # Microsoft Project starts a task without predecessors on its date even before the project start.
            graph.floor[v] = max(dates) if loose and not graph.into[v] else max(graph.floor[v], *dates)
