"""What stands on the dependency map, and in which layer: the work that is left, and what others hand over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Literal

from pmxl.maps.layers import Edge
from pmxl.model import Book, Context, Place
from pmxl.records import NamedTuple
from pmxl.registers.dependencies import DEPENDENCIES, Dependency
from pmxl.registers.schedule import Task

Kind = Literal["task", "milestone", "external"]
Near = dict[str, dict[str, None]]
"""The neighbours of each node in the order in which they came, so that the same book gives the same map."""
PER_LAYER = 5
"""Nodes in a layer on average, where nothing but the date says how many layers there are."""
OUTSIDE = 1 / 3
"""The part of the map that hand-offs may take: what they stop must stand beside them."""


class Node(NamedTuple):
    """One box of the map."""

    name: str
    title: str
    kind: Kind
    on: date | None
    """The forecast finish, or the day for which it is promised."""
    owner: str
    critical: bool
    late: bool
    weight: float
    """What decides least is left out first."""
    place: Place | None = None


class Tie(NamedTuple):
    """What one line stands for."""

    critical: bool
    through: int = 0
    """How many tasks that are not shown lie on it."""


class Chosen(NamedTuple):
    """The map before it is laid out."""

    nodes: dict[str, Node]
    ties: dict[Edge, Tie]
    layer: dict[str, int]
    left_out: int
    """Open tasks that have no room."""


def chosen(book: Book, now: Context, *, most: int = 40, layers: int = 8) -> Chosen:
    """At most so many nodes in at most so many layers. The book must have been computed."""
    nodes, ties = _open_work(book)
    _add_externals(book, now, nodes, ties)
    _drop_loops(nodes, ties)
    every = len(nodes)
    _leave_out(nodes, ties, most, layers)
    _shorten(nodes, ties)
    return Chosen(nodes, ties, _layers(nodes, ties, layers), every - len(nodes))


def _open_work(book: Book) -> tuple[dict[str, Node], dict[Edge, Tie]]:
    if book.plan is None:
        return {}, {}
    result, every = book.plan
    rows = {name: row for name, row in every.items() if row.is_open and not row.is_summary and row.finish}
    nodes = {name: _node(book, name, row) for name, row in rows.items()}
    ties: dict[Edge, Tie] = {}
    for link in result.graph.network.links:
        a, b = rows.get(link.predecessor), rows.get(link.successor)
        if a is not None and b is not None and a is not b:
            ties[link.predecessor, link.successor] = Tie(bool(a.critical and b.critical))
    return nodes, ties


def _node(book: Book, name: str, row: Task) -> Node:
    weight = 40.0 * bool(row.key_milestone) + 25.0 * row.is_milestone + 20.0 * bool(row.critical)
    weight += (
        10.0 * bool(row.actual_start) + min(row.duration or 0.0, 20.0) / 2 - min(max(row.total_float or 0, 0), 30.0) / 3
    )
    late = bool(row.deadline and row.finish and row.finish > row.deadline) or bool(row.days_overdue)
    kind: Kind = "milestone" if row.is_milestone else "task"
    return Node(name, row.task or name, kind, row.finish, row.owner or "", bool(row.critical), late, weight,
                book.place(row, "id"))  # fmt: skip


def _add_externals(book: Book, now: Context, nodes: dict[str, Node], ties: dict[Edge, Tie]) -> None:
    """Hand-offs that are open, before the tasks that wait for them or after those that make them."""
    for row in book.of(DEPENDENCIES):
        tasks = [ref for ref in row.needed_for if ref in nodes]
        if not row.is_open or not tasks or not row.id or row.id in nodes:
            continue
        nodes[row.id] = _external(book, now, row)
        for task in tasks:
            edge = (task, row.id) if row.direction == "We give" else (row.id, task)
            ties[edge] = Tie(bool(row.on_critical_path and nodes[task].critical))


def _external(book: Book, now: Context, row: Dependency) -> Node:
    on = row.promised or row.needed_by
    late = bool(row.days_overdue) or bool(row.gap and row.gap > 0) or bool(on and on < now.as_of)
    party = f"{row.party}: " if row.party else ""
    weight = 45.0 + 20.0 * bool(row.on_critical_path) + 10.0 * late
    return Node(row.id, f"{party}{row.what or row.id}", "external", on, row.owner or "", bool(row.on_critical_path),
                late, weight, book.place(row, "id"))  # fmt: skip


def _drop_loops(nodes: Mapping[str, Node], ties: dict[Edge, Tie]) -> None:
    """Lines that lead back are left out: what waits for itself has no layer. A check tells of them."""
    order = {name: i for i, name in enumerate(_sorted(nodes, ties))}
    for a, b in [edge for edge in ties if order[edge[0]] >= order[edge[1]]]:
        del ties[a, b]


def _sorted(nodes: Iterable[str], ties: Iterable[Edge]) -> list[str]:
    """Predecessors first; what lies on a loop comes last, in its own order."""
    after: dict[str, list[str]] = {name: [] for name in nodes}
    waits = dict.fromkeys(after, 0)
    for a, b in ties:
        after[a].append(b)
        waits[b] += 1
    ready, found = [name for name in after if not waits[name]], list[str]()
    while ready:
        found.append(ready.pop())
        for b in after[found[-1]]:
            waits[b] -= 1
            if not waits[b]:
                ready.append(b)
    seen = set(found)
    return [*found, *(name for name in after if name not in seen)]


def _leave_out(nodes: dict[str, Node], ties: dict[Edge, Tie], most: int, layers: int) -> None:
    """Take nodes out, the lightest first, until the map can be read; lines through them become one."""
    into: Near = {name: {} for name in nodes}
    out: Near = {name: {} for name in nodes}
    for a, b in ties:
        out[a][b] = into[b][a] = None
    lightest = sorted(nodes, key=lambda one: nodes[one].weight)
    outside = [name for name in lightest if nodes[name].kind == "external"]
    if len(nodes) > most:
        for name in outside[: max(0, len(outside) - int(most * OUTSIDE))]:
            _take_out(name, nodes, ties, into, out)
    for name in [one for one in lightest if one in nodes][: max(0, len(nodes) - most)]:
        _take_out(name, nodes, ties, into, out)
    while nodes and (longest := _longest(nodes, ties)) and len(longest) > layers:
        _take_out(min(longest, key=lambda one: nodes[one].weight), nodes, ties, into, out)


def _take_out(name: str, nodes: dict[str, Node], ties: dict[Edge, Tie], into: Near, out: Near) -> None:
    before, after = into.pop(name), out.pop(name)
    for a in before:
        for b in after:
            first, second = ties[a, name], ties[name, b]
            through = Tie(first.critical and second.critical, first.through + second.through + 1)
            known = ties.get((a, b))
            ties[a, b] = max(known, through, key=lambda tie: (tie.critical, -tie.through)) if known else through
            out[a][b] = into[b][a] = None
    for a in before:
        del ties[a, name]
        del out[a][name]
    for b in after:
        del ties[name, b]
        del into[b][name]
    del nodes[name]


def _longest(nodes: Mapping[str, Node], ties: Mapping[Edge, Tie]) -> list[str]:
    """The nodes of a longest chain, from the last to the first."""
    into: dict[str, list[str]] = {name: [] for name in nodes}
    for a, b in ties:
        into[b].append(a)
    depth: dict[str, int] = {}
    for name in _sorted(nodes, ties):
        depth[name] = 1 + max((depth[a] for a in into[name]), default=0)
    chain = [max(depth, key=lambda name: depth[name])]
    while into[chain[-1]]:
        chain.append(max(into[chain[-1]], key=lambda name: depth[name]))
    return chain


def _shorten(nodes: Mapping[str, Node], ties: dict[Edge, Tie]) -> None:
    """Take out each line that says no more than a longer way does (transitive reduction)."""
    after: dict[str, set[str]] = {name: set() for name in nodes}
    for a, b in ties:
        after[a].add(b)
    reach: dict[str, set[str]] = {}
    for name in reversed(_sorted(nodes, ties)):
        reach[name] = after[name].union(*(reach[b] for b in after[name]))
    for a, b in list(ties):
        if any(b in reach[other] for other in after[a] if other != b):
            del ties[a, b]


def _layers(nodes: Mapping[str, Node], ties: Mapping[Edge, Tie], most: int) -> dict[str, int]:
    """The layer of each node: after all that it waits for, and as far right as its date asks for."""
    order = _sorted(nodes, ties)
    depth = _depth(order, ties)
    height = _depth(order[::-1], [(b, a) for a, b in ties])
    count = max([0, *depth.values()]) + 1
    count = max(count, min(most, -(-len(nodes) // PER_LAYER)))
    part = _part_of(nodes)
    into: dict[str, list[str]] = {name: [] for name in nodes}
    for a, b in ties:
        into[b].append(a)
    found: dict[str, int] = {}
    for name in order:
        low = max((found[a] + 1 for a in into[name]), default=0)
        high = count - 1 - height[name]
        found[name] = min(max(low, int(part(nodes[name]) * (count - 1) + 0.5)), high)
    return {name: found[name] for name in nodes}


def _depth(order: list[str], ties: Iterable[Edge]) -> dict[str, int]:
    before: dict[str, list[str]] = {name: [] for name in order}
    for a, b in ties:
        before[b].append(a)
    depth: dict[str, int] = {}
    for name in order:
        depth[name] = max((depth[a] + 1 for a in before[name]), default=0)
    return depth


def _part_of(nodes: Mapping[str, Node]) -> Callable[[Node], float]:
    """How far a node lies between the first and the last, by the rank of its date, so that no layer stays blank."""
    days = sorted({node.on for node in nodes.values() if node.on})
    rank = {on: i / max(1, len(days) - 1) for i, on in enumerate(days)}
    return lambda node: rank[node.on] if node.on else 0.0
