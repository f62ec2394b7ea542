"""The colour of Capacity: whether anybody has more work than hours in the weeks ahead, or critical work has nobody."""

from __future__ import annotations

from math import inf

from pmxl.colours.measure import Measure, graded, judged
from pmxl.facts.capacity import Capacity, weeks_ahead
from pmxl.facts.words import counted, day, number
from pmxl.facts.work import work
from pmxl.model import GREEN, NOT_DUE, RED, Book, Context, Judgement


def capacity(book: Book, now: Context) -> Judgement:
    """Capacity: the highest load of a named person on open work in the weeks ahead, and critical work with nobody."""
    if book.capacity is None:
        says = "nobody's hours are written on People or Capacity"
        return judged("Capacity", [Measure(NOT_DUE, says)], book)
    return judged("Capacity", [highest_load(book, book.capacity, now), critical_with_nobody(book)], book)


def highest_load(book: Book, found: Capacity, now: Context) -> Measure:
    """The fullest week of anybody in the whole weeks that Settings looks ahead."""
    limits = now.settings
    amber, red = f"> {number(limits.cap_amber)}%", f"> {number(limits.cap_red)}%"
    weeks = weeks_ahead(found, now)
    busy = [(person, week, found.load(person, week)) for person, week in found.tasks if week in weeks]
    if not busy:
        return Measure(GREEN, f"no work is planned in the next {counted(len(weeks), 'week')}", amber, red)
    over, _, _, worst = min((-load.share, week, person, load) for person, week, load in busy)
    week = f"in the week of {day(worst.week, now.as_of)}"
    at = f"is at {-over:.0%}" if -over < inf else f"has {number(round(worst.needed))} h of work and no hours"
    task = max(worst.tasks, key=lambda name: worst.tasks[name])
    colour = graded(round(-over * 100, 6), limits.cap_amber, limits.cap_red)
    return Measure(colour, f"{worst.person} {at} {week}", amber, red, book.by_id.get(task))


def critical_with_nobody(book: Book) -> Measure | None:
    """A critical task that nobody owns."""
    alone = [task for task in work(book) if task.is_open and task.critical and task.duration and not task.owner]
    if not alone:
        return None
    says = f"{counted(len(alone), 'critical task')} {'has' if len(alone) == 1 else 'have'} nobody to do it"
    return Measure(RED, says if len(alone) == 1 else says.replace(" it", " them"), red="any", row=alone[0])
