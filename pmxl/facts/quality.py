"""The quality of the schedule in figures: the 14 points of the DCMA assessment, from the sheet's computed plan."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmxl.facts.predecessors import predecessors
from pmxl.facts.words import counted, number, share
from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.schedule import Link

if TYPE_CHECKING:
    from pmxl.schedule.quality import Check, Limits


class Point(NamedTuple):
    """One point of the assessment."""

    number: str
    check: str
    """Its name in `pmxl.schedule.quality`."""
    title: str
    wants: str
    """What a schedule should be like, with `{}` for the limit."""
    among: str = "open task"
    """What it counts among."""


POINTS = (
    Point("1", "logic", "Logic", "At most {} of open tasks lack a predecessor or a successor"),
    Point("1", "dangling", "Dangling", "No open task has a start or a finish that nothing holds"),
    Point("2", "leads", "Leads", "No link has a negative lag", "link"),
    Point("3", "lags", "Lags", "At most {} of links have a lag", "link"),
    Point("4", "relationship types", "Link types", "At least {} of links are finish-to-start", "link"),
    Point("5", "hard constraints", "Hard constraints", "At most {} of open tasks are held by a date"),
    Point("6", "high float", "High float", "At most {} of open tasks have high float"),
    Point("7", "negative float", "Negative float", "No open task has less float than nought"),
    Point("8", "high duration", "High duration", "At most {} of open tasks have much work left"),
    Point("9", "invalid dates", "Invalid dates", "No forecast up to the as-of date, no actual date after it", "task"),
    Point("10", "resources", "Resources", "Every open task of a day or more has somebody"),
    Point("11", "missed tasks", "Missed tasks", "At most {} of tasks that were due miss their baseline", "due task"),
    Point("12", "critical path test", "Critical path test", "600 days more on the path delay the finish by 600 days"),
    Point("13", "critical path length index", "Path length index (CPLI)", "{} or more"),
    Point("14", "baseline execution index", "Execution index (BEI)", "{} or more"),
)
"""The points in their order, after DCMA-EA PAM 200.1."""


def quality(book: Book, now: Context) -> dict[str, Check]:
    """The figures by name; none where there is no unfinished work. They are worked out once and kept with the book."""
    if book.quality is None:
        book.quality = _assessed(book, now)
    return book.quality


def _assessed(book: Book, now: Context) -> dict[str, Check]:
    from pmxl.schedule.quality import assess_result

    if book.plan is None or not any(task.is_open for task in work(book)):
        return {}
    result, rows = book.plan
    open_or_done = {name: row for name, row in rows.items() if not row.is_summary}
    baselines = {name: (row.baseline_start, row.baseline_finish) for name, row in open_or_done.items()}
    last = max(reversed(open_or_done.values()), key=lambda row: (row.finish is not None, row.finish))
    return assess_result(
        result,
        now.as_of,
        baselines,
        {name for name, row in open_or_done.items() if row.owner or row.support},
        must_finish=last.deadline or last.baseline_finish,
        limits=limits_of(now),
    )


def limits_of(now: Context) -> Limits:
    """The limits of the assessment, from Settings."""
    from pmxl.schedule.quality import Limits

    found = now.settings
    return Limits(found.sch_open_ends, found.sch_few, found.sch_finish_to_start, found.sch_long, found.sch_index)


def figure(check: Check, point: Point) -> str:
    """A figure with what it is made of: `3 of 30 open tasks (10%)`, `0.92`, `passed`."""
    if check.name == "critical path test":
        return "passed" if check.ok else "failed"
    if check.name.endswith("index"):
        return f"{check.value:.2f}"
    count = len(check.tasks)
    if check.name == "relationship types":
        count = check.of - count
    if not check.of:
        return number(count)
    return f"{number(count)} of {counted(check.of, point.among)} ({share(count / check.of)})"


def limit(check: Check) -> str:
    """The limit as people read it: 5%, 0, 0.95."""
    if check.name == "critical path test":
        return "passed"
    if check.name.endswith("index"):
        return number(check.limit)
    return share(check.limit) if check.limit else "0"


# ---------------------------------------------------------------- what the 14 points do not see


def links_twice(book: Book) -> Iterator[tuple[Task, Link]]:
    """Every link of an open task that stands in its cell more than once."""
    for task, parsed in predecessors(book):
        seen = set[tuple[str, str]]()
        for link in parsed.links if task.is_open else ():
            ends = (link.predecessor, link.type)
            if ends in seen:
                yield task, link
            seen.add(ends)


def links_of_summaries(book: Book) -> Iterator[tuple[Task, Link]]:
    """Every link that begins or ends at a summary."""
    summaries = {task.id for task in book.of(SCHEDULE) if task.is_summary and task.id}
    for task, parsed in predecessors(book):
        for link in parsed.links:
            if link.predecessor in summaries or task.is_summary:
                yield task, link


CHUNK = 4096
"""Tasks whose descendants are followed at once, so that a large plan takes no more memory than a small one."""


def links_that_add_nothing(book: Book) -> Iterator[tuple[Task, Link, str]]:
    """Every plain finish-to-start link that another way through plain links says already, with the last step of it."""
    plain: dict[str, list[str]] = {}
    rows: dict[str, Task] = {}
    for task, parsed in predecessors(book):
        if task.id and task.id not in rows and not task.is_summary:
            rows[task.id] = task
            plain[task.id] = [link.predecessor for link in parsed.links if link.type == "FS" and link.lag == 0]
    order = _in_order(plain)
    doubtful = sorted({p for found in plain.values() if len(found) > 1 for p in found})
    for first in range(0, len(doubtful), CHUNK):
        bits = {name: 1 << i for i, name in enumerate(doubtful[first : first + CHUNK])}
        behind: dict[str, int] = {}
        for name in order:
            reached = 0
            for before in plain.get(name, ()):
                reached |= behind.get(before, 0) | bits.get(before, 0)
            behind[name] = reached
        for name in order:
            for before in plain.get(name, ()):
                bit = bits.get(before, 0)
                way = next((p for p in plain[name] if p != before and bit and behind.get(p, 0) & bit), "")
                if way and rows[name].is_open:
                    yield rows[name], Link(before, name), way


def _in_order(plain: dict[str, list[str]]) -> list[str]:
    """The tasks, each behind all that it waits for; those that wait in a circle are left out."""
    after: dict[str, list[str]] = {}
    left = {name: len(found) for name, found in plain.items()}
    for name, found in plain.items():
        for before in found:
            after.setdefault(before, []).append(name)
            left.setdefault(before, 0)
    ready = [name for name, count in left.items() if not count]
    for name in ready:
        for then in after.get(name, ()):
            left[then] -= 1
            if not left[then]:
                ready.append(then)
    return ready
