"""Schedule quality through a workbook: what is planted on the sheet is found, and a clean sheet is silent."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from pmxl.facts.quality import links_that_add_nothing, quality
from pmxl.facts.weak_logic import open_ends
from pmxl.journey import Journey
from pmxl.model import RawBook, RawSheet, ReplaceSheet

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "schedule" / "dcma-cases.json"
CASES = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else []
CONSTRAINTS = {
    "MUST_START_ON": "Must start on",
    "MUST_FINISH_ON": "Must finish on",
    "START_NO_LATER_THAN": "Start no later than",
    "FINISH_NO_LATER_THAN": "Finish no later than",
    "START_NO_EARLIER_THAN": "Start no earlier than",
    "FINISH_NO_EARLIER_THAN": "Finish no earlier than",
    "AS_LATE_AS_POSSIBLE": "As late as possible",
}
POINTS = {
    "1_logic": "logic", "2_leads": "leads", "3_lags": "lags", "4_fs": "relationship types",
    "5_hard": "hard constraints", "8_high_duration": "high duration", "10_resources": "resources",
    "11_missed": "missed tasks", "14_bei": "baseline execution index",
}  # fmt: skip
"""The points that follow from what a sheet holds alone; floats and dates are computed, and need plans of their own."""
RULES = {
    "1_logic": "open-ends-in-schedule", "2_leads": "lead-instead-of-a-split-task", "3_lags": "lags-too-many",
    "4_fs": "links-seldom-finish-to-start", "5_hard": "hard-constraints-too-many",
    "8_high_duration": "remaining-work-too-long", "10_resources": "task-without-resources",
    "11_missed": "baseline-missed-too-often", "14_bei": "baseline-execution-index-low",
}  # fmt: skip


def journey(lines: list[dict[str, object]], as_of: date, **settings: object) -> Journey:
    titles = list(dict.fromkeys(title for line in lines for title in line))
    cells: dict[int, dict[int, object]] = {1: dict(enumerate(titles, 1))}
    for number, line in enumerate(lines, 2):
        cells[number] = {i: line[t] for i, t in enumerate(titles, 1) if line.get(t) not in (None, "")}
    given = {"Key": "Value", "as_of": as_of, "profile": "Full", **settings}
    lines_of = {1: {1: "Setting", 2: "Value", 3: "Key"}}
    lines_of |= {i: {1: key, 2: value, 3: key} for i, (key, value) in enumerate(list(given.items())[1:], 2)}  # type: ignore[misc]
    raw = RawBook({"Schedule": RawSheet("Schedule", cells), "Settings": RawSheet("Settings", lines_of)})
    return Journey(raw, as_of, strict=True)


def rules_of(found: Journey) -> set[str]:
    return {finding.rule for finding in found.findings()}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def left(row: dict[str, Any], status: date) -> float | None:
    """The days that remain; of running work those up to its finish, from the status date on."""
    if row["af"] or (row["rem"] == row["dur"] and not row["as_"]):
        return None
    if not row["as_"]:
        return float(row["rem"])
    days = (status + timedelta(days=i) for i in range((date.fromisoformat(row["finish"]) - status).days + 1))
    return sum(found.weekday() < 5 for found in days)


def sheet(given: dict[str, Any]) -> list[dict[str, object]]:
    """The rows of a case as a project manager would have typed them."""
    waits: dict[int, list[str]] = {}
    for before, after, kind, lag in given["links"]:
        waits.setdefault(after, []).append(f"T-{before:03d}{kind}{f'{lag:+g}d' if lag else ''}")
    return [
        {
            "ID": f"T-{row['id']:03d}",
            "Task": "Work",
            "Owner": "K. Obi" if row["res"] else None,
            "Duration": row["dur"],
            "Remaining": left(row, date.fromisoformat(given["status"])),
            "Predecessors": "; ".join(waits.get(row["id"], ())),
            "Actual start": day(row["as_"]),
            "Actual finish": day(row["af"]),
            "Baseline start": day(row["bs"]),
            "Baseline finish": day(row["bf"]),
            "Constraint": CONSTRAINTS.get(row["constraint"]),
            "Constraint date": day(row["start"]) if row["constraint"] in CONSTRAINTS else None,
        }
        for row in given["rows"]
        if row["type"] in ("task", "milestone")
    ]


@pytest.mark.skipif(not CASES, reason="the open cases do not lie beside the repository")
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_planted_defects_come_through_a_workbook(case: dict[str, Any]) -> None:
    found = journey(sheet(case["input"]), date.fromisoformat(case["input"]["status"]))
    figures, told = quality(found.book, found.now), rules_of(found)
    for point, name in POINTS.items():
        expected, check = case["expected"][point], figures[name]
        assert check.ok == expected["ok"], point
        if "ids" in expected:
            assert [int(task[2:]) for task in check.tasks] == expected["ids"], point
        planted = bool(expected.get("ids") or expected.get("n")) or not expected["ok"]
        assert (RULES[point] in told) == planted, point


def plan(report: float, build: float = 60, **more: object) -> list[dict[str, object]]:
    """Two ways to the end: one of *build* days, one of *report* days."""
    return [
        {"ID": "T-1", "Task": "Plan", "Owner": "K. Obi", "Duration": 1},
        {"ID": "T-2", "Task": "Build", "Owner": "K. Obi", "Duration": build, "Predecessors": "T-1"},
        {"ID": "T-3", "Task": "Report", "Owner": "K. Obi", "Duration": report, "Predecessors": "T-1", **more},
        {"ID": "M-1", "Task": "Go", "Owner": "K. Obi", "Duration": 0, "Predecessors": "T-2; T-3"},
    ]


FRIDAY, MONDAY = date(2026, 3, 13), date(2026, 3, 16)


@pytest.mark.parametrize(("report", "high"), [(16, False), (15.5, True), (15, True)])
def test_44_days_of_float_pass_and_more_do_not(report: float, high: bool) -> None:
    found = journey(plan(report), FRIDAY, project_start=MONDAY)
    assert ("float-too-high" in rules_of(found)) is high
    assert (quality(found.book, found.now)["high float"].tasks == ("T-3",)) is high


def test_finished_work_has_no_float_to_check() -> None:
    done = plan(1, **{"Actual start": MONDAY, "Actual finish": MONDAY})
    assert quality((j := journey(done, MONDAY, project_start=MONDAY)).book, j.now)["high float"].tasks == ()


@pytest.mark.parametrize(("left", "long"), [(44, False), (44.5, True)])
def test_remaining_and_not_original_work_is_long(left: float, long: bool) -> None:
    rows = plan(1, 90)
    rows[0] |= {"Actual start": date(2026, 1, 5), "Actual finish": date(2026, 1, 5)}
    rows[1] |= {"Actual start": date(2026, 1, 6), "Remaining": left}
    found = journey(rows, FRIDAY)
    assert ("remaining-work-too-long" in rules_of(found)) is long


def test_limits_on_settings_count() -> None:
    assert "float-too-high" not in rules_of(journey(plan(15), FRIDAY, project_start=MONDAY, sch_long=50.0))
    lags = [*plan(16)[:2], {**plan(16)[2], "Predecessors": "T-1FS+1d"}, plan(16)[3]]
    found = journey(lags, FRIDAY, project_start=MONDAY, sch_few=0.3)
    assert quality(found.book, found.now)["lags"].ok


def test_every_share_says_its_parts_and_its_limit() -> None:
    found = journey([*plan(15), {"ID": "T-9", "Task": "Loose", "Duration": 2}], FRIDAY, project_start=MONDAY)
    says = {finding.rule: finding.says for finding in found.findings()}
    assert says["float-too-high"].startswith(
        "2 of 5 open tasks (40%) have more than 44 working days of float (limit 5%)"
    )
    assert says["open-ends-in-schedule"].startswith("1 of 5 open tasks (20%) lacks")
    assert "limit 5%" in says["open-ends-in-schedule"]


def test_the_rule_the_colour_and_the_assessment_count_the_same_open_ends() -> None:
    for case in CASES:
        found = journey(sheet(case["input"]), date.fromisoformat(case["input"]["status"]))
        loose = open_ends(found.book)
        check = quality(found.book, found.now)["logic"]
        assert [task.id for task in loose.tasks] == list(check.tasks)
        assert loose.unfinished == check.of


def test_a_long_way_round_makes_a_link_redundant() -> None:
    rows: list[dict[str, object]] = [{"ID": f"T-{i}", "Task": "A", "Duration": 1} for i in range(6)]
    for i in range(1, 6):
        rows[i]["Predecessors"] = f"T-{i - 1}"
    rows[5]["Predecessors"] = "T-4; T-0"
    found = journey(rows, FRIDAY)
    assert [(task.id, link.predecessor, way) for task, link, way in links_that_add_nothing(found.book)] == [
        ("T-5", "T-0", "T-4")
    ]


# ---------------------------------------------------------------- the sheet


def page_of(found: Journey) -> ReplaceSheet | None:
    edits = found.plan(sheets=("Quality",)).edits
    return next((edit for edit in edits if isinstance(edit, ReplaceSheet) and edit.sheet == "Quality"), None)


def test_the_sheet_shows_every_figure_with_its_limit_and_result() -> None:
    page = page_of(journey(plan(15), FRIDAY, project_start=MONDAY))
    assert page is not None
    shown = {str(row.cells[1].value): [cell.value for cell in row.cells] for row in page.rows if len(row.cells) == 8}
    assert len(shown) == 1 + 15
    assert shown["High float"][3:7] == ["1 of 4 open tasks (25%)", "5%", "FAIL", "T-3"]
    assert shown["Logic"][3:6] == ["0 of 4 open tasks (0%)", "5%", "PASS"]
    practices = {str(row.cells[1].value): row.cells[3].value for row in page.rows if len(row.cells) == 5}
    assert len(practices) == 10
    assert practices["Reasonable total float"] == "FAIL"
    assert practices["A valid critical path"] == "PASS"


def test_profile_light_has_no_such_sheet() -> None:
    assert page_of(journey(plan(15), FRIDAY, project_start=MONDAY, profile="Light")) is None
