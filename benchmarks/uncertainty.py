"""A simulation with NumPy against the same simulation as a plain Python loop. Prints ratios of one run.

python benchmarks/uncertainty.py
"""

from __future__ import annotations

import random
from statistics import median
from time import perf_counter

from pmxl.schedule.uncertainty import Range, Stretch, simulate

TASKS, DRAWS, LOOPED = 1000, 10_000, 50


def network() -> list[Stretch]:
    """A random network of 1,000 tasks with about two predecessors each."""
    chance = random.Random(7)
    tasks = []
    for i in range(TASKS):
        before = {chance.randrange(max(0, i - 60), i) for _ in range(2)} if i else set()
        days = chance.randint(2, 20)
        spread = Range(days * 0.8, days, days * 1.6)
        tasks.append(Stretch(f"T-{i}", days, spread, waits=[(f"T-{p}", "FS", 0) for p in sorted(before)]))
    return tasks


def loop(tasks: list[Stretch], draws: int) -> float:
    """The same arithmetic, one draw at a time: triangular draws, early and late finishes, who is critical."""
    chance = random.Random(1)
    at = {task.id: i for i, task in enumerate(tasks)}
    before = [[at[p] for p, _, _ in task.waits] for task in tasks]
    after: list[list[int]] = [[] for _ in tasks]
    for j, waits in enumerate(before):
        for i in waits:
            after[i].append(j)
    critical = [0] * len(tasks)
    start = perf_counter()
    for _ in range(draws):
        days = [chance.triangular(t.range.low, t.range.high, t.range.likely) for t in tasks if t.range]
        finish = [0.0] * len(tasks)
        for j, waits in enumerate(before):
            finish[j] = max((finish[i] for i in waits), default=0.0) + days[j]
        end = max(finish)
        late = [end] * len(tasks)
        for i in range(len(tasks) - 1, -1, -1):
            late[i] = min((late[j] - days[j] for j in after[i]), default=end)
            critical[i] += late[i] - finish[i] <= 1e-6
    return (perf_counter() - start) / draws


def main() -> None:
    tasks = network()
    simulate(tasks, draws=100)
    ours, theirs = [], []
    for _ in range(3):
        start = perf_counter()
        simulate(tasks, draws=DRAWS)
        ours.append((perf_counter() - start) / DRAWS)
        theirs.append(loop(tasks, LOOPED))
    print(f"{TASKS} tasks x {DRAWS} draws with criticality: {median(ours) * DRAWS:.2f} s in all")
    print(f"plain Python loop / NumPy, per draw: {median(theirs) / median(ours):.0f}x (goal: at least 50x)")


if __name__ == "__main__":
    main()
