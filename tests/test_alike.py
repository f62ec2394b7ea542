"""What holds for many rows is said once to people, with the rows named; programs get one finding for each row."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO

from brief_books import TODAY, book
from hypothesis import given
from hypothesis import strategies as st

from pmxl.generate.findings_page import findings_page
from pmxl.journey import Journey
from pmxl.model import Finding, Place
from pmxl.reports import Checked, Look, report
from pmxl.reports.alike import alike
from pmxl.reports.checked import fingerprint


def of(record: str, says: str, *, rule: str = "some-rule", do: str = "write it", sheet: str = "Schedule") -> Finding:
    return Finding(rule, "error", Place(sheet, int(record[2:]) + 5, "C"), says, do, record)


def said(*findings: Finding, most: int = 0) -> list[str]:
    return [f"{one.first.says}. {one.likewise(most)}".strip() for one in alike(findings)]


def test_the_same_sentence_is_said_once_with_its_rows() -> None:
    found = [of(f"T-00{i}", f"T-00{i} has no scope item") for i in range(1, 5)]
    assert said(*found) == ["T-001 has no scope item. Likewise T-002, T-003, T-004."]
    assert said(*found, most=2) == ["T-001 has no scope item. Likewise T-002, T-003; and 1 more."]


def test_the_words_in_which_rows_differ_stand_beside_them() -> None:
    people = ("K. Obi", "L. Roy", "K. Obi", "L. Roy")
    found = [of(f"T-00{i}", f"T-00{i} counts on {who}, and nobody confirmed it") for i, who in enumerate(people, 1)]
    assert said(*found) == ["T-001 counts on K. Obi, and nobody confirmed it. Likewise T-003; T-002, T-004 (L. Roy)."]


def test_a_number_keeps_its_noun_a_value_its_quotes_and_a_title_is_left_out() -> None:
    days = [of(f"T-00{i}", f'T-00{i} ("Move {i} of 9") says {i} days, with no basis') for i in (2, 3)]
    assert said(*days) == ['T-002 ("Move 2 of 9") says 2 days, with no basis. Likewise T-003 (3 days).']
    typed = [
        of(f"T-00{i}", f'T-00{i}: Kind is "In {word}", which is not in the list') for i, word in ((1, "a"), (2, "b"))
    ]
    assert said(*typed) == ['T-001: Kind is "In a", which is not in the list. Likewise T-002 ("In b").']


def test_a_value_of_several_words_is_shown_in_its_quotes() -> None:
    names = ("Peter / Jo", "Network team", "Board")
    found = [
        of(f"T-00{i}", f'T-00{i} is owned by "{name}", which is not one person') for i, name in enumerate(names, 1)
    ]
    assert said(*found) == [
        'T-001 is owned by "Peter / Jo", which is not one person. Likewise T-002 ("Network team"); T-003 ("Board").'
    ]


def test_on_a_sheet_without_ids_rows_are_named_by_their_cells() -> None:
    found = [of(f"T-00{i}", f"T-00{i} has no owner at all") for i in range(1, 4)]
    assert [one.likewise() for one in alike(found, nameless={"Schedule"})] == ["Likewise C7, C8."]
    rows: list[dict[str, object]] = [{"Issue": f"Trouble {i}", "Owner": "The team", "Status": "Open"} for i in range(3)]
    brought = Journey(book(Issues=rows), TODAY, strict=True)
    page = findings_page(brought.book, brought.now, brought.findings())
    assert any("Likewise B3, B4." in str(cell.value) for row in page.rows for cell in row.cells)


def test_of_two_values_each_is_told() -> None:
    found = [of(f"T-00{i}", f"T-00{i} was due on {day} and is {late} working days late") for i, day, late in DUE]
    assert said(*found) == [
        "T-001 was due on 4 Mar and is 7 working days late. "
        "Likewise T-002 (11 Mar, 2 working days); T-003 (4 Feb, 27 working days)."
    ]


DUE = ((1, "4 Mar", 7), (2, "11 Mar", 2), (3, "4 Feb", 27))


def test_what_says_something_else_is_said_apart() -> None:
    found = [
        of("T-001", "T-001 has no scope item"),
        of("T-002", "T-002 has no scope item", sheet="Plan"),
        of("T-003", "T-003 has no scope item", rule="other-rule"),
        of("T-004", "T-004 has been late since the first of March and everybody who waits for it was told so"),
    ]
    assert len(alike(found)) == 4


WORDS = st.lists(st.sampled_from(["late", "by", "3", "days", '"In', 'work"', "(x)", "R-1", ""]), max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["R-1", "R-2", ""]), WORDS), max_size=30))
def test_nothing_is_lost_and_each_stands_once(given: list[tuple[str, list[str]]]) -> None:
    found = [
        Finding("a", "note", Place("Risks", row, "B"), " ".join(words), "", record)
        for row, (record, words) in enumerate(given, 1)
    ]
    assert sorted(f.place.row for one in alike(found) for f in one.findings) == [f.place.row for f in found]
    assert all(one.likewise() for one in alike(found) if one.others)


def test_programs_get_every_row_and_its_own_fingerprint() -> None:
    found = tuple(of(f"T-00{i}", f"T-00{i} has no scope item") for i in range(1, 5))
    book = [Checked("a.xlsx", found, date(2026, 3, 13))]
    told = {name: "".join(report(name, book, Look())) for name in ("json", "csv", "sarif", "junit")}
    assert [f["record"] for f in json.loads(told["json"])["workbooks"][0]["findings"]] == [f.record for f in found]
    assert len(list(csv.reader(StringIO(told["csv"])))) == 5
    assert len(json.loads(told["sarif"])["runs"][0]["results"]) == 4
    assert told["junit"].count("<failure") == 4
    assert len({fingerprint(finding) for finding in found}) == 4


def test_people_read_it_once_in_the_terminal_and_in_markdown() -> None:
    found = tuple(of(f"T-{i:03}", f"T-{i:03} has no scope item") for i in range(1, 31))
    book = [Checked("a.xlsx", found, date(2026, 3, 13))]
    text = "".join(report("text", book, Look()))
    assert text.count("[some-rule]") == 1
    assert "T-021; and 9 more." in text
    assert "a.xlsx as of 13 March 2026: 30 errors." in text
    assert "T-030" in "".join(report("text", book, Look(most=0)))
    assert "".join(report("markdown", book, Look())).count("some-rule") == 1


def test_the_sheet_keeps_a_link_to_every_cell_and_folds_away_what_was_said() -> None:
    late = {"Status": "Open", "Due": date(2026, 3, 9), "Owner": "Ana Ruiz", "Action": "Send it"}
    found = Journey(book(Actions=[{"ID": f"ACT-00{i}", **late} for i in range(1, 6)]), TODAY, strict=True)
    findings = [finding for finding in found.findings() if finding.rule == "action-late"]
    page = findings_page(found.book, found.now, findings)
    rows = [row for row in page.rows if len(row.cells) > 4 and row.cells[4].value == "action-late"]
    assert [row.level for row in rows] == [0, 1, 1, 1, 1]
    assert page.folded
    assert {row.cells[1].link for row in rows} == {finding.place.link for finding in findings}
    assert "Likewise ACT-002, ACT-003, ACT-004, ACT-005." in str(rows[0].cells[2].value)
