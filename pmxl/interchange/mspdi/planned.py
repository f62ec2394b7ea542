"""The plan as it is written: rows in outline order, their dates, links and people, worked out once."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pmxl.facts.calendars import calendars
from pmxl.facts.plan import plan_of
from pmxl.interchange.mspdi.calendars import Hours
from pmxl.interchange.mspdi.progress import Progress, progress
from pmxl.interchange.outline import Line, outline
from pmxl.interchange.told import Told
from pmxl.model import Book, Context
from pmxl.registers.machine import PEOPLE
from pmxl.registers.schedule import SCHEDULE
from pmxl.schedule import Link, schedule

WITHOUT_SENSE = ("self-link", "link-to-own-summary")
"""Problems of the engine whose links no program accepts."""


class Planned:
    """What is known of a plan before it is written. `lines` are its rows; names are the engine's."""

    def __init__(self, book: Book, now: Context) -> None:
        self.book, self.now, self.told = book, now, Told()
        plan = plan_of(book, now)
        self.network, self.calendar = plan.network, plan.network.calendar
        self.result = schedule(plan.network)
        self.hours = Hours(self.calendar)
        self.calendars = {calendar.name: number for number, calendar in enumerate(calendars(book).values(), 2)}
        """Name of each calendar that tasks may go by -> its number; 1 is the project's."""
        self._own = {task.id: task.calendar for task in plan.network.tasks if task.calendar is not None}
        self.lines = outline(book.of(SCHEDULE), plan)
        self.uids = _uids(self.lines)
        self.summaries = {line.parent for line in self.lines}
        self.progress = self._progress()
        self.links = self._links()
        names = [person_name(row.person) for row in book.of(PEOPLE)]
        names += [person_name(line.row.owner) for line in self.lines]
        self.people = {name: number for number, name in enumerate(dict.fromkeys(filter(None, names)), 1)}
        if [line.row for line in self.lines] != book.of(SCHEDULE):
            self.told.say("rows are put in the order of their WBS codes, because Project's outline goes by order")

    def hours_of(self, line: Line) -> Hours:
        """When the days of a row begin and end."""
        own = self._own.get(line.name)
        return self.hours if own is None else Hours(own)

    def calendar_number(self, line: Line) -> int:
        """The number of a row's own calendar; -1 where it goes by the project's."""
        own = self._own.get(line.name)
        return -1 if own is None else self.calendars[own.name]

    def is_assigned(self, line: Line) -> bool:
        """True where the owner is assigned. On a summary that would add work; there the owner is the contact."""
        return bool(person_name(line.row.owner)) and line.name not in self.summaries

    def _progress(self) -> dict[str, Progress]:
        """Name -> when it runs; a summary spans what is written for the rows below it."""
        found: dict[str, Progress] = {}
        for line in reversed(self.lines):
            if line.name not in self.summaries:
                found[line.name] = progress(line.row, self.result.tasks[line.name], self.result, self.hours_of(line))
            if line.parent is not None:
                mine = found[line.name]
                sofar = found.get(line.parent, mine)
                found[line.parent] = Progress(min(sofar.start, mine.start), max(sofar.finish, mine.finish))
        return found

    def _links(self) -> dict[str, list[Link]]:
        """Name -> the links into it, without those that would keep Project from opening the file."""
        senseless = {link for loop in self.result.loops for link in loop.ignored}
        senseless |= {p.link for p in self.result.problems if p.link is not None and p.kind in WITHOUT_SENSE}
        found: dict[str, list[Link]] = {}
        for link in self.network.links:
            before = found.setdefault(link.successor, [])
            if link in senseless:
                self.told.say("a link in a circle, to itself or to its own summary is left out", link.successor)
            elif link.predecessor in self.uids:
                if any(other.predecessor == link.predecessor for other in before):
                    self.told.say("two links lead from the same task; Project may keep only one", link.successor)
                before.append(link)
        return found


def person_name(name: str | None) -> str:
    """A name without the marks with which Project parts the names of several people."""
    return " ".join(re.sub(r"[,;\[\]]", " ", name or "").split())


def _uids(lines: Sequence[Line]) -> dict[str, int]:
    """Name -> the number by which Project knows a task for ever: that of its ID, where it is free."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    for line in lines:
        digits = re.search(r"[0-9]{1,8}$", line.row.id)
        number = int(digits[0]) if digits else 0
        if number and number not in taken:
            found[line.name] = number
            taken.add(number)
    last = max(taken, default=0)
    for line in lines:
        if line.name not in found:
            last += 1
            found[line.name] = last
    return found
