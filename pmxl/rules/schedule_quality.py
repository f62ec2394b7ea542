"""Rules on the quality of the schedule: the 14 points of the DCMA assessment, each with its figure and its limit.

The points on logic and leads are in `links`, with the rules that name each task. DCM-06 is the sixth point.
"""

from __future__ import annotations

from collections.abc import Iterator

from pmxl.facts.quality import POINTS, figure, limit, quality
from pmxl.facts.words import number
from pmxl.model import Book, Context, Place, Row
from pmxl.registers.schedule import SCHEDULE
from pmxl.rules.rule import Wrong, book_rule
from pmxl.rules.words import counted, day, listing

POINT = {point.check: point for point in POINTS}


@book_rule(SCHEDULE, at="baseline_finish", profile="standard", catalogue="DCM-14")
def baseline_execution_index_low(book: Book, now: Context) -> Iterator[Wrong]:
    """Fewer tasks done than the baseline wanted done by now.

    Why: what is behind today seldom catches up, and the index says it before the finish moves.

    Do: finish what is due, or agree to new dates by a change.
    """
    check = quality(book, now).get("baseline execution index")
    agreed = any(task.baseline_finish for task in book.of(SCHEDULE))  # Before that nothing should be done by a day.
    if agreed and check is not None and not check.ok:
        done = f"{round(check.value * check.of)} of {counted(check.of, 'task')} that should be done are done"
        yield Wrong(_anywhere(book), f"{done}, an execution index of {check.value:.2f} (limit {limit(check)})")


@book_rule(SCHEDULE, at="baseline_finish", profile="standard", catalogue="DCM-11")
def baseline_missed_too_often(book: Book, now: Context) -> Iterator[Wrong]:
    """Tasks that were due by the as-of date and finished, or will finish, after their baseline.

    Why: a plan whose dates are missed one by one does not hold as a whole.

    Do: ask what these tasks have in common, and plan the rest by it.
    """
    yield from _told(book, now, "missed tasks", "missed, or will miss, the baseline finish")


@book_rule(SCHEDULE, at="total_float", profile="standard", catalogue="DCM-13")
def critical_path_length_index_low(book: Book, now: Context) -> Iterator[Wrong]:
    """A way to the end that is too long for the date that must hold.

    Why: below the limit the work that is left must go faster than it was ever planned to.

    Do: shorten the critical path, or move the date by a change.
    """
    check = quality(book, now).get("critical path length index")
    if check is not None and not check.ok:
        says = f"the critical path has an index of {check.value:.2f} (limit {limit(check)})"
        yield Wrong(_last(book), f"Held against the date that must hold, {says}")


@book_rule(SCHEDULE, at="predecessors", profile="standard", catalogue="DCM-12")
def critical_path_that_does_not_hold(book: Book, now: Context) -> Iterator[Wrong]:
    """A critical path on which a delay of 600 days does not delay the finish by 600 days.

    Why: somewhere a date or a missing link holds the finish, so the critical path is none.

    Do: take out dates that hold tasks, and link what leads to the end.
    """
    check = quality(book, now).get("critical path test")
    if check is not None and not check.ok:
        yield Wrong(_last(book), "600 days more on the critical path do not delay the finish by 600 days")


@book_rule(SCHEDULE, at="predecessors", profile="standard", catalogue="DCM-01")
def dangling_task(book: Book, now: Context) -> Iterator[Wrong]:
    """Open tasks whose links leave their start, or their finish, free.

    Why: a task that waits with its finish only can begin too late unseen, and one of which others need the start only
    can end at any time.

    Do: add a link that holds the start (FS or SS), and one that needs the finish (FS or FF).
    """
    yield from _told(book, now, "dangling", "have a start or a finish that no link holds")


@book_rule(SCHEDULE, at="total_float", profile="standard", catalogue="SCH-11, DCM-07")
def float_below_nought(book: Book, now: Context) -> Iterator[Wrong]:
    """Open tasks with negative float: the plan is longer than the dates that must hold allow.

    Why: a date in it cannot be kept, and everybody can see that but the date.

    Do: cut, add people, overlap, or move the date by a change.
    """
    yield from _told(book, now, "negative float", "have less float than nought")


@book_rule(SCHEDULE, at="total_float", profile="full", catalogue="SCH-13, DCM-06")
def float_too_high(book: Book, now: Context) -> Iterator[Wrong]:
    """Open tasks with more float than two months.

    Why: so much float is mostly a link that is missing.

    Do: check what needs these tasks.
    """
    says = f"have more than {number(now.settings.sch_long)} working days of float"
    yield from _told(book, now, "high float", says)


@book_rule(SCHEDULE, at="start", profile="standard", catalogue="DCM-09")
def forecast_in_the_past(book: Book, now: Context) -> Iterator[Wrong]:
    """Tasks that are planned for the as-of date or before without having happened, or that happened after it.

    Why: the past is known; a plan that still plans it is not up to date.

    Do: write the actual dates, or the days that remain.
    """
    says = f"have planned dates up to {day(now.as_of, now)} without actual ones, or actual ones after it"
    yield from _told(book, now, "invalid dates", says)


@book_rule(SCHEDULE, at="constraint", profile="standard", catalogue="SCH-10, DCM-05")
def hard_constraints_too_many(book: Book, now: Context) -> Iterator[Wrong]:
    """Open tasks with a date that logic cannot move.

    Why: a slip before such a task does not show, as if it had not happened.

    Do: take the date out and link the task, or keep the date as a deadline.
    """
    yield from _told(book, now, "hard constraints", "are held by a date that logic cannot move")


@book_rule(SCHEDULE, at="predecessors", profile="standard", catalogue="DCM-03")
def lags_too_many(book: Book, now: Context) -> Iterator[Wrong]:
    """Links with a lag.

    Why: nobody owns a lag, nobody reports on it, and it hides work or slack.

    Do: make the waiting a task with an owner.
    """
    yield from _told(book, now, "lags", "have a lag")


@book_rule(SCHEDULE, at="predecessors", profile="standard", catalogue="DCM-04")
def links_seldom_finish_to_start(book: Book, now: Context) -> Iterator[Wrong]:
    """Too few links that are plain finish-to-start.

    Why: other links overlap work in ways that few readers see through; start-to-finish is nearly always a mistake.

    Do: split the tasks until one follows the other.
    """
    check = quality(book, now).get("relationship types")
    if check is not None and not check.ok:
        says = f"{figure(check, POINT[check.name])} are finish-to-start (limit {limit(check)})"
        rows = _rows(book)
        others = list(dict.fromkeys(check.tasks))
        yield Wrong(rows[others[0]], f"{says}; other links stand at {listing(others)}")


@book_rule(SCHEDULE, at="duration", profile="standard", catalogue="DCM-08")
def remaining_work_too_long(book: Book, now: Context) -> Iterator[Wrong]:
    """Open tasks with more than two months of work left.

    Why: whether they are on time shows only at their end.

    Do: split them at results that can be seen.
    """
    says = f"have more than {number(now.settings.sch_long)} working days to go"
    yield from _told(book, now, "high duration", says)


@book_rule(SCHEDULE, at="owner", level="note", profile="standard", catalogue="DCM-10")
def task_without_resources(book: Book, now: Context) -> Iterator[Wrong]:
    """Open tasks of a day or more on which nobody works.

    Why: work without people happens on paper only.

    Do: name who does it.
    """
    yield from _told(book, now, "resources", "have neither an owner nor a helper")


# ---------------------------------------------------------------- how they say it


def _told(book: Book, now: Context, name: str, has: str) -> Iterator[Wrong]:
    """One finding for a point at which tasks or links are at fault, above its limit or within it."""
    check = quality(book, now).get(name)
    if check is None or not check.tasks:
        return
    names, rows = list(dict.fromkeys(check.tasks)), _rows(book)
    verb = has if len(check.tasks) != 1 else _singular(has)
    within = "" if not check.ok else "within the "
    says = f"{figure(check, POINT[name])} {verb} ({within}limit {limit(check)})"
    yield Wrong(rows[names[0]], f"{says}: {listing(names)}")


def _singular(words: str) -> str:
    for many, one in (("have ", "has "), ("are ", "is ")):
        if words.startswith(many):
            return one + words.removeprefix(many)
    return words


def _rows(book: Book) -> dict[str, Row]:
    return dict(book.plan[1]) if book.plan else {}


def _last(book: Book) -> Row | Place:
    found = [row for row in book.of(SCHEDULE) if row.finish and not row.is_summary]
    return max(reversed(found), key=lambda row: row.finish.toordinal() if row.finish else 0)


def _anywhere(book: Book) -> Row | Place:
    return next(row for row in book.of(SCHEDULE) if not row.is_summary)
