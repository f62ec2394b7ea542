"""Forecasts from a workbook: the pace against the baseline, buffers with their fever, commitments kept."""

from __future__ import annotations

import json
from datetime import date

import pytest
from conftest import Said
from pages import book_of

import pmxl.demo
from pmxl.facts.buffers import buffers, fever, in_words
from pmxl.facts.performance import in_words as pace_in_words
from pmxl.facts.performance import performance
from pmxl.facts.promises import kept_by_report
from pmxl.journey import Journey
from pmxl.trend import kept_and_missed

FRIDAY = date(2026, 3, 13)

TWO_TASKS = """
Settings:

| Setting       | Value      |
|---------------|------------|
| Project start | 2026-03-02 |

Schedule:

| ID | Days | Planned cost | Depends on | Actual start | Remaining | Actual finish | Baseline start | Baseline finish |
|---|---|---|---|---|---|---|---|---|
| T-001 | 5 | 900 | | 2026-03-02 | | 2026-03-10 | 2026-03-02 | 2026-03-06 |
| T-002 | 5 | 100 | T-001 | 2026-03-11 | 4 | | 2026-03-09 | 2026-03-13 |
| T-003 | 50 | 500 | |  | |  | |  |
"""


def computed(page: str) -> Journey:
    return Journey(book_of(page), FRIDAY, strict=True)


@pytest.mark.parametrize(
    ("measure", "earned", "finish"),
    [("days", 6, date(2026, 3, 24)), ("tasks", 9, date(2026, 3, 17)), ("cost", 6, date(2026, 3, 24))],
)
def test_the_pace_follows_from_when_the_work_was_planned(measure: str, earned: float, finish: date) -> None:
    """Ten days are planned and gone. What is done was planned for the sixth: at that pace it takes 10 x 10 / 6 days.

    By tasks one of two is done, which the plan had from the fifth day to the eve of the tenth.
    """
    journey = computed(TWO_TASKS)
    found = performance(journey.book, journey.now, measure)  # type: ignore[arg-type]
    assert found is not None
    assert (found.planned_days, found.days_gone) == (10, 10)
    assert found.earned.earned == pytest.approx(earned)
    assert found.finish == finish


def test_settings_say_what_progress_is_counted_in() -> None:
    page = TWO_TASKS.replace("| Project start | 2026-03-02 |", "| Progress counted in | Tasks |")
    journey = computed(page)
    found = performance(journey.book, journey.now)
    assert found is not None
    assert found.measure == "tasks"


def test_without_a_baseline_or_before_it_begins_there_is_no_pace() -> None:
    for page in (
        TWO_TASKS.replace("| 2026-03-02 | 2026-03-06 |", "| | |").replace("| 2026-03-09 | 2026-03-13 |", "| | |"),
        TWO_TASKS.replace("| 2026-03-02 | 2026-03-06 |", "| 2026-04-02 | 2026-04-06 |").replace(
            "| 2026-03-09 | 2026-03-13 |", "| 2026-04-07 | 2026-04-10 |"
        ),
    ):
        journey = computed(page)
        assert performance(journey.book, journey.now) is None


def test_what_is_all_done_has_no_end_to_forecast() -> None:
    page = TWO_TASKS.replace("| 2026-03-11 | 4 | |", "| 2026-03-11 | | 2026-03-12 |")
    journey = computed(page)
    found = performance(journey.book, journey.now)
    assert found is not None
    assert (found.done_share, found.finish, len(pace_in_words(found, FRIDAY))) == (1.0, None, 1)


BUFFERED = """
Settings:

| Setting       | Value      |
|---------------|------------|
| Project start | 2026-03-05 |

Schedule:

| ID    | Task   | Duration | Predecessors | Actual start | Remaining | Buffer | Baseline start | Baseline finish |
|-------|--------|----------|--------------|--------------|-----------|--------|----------------|-----------------|
| T-001 | Build  | 5        |              | 2026-03-10   | 3         |        | 2026-03-05     | 2026-03-11      |
| T-002 | Test   | 5        | T-001        |              |           |        | 2026-03-12     | 2026-03-18      |
| T-003 | Buffer | 5        | T-002; T-005 |              |           | Yes    | 2026-03-19     | 2026-03-25      |
| T-004 | Live   | 0        | T-003        |              |           |        | 2026-03-25     | 2026-03-25      |
| T-005 | Aside  | 1        | T-004        |              |           |        |                |                 |

Snapshots:

| As of      | Record | Field            | Value       |
|------------|--------|------------------|-------------|
| 2026-03-06 | report | report           | '2026-03-06 |
| 2026-03-06 | T-003  | finish           | '2026-03-26 |
| 2026-03-06 | T-001  | percent_complete | '0          |
"""


def test_a_buffer_is_used_by_what_is_late_before_it_even_where_links_go_round() -> None:
    journey = computed(BUFFERED)
    (buffer,) = buffers(journey.book, journey.now)
    assert [task.id for task in buffer.chain] == ["T-001", "T-002"]
    assert (buffer.size, buffer.used, buffer.state.zone) == (5, 4, "red")
    assert in_words(buffer) == "80% of the buffer T-003 is used with 20% of its chain done"
    points = [(point.report, point.complete, point.used) for point in fever(journey.book, journey.now, buffer)]
    assert points == [(date(2026, 3, 6), 0, 20), (FRIDAY, 20, 80)]


COMMITMENTS = """
Actions:

| ID      | Action | Status | Due        | Commitment | Done on    |
|---------|--------|--------|------------|------------|------------|
| ACT-001 | Kept   | Done   | 2026-03-03 | Yes        | 2026-03-03 |
| ACT-002 | Late   | Done   | 2026-03-03 | Yes        | 2026-03-05 |
| ACT-003 | Moved  | Open   | 2026-03-20 | Yes        |            |
| ACT-004 | Kept   | Done   | 2026-03-11 | Yes        | 2026-03-11 |

Snapshots:

| As of      | Record  | Field      | Value       |
|------------|---------|------------|-------------|
| 2026-02-27 | report  | report     | '2026-02-27 |
| 2026-02-27 | ACT-001 | commitment | Yes         |
| 2026-02-27 | ACT-001 | status     | Open        |
| 2026-02-27 | ACT-001 | due        | '2026-03-03 |
| 2026-02-27 | ACT-002 | commitment | Yes         |
| 2026-02-27 | ACT-002 | status     | Open        |
| 2026-02-27 | ACT-002 | due        | '2026-03-03 |
| 2026-02-27 | ACT-003 | commitment | Yes         |
| 2026-02-27 | ACT-003 | status     | Open        |
| 2026-02-27 | ACT-003 | due        | '2026-03-06 |
| 2026-03-06 | report  | report     | '2026-03-06 |
| 2026-03-06 | ACT-001 | status     | Done        |
| 2026-03-06 | ACT-002 | status     | Done        |
| 2026-03-06 | ACT-003 | due        | '2026-03-20 |
| 2026-03-06 | ACT-004 | commitment | Yes         |
| 2026-03-06 | ACT-004 | status     | Open        |
| 2026-03-06 | ACT-004 | due        | '2026-03-11 |
"""


def test_commitments_kept_are_told_report_by_report() -> None:
    """What was done late, and what was moved on the day, was not kept."""
    journey = computed(COMMITMENTS)
    found = [tuple(kept) for kept in kept_by_report(journey.book, journey.now)]
    assert found == [(date(2026, 3, 6), 1, 3), (FRIDAY, 1, 1)]


def test_the_dashboard_counts_the_commitments_that_the_brief_counts() -> None:
    journey = computed(COMMITMENTS)
    found = kept_and_missed(journey.book, journey.now)
    assert [(one.kept, one.missed) for one in found] == [(("ACT-001",), ("ACT-002", "ACT-003")), (("ACT-004",), ())]


@pytest.mark.parametrize("page", [COMMITMENTS, ""])
def test_kept_and_due_add_up_on_brief_and_dashboard(page: str) -> None:
    journey = computed(page) if page else Journey(pmxl.demo.raw_book(), FRIDAY, strict=True)
    told = {one.report: (one.kept, one.due) for one in kept_by_report(journey.book, journey.now)}
    for period in kept_and_missed(journey.book, journey.now):
        kept, missed = (sum(one.startswith("ACT") for one in ones) for ones in (period.kept, period.missed))
        assert told.get(period.until, (0, 0)) == (kept, kept + missed)


def test_the_brief_sets_this_report_beside_those_before() -> None:
    from pmxl.sections.brief import brief_of

    journey = Journey(pmxl.demo.raw_book(), FRIDAY, strict=True)
    (section,) = (one for one in brief_of(journey.book, journey.now).sections if one.name == "next commitments")
    said = [" ".join(cell.text for cell in line.cells) for line in section.notes]
    assert "Kept 4 of 6 (was 7 of 10); missed ACT-020 and ACT-017" in said


def test_the_command_says_it_in_words_and_as_json(said: Said) -> None:
    pmxl.demo.write("demo.xlsx")
    code, text, _ = said("forecast", "demo.xlsx")
    document = json.loads(said("forecast", "demo.xlsx", "--by", "tasks", "--format", "json")[1])
    assert code == 0
    assert "At the pace so far (SPI(t) 0.93) it ends on 28 May; the baseline says 8 May.\n" in text
    assert "Commitments kept: 11 of 16 (" in text
    assert document["performance"]["finish"] == "2026-06-05"
    assert [kept["report"] for kept in document["commitments"]][-1] == "2026-03-13"
