"""The nouns of a network: tasks, links, and what a schedule has to say about bad ones. Plain values, no arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from pmxl.records import NamedTuple
from pmxl.schedule.calendars import Calendar

Moment = date | datetime
"""A date stands for its beginning where something starts, and for its end where something finishes."""

LinkType = Literal["FS", "SS", "FF", "SF"]
LINK_TYPES: tuple[LinkType, ...] = ("FS", "SS", "FF", "SF")

Constraint = Literal["ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO"]
CONSTRAINTS = {
    "ASAP": "as soon as possible",
    "ALAP": "as late as possible",
    "SNET": "start no earlier than",
    "SNLT": "start no later than",
    "FNET": "finish no earlier than",
    "FNLT": "finish no later than",
    "MSO": "must start on",
    "MFO": "must finish on",
}

Mode = Literal["msproject", "retained logic", "progress override"]
"""What happens to unfinished work that should be done by the as-of date.

`msproject` leaves it where logic puts it. `retained logic` never plans it before the as-of date, and what is running
still waits for its predecessors. `progress override` does the same, but what is running waits for nobody.
"""

UNITS = ("m", "h", "d", "w", "mo", "em", "eh", "ed", "ew", "emo", "%", "e%")
"""Minutes, hours, days, weeks, months; elapsed ones, which ignore calendars; percent of the predecessor's duration."""


class Effort(NamedTuple):
    """Work that one resource puts into a task, on the resource's own calendar: minutes in all, and still to do."""

    calendar: Calendar
    minutes: float
    remaining: float | None = None


class Task(NamedTuple):
    """One row of a plan. A row that other rows name as their parent is a summary; a duration of 0 is a milestone.

    `duration` and `remaining` are in `unit`. Resource efforts, where given, take the place of the duration.
    """

    id: str
    duration: float | None = 0
    unit: str = "d"
    parent: str | None = None
    calendar: Calendar | None = None
    constraint: Constraint = "ASAP"
    constraint_date: Moment | None = None
    deadline: Moment | None = None
    actual_start: Moment | None = None
    actual_finish: Moment | None = None
    remaining: float | None = None
    resume: Moment | None = None
    """When the remaining work goes on; blank: right after the work that is done."""
    pinned_start: Moment | None = None
    """A start that nothing moves."""
    pinned_finish: Moment | None = None
    efforts: tuple[Effort, ...] = ()
    not_before: Moment | None = None
    """A start no earlier than, beside the constraint: Primavera's secondary constraint."""
    delay: float = 0
    """Elapsed minutes that a task without predecessors waits after the project start."""


PLAIN: tuple[object, ...] = tuple(Task("")[4:])
"""What a task says after its parent where it says nothing special."""


class Link(NamedTuple):
    """The successor waits for the predecessor; a negative lag is a lead."""

    predecessor: str
    successor: str
    type: LinkType = "FS"
    lag: float = 0
    unit: str = "d"


class Network(NamedTuple):
    """A plan to be scheduled, with everything that its dates depend on."""

    tasks: Sequence[Task]
    links: Sequence[Link] = ()
    start: Moment | None = None
    """The project start; where blank, the as-of date or else the earliest date that any task names."""
    calendar: Calendar = Calendar.whole_days()
    as_of: Moment | None = None
    mode: Mode = "msproject"
    honour_constraints: bool = True
    """True where a constraint's date wins over links, False where links win and float goes negative."""
    critical_limit: float = 0
    """Total float in minutes up to which a task is critical."""
    near_limit: float = 5
    """Total float in working days up to which a task is nearly critical."""
    minutes_a_day: float | None = None
    """What one `d` is; where blank, the calendar's longest day."""
    minutes_a_week: float | None = None
    days_a_month: float = 20


class Problem(NamedTuple):
    """Something in the network that was left out or put right, and why."""

    kind: str
    """One of the keys of PROBLEMS."""
    task: str
    text: str
    """What is at fault, in the words of the network."""
    link: Link | None = None

    @property
    def says(self) -> str:
        """The problem as a sentence without a final stop."""
        return PROBLEMS[self.kind].format(task=self.task, text=self.text)


PROBLEMS = {
    "duplicate-id": "{task} stands in two rows; the second one is left out",
    "bad-duration": "{task} has the duration {text}, which is no length of time; it counts as 0",
    "bad-lag": "{task} has a link with the lag {text}, which cannot be used; it counts as 0",
    "bad-date": "{task} has the date {text}, which lies outside 1950 to 2199 and is left out",
    "finish-before-start": "{task} finished before it started ({text}); the finish counts",
    "unknown-parent": "{task} stands below {text}, which does not exist",
    "outline-circle": "{task} stands below itself",
    "unknown-predecessor": "{task} waits for {text}, which does not exist",
    "unknown-successor": "{text} would wait for {task}, but does not exist",
    "self-link": "{task} waits for itself",
    "link-to-own-summary": "{task} is linked to {text}, which contains it",
    "unknown-link-type": "{task} has a link of the type {text}, which is none of FS, SS, FF, SF; it counts as FS",
    "unknown-constraint": "{task} has the constraint {text}, which does not exist or has no date",
    "constraint-on-summary": "{task} contains other rows, so its constraint {text} is left out",
    "calendar-without-work": "the calendar of {task} has no working time; {text} is used instead",
    "no-start": "the plan names no start and no date, so it starts on {text}",
    "beyond-2199": "{task} would finish after 2199",
    "loop": "{text} wait for each other in a circle; the link {task} is left out",
}
"""Kind of problem -> the sentence that says it."""


class Loop(NamedTuple):
    """Tasks that wait for each other. To compute the rest, `ignored` links were left out."""

    tasks: tuple[str, ...]
    """One way round, each task waiting for the one before it and the first for the last."""
    members: tuple[str, ...]
    """Every task that is caught in it, in the order of the rows."""
    weakest: Link
    """The link that is most likely wrong: the one that points furthest back up the sheet."""
    ignored: tuple[Link, ...]
