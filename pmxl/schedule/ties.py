"""Links become ties between nodes; those of summaries are handed to the rows below by way of gates."""

from __future__ import annotations

from pmxl.schedule.calendars import ROUND_THE_CLOCK, exact
from pmxl.schedule.graph import FINISH_GATE, INHERITED, LONGEST, START_GATE, WAITING, Graph, Tie
from pmxl.schedule.network import LINK_TYPES, Link, Problem


def tie_up(graph: Graph) -> None:
    """Fill `into` and `out` of every node from the network's links."""
    graph.into = [[] for _ in graph.tasks]
    graph.out = [[] for _ in graph.tasks]
    into, out, known = graph.into, graph.out, graph.index
    axis, uniform, headings, upward = graph.axis, graph.uniform, graph.children, 0
    for link in graph.network.links:
        predecessor, successor, kind, lag, _ = link
        try:
            p, s = known[predecessor], known[successor]
        except KeyError:
            _usable(graph, link, known.get(predecessor, -1), known.get(successor, -1))
            continue
        simple = kind == "FS" and not lag and p != s and (uniform or axis[p] is axis[s])
        if simple and not (headings and (p in headings or s in headings)):
            # Nearly every link there is: finish to start, no lag, no summary, and no second calendar in sight.
            tie: Tie = (p, s, 0.0, link)
            into[s].append(tie)
            out[p].append(tie)
            if p > s:
                upward += 1
        elif _usable(graph, link, p, s):
            _tie(graph, link, p, s)
    graph.downward &= not upward
    if any(graph.states):
        for v, state in enumerate(graph.states):
            if state != WAITING:
                for tie in into[v]:
                    graph.special_back[tie[0]] = 1


def _usable(graph: Graph, link: Link, p: int, s: int) -> bool:
    """False, and a problem, where a link cannot be part of any network."""
    said: tuple[str, str, str] | None = None
    if s < 0:
        said = ("unknown-successor", link.predecessor, link.successor)
    elif p < 0:
        said = ("unknown-predecessor", link.successor, link.predecessor)
    elif p == s:
        said = ("self-link", link.successor, link.predecessor)
    elif p in graph.children and _is_above(graph, p, s):
        said = ("link-to-own-summary", link.successor, link.predecessor)
    elif s in graph.children and _is_above(graph, s, p):
        said = ("link-to-own-summary", link.predecessor, link.successor)
    if said:
        graph.problems.append(Problem(*said, link))
    return said is None


def _is_above(graph: Graph, summary: int, node: int) -> bool:
    while node in graph.parent:
        node = graph.parent[node]
        if node == summary:
            return True
    return False


def _tie(graph: Graph, link: Link, p: int, s: int) -> None:
    """Add the ties of one usable link."""
    if link.type not in LINK_TYPES:
        graph.problems.append(Problem("unknown-link-type", link.successor, str(link.type), link))
        link = link._replace(type="FS")
    lag = _lag(graph, link, p)
    if lag:
        graph.lags[link] = lag
        if link.unit.startswith("e") or (link.unit == "%" and graph.tasks[p].unit.startswith("e")):
            graph.elapsed.add(link)
    if p in graph.children:
        p = gate(graph, p, FINISH_GATE if link.type[0] == "F" else START_GATE)
    for leaf in graph.leaves_below(s):
        _join(graph, p, leaf, link)


def _lag(graph: Graph, link: Link, p: int) -> float:
    """Minutes of lag; 0, and a problem, where it is no length of time."""
    factor: float | None = graph.units.get(link.unit)
    if link.unit in ("%", "e%") and p not in graph.children:
        factor = graph.full_spans.get(p, graph.spans[p]) / 100
    if link.lag and (factor is None or not abs(link.lag) * factor <= LONGEST):
        graph.problems.append(Problem("bad-lag", link.successor, f"{link.lag:,.10g}{link.unit}", link))
        return 0
    return exact(link.lag * factor) if link.lag and factor else 0


def _join(graph: Graph, p: int, s: int, link: Link) -> None:
    """One tie, plain where one axis and one offset can say it; else its ends are marked as special."""
    kind, offset, axis = link.type, graph.lags.get(link, 0), graph.axis[s]
    crooked = graph.axis[p] is not axis or link in graph.elapsed or (offset and graph.own[s] is not axis)
    if kind[0] == "S":
        offset -= graph.spans[p]
        crooked = crooked or graph.states[p] != WAITING or p in graph.efforts
    if kind[1] == "F":
        offset -= graph.spans[s]
        crooked = crooked or s in graph.efforts
        graph.finish_tied.add(s)
    tie = (p, s, offset, link)
    graph.out[p].append(tie)
    graph.into[s].append(tie)
    graph.downward &= p < s
    if crooked:
        graph.special_back[p] = graph.special_forth[s] = 1


def gate(graph: Graph, summary: int, state: int) -> int:
    """The node that stands for the finish (or start) of a summary; made when first asked for.

    With a gate, a link from a summary of 5,000 rows to another one costs 10,000 ties instead of 25 million.
    """
    gates = graph.finish_gates if state == FINISH_GATE else graph.start_gates
    if summary not in gates:
        node = gates[summary] = len(graph.into)
        leaves = graph.leaves_below(summary)
        one = all(graph.axis[leaf] is graph.axis[leaves[0]] for leaf in leaves)
        axis = graph.axis[leaves[0]] if one else ROUND_THE_CLOCK
        graph.axis.append(axis)
        graph.own.append(graph.calendar)
        graph.spans.append(0)
        for marks in (graph.special_forth, graph.special_back):
            marks.append(1)
        graph.states.append(state)
        graph.into.append([(leaf, node, 0, INHERITED[state == START_GATE]) for leaf in leaves])
        graph.out.append([])
        for leaf, tie in zip(leaves, graph.into[node], strict=True):
            graph.out[leaf].append(tie)
            graph.special_back[leaf] = 1
    return gates[summary]
