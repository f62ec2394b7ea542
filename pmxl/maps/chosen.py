"""What stands on the dependency map, and in which layer: the work that is left, and what others hand over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    net, every = _Net(nodes, ties), len(nodes)
    _drop_loops(net)
    _leave_out(net, most, layers)
    _shorten(net)
    return Chosen(nodes, ties, _layers(net, layers), every - len(nodes))


class _Net:
    """The nodes and the lines between them, each line known from both of its ends."""

    def __init__(self, nodes: dict[str, Node], ties: dict[Edge, Tie]) -> None:
        self.nodes, self.ties = nodes, ties
        self.into: Near = {name: {} for name in nodes}
        self.out: Near = {name: {} for name in nodes}
        for a, b in ties:
            self.out[a][b] = self.into[b][a] = None

    def in_order(self) -> list[str]:
        """Predecessors first; what lies on a loop comes last, in its own order."""
        waits = {name: len(before) for name, before in self.into.items()}
        ready, found = [name for name, count in waits.items() if not count], list[str]()
        while ready:
            found.append(ready.pop())
            for b in self.out[found[-1]]:
                waits[b] -= 1
                if not waits[b]:
                    ready.append(b)
        return [*found, *(name for name, count in waits.items() if count)]

    def cut(self, a: str, b: str) -> None:
        """Take a line away."""
        del self.ties[a, b], self.out[a][b], self.into[b][a]

    def take_out(self, name: str) -> None:
        """Take a node out; lines through it become one."""
        for a in self.into[name]:
            for b in self.out[name]:
                first, second = self.ties[a, name], self.ties[name, b]
                through = Tie(first.critical and second.critical, first.through + second.through + 1)
                known = self.ties.get((a, b))
                tie = max(known, through, key=lambda tie: (tie.critical, -tie.through)) if known else through
                self.ties[a, b] = tie
                self.out[a][b] = self.into[b][a] = None
        for a in [*self.into[name]]:
            self.cut(a, name)
        for b in [*self.out[name]]:
            self.cut(name, b)
        del self.nodes[name], self.into[name], self.out[name]


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


def _drop_loops(net: _Net) -> None:
    """Lines that lead back are left out: what waits for itself has no layer. A check tells of them."""
    order = {name: i for i, name in enumerate(net.in_order())}
    for a, b in [edge for edge in net.ties if order[edge[0]] >= order[edge[1]]]:
        net.cut(a, b)


def _leave_out(net: _Net, most: int, layers: int) -> None:
    """Take nodes out, the lightest first, until the map can be read."""
    nodes = net.nodes
    lightest = sorted(nodes, key=lambda one: nodes[one].weight)
    outside = [name for name in lightest if nodes[name].kind == "external"]
    if len(nodes) > most:
        for name in outside[: max(0, len(outside) - int(most * OUTSIDE))]:
            net.take_out(name)
    for name in [one for one in lightest if one in nodes][: max(0, len(nodes) - most)]:
        net.take_out(name)
    while nodes and (longest := _longest(net)) and len(longest) > layers:
        net.take_out(min(longest, key=lambda one: nodes[one].weight))


def _longest(net: _Net) -> list[str]:
    """The nodes of a longest chain, from the last to the first."""
    depth = _depth(net.in_order(), net.into)
    chain = [max(depth, key=depth.__getitem__)]
    while net.into[chain[-1]]:
        chain.append(max(net.into[chain[-1]], key=depth.__getitem__))
    return chain


def _shorten(net: _Net) -> None:
    """Take out each line that says no more than a longer way does (transitive reduction)."""
    reach: dict[str, set[str]] = {}
    for name in reversed(net.in_order()):
        reach[name] = {*net.out[name]}.union(*(reach[b] for b in net.out[name]))
    for a, b in list(net.ties):
        if any(b in reach[other] for other in net.out[a] if other != b):
            net.cut(a, b)


def _layers(net: _Net, most: int) -> dict[str, int]:
    """The layer of each node: after all that it waits for, and as far right as its date asks for."""
    nodes, order = net.nodes, net.in_order()
    depth, height = _depth(order, net.into), _depth(order[::-1], net.out)
    count = max([0, *depth.values()]) + 1
    count = max(count, min(most, -(-len(nodes) // PER_LAYER)))
    part = _part_of(nodes)
    found: dict[str, int] = {}
    for name in order:
        low = max((found[a] + 1 for a in net.into[name]), default=0)
        high = count - 1 - height[name]
        found[name] = min(max(low, int(part(nodes[name]) * (count - 1) + 0.5)), high)
    return {name: found[name] for name in nodes}


def _depth(order: list[str], before: Near) -> dict[str, int]:
    """How many lines the longest way to each node has."""
    depth: dict[str, int] = {}
    for name in order:
        depth[name] = max(map(depth.__getitem__, before[name]), default=-1) + 1
    return depth


def _part_of(nodes: Mapping[str, Node]) -> Callable[[Node], float]:
    """How far a node lies between the first and the last, by the rank of its date, so that no layer stays blank."""
    days = sorted({node.on for node in nodes.values() if node.on})
    rank = {on: i / max(1, len(days) - 1) for i, on in enumerate(days)}
    return lambda node: rank[node.on] if node.on else 0.0
