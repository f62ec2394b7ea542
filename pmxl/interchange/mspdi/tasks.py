"""One task element as a row of the Schedule: what its places say, in the words of the columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmxl.interchange.mspdi.codes import (
    CONSTRAINTS,
    ESTIMATED,
    FORMAT_UNITS,
    LINK_TYPES,
    day_in,
    minutes_in,
    unit_minutes,
)
from pmxl.interchange.told import Told
from pmxl.interchange.tree import Node
from pmxl.interchange.values import MOST
from pmxl.records import NamedTuple
from pmxl.registers.schedule import CONSTRAINTS as CONSTRAINT_CODES
from pmxl.schedule import Calendar, Link, write_link
from pmxl.schedule.network import LinkType


class File(NamedTuple):
    """What must be known of a file to read one of its tasks."""

    calendar: Calendar
    minutes_a_day: float
    minutes_a_week: float
    ids: Mapping[str, str]
    """UID of a task -> the ID of its row."""
    owners: Mapping[str, list[str]]
    """UID of a task -> the people assigned to it."""
    calendars: Mapping[str, str]
    """UID of a calendar that tasks go by -> its name on Calendars."""

    def people_of(self, task: Node) -> list[str]:
        """Everybody who is assigned to a task; the first is its owner."""
        return self.owners.get(task.said("UID"), [])


def native_values(task: Node, name: str, is_summary: bool, file: File, told: Told) -> dict[str, Any]:
    """Column -> what the task's own places say, for the columns that have a place. *name* is how it is told of."""
    people = file.people_of(task)
    found: dict[str, Any] = {
        "task": _text(task, "Name", name, told),
        "wbs": task.said("WBS"),
        "owner": people[0] if people else task.said("Contact"),
        "support": ", ".join(people[1:]),
        "calendar": file.calendars.get(task.said("CalendarUID"), ""),
        "predecessors": _predecessors(task, name, file, told),
        "deadline": day_in(task.said("Deadline")),
        **_baseline(task, file),
    }
    if not is_summary:
        found |= _work(task, name, file, told)
    return found | _constraint(task, is_summary, name, told)


def _text(task: Node, tag: str, name: str, told: Told) -> str:
    text = (task.first(tag) or Node(tag)).text.strip()
    if len(text) > MOST:
        told.say(f"a text is longer than the {MOST:,} characters that a cell holds and is cut", name)
    return text[:MOST]


def days(minutes: float | None, file: File) -> float | None:
    """Minutes as working days, without the noise of the division."""
    return None if minutes is None else round(minutes / file.minutes_a_day, 6)


# ---------------------------------------------------------------- duration and progress


def _work(task: Node, name: str, file: File, told: Told) -> dict[str, Any]:
    """Duration, actual dates and what remains. A summary has none of its own."""
    whole = _duration(task, name, file, told)
    started, finished = day_in(task.said("ActualStart")), day_in(task.said("ActualFinish"))
    done = task.whole("PercentComplete") or 0
    if (done > 0 and started is None) or (done >= 100 and finished is None):
        told.say("progress is given as a percentage only; the planned dates count as the actual ones", name)
        started = started or day_in(task.said("Start"))
        finished = day_in(task.said("Finish")) if done >= 100 else None
    remaining = None
    if started and not finished:
        left = minutes_in(task.said("RemainingDuration"))
        elapsed = _unit(task, "DurationFormat").startswith("e")
        remaining = days(left, file) if left is not None and not elapsed else _share(whole, 1 - done / 100)
    return {"duration": whole, "actual_start": started, "actual_finish": finished, "remaining": remaining}


def _share(whole: float | None, share: float) -> float | None:
    return None if whole is None else round(whole * max(0.0, share), 6)


def _duration(task: Node, name: str, file: File, told: Told) -> float | None:
    said = (task.said("ManualDuration") if task.flag("Manual") else "") or task.said("Duration")
    minutes = minutes_in(said)
    start, finish = day_in(task.said("Start")), day_in(task.said("Finish"))
    if minutes and _unit(task, "DurationFormat").startswith("e") and start and finish:
        told.say("an elapsed duration stands as the working days that it takes now", name)
        return float(file.calendar.working_days_between(start, finish) + file.calendar.is_working(start))
    return days(minutes, file)


def _unit(node: Node, tag: str) -> str:
    """The unit of a duration or lag; days where the format names none."""
    number = node.whole(tag) or 0
    return FORMAT_UNITS.get(number - ESTIMATED if number > ESTIMATED else number, "d")


def _baseline(task: Node, file: File) -> dict[str, Any]:
    node = next((n for n in task.all("Baseline") if (n.whole("Number") or 0) == 0), None)
    if node is None:
        return {}
    return {
        "baseline_start": day_in(node.said("Start")),
        "baseline_finish": day_in(node.said("Finish")),
        "baseline_duration": days(minutes_in(node.said("Duration")), file),
    }


# ---------------------------------------------------------------- constraints


def _constraint(task: Node, is_summary: bool, name: str, told: Told) -> dict[str, Any]:
    """What holds the task's date. "Start no earlier than" stands as the simple form of it, Not before."""
    at = day_in(task.said("ConstraintDate"))
    number = task.whole("ConstraintType") or 0
    code = CONSTRAINTS[number] if 0 <= number < len(CONSTRAINTS) else "ASAP"
    if task.flag("Manual") and not is_summary and not task.said("ActualStart"):
        told.say("a manually scheduled task starts no earlier than Project has it, and may move later", name)
        return {"not_before": day_in(task.said("ManualStart")) or day_in(task.said("Start"))}
    if code == "SNET":
        return {"not_before": at}
    if code == "ASAP":
        return {}
    return {"constraint": _WORDS[code], "constraint_date": at if code != "ALAP" else None}


_WORDS = {code: words for words, code in CONSTRAINT_CODES.items()}


# ---------------------------------------------------------------- links


def _predecessors(task: Node, name: str, file: File, told: Told) -> str:
    return "; ".join(
        write_link(link) for node in task.all("PredecessorLink") if (link := _link(node, name, file, told))
    )


def _link(node: Node, name: str, file: File, told: Told) -> Link | None:
    predecessor = file.ids.get(node.said("PredecessorUID"))
    if node.flag("CrossProject") or predecessor is None:
        told.say("a link to a task that is not in the file is left out", name)
        return None
    number = node.whole("Type")
    kind: LinkType = LINK_TYPES[number] if number is not None and 0 <= number < 4 else "FS"  # type: ignore[assignment]
    unit = _unit(node, "LagFormat")
    minutes = unit_minutes(unit, file.minutes_a_day, file.minutes_a_week)
    return Link(predecessor, name, kind, round((node.whole("LinkLag") or 0) / 10 / minutes, 6), unit)
