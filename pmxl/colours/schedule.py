"""The colour of Schedule: slip of the finish, late key milestones, float to deadlines, and the quality of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmxl.colours.measure import Measure, graded, judged, not_known, not_yet
from pmxl.facts.slip import baseline_days, baseline_finish, last_to_finish
from pmxl.facts.slip import slip as days_after_baseline
from pmxl.facts.weak_logic import leads, open_ends
from pmxl.facts.words import counted, day, days, number, share
from pmxl.facts.work import work
from pmxl.model import AMBER, GREEN, RED, Book, Colour, Context, Judgement
from pmxl.registers.dependencies import DEPENDENCIES
from pmxl.registers.schedule import SCHEDULE, Task


def schedule(book: Book, now: Context) -> Judgement:
    """Schedule: how late the finish, the key milestones and the deadlines are, and whether the plan can be trusted."""
    if not work(book):
        return judged("Schedule", [not_yet(book, SCHEDULE, "no task is planned yet")], book)
    measures = [slip(book, now), late_milestones(book, now), float_to_deadline(book, now), *plan_quality(book, now)]
    return judged("Schedule", measures, book)


def slip(book: Book, now: Context) -> Measure:
    """How far the forecast finish lies after the baseline's, in working days of the baseline."""
    late, length, last = days_after_baseline(book, now), baseline_days(book, now), last_to_finish(book)
    if late is None or length is None or last is None or last.finish is None:
        return not_known(now, _why_no_slip(book))
    limits, colour = now.settings, colour_of_slip(late, length, now)
    says = f"finish {day(last.finish, now.as_of)} is {_after(late, late / length)}"
    worst = last_mover(book) or last
    return Measure(
        colour, says, f"> {share(limits.sch_slip_amber)}", f"> {share(limits.sch_slip_red)}",
        None if colour == GREEN else worst,
    )  # fmt: skip


def colour_of_slip(late: int, length: int, now: Context) -> Colour:
    """The colour of a finish that lies so many working days after a baseline of that length."""
    limits = now.settings
    if late < limits.sch_slip_floor:
        return GREEN
    return graded(late / length, limits.sch_slip_amber, limits.sch_slip_red)


def _after(late: int, part: float) -> str:
    if late == 0:
        return "on the baseline"
    return f"{days(abs(late))} ({share(abs(part))}) {'after' if late > 0 else 'before'} the baseline"


def _why_no_slip(book: Book) -> str:
    if baseline_finish(book) is None:
        return "no task has a baseline finish to measure the slip against"
    return "no task has a finish date" if last_to_finish(book) is None else "the baseline has no length"


def last_mover(book: Book) -> Task | None:
    """The unfinished critical task that slipped most, the earliest of them: where the finish is being lost."""
    slipped = [t for t in work(book) if t.is_open and t.critical and (t.slip or 0) > 0]
    return min(slipped, key=lambda t: (-(t.slip or 0), t.start or date.max), default=None)


def late_milestones(book: Book, now: Context) -> Measure | None:
    """Key milestones whose baseline has passed and that are not done."""
    key = [task for task in work(book) if task.key_milestone]
    if not key:
        return None
    limits, outside = now.settings, _promised_to_others(book)
    red = f">= {number(limits.sch_ms_count)}, or a critical or external one > {days(limits.sch_ms_days)}"
    amber = f"> {days(limits.sch_ms_amber)}" if limits.sch_ms_amber else "any"
    passed = [(_days_late(task, now), task) for task in key if task.is_open and _passed(task, now)]
    late = [(n, task) for n, task in passed if n > limits.sch_ms_amber or not limits.sch_ms_amber]
    if not late:
        return Measure(GREEN, "no key milestone is late", amber, red)
    serious = [(n, task) for n, task in late if n > limits.sch_ms_days and (task.critical or task.id in outside)]
    most, worst = max(serious or late, key=lambda found: found[0])
    verb, behind = "is" if len(late) == 1 else "are", _behind(most, worst, now)
    says = f"{counted(len(late), 'key milestone')} {verb} late, the worst by {behind}"
    colour = RED if serious or len(late) >= limits.sch_ms_count else AMBER
    over = f"critical or external > {days(limits.sch_ms_days)}" if serious else ""
    return Measure(colour, says if len(late) > 1 else says.replace("the worst ", ""), amber, red, worst, over)


def _passed(task: Task, now: Context) -> bool:
    return task.baseline_finish is not None and task.baseline_finish < now.as_of


def _behind(late: int, task: Task, now: Context) -> str:
    """How late it is in words: where only days off have passed since its baseline, these."""
    return days(late or (now.as_of - task.baseline_finish).days if task.baseline_finish else late)


def _days_late(task: Task, now: Context) -> int:
    return now.working_days(task.baseline_finish, now.as_of) if task.baseline_finish else 0


def _promised_to_others(book: Book) -> set[str]:
    """The tasks that deliver something we give to others: external milestones."""
    given = [d for d in book.of(DEPENDENCIES) if d.direction == "We give" and d.is_open]
    return {ref for dependency in given for ref in dependency.needed_for}


def float_to_deadline(book: Book, now: Context) -> Measure | None:
    """The lowest float on the way to a deadline: working days from a planned finish to the date that must hold."""
    # Unfinished work can finish today at the earliest, wherever logic puts it.
    left = [
        (_left(max(task.finish, now.as_of), task.deadline, now), task)
        for task in work(book)
        if task.is_open and task.deadline and task.finish
    ]
    if not left:
        return None
    lowest, worst = min(left, key=lambda found: found[0])
    limit = now.settings.sch_float_amber
    due = f"deadline {day(worst.deadline or now.as_of, now.as_of)}"
    if lowest < 0:
        says = f"the {due} will be missed by {days(-lowest)}"
        return Measure(RED, says, f"<= {days(limit)} before it", "any day after it", worst)
    colour = AMBER if lowest <= limit else GREEN
    return Measure(colour, f"float to {due} is {days(lowest)}", f"<= {days(limit)}", "< 0 days", worst)


def _left(finish: date, deadline: date, now: Context) -> int:
    """Working days from a finish to its deadline; where days off alone lie between them, it is missed by these."""
    return now.working_days(finish, deadline) or min(0, (deadline - finish).days)


def plan_quality(book: Book, now: Context) -> Iterator[Measure]:
    """Open ends, loops and leads: they say that the dates cannot be trusted, so none of them is worse than amber."""
    limit = now.settings.sch_open_ends
    loose, early = open_ends(book), leads(book)
    verb = "lacks" if len(loose.tasks) == 1 else "lack"
    says = f"{len(loose.tasks)} of {counted(loose.unfinished, 'open task')} ({share(loose.share)})"
    says += f" {verb} a predecessor or successor"
    colour = AMBER if loose.share > limit else GREEN
    yield Measure(colour, says, f"> {share(limit)}", row=loose.tasks[0] if loose.tasks else None)
    if book.loops:
        way = " > ".join([*book.loops[0][:4], "..."] if len(book.loops[0]) > 4 else book.loops[0])
        first = book.by_id.get(book.loops[0][0])
        yield Measure(AMBER, f"tasks wait for each other in a circle, {way}", "any", row=first)
    if early:
        starts = "task starts" if len(early) == 1 else "tasks start"
        yield Measure(AMBER, f"{len(early)} {starts} before what is waited for is done", "any lead", row=early[0])
