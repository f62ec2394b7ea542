"""The DCMA 14 checks, held against schedules with planted defects."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pmxl.schedule import Link, Network, Task, schedule
from pmxl.schedule.quality import (
    Activity,
    Check,
    actual_in_future,
    assess,
    assess_result,
    critical_path_holds,
    forecast_in_past,
)

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "schedule" / "dcma-cases.json"
CASES = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else []
HARD = {"MUST_START_ON": "MSO", "MUST_FINISH_ON": "MFO", "START_NO_LATER_THAN": "SNLT", "FINISH_NO_LATER_THAN": "FNLT"}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def activity(row: dict[str, Any]) -> Activity:
    start, finish, *rest = (day(row[key]) for key in ("start", "finish", "as_", "af", "bs", "bf"))
    assert start
    assert finish
    hard = HARD.get(row["constraint"], "ASAP")
    return Activity(str(row["id"]), row["dur"], row["rem"], start, finish, *rest, hard, row["tf"], row["res"])


def assessment(given: dict[str, Any]) -> tuple[dict[str, Check], list[Activity], date]:
    activities = [activity(row) for row in given["rows"] if row["type"] in ("task", "milestone")]
    links = [Link(str(p), str(s), kind, lag) for p, s, kind, lag in given["links"]]
    status = date.fromisoformat(given["status"])
    length, over, holds = given["cpl"], given["tf_end"], given["cp_test"]
    return assess(activities, links, status, path_length=length, end_float=over, path_holds=holds), activities, status


def numbers(check: Check) -> list[int]:
    return [int(task) for task in check.tasks]


@pytest.mark.skipif(not CASES, reason="the open cases do not lie beside the repository")
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_planted_defects_are_found_and_clean_schedules_are_silent(case):
    found, activities, status = assessment(case["input"])

    def share(name: str) -> dict[str, Any]:
        return {"ids": numbers(found[name]), "pct": pytest.approx(100 * found[name].value), "ok": found[name].ok}

    def listed(name: str) -> dict[str, Any]:
        return {"ids": numbers(found[name]), "ok": found[name].ok}

    types, leads, lags = found["relationship types"], found["leads"], found["lags"]
    execution, missed = found["baseline execution index"], found["missed tasks"]
    got = {
        "1_logic": share("logic") | {"dangling": numbers(found["dangling"])},
        "2_leads": {"n": leads.value, "pct": pytest.approx(100 * leads.value / leads.of), "ok": leads.ok},
        "3_lags": {"n": len(lags.tasks), "pct": pytest.approx(100 * lags.value), "ok": lags.ok},
        "4_fs": {
            "pct": pytest.approx(100 * types.value),
            "sf": sum(link[2] == "SF" and str(link[1]) in types.tasks for link in case["input"]["links"]),
            "ok": types.ok,
        },
        "5_hard": share("hard constraints"),
        "6_high_float": share("high float"),
        "7_neg_float": listed("negative float"),
        "8_high_duration": share("high duration"),
        "9_invalid": {
            "forecast": [int(a.id) for a in activities if forecast_in_past(a, status)],
            "actual": [int(a.id) for a in activities if actual_in_future(a, status)],
            "ok": found["invalid dates"].ok,
        },
        "10_resources": listed("resources"),
        "11_missed": share("missed tasks") | {"base": missed.of},
        "12_cp_test": {"ok": found["critical path test"].ok},
        "13_cpli": {
            "value": pytest.approx(found["critical path length index"].value),
            "ok": found["critical path length index"].ok,
        },
        "14_bei": {
            "value": pytest.approx(execution.value),
            "done": sum(a.actual_finish is not None and a.actual_finish <= status for a in activities),
            "base": missed.of,
            "nobase": execution.of - missed.of,
            "ok": execution.ok,
        },
    }
    assert case["expected"] == got


# ---------------------------------------------------------------- each check, by hand


MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
SOUND = [
    Activity(f"A{i}", 5, 5, MONDAY, FRIDAY, baseline_start=MONDAY, baseline_finish=date(2026, 4, 1)) for i in range(40)
]
CHAIN = [Link(f"A{i}", f"A{i + 1}") for i in range(39)]
BEFORE = date(2026, 2, 27)


def changed(**values: Any) -> list[Activity]:
    """A sound schedule in which three tasks are different."""
    return [a._replace(**values) if a.id in ("A7", "A8", "A9") else a for a in SOUND]


def test_a_sound_schedule_passes():
    found = assess(SOUND, CHAIN, BEFORE, path_length=20, path_holds=True)
    assert len(found) == 15
    assert [name for name, check in found.items() if not check.ok] == []


@pytest.mark.parametrize(
    ("fault", "activities", "links", "as_of"),
    [
        ("logic", SOUND, [link for link in CHAIN if link.successor not in ("A7", "A8", "A9")], BEFORE),
        ("dangling", SOUND, [*CHAIN[:6], Link("A6", "A7", "FF"), *CHAIN[7:]], BEFORE),
        ("leads", SOUND, [Link("A0", "A1", "FS", -1), *CHAIN[1:]], BEFORE),
        ("lags", SOUND, [Link(f"A{i}", f"A{i + 1}", "FS", 1) for i in range(3)] + CHAIN[3:], BEFORE),
        ("relationship types", SOUND, [Link(f"A{i}", f"A{i + 1}", "SS") for i in range(5)] + CHAIN, BEFORE),
        ("hard constraints", changed(constraint="MSO"), CHAIN, BEFORE),
        ("high float", changed(total_float=44.5), CHAIN, BEFORE),
        ("negative float", changed(total_float=-0.5), CHAIN, BEFORE),
        ("high duration", changed(remaining=45), CHAIN, BEFORE),
        ("invalid dates", changed(actual_start=MONDAY), CHAIN, BEFORE),
        ("invalid dates", SOUND, CHAIN, MONDAY),
        ("resources", changed(staffed=False), CHAIN, BEFORE),
        ("missed tasks", changed(baseline_finish=date(2026, 2, 20)), CHAIN, BEFORE),
        ("baseline execution index", changed(baseline_finish=None), CHAIN, BEFORE),
    ],
)
def test_each_defect_is_found_by_its_check(fault, activities, links, as_of):
    assert not assess(activities, links, as_of)[fault].ok


def test_what_is_at_the_limit_passes():
    found = assess(changed(total_float=44, remaining=44), CHAIN, BEFORE)
    assert found["high float"].ok
    assert found["high duration"].ok


def test_the_published_example_of_the_critical_path_length_index():
    check = assess(SOUND, CHAIN, BEFORE, path_length=720, end_float=-60)["critical path length index"]
    assert (round(check.value, 3), check.ok) == (0.917, False)


def test_a_computed_schedule_is_assessed():
    tasks = [Task(f"T{i}", 3) for i in range(10)]
    links = [Link(f"T{i}", f"T{i + 1}") for i in range(9)]
    result = schedule(Network(tasks, links, MONDAY, as_of=MONDAY))
    found = assess_result(result, BEFORE, {}, {task.id for task in tasks})
    assert {name for name, check in found.items() if not check.ok} == {"baseline execution index"}
    assert found["critical path length index"].value == 1
    assert critical_path_holds(result)


def test_a_date_that_holds_the_finish_breaks_the_critical_path():
    tasks = [Task("A", 3), Task("B", 2, constraint="MSO", constraint_date=date(2026, 3, 5))]
    result = schedule(Network(tasks, [Link("A", "B")], MONDAY))
    assert critical_path_holds(result) is False


def test_a_link_of_a_summary_holds_for_the_rows_below():
    tasks = [Task("A", 1), Task("S"), Task("B", 1, parent="S"), Task("C", 1, parent="S"), Task("D", 1)]
    result = schedule(Network(tasks, [Link("A", "S"), Link("S", "D")], MONDAY))
    assert assess_result(result, BEFORE)["logic"].tasks == ()
    assert assess_result(result, BEFORE)["lags"].of == 2
