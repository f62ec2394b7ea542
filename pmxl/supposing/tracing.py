"""What does this touch? From any row of the book: the tasks that it waits for, those that wait for it, and who says so.

Between a task and one that waits for it lies the float of the links on the way: the first may slip so many working
days before the other moves. Of several ways the shortest counts (Dijkstra 1959).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush

from pmxl.facts.plan import plan_of
from pmxl.facts.work import work_behind
from pmxl.model import Book, Column, Context, Row
from pmxl.records import NamedTuple
from pmxl.registers import REGISTERS
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule import Result, schedule
from pmxl.schedule import graph as g
from pmxl.schedule.steps import gap


class Step(NamedTuple):
    """A task on the way up or down."""

    task: Task
    through: str
    """The ID of its neighbour on the way back to where the trace began."""
    links: int
    """How many links lie between."""
    float_between: float
    """Working days that the earlier of the two may slip before the later one moves."""


class Mention(NamedTuple):
    """A row of another register that refers to the record, or that the record refers to."""

    row: Row
    column: str
    """The title of the column that holds the reference."""
    outward: bool
    """True where the traced row refers to the other."""


class Trace(NamedTuple):
    """What a row touches."""

    row: Row
    tasks: tuple[Task, ...]
    """The tasks that stand for the row: itself, or the work that hangs on it or waits for it."""
    waits_for: tuple[Step, ...]
    """Unfinished tasks before it, the tightest first."""
    done_before: int
    """How many finished tasks lie before it."""
    waiting: tuple[Step, ...]
    """Unfinished tasks behind it, the tightest first."""
    mentions: tuple[Mention, ...]

    @property
    def milestones(self) -> tuple[Step, ...]:
        """The milestones behind it, the tightest first."""
        return tuple(step for step in self.waiting if step.task.is_milestone)


def trace(book: Book, record: str, now: Context) -> Trace | None:
    """What the row with an ID touches; None where no row bears it. The book must have been computed."""
    row = next((found for key, found in book.by_id.items() if key.casefold() == record.strip().casefold()), None)
    if row is None:
        return None
    tasks = tuple(tasks_of(book, row))
    rows = book.of(SCHEDULE)
    plan = plan_of(book, now)
    result = schedule(plan.network)
    start = [result.graph.index[plan.names[i]] for i, task in enumerate(rows) if task in tasks]
    before, after = _ways(result, start, up=True), _ways(result, start, up=False)
    up, down = (list(_steps(result, rows, ways, start)) for ways in (before, after))
    done = [step for step in up if not step.task.is_open]
    return Trace(
        row, tasks, tuple(step for step in up if step.task.is_open), len(done),
        tuple(step for step in down if step.task.is_open), tuple(mentions(book, row)),
    )  # fmt: skip


def tasks_of(book: Book, row: Row) -> Iterator[Task]:
    """The tasks that stand for a row: itself, or the rows below it; what hangs on it or is blocked by it.

    Where there is none of these, they are the tasks behind what the row refers to: work that waits, or is needed for.
    """
    if isinstance(row, Task):
        below = f"{(row.wbs or '').strip('. ')}."
        parts = [t for t in book.of(SCHEDULE) if below != "." and (t.wbs or "").startswith(below)]
        yield from ([row] if not row.is_summary else [task for task in parts if not task.is_summary])
        return
    behind = work_behind(book)
    own = [*behind.get(row.id, ()), *(task for task in book.of(SCHEDULE) if row.id in task.blocked_by)]
    refs = [ref for column in _references(row) for ref in getattr(row, column.name)] if not own else []
    found = [*own, *(task for ref in refs for task in behind.get(ref, ()) if not task.is_summary)]
    yield from {id(task): task for task in found}.values()


def mentions(book: Book, row: Row) -> Iterator[Mention]:
    """Every row that refers to this one, and every row that this one refers to."""
    for column in _references(row):
        for ref in getattr(row, column.name):
            if ref in book.by_id:
                yield Mention(book.by_id[ref], column.title, outward=True)
    for register in REGISTERS:
        for other in book.of(register):
            for column in _references(other):
                if row.id in getattr(other, column.name) and other is not row:
                    yield Mention(other, column.title, outward=False)


def _references(row: Row) -> list[Column]:
    return [column for column in row.columns if column.typed and column.kind == "refs"]


def _ways(result: Result, start: Iterable[int], *, up: bool) -> dict[int, tuple[float, int, int]]:
    """Node -> minutes of float between, links on the way, and the neighbour that it was reached from."""
    graph = result.graph
    ties: dict[int, list[tuple[int, float, int]]] = {}
    for node in range(len(graph.into)):
        for tie in graph.into[node] if _waits(result, node) or up else ():
            if tie[3].type[0] == "S" and graph.states[tie[0]] == g.RUNNING:
                continue  # A start that has happened holds up nothing any more.
            one, other = (node, tie[0]) if up else (tie[0], node)
            ties.setdefault(one, []).append((other, max(0.0, gap(graph, result.dates, tie)), tie[3] not in g.INHERITED))
    found: dict[int, tuple[float, int, int]] = {}
    heap = [(0.0, 0, node, node) for node in start]
    while heap:
        minutes, links, node, came = heappop(heap)
        if node not in found:
            found[node] = (minutes, links, came)
            for other, more, counts in ties.get(node, ()):
                # The gate of a summary is no task: who asks for the neighbour wants the one before it.
                heappush(heap, (minutes + more, links + counts, other, node if node < graph.rows else came))
    return found


def _waits(result: Result, node: int) -> bool:
    """False for what is done, and for what is running where that waits for nobody: it does not move any more."""
    state = result.graph.states[node]
    runs = state == g.RUNNING and result.graph.network.mode != "retained logic"
    return state not in (g.DONE, g.PINNED) and not runs


def _steps(
    result: Result, rows: list[Task], ways: dict[int, tuple[float, int, int]], start: list[int]
) -> Iterator[Step]:
    graph, begun = result.graph, set(start)
    order = sorted(ways.items(), key=lambda found: (found[1][0], found[1][1], found[0]))
    for node, (minutes, links, came) in order:
        if node < graph.rows and node not in begun and graph.states[node] != g.SUMMARY:
            yield Step(rows[node], rows[came].name, links, round(minutes / graph.minutes_a_day, 2))
