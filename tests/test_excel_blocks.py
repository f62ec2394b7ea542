"""The plain parts of the live shell: blocks, texts that Excel would read anew, formulas in Excel's short form."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pmxl.excel.blocks import blocks_of, typed
from pmxl.excel.formulas import long_form
from pmxl.generate.formulas import column_formula
from pmxl.model import SetCells
from pmxl.registers import REGISTERS

ROWS = st.sets(st.integers(1, 60), min_size=1)


@given(ROWS, st.sets(st.integers(1, 60)))
def test_blocks_hold_every_cell_once_and_no_other(rows: set[int], alone: set[int]) -> None:
    blocks = list(blocks_of(SetCells("Risks", "C", {row: row * 2 for row in rows}), alone))
    held = [(block.row + i, value) for block in blocks for i, value in enumerate(block.values)]
    assert sorted(held) == sorted((row, row * 2) for row in rows)
    assert all(block.column == 3 for block in blocks)


@given(ROWS, st.sets(st.integers(1, 60)))
def test_there_are_as_few_blocks_as_there_can_be(rows: set[int], alone: set[int]) -> None:
    blocks = list(blocks_of(SetCells("Risks", "C", dict.fromkeys(rows, 1)), alone))
    begins = [r for r in rows if r - 1 not in rows or r in alone or r - 1 in alone]
    assert len(blocks) == len(begins)
    assert all(len(block.values) == 1 for block in blocks if block.row in alone)


def test_texts_that_excel_would_read_anew_are_handed_over_as_texts() -> None:
    for text in ("00123", "1-2", "=1+1", "+44 20", "-", "@you", "3 Apr", "TRUE", "50%", "'quoted", "1e5", "Apr-26"):
        assert typed(text) == f"'{text}"


def test_words_numbers_and_blanks_are_handed_over_as_they_are() -> None:
    for value in ("Ana Ruiz", "The vendor is late", "", 4.5, True, None):
        assert typed(value) == value


def test_the_short_form_of_excel_is_read_as_the_form_of_the_file() -> None:
    assert (
        long_form("=[@Likelihood]*[@Impact]", "Risks") == "Risks[[#This Row],[Likelihood]]*Risks[[#This Row],[Impact]]"
    )
    assert long_form("=[@[Residual score]]", "Risks") == "Risks[[#This Row],[Residual score]]"
    assert long_form("=Risks[@Score]") == "Risks[[#This Row],[Score]]"
    assert long_form("=SUM([Score])", "Risks") == "SUM(Risks[Score])"
    assert long_form("=\"[@Score]\"&'[1]Sheet'!A1", "Risks") == "\"[@Score]\"&'[1]Sheet'!A1"
    assert long_form("=[1]Sheet1!A1", "Risks") == "[1]Sheet1!A1"


def test_the_form_of_the_file_stays_as_it_is() -> None:
    formulas = [column_formula(column, r) for r in REGISTERS for column in r.columns if column.formula]
    assert len(formulas) > 20
    for formula in formulas:
        assert long_form(formula, "Risks") == formula
