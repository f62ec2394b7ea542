"""Plans at random through mpxj's scheduler and ours, where mpxj and a Java are: both follow Microsoft Project.

What mpxj is known to miss is left out: it does not cap free float by total float, does not show the float lost to a
date that beats a link, and moves what finishes with a start before the project start.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from mpxj_plans import said

from pmxl.schedule import Calendar, Link, Network, Result, Task, schedule, shifts
from pmxl.schedule.calendars import instant

pytestmark = pytest.mark.skipif(
    find_spec("mpxj") is None or find_spec("jpype") is None or shutil.which("java") is None, reason="mpxj is not here"
)

START = datetime(2026, 3, 2, 8)
CALENDAR = Calendar([shifts("08:00-12:00,13:00-17:00")] * 5 + [(), ()])
KINDS: dict[str, dict[str, Any]] = {
    "finish to start": {"links": ("FS",)},
    "lags": {"links": ("FS", "SS", "FF"), "lags": (0, 1, 2, 0.5), "units": ("d", "h", "w")},
    "leads": {"links": ("FS", "SS", "FF"), "lags": (0, -1, -0.5)},
    "percent": {"links": ("FS", "SS", "FF"), "lags": (0, 50, 25), "units": ("%",)},
    "deadlines": {"links": ("FS", "SS"), "deadlines": True},
    "constraints": {"constraints": ("ASAP", "SNET", "SNLT", "FNLT", "MSO", "MFO")},
    "as late as possible": {"constraints": ("ASAP", "ASAP", "ASAP", "ALAP")},
    "progress": {"links": ("FS", "FF"), "progress": True},
    "all of it": {"constraints": ("ASAP", "SNET", "SNLT", "MSO", "MFO"), "progress": True, "deadlines": True},
}


def a_plan(rnd: random.Random, kind: dict[str, Any]) -> Network:
    names = [f"T{i}" for i in range(rnd.randint(2, 9))]
    tasks = [a_task(rnd, name, kind) for name in names]
    pairs = {tuple(sorted(rnd.sample(names, 2))) for _ in range(rnd.randint(0, 2 * len(names)))}
    links = [
        Link(
            *pair,
            rnd.choice(kind.get("links", ("FS",))),
            rnd.choice(kind.get("lags", (0,))),
            rnd.choice(kind.get("units", ("d",))),
        )
        for pair in sorted(pairs)
    ]
    return Network(tasks, links, START, CALENDAR, minutes_a_day=480, minutes_a_week=2400)


def a_task(rnd: random.Random, name: str, kind: dict[str, Any]) -> Task:
    day = START + timedelta(days=rnd.choice((0, 1, 2, 3, 7, 9, 14, 18, 21)))
    code = rnd.choice(kind.get("constraints", ("ASAP",)))
    days = rnd.choice((0, 1, 2, 3, 5, 0.5))
    started = bool(days and kind.get("progress") and rnd.random() < 0.3)
    done = started and rnd.random() < 0.4
    return Task(
        name,
        days,
        constraint=code,
        constraint_date=day.replace(hour=17) if code in ("FNET", "FNLT", "MFO") else day,
        deadline=day.replace(hour=17) if kind.get("deadlines") and rnd.random() < 0.3 else None,
        actual_start=day if started else None,
        actual_finish=day.replace(hour=17) + timedelta(days=7) if done else None,
        remaining=0 if done else days * rnd.choice((1, 0.5)) if started else None,
    )


@pytest.fixture(scope="module")
def answers() -> dict[str, list[tuple[Network, dict[str, Any]]]]:
    """Kind -> plans of it with what mpxj makes of them; all in one go, because Java is slow to start."""
    plans = {name: [a_plan(random.Random(f"{name} {i}"), kind) for i in range(60)] for name, kind in KINDS.items()}
    asked = [_as_json(plan) for some in plans.values() for plan in some]
    command = [sys.executable, str(Path(__file__).with_name("mpxj_plans.py"))]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    found = iter(json.loads(done.stdout))
    return {name: [(plan, next(found)) for plan in some] for name, some in plans.items()}


def _as_json(plan: Network) -> dict[str, Any]:
    dates = ("constraint_date", "deadline", "actual_start", "actual_finish")
    rows = []
    for task in plan.tasks:
        row = {name: said(getattr(task, name)) for name in dates}
        if task.constraint in ("ASAP", "ALAP"):
            row["constraint_date"] = None
        plain = {name: getattr(task, name) for name in ("id", "duration", "constraint", "remaining")}
        rows.append({**row, **plain})
    return {"start": said(START), "tasks": rows, "links": [list(link) for link in plan.links]}


@pytest.mark.parametrize("kind", KINDS)
def test_two_schedulers_agree(kind: str, answers: dict[str, list[tuple[Network, dict[str, Any]]]]) -> None:
    compared = 0
    for plan, theirs in answers[kind]:
        result = schedule(plan)
        assert not result.problems
        if not result.dates.driven:
            compared += 1
            assert {name: ours(result, name) for name in theirs} == {
                name: _rounded(result, name, row) for name, row in theirs.items()
            }
    assert compared >= 20


def ours(result: Result, name: str) -> tuple[float, ...]:
    """Dates as minutes worked, so that Friday 17:00 is Monday 08:00; then the floats."""
    task = result.tasks[name]
    dates = (task.early_start, task.early_finish, task.late_start, task.late_finish)
    return (*(round(CALENDAR.work(instant(at))) for at in dates), round(task.total_float), round(task.free_float))


def _rounded(result: Result, name: str, row: dict[str, Any]) -> tuple[float, ...]:
    names = ("early_start", "early_finish", "late_start", "late_finish")
    dates = (round(CALENDAR.work(instant(datetime.fromisoformat(row[name])))) for name in names)
    capped = min(row["free"], max(0, result.tasks[name].total_float))
    return (*dates, round(row["total"]), round(max(0, capped)))
