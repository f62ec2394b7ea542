"""Freezing a baseline: agreed dates are kept for ever, and what has one is never touched."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pages import book_of

from pmxl.baseline import freeze
from pmxl.cli import main
from pmxl.generate.workbook import write_workbook
from pmxl.journey import Journey
from pmxl.model import SetCells
from pmxl.registers.schedule import SCHEDULE
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
