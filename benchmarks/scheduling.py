"""The critical path: the engine against a plain-list pass, networkx and, where it is, mpxj; its growth, and its memory.

`python -m benchmarks.scheduling [LARGEST]`: networks of 1,000 tasks up to LARGEST (default 100,000). Times are those of
this process, not of the clock on the wall, so that busy neighbours count for less.
"""

from __future__ import annotations

import gc
import random
import shutil
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from time import process_time

from benchmarks.measure import judged, medians, show
from pmxl.schedule import Link, Network, Task, schedule
from pmxl.schedule.backward import backward
from pmxl.schedule.building import build
from pmxl.schedule.forward import forward
from pmxl.schedule.graph import Graph
from pmxl.schedule.steps import Dates

BASE, WHOLE = "plain lists, names and links given", "schedule(network), all of it"
RATIO = 2.0
"""What the whole may cost, in plain-list passes."""
ROUNDS = {1_000: 21, 10_000: 21, 100_000: 5, 1_000_000: 1}


def network(count: int, seed: int = 1) -> Network:
    """A random plan: each task waits for two of the 200 before it."""
    rnd = random.Random(seed)
    tasks = [Task(f"T-{i}", rnd.randint(1, 10)) for i in range(count)]
    ends = [(rnd.randrange(max(0, i - 200), i), i) for i in range(1, count) for _ in range(2)]
    return Network(tasks, [Link(tasks[a].id, tasks[b].id) for a, b in ends], date(2026, 3, 2))


def plain_lists(names: list[str], spans: list[float], links: list[tuple[str, str]]) -> list[list[float]]:
    """The critical path as a programmer would write it in an hour: no calendar, no lag, finish to start alone."""
    index = {name: i for i, name in enumerate(names)}
    before: list[list[int]] = [[] for _ in names]
    after: list[list[int]] = [[] for _ in names]
    for a, b in links:
        before[index[b]].append(index[a])
        after[index[a]].append(index[b])
    return plain_pass(spans, before, after)


def plain_pass(spans: list[float], before: list[list[int]], after: list[list[int]]) -> list[list[float]]:
    """Kahn's order, early and late dates, total and free float, on lists of numbers."""
    count = len(spans)
    waiting = [len(found) for found in before]
    order = [v for v in range(count) if not waiting[v]]
    for v in order:
        for s in after[v]:
            waiting[s] -= 1
            if not waiting[s]:
                order.append(s)
    es, ef, ls, lf, total, free = ([0.0] * count for _ in range(6))
    for v in order:
        start = 0.0
        for p in before[v]:
            if ef[p] > start:
                start = ef[p]
        es[v], ef[v] = start, start + spans[v]
    end = max(ef)
    for v in reversed(order):
        late = first = end
        for s in after[v]:
            if ls[s] < late:
                late = ls[s]
            if es[s] < first:
                first = es[s]
        lf[v], ls[v] = late, late - spans[v]
        total[v], free[v] = late - ef[v], first - ef[v]
    return [es, ef, ls, lf, total, free]


def passes(graph: Graph) -> Dates:
    dates = Dates(len(graph.into))
    forward(graph, dates)
    backward(graph, dates)
    return dates


def in_networkx(names: list[str], spans: list[float], links: list[tuple[str, str]]) -> dict[str, float]:
    """Early and late dates as a textbook does them on networkx."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(zip(names, ({"span": span} for span in spans), strict=True))
    graph.add_edges_from(links)
    order = list(nx.topological_sort(graph))
    finish: dict[str, float] = {}
    for v in order:
        finish[v] = graph.nodes[v]["span"] + max((finish[p] for p in graph.predecessors(v)), default=0)
    end = max(finish.values())
    late: dict[str, float] = {}
    for v in reversed(order):
        late[v] = min((late[s] - graph.nodes[s]["span"] for s in graph.successors(v)), default=end)
    return {v: late[v] - finish[v] for v in order}


def in_mpxj(plan: Network) -> Callable[[], object]:
    """The same plan for mpxj's scheduler in a Java that runs already; what is timed is the scheduling alone."""
    import jpype
    import mpxj  # noqa: F401 - it puts its archives on the class path.

    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx2g", "-Xss512m")
    org, start = jpype.JPackage("org").mpxj, jpype.JPackage("java").time.LocalDateTime.parse("2026-03-02T08:00:00")
    file = org.ProjectFile()
    file.setDefaultCalendar(file.addDefaultBaseCalendar())
    made = {}
    for task in plan.tasks:
        made[task.id] = row = file.addTask()
        days = org.Duration.getInstance(float(task.duration or 0), org.TimeUnit.DAYS)
        row.setDuration(days)
        row.setRemainingDuration(days)
        row.setActualDuration(org.Duration.getInstance(0.0, org.TimeUnit.DAYS))
        row.setConstraintType(org.ConstraintType.AS_SOON_AS_POSSIBLE)
    for link in plan.links:
        made[link.successor].addPredecessor(org.Relation.Builder().predecessorTask(made[link.predecessor]))
    return lambda: org.cpm.MicrosoftScheduler().schedule(file, start)


def shuffled(plan: Network) -> Network:
    """The same plan with its rows in no order: the worst that a sheet can do to whoever wants predecessors first."""
    tasks = list(plan.tasks)
    random.Random(2).shuffle(tasks)
    return plan._replace(tasks=tasks)


def compare(plan: Network, order: str) -> float:
    """Print what a plan takes and give the seconds of the whole."""
    count = len(plan.tasks)
    names = [task.id for task in plan.tasks]
    spans = [float(task.duration or 0) * 480 for task in plan.tasks]
    links = [(link.predecessor, link.successor) for link in plan.links]
    graph = build(plan)
    before, after = [[t[0] for t in ties] for ties in graph.into], [[t[1] for t in ties] for ties in graph.out]
    assert plain_pass(spans, before, after)[4:] == [passes(graph).total, passes(graph).free]
    jobs = {
        BASE: lambda: plain_lists(names, spans, links),
        "plain lists, neighbours given": lambda: plain_pass(spans, before, after),
        WHOLE: lambda: schedule(plan),
        "build(network): checks, calendars, order": lambda: build(plan),
        "both passes and all floats": lambda: passes(graph),
    }
    if count <= 10_000:
        jobs["the textbook on networkx"] = lambda: in_networkx(names, spans, links)
        if shutil.which("java") and find_spec("mpxj") and find_spec("jpype"):
            jobs["mpxj, dates alone"] = in_mpxj(plan)
    seconds = medians(jobs, ROUNDS[count], process_time)
    limits = {WHOLE: RATIO} if count >= 10_000 else {}
    show(f"{count:,} tasks, {len(links):,} links, rows {order}", seconds, BASE, limits)
    return seconds[WHOLE]


def growth(seconds: dict[int, float]) -> None:
    """Print how the cost of one task grows with the plan; that of plain lists grows too, beyond the caches."""
    print("\nmicroseconds a task: " + ", ".join(f"{s / n * 1e6:.2f} at {n:,}" for n, s in seconds.items()))


def memory(count: int) -> None:
    """Bytes that a computed schedule holds beyond the network it was given."""
    plan = network(count)
    gc.collect()
    tracemalloc.start()
    result = schedule(plan)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert result.tasks
    held, peak = held / count, peak / count
    said = f"\nmemory at {count:,} tasks: {held:.0f} bytes a task held, {peak:.0f} at the peak"
    print(said + judged(peak, 1000, "bytes"))


if __name__ == "__main__":
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    # First, for a Java that runs in this process does not bear to be watched.
    memory(10_000)
    memory(largest)
    whole = {}
    for size in (size for size in ROUNDS if size <= largest):
        whole[size] = compare(network(size), "from top to bottom")
        if size == 10_000:
            compare(shuffled(network(size)), "in no order")
    growth(whole)
