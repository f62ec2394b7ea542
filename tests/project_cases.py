"""Cases that Microsoft Project computed, as networks of ours, and our answers in the cases' own shape."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from pmxl.schedule import Calendar, Effort, Link, Network, Task, schedule, shifts

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CODES = {
    "AS_SOON_AS_POSSIBLE": "ASAP",
    "AS_LATE_AS_POSSIBLE": "ALAP",
    "START_NO_EARLIER_THAN": "SNET",
    "START_NO_LATER_THAN": "SNLT",
    "FINISH_NO_EARLIER_THAN": "FNET",
    "FINISH_NO_LATER_THAN": "FNLT",
    "MUST_START_ON": "MSO",
    "MUST_FINISH_ON": "MFO",
}
LAGS = {"w": "m", "e": "em", "%": "%", "e%": "e%"}


def answer(case: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """What our engine makes of a case."""
    result = schedule(network(case))
    found = {}
    for task in case["tasks"]:
        if str(task["uid"]) in result.tasks:
            dates = result.tasks[str(task["uid"])]
            found[task["uid"]] = {
                "es": dates.early_start.isoformat(),
                "ef": dates.early_finish.isoformat(),
                "ls": dates.late_start.isoformat(),
                "lf": dates.late_finish.isoformat(),
                "total_slack_min": dates.total_float,
                "free_slack_min": dates.free_float,
                "critical": dates.critical,
            }
    return found


def network(case: dict[str, Any]) -> Network:
    """A case as a network."""
    project = case["project"]
    calendars = {name: calendar(name, spec) for name, spec in case["calendars"].items()}
    # A summary of which no row is active is no task of its own.
    above = {row["parent"] for row in case["tasks"] if row["active"] and row.get("parent") is not None}
    rows = [row for row in case["tasks"] if row["active"] and (not row["summary"] or row["uid"] in above)]
    tasks = [task(row, calendars, case.get("stored", {})) for row in rows]
    there = {t.id for t in tasks}
    return Network(
        tasks=tasks,
        links=[
            Link(str(p), str(s), kind, lag, LAGS[unit])
            for p, s, kind, lag, unit in case["links"]
            if {str(p), str(s)} <= there
        ],
        start=moment(project["start"]),
        calendar=calendars[project["calendar"]],
        as_of=moment(project["status_date"]),
        honour_constraints=project["honor_constraints"],
        critical_limit=project["critical_slack_limit_min"],
        minutes_a_day=project["minutes_per_day"],
        minutes_a_week=project["minutes_per_week"],
        days_a_month=project["days_per_month"],
    )


def calendar(name: str, spec: dict[str, Any]) -> Calendar:
    return Calendar([shifts(spec["week"][day]) for day in DAYS], exceptions(spec), name)


def exceptions(spec: dict[str, Any]) -> dict[date, Any]:
    """Every day on which the calendar works other hours than in an ordinary week."""
    special: dict[date, Any] = {}
    for first, last, hours in spec["exceptions"]:
        day = date.fromisoformat(first)
        while day <= date.fromisoformat(last):
            special[day] = shifts(hours)
            day += timedelta(days=1)
    return special


def task(row: dict[str, Any], calendars: dict[str, Calendar], stored: dict[str, Any]) -> Task:
    own = calendars[row["calendar"]] if row.get("calendar") else None
    efforts = ()
    if row["type"] != "FIXED_DURATION" and not row["summary"]:
        efforts = tuple(effort(a, row, own, calendars) for a in row.get("assignments") or () if works(a, calendars))
    pinned = stored.get(str(row["uid"])) if row["manual"] else None
    elapsed = "e" if str(row.get("dur_u") or "").startswith("e") else ""
    return Task(
        id=str(row["uid"]),
        duration=row["dur_min"] or 0,
        unit=f"{elapsed}m",
        parent=None if row.get("parent") is None else str(row["parent"]),
        calendar=own,
        constraint=CODES[row.get("constraint") or "AS_SOON_AS_POSSIBLE"],
        constraint_date=moment(row.get("constraint_date")),
        deadline=moment(row.get("deadline")),
        actual_start=moment(row.get("actual_start")),
        actual_finish=moment(row.get("actual_finish")),
        remaining=row.get("rem_dur_min") if row.get("actual_start") else None,
        resume=moment(row.get("resume")),
        pinned_start=moment(pinned["start"]) if pinned else None,
        pinned_finish=moment(pinned["finish"]) if pinned else None,
        efforts=efforts,
        delay=row.get("lev_delay_min") or 0,
    )


def works(assignment: dict[str, Any], calendars: dict[str, Calendar]) -> bool:
    return bool(
        assignment["rtype"] == "WORK"
        and assignment.get("cal") in calendars
        and assignment.get("units")
        and assignment["work_min"]
    )


def effort(
    assignment: dict[str, Any], row: dict[str, Any], own: Calendar | None, calendars: dict[str, Calendar]
) -> Effort:
    calendar = calendars[assignment["cal"]]
    if own is not None:
        calendar = own if row["ignore_res_cal"] else calendar.both(own)
    share = assignment["units"] / 100
    return Effort(calendar, assignment["work_min"] / share, assignment["rem_work_min"] / share)


def moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
