"""The finish that people can keep: a plan in which nobody works more than they have, and who it hangs on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pmxl.records import NamedTuple
from pmxl.schedule.justification import Justification
from pmxl.schedule.pausing import PausingProblem
from pmxl.schedule.serial import Activity

ROUNDS = 24
"""Schedules that are generated at the most; improvement mostly ends before."""
WORK = 30_000
"""Activities placed in all these schedules together, so that a large plan costs no more than it must."""


class Staffed(NamedTuple):
    """A feasible plan: (start, end) of each activity in periods, the end being the period after its last."""

    spans: dict[str, tuple[int, int]]
    finish: int
    plain_finish: int
    """What serial generation with the latest-finish priority gives without improvement."""
    waits_for: dict[str, int]
    """Resource -> the periods for which the way to the finish waits for it; the longest wait first."""


def staffed(
    activities: Sequence[Activity], capacity: Mapping[str, int], away: Mapping[str, Mapping[int, int]] | None = None
) -> Staffed:
    """Serial generation with the latest-finish priority, then forward-backward improvement; no clock, no chance.

    *capacity* is in units a period, less what is *away* (resource, period, units). The plan is always feasible and
    never later than plain serial generation. Raises ValueError with a plain sentence where there is none.
    """
    problem = PausingProblem(activities, capacity, away or {})
    search = Justification(problem)
    _, starts = search.plain()
    plain_finish = problem.finish_of(starts)
    most = min(ROUNDS, max(3, WORK // max(1, len(activities))))
    finish, _, better = search.improved(starts, most)
    starts = better if finish < plain_finish else starts
    spans = [(start, problem.end_of(i, start)) for i, start in enumerate(starts)]
    named = {activity.id: span for activity, span in zip(activities, spans, strict=True)}
    return Staffed(named, problem.finish_of(starts), plain_finish, _waits(problem, activities, spans))


def _waits(problem: PausingProblem, activities: Sequence[Activity], spans: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Go back from the last finish: through what holds an activity, or through who was busy until it began."""
    waits: dict[str, int] = {}
    ends: dict[tuple[str, int], int] = {}
    for i, activity in enumerate(activities):
        ends |= {(name, spans[i][1]): i for name in activity.needs if problem.durations[i]}
    at = max(range(len(spans)), key=lambda i: spans[i][1], default=None)
    seen = set[int]()
    while at is not None and at not in seen:
        seen.add(at)
        start, ready, before = spans[at][0], problem.earliest[at], None
        for i, gap in problem.held[at]:
            if spans[i][1] + gap >= ready:
                ready, before = spans[i][1] + gap, i
        for i, gap in problem.before[at]:
            if spans[i][0] + gap > ready:
                ready, before = spans[i][0] + gap, i
        if start > ready:
            busy = [(name, ends[name, start]) for name in activities[at].needs if (name, start) in ends]
            name = busy[0][0] if busy else next(iter(activities[at].needs), "")
            waits[name] = waits.get(name, 0) + start - ready
            before = busy[0][1] if busy else before
        at = before
    return dict(sorted(waits.items(), key=lambda item: -item[1]))
