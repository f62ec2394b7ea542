"""The calendars that tasks of a file go by, as rows of the sheet Calendars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pmxl.facts.words import WEEKDAYS
from pmxl.interchange.mspdi.calendars import calendars_in, chain_of, holidays_in, is_worked, minute_in, weekday_in
from pmxl.interchange.mspdi.codes import DAY_TYPES
from pmxl.interchange.told import Told
from pmxl.interchange.tree import Node

MOST_DAYS_OFF = 1_000
"""What one cell of Calendars can hold, with room to spare."""


def task_calendars(
    project: Node, tasks: Iterable[Node], holidays: Sequence[date], told: Told
) -> dict[str, dict[str, Any]]:
    """UID -> row of Calendars, for each calendar that a task names and that is not the project's."""
    known, mine = calendars_in(project), project.said("CalendarUID")
    used = dict.fromkeys(task.said("CalendarUID") for task in tasks)
    found: dict[str, dict[str, Any]] = {}
    for number in used:
        if number in known and number != mine:
            taken = {row["calendar"] for row in found.values()}
            name = known[number].said("Name").strip() or f"Calendar {number}"
            name = name if name not in taken else f"{name} ({number})"
            found[number] = _row(name, chain_of(project, number), holidays, told)
    return found


def _row(name: str, chain: list[Node], holidays: Sequence[date], told: Told) -> dict[str, Any]:
    weekdays = [i for i in range(7) if is_worked(chain, DAY_TYPES[i])]
    off = [row["date"] for row in holidays_in(chain, told)]
    due = {day for day in holidays if day.weekday() in weekdays}
    keeps = due <= set(off)
    own = [day for day in off if not keeps or day not in holidays]
    if len(own) > MOST_DAYS_OFF:
        told.say(f"only the first {MOST_DAYS_OFF:,} days off of a calendar are taken", name)
    return {
        "calendar": name,
        "week": week_text(weekdays),
        "hours": _hours(chain, weekdays, name, told),
        "keeps_holidays": None if keeps else False,
        "days_off": "; ".join(day.isoformat() for day in own[:MOST_DAYS_OFF]),
    }


def week_text(weekdays: Sequence[int]) -> str:
    """Weekdays (Monday is 0) in order, as Calendars has them: `Mon-Thu, Sat`."""
    runs: list[list[int]] = []
    for day in weekdays:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    named = [[WEEKDAYS[day] for day in run] for run in runs]
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in named)


def _hours(chain: list[Node], weekdays: Sequence[int], name: str, told: Told) -> str:
    """The shifts of its first working day; blank, for those of Settings, where the file gives no times."""
    said = [text for i in weekdays if (text := _shifts(chain, DAY_TYPES[i]))]
    if len(set(said)) > 1:
        told.say("a calendar has days of several lengths; all of them count as the first", name)
    return said[0] if said else ""


def _shifts(chain: list[Node], kind: int) -> str:
    day = weekday_in(chain, kind)
    stretches = sorted(
        (minute_in(stretch.said("FromTime")), minute_in(stretch.said("ToTime")) or 1440)
        for stretch in (day.all("WorkingTimes", "WorkingTime") if day is not None else ())
    )
    return "; ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in stretches)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
