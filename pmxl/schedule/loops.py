"""The order of computation, and circles of tasks that have none."""

from __future__ import annotations

from collections.abc import Iterable

from pmxl.schedule.graph import FINISH_GATE, INHERITED, Graph
from pmxl.schedule.network import Link, Loop, Problem
from pmxl.schedule.predecessors import write_link

ROUNDS = 25
"""After so many rounds of leaving out one link a circle, all links of a circle that point up the sheet are left out."""


def put_in_order(graph: Graph) -> None:
    """Fill `graph.order` so that predecessors come first, leaving out links where tasks wait for each other.

    Each circle is named with its weakest link, which is left out; the rest of the network is still computed.
    Kahn's algorithm for the order, Tarjan's for the circles, both without recursion and linear in the ties.
    """
    count = len(graph.into) - len(graph.children)
    loop_of: dict[int, int] = {}
    cuts: list[list[Link]] = []
    graph.order = _order(graph)
    attempt = 0
    while count > len(graph.order):
        ordered = set(graph.order)
        leave_out: set[Link] = set()
        for circle in circles(graph, [v for v in range(len(graph.into)) if v not in ordered]):
            upward = _upward(graph, circle)
            cut = upward[:1] if attempt < ROUNDS else upward
            if not circle & loop_of.keys():
                loop_of |= dict.fromkeys(circle, len(cuts))
                graph.loops.append(_spell(graph, circle, cut[0]))
                cuts.append([])
            cuts[loop_of[next(iter(circle))]] += cut
            leave_out.update(cut)
        _leave_out(graph, leave_out)
        graph.order = _order(graph)
        attempt += 1
    _report(graph, cuts)


def _order(graph: Graph) -> list[int]:
    """Every node that waits for no circle, predecessors first. Summary rows are no part of it."""
    out = graph.out
    if graph.downward:
        return [v for v in range(graph.rows) if v not in graph.children]
    waiting = [len(ties) for ties in graph.into]
    order = [v for v, count in enumerate(waiting) if not count and v not in graph.children]
    for v in order:
        for tie in out[v]:
            successor = tie[1]
            waiting[successor] = left = waiting[successor] - 1
            if not left:
                order.append(successor)
    return order


def circles(graph: Graph, among: Iterable[int]) -> list[frozenset[int]]:
    """The strongly connected components of two nodes or more (Tarjan 1972, with a stack of its own)."""
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found = []
    for root in among:
        if root in number:
            continue
        path = [(root, iter(graph.out[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on_stack.add(root)
        while path:
            v, ties = path[-1]
            for tie in ties:
                w = tie[1]
                if w not in number:
                    number[w] = low[w] = len(number)
                    stack.append(w)
                    on_stack.add(w)
                    path.append((w, iter(graph.out[w])))
                    break
                if w in on_stack:
                    low[v] = min(low[v], number[w])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[v])
                if low[v] == number[v]:
                    circle = set()
                    while v not in circle:
                        circle.add(stack.pop())
                    on_stack -= circle
                    if len(circle) > 1:
                        found.append(frozenset(circle))
    return found


def _row(graph: Graph, node: int) -> float:
    """Where a node stands on the sheet; a gate stands just below the last row of its summary."""
    if node < graph.rows:
        return node
    gates = graph.finish_gates if graph.states[node] == FINISH_GATE else graph.start_gates
    return next(max(graph.leaves_below(summary)) + 0.5 for summary, gate in gates.items() if gate == node)


def _upward(graph: Graph, circle: frozenset[int]) -> list[Link]:
    """The links within a circle that point up the sheet, the one that points furthest back first.

    Plans are written from top to bottom, so a link back up is the likeliest mistake; every circle has one.
    """
    gates = {v: _row(graph, v) for v in circle if v >= graph.rows}
    jumps: dict[Link, float] = {}
    for v in sorted(circle):
        for _, w, _, link in graph.out[v]:
            jump = gates.get(v, v) - gates.get(w, w)
            if w in circle and link not in INHERITED and jump >= 0:
                jumps[link] = max(jump, jumps.get(link, 0))
    return sorted(jumps, key=lambda link: -jumps[link])


def _leave_out(graph: Graph, links: set[Link]) -> None:
    """Take links out of the graph."""
    for ends in (graph.into, graph.out):
        for v, ties in enumerate(ends):
            if any(tie[3] in links for tie in ties):
                ends[v] = [tie for tie in ties if tie[3] not in links]


def _spell(graph: Graph, circle: frozenset[int], weakest: Link) -> Loop:
    """The shortest way round a circle that takes its weakest link."""
    tie = next(t for v in circle for t in graph.out[v] if t[3] == weakest and t[1] in circle)
    goal, came_from, queue = tie[0], {tie[1]: -1}, [tie[1]]
    for v in queue:
        if v == goal:
            break
        for _, w, _, _ in graph.out[v]:
            if w in circle and w not in came_from:
                came_from[w] = v
                queue.append(w)
    way = [goal]
    while came_from[way[-1]] >= 0:
        way.append(came_from[way[-1]])
    names = dict.fromkeys(graph.name(v) for v in reversed(way))
    rows = sorted(v for v in circle if v < graph.rows)
    return Loop(tuple(names), tuple(graph.tasks[v].id for v in rows), weakest, ())


def _report(graph: Graph, cuts: list[list[Link]]) -> None:
    """Say of each circle which links were left out."""
    for i, (loop, cut) in enumerate(zip(graph.loops, cuts, strict=True)):
        graph.loops[i] = loop._replace(ignored=tuple(cut))
        text = " -> ".join([*loop.tasks, loop.tasks[0]])
        for link in cut:
            says = f"{write_link(link)} of {link.successor}"
            graph.problems.append(Problem("loop", says, text, link))
