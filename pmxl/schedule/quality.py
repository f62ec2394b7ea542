"""The DCMA 14-point assessment: whether a network is good enough for its dates to mean anything.

After DCMA-EA PAM 200.1 (2012), with the limits as they are commonly published. Everything counts incomplete tasks
and the links into them, without summaries. The figures are pure; what to say about them is up to rules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from pmxl.records import NamedTuple
from pmxl.schedule import graph as g
from pmxl.schedule.calendars import instant
from pmxl.schedule.network import LINK_TYPES, Link, Moment, Network
from pmxl.schedule.result import Result, schedule

HARD = ("MSO", "MFO", "SNLT", "FNLT")
"""Constraints that stop logic from moving a task."""


class Limits(NamedTuple):
    """Where a check fails; the defaults are those commonly published."""

    loose: float = 0.05
    """The share of tasks that may lack a predecessor or a successor."""
    few: float = 0.05
    """The share of tasks or links that may break most other rules."""
    finish_to_start: float = 0.9
    """The least share of links that are finish-to-start."""
    long: float = 44
    """Working days: two months. More float than that is a missing link, more duration a missing breakdown."""
    enough: float = 0.95
    """What CPLI and BEI must reach."""


PUBLISHED = Limits()
PROBE = 600
"""Working days by which the critical path test delays a task."""


class Activity(NamedTuple):
    """What the assessment has to know of one row. Durations and floats are in working days."""

    id: str
    duration: float
    remaining: float
    start: date
    finish: date
    actual_start: date | None = None
    actual_finish: date | None = None
    baseline_start: date | None = None
    baseline_finish: date | None = None
    constraint: str = "ASAP"
    total_float: float = 0
    staffed: bool = True
    """True where a resource or a cost is assigned."""

    @property
    def is_open(self) -> bool:
        """True while it is not finished."""
        return self.actual_finish is None


class Check(NamedTuple):
    """One of the fourteen figures."""

    name: str
    value: float
    """A share (0.05 is 5 %), a count for checks that allow none, or an index."""
    limit: float
    ok: bool
    tasks: tuple[str, ...] = ()
    """The tasks at fault."""
    of: int = 0
    """How many tasks or links the share is of."""


def assess(
    activities: Sequence[Activity],
    links: Sequence[Link],
    as_of: date,
    *,
    path_length: float | None = None,
    end_float: float = 0,
    path_holds: bool | None = None,
    below: Mapping[str, Sequence[str]] | None = None,
    limits: Limits = PUBLISHED,
) -> dict[str, Check]:
    """The fourteen checks by name, in their order, and `dangling` beside `logic`.

    *path_length* is the working days from the as-of date to the early finish of the end milestone and *end_float* its
    total float against the date it must meet; *path_holds* is what `critical_path_holds` says. Checks for which these
    are not given are left out. *below* gives the rows below each summary, whose links hold for all of them.
    """
    below = below or {}
    todo = [a for a in activities if a.is_open]
    ids = {a.id for a in todo}
    into = [link for link in links if not ids.isdisjoint(below.get(link.successor, (link.successor,)))]
    impossible = [a.id for a in activities if forecast_in_past(a, as_of) or actual_in_future(a, as_of)]
    found = [
        *_logic(activities, todo, links, below, limits.loose),
        _none("leads", [link.successor for link in into if link.lag < 0], len(into)),
        _share("lags", [link.successor for link in into if link.lag > 0], len(into), limits.few),
        _types(into, limits.finish_to_start),
        _share("hard constraints", [a.id for a in todo if a.constraint in HARD], len(todo), limits.few),
        _share("high float", [a.id for a in todo if a.total_float > limits.long], len(todo), limits.few),
        _none("negative float", [a.id for a in todo if a.total_float < 0], len(todo)),
        _long([a for a in todo if a.duration > 0], limits),
        _none("invalid dates", impossible, len(activities)),
        _none("resources", [a.id for a in todo if a.duration >= 1 and not a.staffed], len(todo)),
        _missed(activities, as_of, limits.few),
    ]
    if path_holds is not None:
        found.append(Check("critical path test", float(path_holds), 1, path_holds))
    if path_length:
        index = (path_length + end_float) / path_length
        found.append(Check("critical path length index", index, limits.enough, index >= limits.enough))
    found.append(_execution(activities, as_of, limits.enough))
    return {check.name: check for check in found}


def _share(name: str, tasks: Collection[str], of: int, most: float) -> Check:
    value = len(tasks) / of if of else 0.0
    return Check(name, value, most, value <= most, tuple(tasks), of)


def _none(name: str, tasks: Collection[str], of: int = 0) -> Check:
    return Check(name, len(tasks), 0, not tasks, tuple(tasks), of)


def _logic(
    activities: Sequence[Activity],
    todo: Sequence[Activity],
    links: Sequence[Link],
    below: Mapping[str, Sequence[str]],
    most: float,
) -> list[Check]:
    """Tasks without a predecessor or a successor; and dangling ones, whose start or finish nothing holds.

    The first start and the last finish of the network are excepted.
    """
    first = min(activities, key=lambda a: a.start, default=None)
    last = max(reversed(activities), key=lambda a: a.finish, default=None)

    def named(at_end: bool, *types: str) -> set[str]:
        """The tasks that stand at one end of the links of some types."""
        ends = ((link.predecessor, link.successor)[at_end] for link in links if link.type in types)
        return {task for end in ends for task in below.get(end, (end,))}

    is_waited_for, waits = named(False, *LINK_TYPES), named(True, *LINK_TYPES)
    holds, held = named(False, "FS", "FF"), named(True, "FS", "SS")
    loose = [
        a.id for a in todo if (a.id not in waits and a is not first) or (a.id not in is_waited_for and a is not last)
    ]
    unheld = (waits - held) | (is_waited_for - holds)
    dangling = [a.id for a in todo if a.id in unheld]
    return [_share("logic", loose, len(todo), most), _none("dangling", dangling, len(todo))]


def _types(into: Sequence[Link], least: float) -> Check:
    """The share of links that are finish-to-start; at fault are the successors of the others."""
    others = [link.successor for link in into if link.type != "FS"]
    value = 1 - len(others) / len(into) if into else 1.0
    return Check("relationship types", value, least, value >= least, tuple(others), len(into))


def _long(todo: Sequence[Activity], limits: Limits) -> Check:
    """Remaining, not original, duration; milestones have none."""
    return _share("high duration", [a.id for a in todo if a.remaining > limits.long], len(todo), limits.few)


def forecast_in_past(activity: Activity, as_of: date) -> bool:
    """True where a start or finish is planned for the as-of date or before, and has not happened."""
    starts = activity.actual_start is None and activity.actual_finish is None and activity.start <= as_of
    return starts or (activity.is_open and activity.finish <= as_of)


def actual_in_future(activity: Activity, as_of: date) -> bool:
    """True where something is said to have happened after the as-of date."""
    return any(day is not None and day > as_of for day in (activity.actual_start, activity.actual_finish))


def _missed(activities: Sequence[Activity], as_of: date, most: float) -> Check:
    """Tasks that should have finished by the as-of date and finished, or will finish, after their baseline."""
    due = [a for a in activities if a.baseline_finish is not None and a.baseline_finish <= as_of]
    late = [a.id for a in due if a.baseline_finish is not None and (a.actual_finish or a.finish) > a.baseline_finish]
    return _share("missed tasks", late, len(due), most)


def _execution(activities: Sequence[Activity], as_of: date, least: float) -> Check:
    """The baseline execution index: tasks done, per task that the baseline wanted done or does not know."""
    done = sum(a.actual_finish is not None and a.actual_finish <= as_of for a in activities)
    due = sum(a.baseline_finish is not None and a.baseline_finish <= as_of for a in activities)
    unknown = sum(a.baseline_finish is None for a in activities)
    value = done / (due + unknown) if due + unknown else 1.0
    return Check("baseline execution index", value, least, value >= least, of=due + unknown)


# ---------------------------------------------------------------- from a computed schedule


def activities_of(
    result: Result, baselines: Mapping[str, tuple[date | None, date | None]], staffed: Collection[str]
) -> list[Activity]:
    """The rows of a computed schedule as the assessment wants them. *baselines* gives (start, finish) by ID."""
    day = result.graph.minutes_a_day
    found = []
    for v in range(result.graph.rows):
        if result.graph.states[v] == g.SUMMARY:
            continue
        task = result.graph.tasks[v]
        dates, span = result.tasks[task.id], result.graph.spans[v] / day
        start, finish = baselines.get(task.id, (None, None))
        found.append(
            Activity(
                task.id,
                result.graph.full_spans.get(v, result.graph.spans[v]) / day,
                0 if dates.is_done else span,
                dates.start_day,
                dates.finish_day,
                _day(task.actual_start),
                _day(task.actual_finish),
                start,
                finish,
                task.constraint,
                dates.total_float_days,
                task.id in staffed,
            )
        )
    return found


def assess_result(
    result: Result,
    as_of: date,
    baselines: Mapping[str, tuple[date | None, date | None]] | None = None,
    staffed: Collection[str] = (),
    *,
    must_finish: date | None = None,
    limits: Limits = PUBLISHED,
) -> dict[str, Check]:
    """The fourteen checks of a computed schedule; its longest path ends with the last finish of the project.

    *must_finish* is the date that the end milestone is held against; without one its total float counts, where it is
    negative.
    """
    activities = activities_of(result, baselines or {}, staffed)
    last = max(reversed(activities), key=lambda a: a.finish, default=None)
    calendar = result.graph.calendar
    end_float = min(0, last.total_float) if last else 0
    if last and must_finish:
        end_float = calendar.working_days_between(last.finish, must_finish)
    length = calendar.work(result.dates.finish) - calendar.work(instant(as_of, end=True))
    return assess(
        activities,
        result.graph.network.links,
        as_of,
        path_length=max(0, length / result.graph.minutes_a_day),
        end_float=end_float,
        path_holds=critical_path_holds(result),
        below={name: row.rows_below for name, row in result.tasks.items() if row.is_summary},
        limits=limits,
    )


def critical_path_holds(result: Result) -> bool | None:
    """The critical path test: a long delay of a critical task must delay the project finish by as much.

    Computed on a copy. None where no unfinished task is critical.
    """
    graph = result.graph
    critical = [
        v for v in range(graph.rows) if graph.states[v] == g.WAITING and result.tasks[graph.tasks[v].id].critical
    ]
    if not critical:
        return None
    probe = min(critical, key=lambda v: result.dates.early_start[v])
    later = schedule(_delayed(graph.network, graph.tasks[probe].id, graph.spans[probe] + PROBE * graph.minutes_a_day))
    moved = graph.calendar.work(later.dates.finish) - graph.calendar.work(result.dates.finish)
    return bool(moved == PROBE * graph.minutes_a_day)


def _delayed(network: Network, name: str, minutes: float) -> Network:
    """The network with another duration for one task."""
    tasks = [t._replace(duration=minutes, unit="m", efforts=()) if t.id == name else t for t in network.tasks]
    return network._replace(tasks=tasks)


def _day(moment: Moment | None) -> date | None:
    return None if moment is None else date(moment.year, moment.month, moment.day)
