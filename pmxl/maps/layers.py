"""Where the nodes of a layered graph stand, so that its lines cross little and nothing lies over anything else.

Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for visual understanding of hierarchical system structures (1981): a
line over several layers gets a bend in each, and each layer the order of its neighbours' barycentres. The heights
within that order are the least squares to the neighbours, by pooling adjacent violators.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from pmxl.records import NamedTuple

Edge = tuple[str, str]
Point = tuple[int, float]
"""A layer from the left, and a height in rows from the top."""

SWEEPS = 12
NODE, BEND = 1.0, 0.5
"""Rows that a node needs, and that a line needs which passes by."""


class Layout(NamedTuple):
    """Where everything stands. No two nodes of a layer are nearer than a row."""

    places: dict[str, Point]
    paths: dict[Edge, list[Point]]
    """Each line with its bends, from its first node to its last."""
    layers: int
    rows: float
    """The height of the lowest node."""
    crossings: int


def layout(layer: Mapping[str, int], edges: Sequence[Edge]) -> Layout:
    """Lay out nodes whose layers are known. Every edge must lead to a later layer; raises ValueError otherwise."""
    bad = next(((a, b) for a, b in edges if layer[a] >= layer[b]), None)
    if bad:
        raise ValueError(f"the line from {bad[0]} to {bad[1]} leads back")
    if not layer:
        return Layout({}, {}, 0, 0, 0)
    graph = _Graph(layer, edges)
    graph.untangle()
    heights = graph.heights()
    places = {name: (at, heights[name]) for name, at in layer.items()}
    paths = {edge: [(graph.layer[one], heights[one]) for one in chain] for edge, chain in graph.chains.items()}
    lowest = max((height for _, height in places.values()), default=0.0)
    lowest = max([lowest, *(height for path in paths.values() for _, height in path)])
    return Layout(places, paths, len(graph.order), lowest, graph.crossings())


class _Graph:
    """The nodes and the bends of lines, layer by layer, in an order that gets better."""

    def __init__(self, layer: Mapping[str, int], edges: Sequence[Edge]) -> None:
        self.nodes = set(layer)
        self.layer = dict(layer)
        self.chains: dict[Edge, list[str]] = {}
        self.order: list[list[str]] = [[] for _ in range(max(layer.values()) + 1)]
        for name, at in layer.items():
            self.order[at].append(name)
        for a, b in dict.fromkeys(edges):
            bends = [f"{a}\0{b}\0{at}" for at in range(layer[a] + 1, layer[b])]
            for at, bend in enumerate(bends, layer[a] + 1):
                self.layer[bend] = at
                self.order[at].append(bend)
            self.chains[a, b] = [a, *bends, b]
        self.left: dict[str, list[str]] = {name: [] for name in self.layer}
        self.right: dict[str, list[str]] = {name: [] for name in self.layer}
        for chain in self.chains.values():
            for a, b in pairwise(chain):
                self.right[a].append(b)
                self.left[b].append(a)

    def untangle(self) -> None:
        """Order each layer by the barycentres of its neighbours, from both sides in turn; the best order stays."""
        best, fewest = [list(names) for names in self.order], self.crossings()
        for sweep in range(SWEEPS):
            forth = sweep % 2 == 0
            for beside, names in pairwise(self.order if forth else self.order[::-1]):
                _sort(names, beside, self.left if forth else self.right)
            crossings = self.crossings()
            if crossings < fewest:
                best, fewest = [list(names) for names in self.order], crossings
            if not fewest:
                break
        self.order = best

    def crossings(self) -> int:
        """How often lines cross between neighbouring layers."""
        found = 0
        for names, beyond in pairwise(self.order):
            at = {name: i for i, name in enumerate(beyond)}
            seen: list[int] = []
            for name in names:
                ends = [at[other] for other in self.right[name]]
                found += sum(len(seen) - bisect_right(seen, end) for end in ends)
                for end in ends:
                    insort(seen, end)
        return found

    def heights(self) -> dict[str, float]:
        """The height of each node and bend: as near to its neighbours as the order and the room between them allow."""
        found: dict[str, float] = {}
        layers = [(names, self._offsets(names)) for names in self.order]
        for names, offsets in layers:
            found |= _apart(names, offsets, [0.0] * len(names))
        for sweep in range(SWEEPS):
            forth = sweep % 2 == 0
            near = self.left if forth else self.right
            for names, offsets in layers if forth else reversed(layers):
                wanted = [_mean([found[other] for other in near[name]], found[name]) for name in names]
                found |= _apart(names, offsets, wanted)
        top = min(found.values())
        return {name: height - top for name, height in found.items()}

    def _offsets(self, names: Sequence[str]) -> list[float]:
        """How far each node and bend of a layer stands from the first where all stand as near as they may."""
        rooms = [NODE if name in self.nodes else BEND for name in names]
        return list(accumulate(((a + b) / 2 for a, b in pairwise(rooms)), initial=0.0))[: len(names)]


def _sort(names: list[str], beside: Sequence[str], near: Mapping[str, Sequence[str]]) -> None:
    """Order a layer by the barycentres of its neighbours in the one beside it."""
    at = {name: i for i, name in enumerate(beside)}
    middle = {name: _mean([at[other] for other in near[name]], i) for i, name in enumerate(names)}
    names.sort(key=lambda name: middle[name])


def _apart(names: Sequence[str], offsets: Sequence[float], wanted: Sequence[float]) -> dict[str, float]:
    """The heights nearest to those that are wanted that keep the order and the distances."""
    pools: list[tuple[float, int]] = []
    for height, offset in zip(wanted, offsets, strict=True):
        pools.append((height - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (above, n), (below, m) = pools[-2:]
            pools[-2:] = [((above * n + below * m) / (n + m), n + m)]
    levels = [level for level, count in pools for _ in range(count)]
    return {name: level + offset for name, level, offset in zip(names, levels, offsets, strict=True)}


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
