"""Schedules that Microsoft Project computed: through the engine to the minute, and through a workbook to the day."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import project_cases
import pytest

from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet
from pmxl.registers.cells import EPOCH
from pmxl.registers.schedule import CONSTRAINTS, SCHEDULE, Task
from pmxl.registers.settings import Settings
from pmxl.schedule import schedule
from pmxl.schedule.calendars import instant

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "schedule"
CASES = sorted(DATA.glob("[ms]*-*.json"))
SHEETS = sorted(DATA.glob("msp-*.csv"))
pytestmark = pytest.mark.skipif(not CASES, reason="the open cases do not lie beside the repository")
STORED = ("start", "finish")
WORDS = {code: words for words, code in CONSTRAINTS.items()}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_engine_gives_what_the_case_says(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    expected = case["expected"]
    case["stored"] = {uid: want for uid, want in expected.items() if _row(case, uid)["manual"]}
    got = project_cases.answer(case)
    assert expected
    wrong = [
        f"{uid} {key}: {got[int(uid)].get(key)} instead of {value}"
        for uid, want in expected.items()
        if _row(case, uid)["active"]
        for key, value in want.items()
        if value is not None and key not in STORED and not _agrees(case, uid, key, got[int(uid)], value)
    ]
    assert not wrong


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_summary_rows_roll_up_as_the_case_says(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    result = schedule(project_cases.network(case))
    for uid, want in case["expected_summary"].items():
        row = result.tasks[uid]
        for key, got in (("es", row.start), ("ef", row.finish), ("ls", row.late_start), ("lf", row.late_finish)):
            there = instant(datetime.fromisoformat(want[key]))
            assert abs(result.graph.calendar.work(instant(got)) - result.graph.calendar.work(there)) < 1
        floats = {
            "start_slack_min": row.start_float,
            "finish_slack_min": row.finish_float,
            "total_slack_min": row.total_float,
            "free_slack_min": row.free_float,
        }
        stored = {name: value for name in floats if (value := want[name]) is not None}
        assert {name: floats[name] for name in stored} == pytest.approx(stored, abs=1)
        assert row.critical == bool(want["critical"])


def _row(case: dict[str, Any], uid: str) -> dict[str, Any]:
    return next(row for row in case["tasks"] if str(row["uid"]) == uid)


def _agrees(case: dict[str, Any], uid: str, key: str, got: dict[str, Any], want: Any) -> bool:
    """Two instants are one where no worked minute lies between them, on the task's or a resource's calendar."""
    if key == "critical":
        return bool(got[key]) == bool(want)
    if key.endswith("_min"):
        return key not in got or abs(got[key] - want) < 1
    row = _row(case, uid)
    names = {row.get("calendar") or case["project"]["calendar"]} | {a.get("cal") for a in row.get("assignments") or ()}
    calendars = [project_cases.calendar(n, case["calendars"][n]) for n in names if n in case["calendars"]]
    a, b = (instant(datetime.fromisoformat(text)) for text in (got[key], want))
    return abs(a - b) < 1 or any(abs(c.work(a) - c.work(b)) < 1 for c in calendars)


# ---------------------------------------------------------------- through a workbook


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_workbook_gives_what_the_case_says(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    case = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    if not _one_calendar(case, rows):
        pytest.skip("the sheet has one calendar")
    tasks = Journey(_book(rows, case), date(2026, 3, 13), strict=True).book.of(SCHEDULE)
    answers = [_answer(task) for task in tasks]
    assert answers == [_wanted(row) for row in rows]


def _one_calendar(case: dict[str, Any], rows: list[dict[str, str]]) -> bool:
    specs = [case["calendars"][row["Calendar"] or case["project"]["calendar"]] for row in rows]
    return all(spec == specs[0] for spec in specs)


def _answer(task: Task) -> tuple[object, ...]:
    dates = (task.start, task.finish, task.late_start, task.late_finish)
    return (task.id, *(day and day.isoformat() for day in dates), task.total_float, task.free_float, task.critical)


def _wanted(row: dict[str, str]) -> tuple[object, ...]:
    dates = (row[f"exp_{name}"] for name in ("Start", "Finish", "LateStart", "LateFinish"))
    floats = (float(row[f"exp_{name}Float_d"]) for name in ("Total", "Free"))
    return (f"T-{int(row['ID']):03}", *dates, *floats, row["exp_Critical"] == "1")


def _book(rows: list[dict[str, str]], case: dict[str, Any]) -> RawBook:
    """The case as a person would fill it in."""
    titles = ("ID", "WBS", "Task", "Duration", "Predecessors", "Constraint", "Constraint date", "Deadline",
              "Actual start", "Actual finish", "Remaining")  # fmt: skip
    codes = _codes(rows)
    lines = [
        (
            f"T-{int(row['ID']):03}", code, row["Name"], float(row["Duration_d"]), _links(row["Predecessors"]),
            WORDS[project_cases.CODES[row["ConstraintType"]]], _serial(row["ConstraintDate"]),
            _serial(row["Deadline"]), _serial(row["ActualStart"]), _serial(row["ActualFinish"]), _remaining(row),
        )
        for row, code in zip(rows, codes, strict=True)
    ]  # fmt: skip
    project = case["project"]
    settings = [("as_of", _serial(project["start"][:10])), ("project_start", _serial(project["start"][:10])),
                ("progress_mode", "stays where logic puts it")]  # fmt: skip
    title = {line.key: line.title for line in Settings.lines}
    free = [day for day, worked in _exceptions(case).items() if not worked]
    return RawBook(
        {
            "Schedule": _sheet("Schedule", titles, lines),
            "Settings": _sheet("Settings", ("Setting", "Value", "Key"), [(title[k], v, k) for k, v in settings]),
            "Holidays": _sheet("Holidays", ("Date", "What"), [(_serial(day.isoformat()), "off") for day in free]),
        }
    )


def _sheet(name: str, titles: tuple[str, ...], lines: list[tuple[Any, ...]]) -> RawSheet:
    cells = {i: {j: v for j, v in enumerate(line, 1) if v not in ("", None)} for i, line in enumerate(lines, 2)}
    return RawSheet(name, {1: dict(enumerate(titles, 1)), **cells})


def _codes(rows: list[dict[str, str]]) -> list[str]:
    """WBS codes from outline levels."""
    counts: list[int] = []
    codes = []
    for row in rows:
        level = int(row["OutlineLevel"])
        counts = [*counts[:level], *[0] * (level - len(counts))]
        counts[level - 1] += 1
        codes.append(".".join(map(str, counts)))
    return codes


def _links(text: str) -> str:
    numbered = [part.strip() for part in text.split(";") if part.strip()]
    return "; ".join(f"T-{int(p[:n]):03}{p[n:]}" for p in numbered for n in [len(p) - len(p.lstrip("0123456789"))])


def _remaining(row: dict[str, str]) -> float | None:
    running = row["ActualStart"] and not row["ActualFinish"]
    return float(row["Duration_d"]) * (1 - float(row["PercentComplete"]) / 100) if running else None


def _serial(day: str) -> float | None:
    return float((date.fromisoformat(day) - EPOCH).days) if day else None


def _exceptions(case: dict[str, Any]) -> dict[date, Any]:
    calendar = case["calendars"][case["project"]["calendar"]]
    return project_cases.exceptions(calendar)
