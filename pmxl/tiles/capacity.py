"""Capacity: the load of the busiest people in the weeks ahead."""

from __future__ import annotations

from math import inf

from pmxl.facts.capacity import load_map, over_limit, weeks_ahead
from pmxl.facts.words import counted, day
from pmxl.model import Book, Context, PageCell
from pmxl.schedule.load import Load
from pmxl.tiles.tile import ROWS, Tile, colour_of, short

WEEKS = 4
"""Weeks that the picture has room for; the figure counts over all that Settings looks ahead."""


def capacity(book: Book, now: Context) -> Tile:
    """A line for each of the busiest people: the part of their hours that the plan asks for, week by week."""
    found = book.capacity
    if found is None:
        missing = "Nobody's hours are written down: fill Capacity, or hours a week on People."
        return Tile("Capacity", "Not known", colour_of(book, "Capacity"), empty=missing)
    weeks = weeks_ahead(found, now)
    people = load_map(found, weeks)
    over = [name for name, loads in people.items() if any(over_limit(load, now.settings.cap_amber) for load in loads)]
    figure = (
        f"{counted(len(over), 'person', 'people')} above {now.settings.cap_amber:g}%"
        if over
        else "Nobody is overloaded"
    )
    if not people:
        missing = f"Nobody has work in the next {counted(len(weeks), 'week')}."
        return Tile("Capacity", "No work planned", colour_of(book, "Capacity"), empty=missing)
    head = (PageCell("", "dash_cell", 2), *(PageCell(day(week), "dash_head") for week in weeks[:WEEKS]))
    lines = [
        (PageCell(short(name, 14), "dash_cell", 2), *(_load(load, now) for load in loads[:WEEKS]))
        for name, loads in list(people.items())[: ROWS - 1]
    ]
    return Tile("Capacity", figure, colour_of(book, "Capacity"), (head, *lines))


def _load(load: Load, now: Context) -> PageCell:
    limits = now.settings
    said = "no hours" if load.share == inf else f"{min(load.share, 9.99):.0%}"
    look = "red" if over_limit(load, limits.cap_red) else "amber" if over_limit(load, limits.cap_amber) else "low"
    return PageCell(said, f"heat_{look}_top") if load.needed else PageCell("", "dash_head")
