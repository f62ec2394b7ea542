"""What would bring the project finish forward: each thing tried on a copy of the plan, and what it gains measured."""

from __future__ import annotations

from pmxl.schedule import graph as g
from pmxl.schedule.explain import Help, reason, why_not_earlier
from pmxl.schedule.network import Network, Task
from pmxl.schedule.result import Result, schedule

LARGEST = 20_000
"""Rows; in a plan of more, trying things out would take longer than all the rest."""


def finish_helps(result: Result, most: int = 3, tries: int = 6) -> list[Help]:
    """At most *most* things that bring the project finish forward, greatest first, each with the minutes it gains.

    Each is tried alone, up to the point where another path takes over. Minutes are those of the project calendar. What
    lies in the past, such as the project start, helps nobody and is left out. Empty above 20,000 rows.
    """
    last = result.last_task
    if not last or result.graph.rows > LARGEST or result.tasks[last].is_done:
        return []
    found = list[Help]()
    is_even = _is_even(result)
    for one in why_not_earlier(result, last, finish=True)[: 3 * tries]:
        changed = _changed(result, one)
        if changed is None:
            continue
        hopeless = len(found) == most and is_even and one.what in ("duration", "lag")
        if not (hopeless and found[-1].minutes >= one.minutes):
            calendar = result.graph.calendar
            gain = calendar.work(result.dates.finish) - calendar.work(schedule(changed, floats=False).dates.finish)
            found += [one._replace(minutes=gain)] if gain > 0 else []
            found = sorted(found, key=lambda helps: -helps.minutes)[:most]
        tries -= 1
        if not tries:
            break
    return found


def _is_even(result: Result) -> bool:
    """True where what is cut from a duration or a lag brings the finish forward by no more than that.

    Other calendars, elapsed lags and lags in per cent may make more of it.
    """
    graph = result.graph
    return graph.uniform and not graph.elapsed and all(link.unit[-1:] != "%" for link in graph.network.links)


def _changed(result: Result, help: Help) -> Network | None:
    """The plan with the thing done; None where it cannot be done to a plan."""
    network, v = result.graph.network, result.graph.index[help.task]
    if help.what == "lag":
        driving = reason(result, help.task).link
        less = help.minutes / result.graph.units.get(driving.unit, 0) if driving and driving.unit[-1] != "%" else 0
        links = [link._replace(lag=link.lag - less) if link is driving else link for link in network.links]
        return network._replace(links=links) if less else None
    task = _shorter(result, v, help.minutes) if help.what == "duration" else _freer(result.graph.tasks[v], help.what)
    if task is None:
        return None
    return network._replace(tasks=[*result.graph.tasks[:v], task, *result.graph.tasks[v + 1 :]])


def _shorter(result: Result, v: int, minutes: float) -> Task | None:
    """The task with less to do."""
    task = result.graph.tasks[v]
    less = minutes / result.graph.units.get(task.unit, 1)
    if task.efforts or task.duration is None:
        return None
    if result.graph.states[v] == g.RUNNING and task.remaining is not None:
        return task._replace(remaining=max(0, task.remaining - less))
    return task._replace(duration=max(0, task.duration - less))


def _freer(task: Task, what: str) -> Task | None:
    """The task without the date that it is held to."""
    if what in ("constraint", "as late as possible"):
        return task._replace(constraint="ASAP", constraint_date=None, not_before=None)
    return task._replace(pinned_start=None, pinned_finish=None) if what == "pinned" else None
