"""The earliest finish that people allow, by OR-Tools CP-SAT (extra `levelling`), imported only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmxl.records import NamedTuple
from pmxl.schedule.pausing import PausingProblem
from pmxl.schedule.serial import Activity


class Exact(NamedTuple):
    """A feasible plan and how good it can be: finishes in periods."""

    finish: int
    bound: int
    """No plan finishes earlier."""


def exact(
    activities: Sequence[Activity],
    capacity: dict[str, int],
    away: dict[str, dict[int, int]],
    known: Sequence[int],
    *,
    effort: float = 20.0,
) -> Exact:
    """The best plan that CP-SAT finds, beginning with the *known* starts; one worker, so that it always is the same.

    In the model a person has all units on every day, and work rests where that person is away: a relaxation, whose
    bound holds. Its order is then generated serially, so that the plan that comes back is feasible; it is never later
    than the known one. *effort* is CP-SAT's deterministic time. Raises ImportError where OR-Tools is not installed.
    """
    from ortools.sat.python import cp_model

    problem = PausingProblem(activities, capacity, away)
    best = problem.finish_of(known)
    model = cp_model.CpModel()
    starts, ends, finish = _variables(model, problem, best)
    _waits(model, problem, starts, ends)
    _people(model, problem, activities, capacity, starts, ends)
    model.minimize(finish)
    for start, at in zip(starts, known, strict=True):
        model.add_hint(start, at)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = effort
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Exact(best, 0)
    found = {i: solver.value(start) for i, start in enumerate(starts)}
    rank = {i: at for at, i in enumerate(problem.order)}
    order = sorted(found, key=lambda i: (found[i], rank[i]))
    return Exact(min(best, problem.finish_of(problem.forward(order))), min(best, round(solver.best_objective_bound)))


def _variables(model: Any, problem: PausingProblem, most: int) -> tuple[list[Any], list[Any], Any]:
    """A start and an end for each activity; where it may rest, a table says which end follows from which start."""
    starts, ends = [], []
    for i, first in enumerate(problem.earliest):
        start = model.new_int_var(first, max(first, most), f"s{i}")
        if problem.odd[i] and problem.needs[i]:
            end = model.new_int_var(0, 2 * most + len(problem.free), f"e{i}")
            model.add_element(start, [problem.end_of(i, at) for at in range(max(first, most) + 1)], end)
        else:
            end = start + problem.durations[i]
        starts.append(start)
        ends.append(end)
    finish = model.new_int_var(0, most, "finish")
    for end in ends:
        model.add(finish >= end)
    return starts, ends, finish


def _waits(model: Any, problem: PausingProblem, starts: list[Any], ends: list[Any]) -> None:
    for j, start in enumerate(starts):
        for i, gap in problem.before[j]:
            model.add(start >= starts[i] + gap)
        for i, gap in problem.held[j]:
            model.add(start >= ends[i] + gap)


def _people(
    model: Any,
    problem: PausingProblem,
    activities: Sequence[Activity],
    capacity: dict[str, int],
    starts: list[Any],
    ends: list[Any],
) -> None:
    spans = {}
    for i, activity in enumerate(activities):
        if activity.needs and problem.durations[i]:
            size = model.new_int_var(problem.durations[i], len(problem.free) * 2 + problem.durations[i], f"d{i}")
            spans[i] = model.new_interval_var(starts[i], size, ends[i], f"i{i}")
    for name, units in capacity.items():
        used = [(spans[i], activities[i].needs[name]) for i in spans if name in activities[i].needs]
        if used:
            model.add_cumulative([span for span, _ in used], [need for _, need in used], units)
