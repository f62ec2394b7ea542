"""What changed, as people read it: a date that was only taken along stands below the one that took it."""

from __future__ import annotations

import json
from datetime import date

from pages import book_of

from pmxl.facts.differences import Difference, differences
from pmxl.facts.dragged import dragged
from pmxl.journey import Journey
from pmxl.reports.changed import changed

SINCE, TODAY = date(2026, 3, 6), date(2026, 3, 13)

PLAN = """
Schedule:

| ID    | Task          | WBS | Duration | Predecessors | Not before | Key milestone | Remaining | Actual start |
|-------|---------------|-----|----------|--------------|------------|---------------|-----------|--------------|
| T-001 | Network       | 1   |          |              |            |               |           |              |
| T-002 | Line arrives  | 1.1 | 10       |              |            |               | 9         | 2026-03-02   |
| T-003 | Test the line | 1.2 | 5        | T-002        |            |               |           |              |
| T-004 | Network ready | 1.3 | 0        | T-003        |            | Yes           |           |              |
| T-005 | Move          | 2   | 10       | T-004        |            |               |           |              |
| T-006 | Paint         | 3   | 5        |              | 2026-03-23 |               |           |              |
| T-007 | Dry           | 4   | 2        | T-006        |            |               |           |              |

Actions:

| ID      | Action | Owner  | Status | Due        |
|---------|--------|--------|--------|------------|
| ACT-001 | Send   | K. Obi | Open   | 2026-03-20 |

Snapshots:

| As of      | Record  | Field     | Value       |
|------------|---------|-----------|-------------|
| 2026-03-06 | report  | report    | '2026-03-06 |
| 2026-03-06 | T-001   | finish    | '2026-03-20 |
| 2026-03-06 | T-002   | finish    | '2026-03-13 |
| 2026-03-06 | T-002   | remaining | '6          |
| 2026-03-06 | T-002   | percent_complete | '0.4 |
| 2026-03-06 | T-003   | finish    | '2026-03-20 |
| 2026-03-06 | T-004   | finish    | '2026-03-20 |
| 2026-03-06 | T-005   | finish    | '{move}     |
| 2026-03-06 | T-006   | finish    | '2026-03-30 |
| 2026-03-06 | T-007   | finish    | '2026-04-01 |
| 2026-03-06 | ACT-001 | due       | '2026-03-13 |
| 2026-03-06 | ACT-001 | status    | Open        |
"""


def told(format: str = "text", move: str = "2026-04-03") -> tuple[Journey, list[Difference], str]:
    journey = Journey(book_of(PLAN.replace("{move}", move)), TODAY, strict=True)
    found = list(differences(journey.book, SINCE))
    return journey, found, "".join(changed(format, journey.book, journey.now, SINCE, found))


def test_a_slip_is_told_with_what_it_took_along_below_it() -> None:
    """Of what was taken along the key milestones have their dates; every row is named once."""
    _, _, text = told()
    assert (
        text.partition("Dates moved")[2]
        == """ (8)
  T-002 Line arrives: finish 13 Mar → 25 Mar, and with it 4 more
    T-004 Network ready: finish 20 Mar → 1 Apr
    and T-001, T-003 and T-005
  T-006 Paint: finish 30 Mar → 27 Mar, and with it T-007
  ACT-001 Send: due 13 Mar → 20 Mar

Changed (2)
  T-002 Line arrives: remaining 6 → 9, % complete 40% → 10%
"""
    )


def test_what_moved_further_than_its_cause_stands_by_itself() -> None:
    """The rest of its move has another reason, which nobody would look for below somebody else's slip."""
    journey, found, text = told(move="2026-03-28")
    assert dragged(journey.book, journey.now, found) == dict.fromkeys(("T-001", "T-003", "T-004"), "T-002") | {
        "T-007": "T-006"
    }
    assert "\n  T-005 Move: finish 28 Mar → 15 Apr\n" in text


def test_markdown_sets_them_below_as_well() -> None:
    slip = "- T-002 Line arrives: finish 13 Mar → 25 Mar, and with it 4 more\n"
    assert f"{slip}  - T-004 Network ready: finish 20 Mar → 1 Apr\n" in told("markdown")[2]


def test_programs_get_each_difference_by_itself() -> None:
    _, found, text = told("json")
    assert [line["record"] for line in json.loads(text)["differences"]] == [one.record for one in found]
    assert len(found) == 10
