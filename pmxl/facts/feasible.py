"""The finish that people can keep: the logic of the schedule, and nobody doing more than they have hours for.

The plan's logic gives each task its first day; from there serial generation delays what its people cannot do yet. Where
nobody is overloaded the dates are those of the logic.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import ceil, floor

from pmxl.facts.capacity import Capacity
from pmxl.facts.words import day
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.schedule import Task
from pmxl.schedule import Link, Result
from pmxl.schedule import graph as g
from pmxl.schedule.calendars import DAY as DAY_MINUTES
from pmxl.schedule.calendars import instant
from pmxl.schedule.load import DAY
from pmxl.schedule.serial import Activity
from pmxl.schedule.staffed import Staffed, staffed

LONGEST = 2500
"""Working days of one task that people are planned for: ten years."""
SEARCHED = 2500
"""Days after which a calendar of a task's own is not looked at any more: ten working years of it are enough."""
UNITS = 100
"""What a person has to give on an ordinary day."""
ELAPSED = 5 / 7
"""Working days in a day of the clock, for lags that ignore calendars."""
ROUNDING = 1e-6
"""Of a day; no more than what dividing minutes leaves."""


class Problem(NamedTuple):
    """What is to be levelled: activities and people, in working days from the as-of date."""

    activities: list[Activity]
    capacity: dict[str, int]
    away: dict[str, dict[int, int]]


class Feasible(NamedTuple):
    """The finish by logic and the one that people allow, and on whose hours the difference hangs."""

    logic: date
    finish: date
    waits_for: dict[str, int]
    """Name -> working days for which the way to the finish waits for that person, the longest first."""
    days_late: int
    """Working days between the two."""

    @property
    def decider(self) -> str:
        """The person on whom the finish hangs most; "" where people allow what logic says."""
        return next(iter(self.waits_for), "") if self.days_late > 0 else ""

    def says(self, as_of: date | None = None) -> str:
        """What people allow in a few words: the finish, and who decides it, or that it is the one of logic."""
        if self.days_late <= 0:
            return f"people allow {day(self.finish, as_of)}, as logic says"
        decides = f"; {self.decider} decides" if self.decider else ""
        return f"people allow {day(self.finish, as_of)}, logic says {day(self.logic, as_of)}{decides}"


def feasible(book: Book, now: Context) -> None:
    """Fill Feasible start and Feasible finish, and keep with the book which finish the people of the plan allow."""
    if book.capacity is None or book.plan is None:
        return
    result, rows = book.plan
    places = _Places(result, now)
    plan = staffed(*problem_of(book.capacity, rows, places))
    for name, row in rows.items():
        if row.is_summary or not row.start or not row.finish:
            continue
        row.feasible_start, row.feasible_finish = _dates(row, plan.spans.get(name), places.spans.get(name), places)
    _roll_up(result, rows)
    book.feasible = _outcome(book.capacity, plan, rows)


def exact_finish(book: Book, now: Context) -> tuple[date, date] | None:
    """The earliest finish that people allow, as CP-SAT finds it, and the earliest that it could not rule out.

    Raises ImportError where the extra `levelling` is not installed.
    """
    if book.capacity is None or book.plan is None or book.feasible is None:
        return None
    from pmxl.schedule.exact import exact

    result, rows = book.plan
    places = _Places(result, now)
    problem = problem_of(book.capacity, rows, places)
    plan = staffed(*problem)
    found = exact(*problem, [plan.spans[activity.id][0] for activity in problem.activities])
    days = (max(places.day(periods - 1), book.feasible.logic) for periods in (found.finish, found.bound))
    finish, bound = days
    return (book.feasible.finish, min(bound, book.feasible.finish)) if found.finish >= plan.finish else (finish, bound)


def _outcome(capacity: Capacity, plan: Staffed, rows: dict[str, Task]) -> Feasible | None:
    logic = max((row.finish for row in rows.values() if row.finish), default=None)
    finish = max((row.feasible_finish for row in rows.values() if row.feasible_finish), default=None)
    if logic is None or finish is None:
        return None
    finish = max(logic, finish)
    waits = {capacity.workers[key].name: days for key, days in plan.waits_for.items() if key}
    return Feasible(logic, finish, waits, capacity.weeks.working_days(logic + DAY, finish))


def _dates(
    row: Task, span: tuple[int, int] | None, planned: tuple[int, int] | None, places: _Places
) -> tuple[date | None, date | None]:
    """The dates of a row in the feasible plan: those on the sheet, unless its people move it."""
    if span is None or span == planned:
        return row.start, row.finish
    start, end = span
    if row.own_days is not None and not row.actual_start:
        # From the morning after the project's last day before: days that the project has off may be its days.
        return _on_its_calendar(row, row.own_days, places.day(start - 1) + DAY)
    last = places.day(end - 1)
    if row.actual_start or start == end:
        return row.actual_start or last, last
    return places.day(start), last


def _on_its_calendar(row: Task, own_days: Callable[[date, date], int], first: date) -> tuple[date | None, date | None]:
    """The dates of a row on a calendar of its own that waits until *first*: as many of its days as now."""
    assert row.start is not None
    assert row.finish is not None
    takes, start = max(1, own_days(row.start - DAY, row.finish)), max(first, row.start)
    days = [start + DAY * i for i in range(SEARCHED) if own_days(start + DAY * (i - 1), start + DAY * i)]
    return (days[0], days[min(takes, len(days)) - 1]) if days else (row.start, row.finish)


def _roll_up(result: Result, rows: dict[str, Task]) -> None:
    for name, row in rows.items():
        if row.is_summary:
            below = [rows[found] for found in result.tasks[name].rows_below]
            row.feasible_start = min((r.feasible_start for r in below if r.feasible_start), default=None)
            row.feasible_finish = max((r.feasible_finish for r in below if r.feasible_finish), default=None)


class _Places:
    """Where the unfinished rows of a schedule lie, in working days from the as-of date: from, and up to."""

    def __init__(self, result: Result, now: Context) -> None:
        self.now, self.result, self.calendar = now, result, result.graph.calendar
        self._zero, self._day = self.calendar.work(instant(now.as_of)), result.graph.minutes_a_day
        graph = result.graph
        open_states = (g.WAITING, g.RUNNING, g.PINNED)
        nodes = [v for v in range(graph.rows) if graph.states[v] in open_states]
        self.by_node: dict[int, tuple[int, int]] = {v: self._span(v) for v in nodes}
        self.spans = {graph.tasks[v].id: span for v, span in self.by_node.items()}
        for v in graph.finish_gates.values():
            ends = [self.by_node[tie[0]][1] for tie in graph.into[v] if tie[0] in self.by_node]
            self.by_node[v] = (max(ends, default=0),) * 2

    def _span(self, v: int) -> tuple[int, int]:
        """Of a running task what remains; what should be over moves to the as-of date."""
        graph = self.result.graph
        start, finish = (self._days(moment) for moment in self.result.span(v))
        last = ceil(finish - ROUNDING)
        if not graph.spans[v]:
            return max(0, last), max(0, last)
        first = floor(start + ROUNDING)
        if graph.states[v] == g.RUNNING:
            first = last - ceil(graph.spans[v] / self._day - ROUNDING)
        length = max(1, last - first)
        return max(0, first), max(0, first) + length

    def _days(self, moment: float) -> float:
        return (self.calendar.work(moment) - self._zero) / self._day

    def lag(self, link: Link) -> int:
        """A lag in working days, rounded up."""
        graph = self.result.graph
        lag = graph.lags.get(link, 0)
        return ceil((lag / DAY_MINUTES * ELAPSED if link in graph.elapsed else lag / self._day) - ROUNDING)

    def day(self, period: int) -> date:
        """The working day that a period stands for."""
        return self.calendar.add_working_days(self.now.as_of - DAY, period + 1)


def problem_of(capacity: Capacity, rows: dict[str, Task], places: _Places) -> Problem:
    """The unfinished work as activities, who they need, and what they wait for.

    The start gates of summaries, which only start-to-start links from summaries use, are left out.
    """
    hours: dict[str, dict[str, float]] = {}
    for task, person, needed, _, _ in capacity.assignments:
        hours.setdefault(task, {})[person] = needed
    graph, activities = places.result.graph, []
    for v, (first, last) in places.by_node.items():
        if v >= graph.rows:
            activities.append(_activity(places, v, f"gate {v}", {}, 0, 0))
            continue
        row = rows[graph.tasks[v].id]
        # Whoever works at other times than the project is not held against the project's days.
        asked = {} if row.own_days is not None else hours.get(row.id or row.name, {})
        needs, length = _needs(capacity, asked, last - first)
        activities.append(_activity(places, v, graph.tasks[v].id, needs, length, first))
    people = sorted({person for activity in activities for person in activity.needs})
    return Problem(activities, dict.fromkeys(people, UNITS), _away(capacity, people, places))


def _activity(places: _Places, v: int, name: str, needs: dict[str, int], length: int, first: int) -> Activity:
    waits, follows = _ties(places, v, length)
    return Activity(name, length, needs, waits, first, follows)


def _needs(capacity: Capacity, hours: dict[str, float], length: int) -> tuple[dict[str, int], int]:
    """Units of each person a day, and the days that it takes: more than planned where a day asks for too much.

    Nobody is asked for what would take more than `LONGEST`: it is a slip of the pen, and must not cost a minute.
    """
    if not length:
        return {}, 0
    usual = {person: capacity.workers[person].hours_a_day for person in hours}
    days = {person: needed / usual[person] for person, needed in hours.items() if usual[person]}
    planned, length = length, max(length, *(ceil(full - ROUNDING) for full in days.values()), 1)
    if length > LONGEST:
        return {}, planned
    return {person: min(UNITS, max(1, round(UNITS * full / length))) for person, full in days.items()}, length


def _ties(places: _Places, v: int, length: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """What a node waits for from its predecessors' starts, and what from their ends.

    What logic allows is never asked more of than logic does: half-days that share a day stay on it.
    """
    graph, first = places.result.graph, places.by_node[v][0]
    waits, follows = list[tuple[str, int]](), list[tuple[str, int]]()
    if graph.states[v] == g.PINNED or (graph.states[v] == g.RUNNING and graph.network.mode != "retained logic"):
        return waits, follows
    for p, _, _, link in graph.into[v]:
        if p not in places.by_node:
            continue
        from_start = link.type in ("SS", "SF")
        if from_start and graph.states[p] == g.RUNNING:
            continue
        name = graph.tasks[p].id if p < graph.rows else f"gate {p}"
        gap = places.lag(link) - (length if link.type in ("FF", "SF") else 0)
        gap = min(gap, first - places.by_node[p][not from_start])
        (waits if from_start else follows).append((name, gap))
    return waits, follows


def _away(capacity: Capacity, people: list[str], places: _Places) -> dict[str, dict[int, int]]:
    """Person -> working day -> units that are not there. Who leaves counts as staying: nobody else is named."""
    found: dict[str, dict[int, int]] = {}
    for person in people:
        worker, gone = capacity.workers[person]._replace(end=None), dict[int, int]()
        days = {*worker.away, *(week + DAY * i for week in worker.weeks for i in range(7))}
        if worker.start and worker.start > places.now.as_of:
            days |= {places.now.as_of + DAY * i for i in range((worker.start - places.now.as_of).days)}
        for when in days:
            if when >= places.now.as_of and places.calendar.is_working(when):
                there = capacity.weeks.hours_on(worker, when) / worker.hours_a_day
                if there < 1:
                    gone[capacity.weeks.working_days(places.now.as_of, when) - 1] = UNITS - int(UNITS * there)
        found[person] = gone
    return found
