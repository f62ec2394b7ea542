"""Lists that people bring along are read for what they are, and nothing in them is lost or written over."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reading import book, sheet

from pmxl.journey import Journey
from pmxl.model import RawSheet
from pmxl.reading import read
from pmxl.registers import BY_NAME
from pmxl.registers.other_words import every_word

HEAD = ("Ref", "Type", "Description", "Date raised", "Probability", "Impact", "Mitigation", "Owner", "Status")


def rows_of(raw: RawSheet) -> dict[str, list[int]]:
    found = read(book(raw))
    return {name: [row.number for row in rows] for name, rows in found.rows.items()}


def typed(*kinds: str | None) -> RawSheet:
    rows = [(f"X{i}", kind, "What it is", 46094.0, None, None, "Call", "Mo", "Open") for i, kind in enumerate(kinds)]
    return sheet("RAID log", HEAD, *rows)


def test_one_list_of_risks_and_issues_goes_to_the_registers_that_its_type_column_names() -> None:
    assert rows_of(typed("Risk", "Issue", "risk ", "Dependency", "Assumptions")) == {
        "Risks": [2, 4],
        "Issues": [3],
        "Dependencies": [5],
        "Assumptions": [6],
    }


def test_a_row_of_no_known_type_goes_where_most_rows_go() -> None:
    assert rows_of(typed("Risk", "Issue", "Issue", None, "Isue", "R", "Issue", "Issue")) == {
        "Risks": [2, 7],
        "Issues": [3, 4, 5, 6, 8, 9],
    }


def test_a_column_type_of_somebodys_own_shares_nothing_out() -> None:
    assert rows_of(typed("Threat", "Opportunity", "Risk", "Issue")) == {"Risks": [2, 3, 4, 5]}


@given(st.lists(st.sampled_from(["Risk", "Issue", "A", "Action", "decisions", "?", "", None]), min_size=1))
def test_every_row_of_a_mixed_list_belongs_to_exactly_one_register(kinds: list[str | None]) -> None:
    shared = sorted(number for numbers in rows_of(typed(*kinds)).values() for number in numbers)
    assert shared == list(range(2, len(kinds) + 2))


def test_a_line_of_totals_is_no_row() -> None:
    raw = sheet(
        "Risks", ("ID", "Risk", "Owner", "Probability"), (1.0, "Late", "Mo", 3.0), ("TOTAL", "1 item", None, 3.0)
    )
    raw.formulas[3, 4] = "SUM(D2:D2)"
    assert rows_of(raw) == {"Risks": [2]}


def test_a_row_that_only_speaks_of_a_total_stays() -> None:
    raw = sheet(
        "Risks", ("ID", "Risk", "Owner", "Probability"), (1.0, "Total", "Mo", 3.0), ("Total loss", "Fire", "Mo")
    )
    raw.formulas[2, 4] = "1+2"
    raw.formulas[3, 4] = "1+2"
    assert rows_of(raw)["Risks"] == [2, 3]


def test_a_plan_without_ids_is_linked_by_its_outline_numbers() -> None:
    found = read(book(sheet("Plan", ("WBS", "Task name", "Predecessors"), ("1.1", "Pilot"), (1.2, "Move", "1.1FS+2d"))))
    assert [row.id for row in found.rows["Schedule"]] == ["1.1", "1.2"]


def test_every_other_word_stands_for_a_word_of_its_list_and_is_none_itself() -> None:
    for name, at, said, ours in every_word():
        choices = getattr(BY_NAME[name], at).choices
        assert ours in choices, (name, at, ours)
        assert said not in {word.casefold() for word in choices}, (name, at, said)
        assert said == said.casefold().strip(), (name, at, said)


def test_a_list_of_somebodys_own_says_in_its_own_words_what_is_done() -> None:
    heads = ("No", "Action", "Owner", "Status", "Due")
    rows = [(1.0, "Order", "Mo", "Completed"), (2.0, "Ask", "Mo", " In-Progress "), (3.0, "Book", "Mo", "TBC")]
    found = read(book(sheet("Action list", heads, *rows)))
    assert [row.status for row in found.rows["Actions"]] == ["Done", "Open", None]
    assert [cell.raw for cell in found.misread] == ["TBC"]


@pytest.mark.parametrize(
    ("said", "step"),
    [("High", 4), ("VERY LOW", 1), ("3 - Medium", 3), ("Likely (4)", 4), ("5: almost certain", 5), ("H", 4),
     ("Certainly not", None), ("7 - x", None), ("1 to 5", None), ("4.5 or so", None)],
)  # fmt: skip
def test_the_words_of_a_scale(said: str, step: int | None) -> None:
    heads = ("ID", "Risk description", "Owner", "Probability", "Impact")
    found = read(book(sheet("Our risks", heads, ("1", "Fire", "Mo", said, 3.0))))
    assert found.rows["Risks"][0].likelihood == step


def test_a_status_that_says_done_ends_a_task_of_a_plan_that_was_brought_along() -> None:
    heads = ("WBS", "Task name", "Start", "Finish", "Status")
    rows = [("1.1", "Pilot", 46083.0, 46087.0, "Completed"), ("1.2", "Move", 46083.0, 46087.0, "On hold")]
    found = Journey(book(sheet("Plan", heads, *rows)), date(2026, 3, 13), strict=True).book.rows["Schedule"]
    assert [task.status for task in found] == ["Done", "Late"]
