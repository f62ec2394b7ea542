"""Reading never drops a row, never crashes, and finds what people moved or renamed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmxl.model import Column, ErrorValue, RawBook, RawSheet, RawTable
from pmxl.model.raw import letters_of, number_of
from pmxl.nearest import nearest
from pmxl.reading import read
from pmxl.registers.actions import ACTIONS
from pmxl.registers.cells import CellReader, Wrong, dates_in_text
from pmxl.registers.risks import RISKS
from pmxl.standing import plain


def sheet(name: str, *rows: tuple[object, ...], top: int = 1, left: int = 1) -> RawSheet:
    cells = {
        top + i: {left + j: value for j, value in enumerate(row) if value is not None} for i, row in enumerate(rows)
    }
    return RawSheet(name, cells)


def book(*sheets: RawSheet, tables: tuple[RawTable, ...] = ()) -> RawBook:
    return RawBook({s.name: s for s in sheets}, tables)


RISK_ROW = ("R-001", "Because laptops come late", "K. Obi", "Open", 46094.0, 4.0, 4.0)
RISK_HEAD = ("ID", "Risk", "Owner", "Status", "Expected", "Likelihood", "Impact")


def test_a_register_is_found_by_its_table_wherever_it_stands() -> None:
    raw = book(
        sheet("My risks", RISK_HEAD, RISK_ROW, top=7, left=3),
        tables=(RawTable("Risks", "My risks", 7, 3, 8, RISK_HEAD),),
    )
    found = read(raw)
    (risk,) = found.of(RISKS)
    assert (risk.owner, risk.likelihood, risk.expected) == ("K. Obi", 4, date(2026, 3, 13))
    assert str(found.place(risk, "owner")) == "'My risks'!E8"


class Unread(Mapping[Any, str]):
    """What an open workbook would have to be asked for."""

    def __getitem__(self, key: Any) -> str:
        raise AssertionError(f"somebody looked at {key}")

    def __iter__(self) -> Iterator[Any]:
        raise AssertionError("somebody looked at all of them")

    def __len__(self) -> int:
        raise AssertionError("somebody counted them")


def test_formulas_and_names_are_not_read_before_somebody_looks() -> None:
    risks = RawSheet("Risks", {1: dict(enumerate(RISK_HEAD)), 2: dict(enumerate(RISK_ROW))}, Unread())
    assert read(RawBook({"Risks": risks}, names=Unread())).of(RISKS)[0].owner == "K. Obi"


def test_moving_columns_changes_nothing() -> None:
    order = [3, 0, 6, 1, 5, 2, 4]
    moved = book(sheet("Risks", [RISK_HEAD[i] for i in order], [RISK_ROW[i] for i in order]))  # type: ignore[arg-type]
    plain_book = book(sheet("Risks", RISK_HEAD, RISK_ROW))
    assert repr(read(moved).of(RISKS)) == repr(read(plain_book).of(RISKS))


def test_a_near_spelling_of_a_header_is_read_and_told_of() -> None:
    found = read(book(sheet("Risks", ("ID", "Risk", "Ownr", "Status"), ("R-001", "Late", "K. Obi", "Open"))))
    assert found.of(RISKS)[0].owner == "K. Obi"
    assert found.standings["Risks"].renamed == {"Ownr": "Owner"}


def test_somebodys_own_list_is_recognised_by_its_headers() -> None:
    own = sheet(
        "RAID 2026",
        ("Our risk list",),
        (),
        ("ID", "Risk description", "Risk owner", "Status", "Probability", "Impact", "Trigger/Cause", "Mitigation plan"),
        (1.0, "Vendor late", "Mo", "Open", 3.0, 4.0, "No mail by Friday", "Call them"),
    )
    (risk,) = read(book(own)).of(RISKS)
    assert (risk.id, risk.owner, risk.likelihood, risk.trigger) == ("1", "Mo", 3, "No mail by Friday")


def test_a_short_list_is_recognised_by_the_words_that_only_risks_use() -> None:
    own = sheet("Sheet1", ("ID", "Description", "Owner", "Probability", "Mitigation"), (1.0, "Late", "Mo", 3.0, "Call"))
    (risk,) = read(book(own)).of(RISKS)
    assert (risk.risk, risk.likelihood, risk.response_action) == ("Late", 3, "Call")


def test_four_words_that_only_risks_use_outweigh_any_number_of_own_columns() -> None:
    ours = ("Ref", "Risk description", "State", "Prob (1-5)", "Impact [1 to 5]", "Early warning", "Mitigation due")
    theirs = ("Cost centre", "Site", "Colour", "Region", "Phase", "Web page", "Seen by", "Rank")
    own = sheet("Log", (*ours, *theirs), ("RK1", "Late", "Closed", 3.0, 4.0, "No mail", 46094.0, *theirs))
    found = read(book(own))
    (risk,) = found.of(RISKS)
    assert (risk.id, risk.status, risk.likelihood, risk.impact, risk.trigger) == ("RK1", "Closed", 3, 4, "No mail")
    assert not found.standings["Risks"].renamed


def test_a_header_with_a_unit_yields_to_the_one_that_is_written_so() -> None:
    own = sheet("Risks", ("ID", "Risk", "Impact (1-5)", "Impact"), ("R-1", "Late", "bad", 4.0))
    assert read(book(own)).of(RISKS)[0].impact == 4


def test_a_sheet_is_found_by_the_name_that_people_give_it() -> None:
    own = sheet("Risk register", ("ID", "Description", "Owner"), (1.0, "Late", "Mo"))
    assert read(book(own)).of(RISKS)[0].risk == "Late"


def test_headers_that_every_list_has_say_nothing() -> None:
    own = sheet("Sheet1", ("ID", "Description", "Owner", "Status", "Due date"), (1.0, "Late", "Mo", "Open", 46094.0))
    assert read(book(own)).rows == {}


def test_one_sheet_is_one_register_and_goes_to_the_best() -> None:
    risks = sheet("One", ("ID", "Risk description", "Owner", "Probability", "Impact"), ("R-1", "Late", "Mo", 3.0, 4.0))
    issues = sheet("Two", ("ID", "Issue description", "Owner", "Date raised", "Resolution"), ("I-1", "Slow", "Mo"))
    assert {name: s.sheet for name, s in read(book(issues, risks)).standings.items()} == {
        "Risks": "One",
        "Issues": "Two",
    }


@pytest.mark.parametrize(("order", "read_as"), [("day first", date(2026, 4, 3)), ("month first", date(2026, 3, 4))])
def test_a_chosen_date_order_settles_what_is_ambiguous(order: str, read_as: date) -> None:
    settings = sheet("Settings", ("Value", "Key"), (order, "date_order"))
    found = read(book(sheet("Risks", RISK_HEAD, ("R-1", "Late", "Mo", "Open", "03/04/2026")), settings))
    assert found.of(RISKS)[0].expected == read_as
    assert [m.reason for m in found.misread] == ["date-held-as-text"]


def test_a_sheet_of_something_else_is_left_alone() -> None:
    assert read(book(sheet("Shopping", ("Item", "Price"), ("Milk", 2.0)))).rows == {}


def test_a_bad_cell_keeps_its_row_and_is_told_of() -> None:
    bad = ("R-001", "Late", "Mo", "Opne", "03/04/2026", "fifty", ErrorValue("#REF!"))
    found = read(book(sheet("Risks", RISK_HEAD, bad)))
    (risk,) = found.of(RISKS)
    assert (risk.status, risk.expected, risk.likelihood, risk.impact) == (None, None, None, None)
    assert [(m.column.name, m.reason, m.hint) for m in found.misread] == [
        ("status", "not-in-list", "Open"),
        ("expected", "ambiguous-date", "2026-04-03 or 2026-03-04"),
        ("likelihood", "not-a-number", ""),
        ("impact", "error-value", ""),
    ]


def test_a_row_of_blanks_is_no_row_and_a_row_with_one_cell_is() -> None:
    found = read(book(sheet("Risks", RISK_HEAD, (None,) * 7, (" ",) * 7, (None, "Something"))))
    assert [risk.number for risk in found.of(RISKS)] == [4]


def test_the_same_id_twice_keeps_both_rows() -> None:
    found = read(book(sheet("Risks", RISK_HEAD, RISK_ROW, RISK_ROW)))
    assert len(found.of(RISKS)) == 2
    assert found.by_id["R-001"].number == 2


def test_settings_are_read_by_key_and_bad_ones_keep_their_default() -> None:
    head = ("Setting", "Value", "Key")
    lines = [("As-of date", 46094.0, "as_of"), ("?", "many", "risk_medium"), ("", "Sun-Thu", "working_week")]
    found = read(book(sheet("Settings", head, *lines)))
    assert found.settings.as_of == date(2026, 3, 13)
    assert found.settings.risk_medium == 6.0
    assert found.settings.weekend == "0000110"
    assert [m.reason for m in found.misread] == ["not-a-number"]


@pytest.mark.parametrize(
    ("said", "today"),
    [
        ("core first", "main four decide"), ("Core first ", "main four decide"),
        ("points with floor", "average of all"),
    ],
)  # fmt: skip
def test_a_choice_of_settings_that_was_renamed_is_read_as_its_new_name(said: str, today: str) -> None:
    found = read(book(sheet("Settings", ("Value", "Key"), (said, "roll_up"))))
    assert found.settings.roll_up == today
    assert not found.misread


@pytest.mark.parametrize(
    ("said", "readings"),
    [
        ("2026-03-04", [date(2026, 3, 4)]),
        ("2026-03-04T10:00:00Z", [date(2026, 3, 4)]),
        ("03/04/2026", [date(2026, 4, 3), date(2026, 3, 4)]),
        ("13.04.2026", [date(2026, 4, 13)]),
        ("04/13/26", [date(2026, 4, 13)]),
        ("04/04/2026", [date(2026, 4, 4)]),
        ("4 March 2026", [date(2026, 3, 4)]),
        ("Mar 4, 2026", [date(2026, 3, 4)]),
        ("2026 Mar 4", [date(2026, 3, 4)]),
        ("Friday", []),
        ("30/02/2026", []),
        ("next week 12", []),
        ("", []),
    ],
)
def test_dates_in_text(said: str, readings: list[date]) -> None:
    assert dates_in_text(said) == readings


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("day", 46094.0, date(2026, 3, 13)),
        ("day", 46094.75, date(2026, 3, 13)),
        ("day", datetime(2026, 3, 13, 9), date(2026, 3, 13)),
        ("yes_no", "yes", True),
        ("yes_no", False, False),
        ("refs", "T-001, T-002;T-003", ("T-001", "T-002", "T-003")),
        ("key", 7.0, "7"),
        ("text", " a\u00a0b ", "a b"),
        ("whole", 4.0, 4),
    ],
)
def test_cells(kind: str, raw: object, value: object) -> None:
    assert CellReader().read(raw, Column(kind, "X")) == value


@pytest.mark.parametrize(
    ("kind", "raw", "reason", "used"),
    [
        ("day", "2026-03-04", "date-held-as-text", date(2026, 3, 4)),
        ("day", -1.0, "not-a-date", None),
        ("day", 3.0e9, "not-a-date", None),
        ("day", 1.0, "not-a-date", None),
        ("day", True, "not-a-date", None),
        ("number", "5 days", "number-held-as-text", 5.0),
        ("number", "1,5", "number-held-as-text", 1.5),
        ("number", "soon", "not-a-number", None),
        ("whole", 2.5, "not-a-number", None),
        ("whole", float("inf"), "not-a-number", None),
        ("number", float("nan"), "not-a-number", None),
        ("percent", "40%", "number-held-as-text", 0.4),
    ],
)
def test_wrong_cells(kind: str, raw: object, reason: str, used: object) -> None:
    with pytest.raises(Wrong) as wrong:
        CellReader().read(raw, Column(kind, "X"))
    assert (wrong.value.reason, wrong.value.used) == (reason, used)


def test_1904_dates_count_from_1904() -> None:
    assert CellReader(date_1904=True).read(44632.0, Column("day", "X")) == date(2026, 3, 13)


VALUES = st.one_of(
    st.none(), st.text(max_size=20), st.floats(allow_nan=True), st.booleans(),
    st.builds(ErrorValue, st.sampled_from(["#REF!", "#N/A"])),
)  # fmt: skip


@given(st.lists(st.lists(VALUES, min_size=7, max_size=7), max_size=6))
def test_no_cell_content_stops_reading_and_no_row_is_lost(rows: list[list[object]]) -> None:
    head = tuple(c.title for c in ACTIONS.columns if c.typed)[:7]
    found = read(book(sheet("Actions", head, *map(tuple, rows))))
    filled = [r for r in rows if any(v is not None and v != "" for v in r)]
    kept = len(found.of(ACTIONS))
    only_blanks = sum(all(v is None or (isinstance(v, str) and not v.strip()) for v in r) for r in filled)
    assert len(filled) - only_blanks <= kept <= len(filled)


@given(st.integers(1, 16384))
def test_letters_and_numbers_of_columns_are_inverse(number: int) -> None:
    assert number_of(letters_of(number)) == number


def test_headers_are_compared_plainly() -> None:
    assert plain("  Risk\u00a0 owner: ") == plain("RISK OWNER")


def test_a_word_is_never_taken_for_its_opposite() -> None:
    allowed = ("Not started", "In motion", "Done")
    assert [nearest(said, allowed) for said in ("Started", "startd", "Not done")] == ["", "", ""]
    near = ("Not strted", "Nto started", "notstarted", "not startd")
    assert {nearest(said, allowed) for said in near} == {"Not started"}
    assert nearest("In moton", allowed) == "In motion"
