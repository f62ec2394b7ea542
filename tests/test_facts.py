"""What must hold for computed columns: formulas and pmxl agree, and nothing that a person types stops them."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import Any

import ironcalc
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pmxl.facts.words import counted, day, days, number, share
from pmxl.generate.formulas import at_row
from pmxl.journey import Journey
from pmxl.model import Column, ErrorValue, RawBook, RawSheet, Register
from pmxl.model.raw import letters_of
from pmxl.registers import REGISTERS
from pmxl.registers.cells import EPOCH
from pmxl.registers.settings import Settings

AS_OF = date(2026, 3, 13)
HOLIDAY = date(2026, 3, 10)


def serial(found: date) -> float:
    return float((found - EPOCH).days)


def filled(register: Register[Any]) -> list[str]:
    """The titles that a person fills, from left to right, then those of the formulas."""
    typed = [c.title for c in register.columns if c.typed]
    return typed + [c.title for c in register.columns if c.formula and c.kind != "check"]


def cells_for(register: Register[Any]) -> st.SearchStrategy[dict[int, object]]:
    """A row as people fill it: mostly right, with texts where numbers belong and words that are on no list."""
    near = st.integers(-30, 30).map(lambda n: serial(AS_OF) + n)
    kinds: dict[str, st.SearchStrategy[object]] = {
        "day": st.one_of(near, st.sampled_from(["2026-03-02", "soon", ""])),
        "whole": st.one_of(st.integers(0, 6).map(float), st.sampled_from(["4", "x", ""])),
        "key": st.sampled_from(["X-1", "X-2"]),
    }
    columns = {
        i: kinds[column.kind] if column.kind in kinds else st.sampled_from([*column.choices, "Other", ""])
        for i, column in enumerate((c for c in register.columns if c.typed), 1)
        if column.kind in kinds or column.choices
    }
    return st.fixed_dictionaries(columns).map(lambda row: {i: v for i, v in row.items() if v != ""})


def raw_book(register: Register[Any], rows: list[dict[int, object]]) -> RawBook:
    sheet = {1: dict(enumerate(filled(register), 1))} | dict(enumerate(rows, 2))
    keys = {1: {1: "Setting", 2: "Value", 3: "Key"}, 2: {1: "As-of date", 2: serial(AS_OF), 3: "as_of"}}
    off = {1: {1: "Date", 2: "What"}, 2: {1: serial(HOLIDAY), 2: "Off"}}
    sheets = {register.name: sheet, "Settings": keys, "Holidays": off}
    return RawBook({name: RawSheet(name, found) for name, found in sheets.items()})


def formulas_of(register: Register[Any]) -> list[Column]:
    """The formula columns that follow from what people type; those that look at what pmxl writes need a refresh."""
    facts = [f"[{column.title}]" for column in register.columns if column.fact]
    alive = [column for column in register.columns if column.formula and column.kind not in ("check", "cells")]
    return [column for column in alive if not any(fact in column.formula for fact in facts)]


def by_formulas(register: Register[Any], rows: list[dict[int, object]], path: Path) -> list[list[object]]:
    """What IronCalc makes of the formula columns of these rows."""
    titles = filled(register)
    letters = {title: letters_of(i) for i, title in enumerate(titles, 1)}
    formulas = formulas_of(register)
    named: dict[str, object] = {line.key: line.default for line in Settings.lines if isinstance(line.default, float)}
    named |= {"as_of": serial(AS_OF), "weekend": "0000011", "holiday_dates": serial(HOLIDAY)}
    with xlsxwriter.Workbook(path) as workbook:
        sheet, values = workbook.add_worksheet("Rows"), workbook.add_worksheet("Named")
        for i, (key, value) in enumerate(named.items()):
            values.write(i, 0, value) if not isinstance(value, str) else values.write_string(i, 0, value)
            workbook.define_name(key, f"=Named!$A${i + 1}")
        for number_, cells in enumerate(rows, 2):
            for column, value in cells.items():
                write = sheet.write_string if isinstance(value, str) else sheet.write_number
                write(number_ - 1, column - 1, value)
            for column_ in formulas:
                formula = at_row(column_.formula, register, letters, number_)
                sheet.write_formula(number_ - 1, titles.index(column_.title), f"={formula}")
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return [
        [model.get_cell_value(0, number_, titles.index(c.title) + 1) for c in formulas]
        for number_ in range(2, 2 + len(rows))
    ]


LIVING = [register for register in REGISTERS if formulas_of(register)]


@pytest.mark.parametrize("register", LIVING, ids=lambda register: register.name)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_formulas_and_facts_agree(register: Register[Any], data: st.DataObject, tmp_path: Path) -> None:
    rows = data.draw(st.lists(cells_for(register).filter(bool), min_size=1, max_size=12))
    journey = Journey(raw_book(register, rows), AS_OF, strict=True)
    names = [column.name for column in formulas_of(register)]
    ours = [[getattr(row, name) for name in names] for row in journey.book.of(register)]
    theirs = by_formulas(register, rows, tmp_path / "book.xlsx")
    assert ours == [[None if value == "" else value for value in row] for row in theirs]


ANYTHING = st.one_of(
    st.none(), st.text(max_size=12), st.floats(), st.booleans(), st.integers(-5, 60000).map(float),
    st.sampled_from(["T-001", "T-002FS+2d; T-001", "S-001, CR-001", "Open", "Yes", "1.1", ErrorValue("#REF!")]),
)  # fmt: skip


@st.composite
def any_book(draw: st.DrawFn) -> RawBook:
    sheets = {}
    for register in REGISTERS:
        titles = [c.title for c in register.columns if c.typed]
        row = st.lists(ANYTHING, min_size=len(titles), max_size=len(titles))
        rows = [titles, *draw(st.lists(row, max_size=3))]
        cells = {
            i: {j: value for j, value in enumerate(found, 1) if value is not None} for i, found in enumerate(rows, 1)
        }
        sheets[register.name] = RawSheet(register.name, cells)
    return RawBook(sheets)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_book())
def test_nothing_that_can_stand_in_cells_stops_facts_and_colours(raw: RawBook) -> None:
    book = Journey(raw, AS_OF, strict=True).book
    assert set(book.judgements) >= {"Schedule", "Scope", "Risk & issues", "Dependencies", "Overall"}
    assert all(len(judged.because) <= 140 and judged.because.endswith(".") for judged in book.judgements.values())


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (day(date(2026, 4, 27), AS_OF), "27 Apr"),
        (day(date(2027, 1, 2), AS_OF), "2 Jan 2027"),
        (days(1), "1 day"),
        (days(-2), "-2 days"),
        (days(2.5), "2.5 days"),
        (share(6 / 68), "8.8%"),
        (share(0.1), "10%"),
        (share(0), "0%"),
        (number(6300), "6,300"),
        (number(100), "100"),
        (number(0.1 + 0.2), "0.3"),
        (counted(1, "task"), "1 task"),
        (counted(2, "dependency", "dependencies"), "2 dependencies"),
    ],
)
def test_words(said: str, wanted: str) -> None:
    assert said == wanted


def test_numbers_in_sentences_are_finite() -> None:
    assert math.isfinite(float(number(1e300).replace(",", "")))
