"""Levelling is always feasible, never worse than plain serial generation, and close to the best known plans."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmxl.schedule.levelling import Activity, Levelled, level


def check_feasible(
    plan: Levelled,
    activities: list[Activity],
    capacity: dict[str, int],
    away: dict[str, dict[int, int]] | None = None,
) -> None:
    by_id = {a.id: a for a in activities}
    used: dict[tuple[str, int], int] = {}
    for activity in activities:
        start = plan.starts[activity.id]
        assert start >= activity.earliest
        for before, gap in activity.waits:
            assert start >= plan.starts[before] + gap
        for name, units in activity.needs.items():
            for period in range(start, start + activity.duration):
                used[name, period] = used.get((name, period), 0) + units
    for (name, period), units in used.items():
        assert units <= capacity[name] - (away or {}).get(name, {}).get(period, 0)
    assert plan.finish == max((plan.starts[i] + by_id[i].duration for i in by_id), default=0)
    assert plan.finish <= plan.plain_finish


def patterson(path: Path) -> tuple[list[Activity], dict[str, int]]:
    """An instance in Patterson format: jobs and resources, capacities, then a line a job."""
    numbers = list(map(int, path.read_text().split()))
    jobs, kinds = numbers[:2]
    capacity = {f"r{k}": units for k, units in enumerate(numbers[2 : 2 + kinds])}
    at, lines = 2 + kinds, []
    for _ in range(jobs):
        duration, needs, count = numbers[at], numbers[at + 1 : at + 1 + kinds], numbers[at + 1 + kinds]
        lines.append((duration, needs, numbers[at + 2 + kinds : at + 2 + kinds + count]))
        at += 2 + kinds + count
    waits: list[list[tuple[str, int]]] = [[] for _ in lines]
    for i, (duration, _, after) in enumerate(lines):
        for j in after:
            waits[j - 1].append((str(i), duration))
    return [
        Activity(str(i), duration, {f"r{k}": n for k, n in enumerate(needs) if n}, waits[i])
        for i, (duration, needs, _) in enumerate(lines)
    ], capacity


def test_public_instances_come_within_eight_percent_of_the_best_known(shared: Path) -> None:
    gaps = []
    for line in csv.DictReader((shared / "data/schedule/rcpsp/index.csv").read_text().splitlines()):
        activities, capacity = patterson(shared / "data/schedule/rcpsp" / f"{line['instance']}.rcp")
        plan = level(activities, capacity, seconds=None, schedules=3000)
        check_feasible(plan, activities, capacity)
        gaps.append(plan.finish / int(line["best_known_makespan"]) - 1)
    assert sum(gaps) / len(gaps) <= 0.08
    assert min(gaps) >= 0


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Activity], dict[str, int], dict[str, dict[int, int]]]:
    capacity = {"Mo": draw(st.integers(1, 3)), "Ann": draw(st.integers(1, 2))}
    activities: list[Activity] = []
    for i in range(draw(st.integers(0, 12))):
        needs = {name: draw(st.integers(1, most)) for name, most in capacity.items() if draw(st.booleans())}
        before = draw(st.lists(st.sampled_from(activities), max_size=3, unique_by=lambda a: a.id)) if activities else []
        waits = [(a.id, a.duration + draw(st.integers(-2, 3))) for a in before]
        activities.append(Activity(f"T-{i}", draw(st.integers(0, 5)), needs, waits, draw(st.integers(0, 4))))
    away = {"Mo": {draw(st.integers(0, 20)): 1 for _ in range(draw(st.integers(0, 4)))}}
    return activities, capacity, away


@settings(max_examples=60, deadline=None)
@given(problems())
def test_every_plan_is_feasible_and_the_same_seed_gives_the_same_plan(
    problem: tuple[list[Activity], dict[str, int], dict[str, dict[int, int]]],
) -> None:
    activities, capacity, away = problem
    plan = level(activities, capacity, away, seconds=None, schedules=200)
    check_feasible(plan, activities, capacity, away)
    assert plan == level(activities, capacity, away, seconds=None, schedules=200)


def test_two_tasks_of_one_person_follow_each_other() -> None:
    both = [Activity("A", 3, {"Mo": 1}), Activity("B", 2, {"Mo": 1})]
    assert level(both, {"Mo": 1}).finish == 5
    assert level(both, {"Mo": 2}).finish == 3


def test_leave_pushes_work_out() -> None:
    assert level([Activity("A", 2, {"Mo": 1})], {"Mo": 1}, {"Mo": {0: 1, 2: 1}}).starts == {"A": 3}


@pytest.mark.parametrize(
    ("activities", "says"),
    [
        ([Activity("A", 1, {}, [("B", 1)]), Activity("B", 1, {}, [("A", 1)])], "circle: A, B"),
        ([Activity("A", 1, {"Mo": 2})], "A needs 2 of Mo, and there are 1"),
    ],
)
def test_what_cannot_be_planned_is_named(activities: list[Activity], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        level(activities, {"Mo": 1})
