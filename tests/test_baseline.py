"""Freezing a baseline: agreed dates are kept for ever, and what has one is never touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from conftest import Said
from pages import book_of

from pmxl import demo
from pmxl.baseline import freeze
from pmxl.cli import main
from pmxl.facts.baselines import altered, baselines
from pmxl.generate.workbook import write_workbook
from pmxl.journey import Journey
from pmxl.model import SetCells
from pmxl.registers.baselines import BASELINES
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.trend import Period, kept_and_missed, milestone_trend
from pmxl.workbook import open_workbook

TODAY = date(2026, 3, 13)
PLAN = """
Scope:

| ID    | Item            | Accountable | Status    |
|-------|-----------------|-------------|-----------|
| S-001 | Mailboxes moved | K. Obi      | Baselined |

Schedule:

| ID    | Task       | WBS | Duration | Predecessors | Scope | Baseline start | Baseline finish | Baseline duration |
|-------|------------|-----|----------|--------------|-------|----------------|-----------------|-------------------|
| T-001 | Mail       | 1   |          |              |       |                |                 |                   |
| T-002 | Move mail  | 1.1 | 3        |              | S-001 |                |                 |                   |
| T-003 | Test       | 1.2 | 2        | T-002        | S-001 | 2026-03-02     | 2026-03-03      |                   |
| T-004 | Rebuild it | 1.3 | 5        |              |       |                |                 |                   |
"""


def test_agreed_tasks_without_a_baseline_get_their_dates_and_nothing_else_is_touched() -> None:
    journey = Journey(book_of(PLAN), TODAY, strict=True)
    frozen = freeze(journey.book, journey.now)
    assert [task.id for task in frozen.tasks] == ["T-002"]
    assert [task.id for task in frozen.kept] == ["T-003"]
    assert [task.id for task in frozen.silent] == ["T-004"]
    written = {edit.column: dict(edit.values) for edit in frozen.edits if isinstance(edit, SetCells)}
    assert written == {"G": {3: date(2026, 3, 13)}, "H": {3: date(2026, 3, 17)}, "I": {3: 3.0}}


def test_freezing_twice_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    rows = {
        "Scope": [{"ID": "S-001", "Item": "Mailboxes moved", "Accountable": "K. Obi", "Status": "Baselined"}],
        "Schedule": [
            {"ID": "T-001", "Task": "Move", "Owner": "K. Obi", "Duration": 3.0, "Scope item": "S-001"},
            {"ID": "T-002", "Task": "Test", "Duration": 2.0, "Predecessors": "T-001", "Scope item": "S-001"},
        ],
    }
    write_workbook(path, rows=rows, settings={"as_of": TODAY, "project_start": TODAY})
    assert main(["baseline", str(path)]) == 0
    first = path.read_bytes()
    book = Journey(open_workbook(path).raw, TODAY, strict=True).book
    assert [(task.baseline_finish, task.slip) for task in book.of(SCHEDULE)] == [
        (date(2026, 3, 17), 0),
        (date(2026, 3, 19), 0),
    ]
    assert book.settings.baseline_on == TODAY
    assert main(["baseline", str(path)]) == 0
    assert path.read_bytes() == first


def test_a_dry_run_writes_nothing_and_a_book_without_tasks_says_so(tmp_path: Path, capsys: object) -> None:
    path = tmp_path / "plan.xlsx"
    write_workbook(path, settings={"as_of": TODAY})
    before = path.read_bytes()
    assert main(["baseline", str(path), "--dry-run"]) == 0
    assert path.read_bytes() == before
    assert "there is no task with dates to freeze" in capsys.readouterr().out  # type: ignore[attr-defined]


# ---------------------------------------------------------------- more than one


def _workbook(path: Path) -> Path:
    rows = {
        "Scope": [{"ID": "S-001", "Item": "Mailboxes moved", "Accountable": "K. Obi", "Status": "Baselined"}],
        "Changes": [
            {
                "ID": "CR-001",
                "Change": "More tests",
                "Status": "Approved",
                "Decided by": "A. Osei",
                "Decided on": TODAY,
            },
            {"ID": "CR-002", "Change": "Not yet", "Status": "Submitted"},
        ],
        "Schedule": [
            {"ID": "T-001", "Task": "Move", "Owner": "K. Obi", "Duration": 3.0, "Scope item": "S-001"},
            {"ID": "T-002", "Task": "Test", "Duration": 2.0, "Predecessors": "T-001", "Scope item": "S-001"},
        ],
    }
    write_workbook(path, profile="standard", rows=rows, settings={"as_of": TODAY, "project_start": TODAY})
    return path


def _lengthen(path: Path, record: str, days: float) -> None:
    """Type another duration, as a person would."""
    from pmxl.workbook import save

    workbook = open_workbook(path)
    book = Journey(workbook.raw, TODAY, strict=True).book
    place = book.place(book.by_id[record], "duration")
    save(workbook, [SetCells(place.sheet, place.column, {place.row: days}, kind="number")])


def test_a_new_baseline_needs_an_approved_change_and_the_former_stays_on_record(said: Said, tmp_path: Path) -> None:
    path = _workbook(tmp_path / "plan.xlsx")
    assert said("baseline", path)[0] == 0
    _lengthen(path, "T-002", 6.0)
    before = path.read_bytes()
    assert said("baseline", path, "--change", "CR-009")[0] == 2
    code, _, err = said("baseline", path, "--change", "CR-002")
    assert (code, "CR-002 is not approved" in err) == (2, True)
    assert path.read_bytes() == before
    code, out, _ = said("baseline", path, "--change", "CR-001", "--why", "The board wants more tests")
    assert (code, "1 task frozen in baseline 1; 1 task kept" in out) == (0, True)
    book = Journey(open_workbook(path).raw, TODAY, strict=True).book
    assert [(b.number, b.change, len(b.dates), b.finish) for b in baselines(book)] == [
        (0, "", 2, date(2026, 3, 19)),
        (1, "CR-001", 2, date(2026, 3, 25)),
    ]
    task = book.by_id["T-002"]
    assert isinstance(task, Task)
    assert (task.slip, task.first_slip, task.baseline_change) == (0, 4, ("CR-001",))
    assert not list(altered(book))
    assert not [f for f in Journey(open_workbook(path).raw, TODAY).findings() if f.rule.startswith("baseline-")]
    code, out, _ = said("baseline", path, "--list")
    assert out.splitlines()[1].endswith("2 tasks, ends 25 Mar 2026 (CR-001, The board wants more tests)")
    code, out, _ = said("baseline", path, "--compare", 0, 1)
    assert out.splitlines() == [
        "Finish 19 Mar → 25 Mar: 4 working days later",
        "  T-002: 18 Mar to 19 Mar → 18 Mar to 25 Mar",
    ]
    assert said("baseline", path, "--compare", 0, 7)[0] == 2


def test_whoever_alters_the_record_is_told_of(said: Said, tmp_path: Path) -> None:
    from pmxl.workbook import save

    path = _workbook(tmp_path / "plan.xlsx")
    said("baseline", path)
    workbook = open_workbook(path)
    book = Journey(workbook.raw, TODAY, strict=True).book
    place = book.place(book.of(BASELINES)[1], "finish")
    save(workbook, [SetCells(place.sheet, place.column, {place.row: date(2026, 5, 1)}, kind="day")])
    found = {f.rule: f.says for f in Journey(open_workbook(path).raw, TODAY, strict=True).findings()}
    assert found["baseline-record-altered"] == "The line of T-002 in baseline 0 was altered"
    assert found["baseline-not-as-recorded"] == "The baseline finish of T-002 is 19 Mar, and on record 1 May"


def test_what_joins_later_is_put_on_record_beside_the_rest(said: Said, tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    demo.write(path)
    assert said("baseline", path)[0] == 0
    first = path.read_bytes()
    assert said("baseline", path)[0] == 0
    assert path.read_bytes() == first


# ---------------------------------------------------------------- trends


def test_the_trend_of_a_milestone_is_its_forecast_at_each_report() -> None:
    journey = Journey(demo.raw_book(), TODAY, strict=True)
    trends = {trend.id: trend for trend in milestone_trend(journey.book, journey.now)}
    task = journey.book.by_id["T-022"]
    assert isinstance(task, Task)
    points = trends["T-022"].points
    assert points[-1] == (TODAY, task.finish)
    assert len(points) == len(journey.book.history.reports) + 1 if journey.book.history else False
    assert len({finish for _, finish in points}) == (task.times_moved or 0) + 1
    assert trends["T-022"].baseline == date(2026, 2, 27)


def test_kept_and_missed_go_from_report_to_report() -> None:
    journey = Journey(book_of(REPORTS), TODAY, strict=True)
    assert kept_and_missed(journey.book, journey.now) == [
        Period(date(2026, 2, 27), date(2026, 3, 6), ("T-001",), ("T-002", "ACT-001")),
        Period(date(2026, 3, 6), TODAY, ("ACT-001",), ("T-002",)),
    ]


def test_a_milestone_is_held_to_what_a_commitment_is_held_to() -> None:
    """Done after its day is missed, moved on its day is missed, due today and not done is neither yet."""
    journey = Journey(book_of(HELD), TODAY, strict=True)
    (period,) = kept_and_missed(journey.book, journey.now)
    assert (period.kept, period.missed) == (("T-001", "ACT-001"), ("T-002", "T-003", "ACT-002", "ACT-003"))


HELD = """
Schedule:

| ID    | Task      | Duration | Actual finish | Not before |
|-------|-----------|----------|---------------|------------|
| T-001 | In time   | 0        | 2026-03-10    |            |
| T-002 | Late      | 0        | 2026-03-12    |            |
| T-003 | Moved     | 0        |               | 2026-03-20 |
| T-004 | Due today | 0        |               | 2026-03-13 |

Actions:

| ID      | Action    | Owner  | Status | Due        | Commitment | Done on    |
|---------|-----------|--------|--------|------------|------------|------------|
| ACT-001 | In time   | K. Obi | Done   | 2026-03-10 | Yes        | 2026-03-10 |
| ACT-002 | Late      | K. Obi | Done   | 2026-03-10 | Yes        | 2026-03-12 |
| ACT-003 | Moved     | K. Obi | Open   | 2026-03-20 | Yes        |            |
| ACT-004 | Due today | K. Obi | Open   | 2026-03-13 | Yes        |            |

Snapshots:

| As of      | Record  | Field      | Value       |
|------------|---------|------------|-------------|
| 2026-03-06 | report  | report     | '2026-03-06 |
| 2026-03-06 | T-001   | finish     | '2026-03-10 |
| 2026-03-06 | T-002   | finish     | '2026-03-10 |
| 2026-03-06 | T-003   | finish     | '2026-03-13 |
| 2026-03-06 | T-004   | finish     | '2026-03-13 |
| 2026-03-06 | ACT-001 | commitment | Yes         |
| 2026-03-06 | ACT-001 | status     | Open        |
| 2026-03-06 | ACT-001 | due        | '2026-03-10 |
| 2026-03-06 | ACT-002 | commitment | Yes         |
| 2026-03-06 | ACT-002 | status     | Open        |
| 2026-03-06 | ACT-002 | due        | '2026-03-10 |
| 2026-03-06 | ACT-003 | commitment | Yes         |
| 2026-03-06 | ACT-003 | status     | Open        |
| 2026-03-06 | ACT-003 | due        | '2026-03-13 |
| 2026-03-06 | ACT-004 | commitment | Yes         |
| 2026-03-06 | ACT-004 | status     | Open        |
| 2026-03-06 | ACT-004 | due        | '2026-03-13 |
"""


REPORTS = """
Schedule:

| ID    | Task  | Duration | Actual finish | Not before |
|-------|-------|----------|---------------|------------|
| T-001 | Ready | 0        | 2026-03-04    |            |
| T-002 | Live  | 0        |               | 2026-03-20 |

Actions:

| ID      | Action | Owner  | Status | Due        | Commitment |
|---------|--------|--------|--------|------------|------------|
| ACT-001 | Send   | K. Obi | Done   | 2026-03-10 | Yes        |

Snapshots:

| As of      | Record  | Field            | Value       |
|------------|---------|------------------|-------------|
| 2026-02-27 | report  | report           | '2026-02-27 |
| 2026-02-27 | T-001   | finish           | '2026-03-04 |
| 2026-02-27 | T-002   | finish           | '2026-03-05 |
| 2026-02-27 | ACT-001 | due              | '2026-03-05 |
| 2026-02-27 | ACT-001 | status           | Open        |
| 2026-02-27 | ACT-001 | commitment       | Yes         |
| 2026-03-06 | report  | report           | '2026-03-06 |
| 2026-03-06 | T-001   | percent_complete | '1          |
| 2026-03-06 | T-002   | finish           | '2026-03-12 |
| 2026-03-06 | ACT-001 | due              | '2026-03-10 |
"""
