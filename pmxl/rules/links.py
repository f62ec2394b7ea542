"""Rules on what waits for what in the schedule."""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.predecessors import predecessors
from pmxl.facts.quality import POINTS, figure, links_of_summaries, links_that_add_nothing, links_twice, quality
from pmxl.facts.weak_logic import open_ends
from pmxl.facts.words import share as share_of
from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import counted, day, did_you_mean, listing, quoted, working_days
from pmxl.schedule.network import Link, Problem
from pmxl.schedule.predecessors import write_link

_LEADS = next(point for point in POINTS if point.check == "leads")


@book_rule(SCHEDULE, at="total_float", profile="standard", catalogue="SCH-18")
def float_nearly_gone(book: Book, now: Context) -> Iterator[Wrong]:
    """Tasks that are not critical yet and have five working days of float or fewer.

    Why: the next critical path is made of these; a slip of a few days that nobody watches moves the end.

    Do: look at these tasks every week.
    """
    near = [task for task in work(book) if task.is_open and 1 <= (task.total_float or 0) <= 5]
    near.sort(key=lambda task: task.total_float or 0)
    if near:
        named = listing([f"{task.name} ({working_days(task.total_float or 0)})" for task in near])
        verb = "becomes" if len(near) == 1 else "become"
        yield Wrong(near[0], f"{named} {verb} critical if {'it slips' if len(near) == 1 else 'they slip'} that far")


@book_rule(SCHEDULE, at="predecessors", profile="standard", catalogue="SCH-09, DCM-02")
def lead_instead_of_a_split_task(book: Book, now: Context) -> Iterator[Wrong]:
    """A link with a negative lag: the task starts before its predecessor ends.

    Why: nobody can see when the part that is needed is done, so the overlap is a guess.

    Do: split the predecessor where the part that is needed ends, and link to that.
    """
    check = quality(book, now).get("leads")
    part = f" ({figure(check, _LEADS)}; limit 0)" if check is not None else ""
    for task, parsed in predecessors(book):
        leads = [link for link in parsed.links if link.lag < 0]
        if leads and task.is_open:
            lag = f"by the negative lag in {quoted(write_link(leads[0]))}{part}"
            yield Wrong(task, f"{task.name} starts before the work it waits for is done, {lag}")


@book_rule(SCHEDULE, at="predecessors", profile="full", catalogue="GAO-02")
def link_on_a_summary(book: Book, now: Context) -> Iterator[Wrong]:
    """A link that begins or ends at a heading.

    Why: it holds for every row below, also for those that nobody thought of, and moves with them.

    Do: link the tasks themselves.
    """
    for task, link in links_of_summaries(book):
        yield Wrong(task, f"{task.name} waits for {link.predecessor}, and one of both is a summary")


@book_rule(SCHEDULE, at="predecessors", profile="full", catalogue="GAO-02")
def link_that_adds_nothing(book: Book, now: Context) -> Iterator[Wrong]:
    """A link that other links say already.

    Why: it hides which links matter, and stays behind when those change.

    Do: take it out.
    """
    for task, link, way in links_that_add_nothing(book):
        yield Wrong(task, f"{task.name} waits for {link.predecessor}, as {way}, for which it waits too, already does")


@book_rule(SCHEDULE, at="predecessors", profile="standard", catalogue="GAO-02")
def link_written_twice(book: Book, now: Context) -> Iterator[Wrong]:
    """A predecessor that stands twice in one cell with the same kind of link.

    Why: one of the two is a mistake, mostly for another task.

    Do: keep one, and see which task was meant by the other.
    """
    for task, link in links_twice(book):
        yield Wrong(task, f"{task.name} waits for {link.predecessor} twice")


@book_rule(SCHEDULE, at="predecessors", level="error", catalogue="SCH-01")
def link_to_own_summary(book: Book, now: Context) -> Iterator[Wrong]:
    """A task linked to a summary that contains it, or a summary linked to a task below it.

    Why: a summary lasts as long as the tasks below it, so neither can wait for the other, and the link is left out.

    Do: link the task to another task, or move it out of the summary.
    """
    for problem in _problems(book, "link-to-own-summary"):
        if book.plan and problem.link:
            row = book.plan[1][problem.link.successor]
            where = "lies below it" if row.is_summary else "contains it"
            yield Wrong(row, f"{row.name} waits for {problem.link.predecessor}, which {where}")


@book_rule(SCHEDULE, at="predecessors", level="error", catalogue="SCH-02")
def loop_in_schedule(book: Book, now: Context) -> Iterator[Wrong]:
    """Tasks that wait for each other in a circle.

    Why: none of them can ever start, and no date behind them means anything.

    Do: take one link out.
    """
    tasks = {task.id: task for task in book.of(SCHEDULE) if task.id}
    for loop in book.loops:
        first, last = tasks.get(loop[0]), loop[-1]
        if first is not None:
            way = " > ".join([*loop, loop[0]])
            advice = f"take {last} out of the predecessors of {loop[0]}, the link that points furthest back"
            yield Wrong(first, f"{way} go round in a circle", do=advice)
    for task, parsed in predecessors(book):
        if any(link.predecessor == task.id for link in parsed.links):
            yield Wrong(task, f"{task.id} waits for itself", do="take its own ID out of its predecessors")


@book_rule(SCHEDULE, at="predecessors", profile="standard", catalogue="SCH-08, DCM-01")
def open_ends_in_schedule(book: Book, now: Context) -> Iterator[Wrong]:
    """Unfinished tasks that wait for nothing, or that nothing waits for, beyond one beginning and one end.

    Why: a task that is linked to nothing can slip for weeks without moving the end date, so that date says nothing.

    Do: link each to what it needs and to what needs it.
    """
    loose = open_ends(book)
    if loose.share > now.settings.sch_open_ends:
        ids = listing([task.name for task in loose.tasks])
        share = f"{len(loose.tasks)} of {counted(loose.unfinished, 'open task')} ({loose.share:.0%})"
        verb = "lacks" if len(loose.tasks) == 1 else "lack"
        limit = share_of(now.settings.sch_open_ends)
        says = f"{share} {verb} a predecessor or a successor (limit {limit}): {ids}; the end date cannot be trusted"
        yield Wrong(loose.tasks[0], says)
        return
    for task in loose.tasks:
        part = f"{len(loose.tasks)} of {counted(loose.unfinished, 'open task')}"
        within = f"{part}, {share_of(loose.share)}; limit {share_of(now.settings.sch_open_ends)}"
        yield Wrong(task, f"{task.name} lacks a predecessor or a successor ({within})")


@book_rule(SCHEDULE, at="predecessors", level="error", catalogue="SCH-01")
def predecessor_that_does_not_exist(book: Book, now: Context) -> Iterator[Wrong]:
    """A task that waits for an ID which no row of the schedule bears.

    Why: the link is left out, so the task starts too early on paper.

    Do: name a task that exists.
    """
    for task, parsed in predecessors(book):
        for fault in parsed.faults:
            if fault.reason == "unknown-id":
                says = f"{task.name} waits for {quoted(fault.text)}, which does not exist"
                yield Wrong(task, f"{says}{did_you_mean(fault.hint)}")


@book_rule(SCHEDULE, at="predecessors", level="error", catalogue="SCH-01")
def predecessor_unreadable(book: Book, now: Context) -> Iterator[Wrong]:
    """A predecessor that cannot be read as an ID with a link and a lag.

    Why: the link is left out, so the task starts too early on paper.

    Do: write it as T-012, T-012SS or T-012FS+2d.
    """
    for task, parsed in predecessors(book):
        for fault in parsed.faults:
            if fault.reason != "unknown-id":
                says = f"{task.name} waits for {quoted(fault.text)}, which names no task"
                yield Wrong(task, f"{says}{did_you_mean(fault.hint)}")


@book_rule(SCHEDULE, at="actual_start", level="error", profile="standard", catalogue="SCH-20")
def task_started_out_of_order(book: Book, now: Context) -> Iterator[Wrong]:
    """A task that started although a task which must finish first has not finished.

    Why: either the link is not real, or work is being done that will be done again.

    Do: change the link if the work does not depend on it, or stop.
    """
    tasks = {task.id: task for task in book.of(SCHEDULE) if task.id}
    for task, parsed in predecessors(book):
        for link in parsed.links if task.actual_start and task.is_open else ():
            before = tasks.get(link.predecessor)
            if before and before is not task and _must_finish_first(before, link):
                yield Wrong(task, f"{task.name} started on {_day(task, now)} although {before.name} is not finished")


@book_rule(SCHEDULE, at="duration", level="error", catalogue="SCH-03")
def time_beyond_any_plan(book: Book, now: Context) -> Iterator[Wrong]:
    """A duration or a lag of more than 250 years, or a task that would finish after 2199.

    Why: nobody plans so far ahead; one slip of the keyboard moves every date behind it.

    Do: correct the number.
    """
    for problem in _problems(book, "bad-duration", "bad-lag", "beyond-2199"):
        row = book.plan[1].get(problem.task) if book.plan else None
        if row is None:
            continue
        if problem.kind == "bad-lag":
            says = f"{row.name} waits with the lag {problem.text}, longer than any plan; it counts as 0"
            yield Wrong(row, says, "predecessors")
        elif problem.kind == "bad-duration":
            lasts = working_days(max(row.duration or 0, row.remaining or 0))
            yield Wrong(row, f"{row.name} lasts {lasts}, longer than any plan; it counts as 0")
        else:
            yield Wrong(row, f"{row.name} would finish after 2199")


def _problems(book: Book, *kinds: str) -> Iterator[Problem]:
    """What the engine had to leave out or put right."""
    return (problem for problem in book.plan[0].problems if problem.kind in kinds) if book.plan else iter(())


def _day(task: Task, now: Context) -> str:
    return day(task.actual_start, now) if task.actual_start else ""


def _must_finish_first(before: Task, link: Link) -> bool:
    """True where a plain finish-to-start predecessor is unfinished; a lead allows the overlap."""
    return link.type == "FS" and link.lag >= 0 and before.is_open and not before.is_summary
