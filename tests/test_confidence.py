"""Data confidence: what is taken off for what, and which rows count as stale."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from colour_books import START, Rows, chain, page, settings
from pages import TODAY, book_of

from pmxl.colours.confidence import confidence
from pmxl.journey import Journey

SOUND = settings(baseline_on=START)


def score(today: date = TODAY, **registers: Rows) -> int | None:
    journey = Journey(book_of(page(**registers)), today, strict=True)
    return confidence(journey.book, journey.now).score


def actions(count: int, stale: int = 0, ownerless: int = 0) -> Rows:
    old, fresh = TODAY - timedelta(days=15), TODAY - timedelta(days=14)
    return [
        {
            "ID": f"ACT-{i}",
            "Action": "Ring",
            "Owner": "" if i < ownerless else "K. Obi",
            "Updated": old if i < stale else fresh,
        }
        for i in range(count)
    ]


@pytest.mark.parametrize(
    ("registers", "wanted"),
    [
        ({"Actions": actions(10)}, 100),
        ({"Actions": actions(10, stale=1)}, 100),
        ({"Actions": actions(9, stale=1)}, 80),
        ({"Actions": actions(61, stale=9)}, 80),
        ({"Actions": actions(10, ownerless=1)}, 100),
        ({"Actions": actions(9, ownerless=1)}, 90),
        ({"Actions": [*actions(10), {"ID": "ACT-99", "Owner": "A", "Due": "soon", "Updated": TODAY}]}, 80),
        ({"Schedule": [{**row, "Owner": "A"} for row in chain(19, 1)]}, 100),
        ({"Schedule": [{**row, "Owner": "A"} for row in chain(18, 1)]}, 80),
        ({"Schedule": [{"ID": "T-1", "Task": "A", "Owner": "A", "Duration": 1}]}, 85),
        ({"Actions": actions(10), "Settings": []}, 85),
        ({"Actions": [{**row, "Status": "Done"} for row in actions(10)]}, 100),
        ({"Status": [{"Dimension": "Overall", "Declared": "GREEN"}]}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_what_is_taken_off_the_confidence(registers: dict[str, Rows], wanted: int) -> None:
    assert score(**{"Settings": SOUND, **registers}) == wanted


@pytest.mark.parametrize(
    ("due", "age", "wanted"),
    [(11, 14, 100), (11, 15, 80), (10, 7, 100), (10, 8, 80), (-3, 8, 80), (0, 7, 100)],
)
def test_what_is_due_soon_must_be_fresher(due: int, age: int, wanted: int) -> None:
    row = {"ID": "ACT-1", "Action": "Ring", "Owner": "K. Obi"}
    row |= {"Due": str(TODAY + timedelta(days=due)), "Updated": str(TODAY - timedelta(days=age))}
    assert score(Settings=SOUND, Actions=[dict(row)]) == wanted


def test_where_no_row_says_when_it_was_updated_none_is_stale() -> None:
    bare: Rows = [{"ID": f"R-{i}", "Risk": "Late", "Owner": "K. Obi"} for i in range(3)]
    assert score(Settings=SOUND, Risks=bare, Actions=actions(30)) == 100
    assert score(Settings=SOUND, Risks=[{**bare[0], "Updated": TODAY}, *bare[1:]]) == 80


def test_a_new_row_without_a_date_is_not_stale_and_one_that_a_report_shows_is() -> None:
    """Confidence takes the same rows for stale as the rule that names them."""
    log: Rows = [
        {"As of": "2026-02-13", "Record": record, "Field": field, "Value": value}
        for record, field, value in (("report", "report", "2026-02-13"), ("R-1", "status", "Open"))
    ]
    dated = {"ID": "R-2", "Risk": "Late", "Owner": "K. Obi", "Updated": TODAY}
    bare = {"Risk": "Lost", "Owner": "K. Obi"}
    assert score(Settings=SOUND, Risks=[dated, {"ID": "R-3", **bare}], Snapshots=log) == 100
    assert score(Settings=SOUND, Risks=[dated, {"ID": "R-1", **bare}], Snapshots=log) == 80


@pytest.mark.parametrize(("days", "wanted"), [(7, 100), (8, 85)])
def test_an_old_as_of_date(days: int, wanted: int) -> None:
    assert score(TODAY + timedelta(days=days), Settings=SOUND, Actions=actions(10)) == wanted
