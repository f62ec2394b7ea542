"""Registers as DataFrames say what the rows say, whatever stands in the cells."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pandas
import pytest

import pmxl
from pmxl.demo import raw_book
from pmxl.journey import Journey
from pmxl.model import Book, RawBook, RawSheet


@pytest.fixture(scope="module")
def demo() -> Book:
    return Journey(raw_book(), date(2026, 3, 13)).book


def test_every_register_is_a_frame_with_its_titles(demo: Book) -> None:
    frames = pmxl.frames_of(demo)
    assert list(frames) == [name for name, rows in demo.rows.items() if rows]
    for name, frame in frames.items():
        rows = demo.rows[name]
        assert list(frame.columns) == [column.title for column in rows[0].columns]
        assert list(frame.index) == [row.number for row in rows]


def test_every_cell_is_the_row_s_value(demo: Book) -> None:
    for name, frame in pmxl.frames_of(demo).items():
        for row in demo.rows[name]:
            for column in row.columns:
                assert same(frame.at[row.number, column.title], getattr(row, column.name)), (name, row, column)


def same(held: Any, value: Any) -> bool:
    if value is None:
        return bool(pandas.isna(held))
    if isinstance(value, date):
        return pandas.Timestamp(value) == held
    return bool(held == value)


def test_columns_can_be_computed_with(demo: Book) -> None:
    frames = pmxl.frames_of(demo)
    risks = [risk for risk in demo.rows["Risks"] if risk.score is not None]
    assert frames["Risks"]["Score"].sum() == sum(risk.score for risk in risks)
    assert frames["Risks"]["Score"].dtype == "Float64"
    assert frames["Schedule"]["Baseline finish"].max() == pandas.Timestamp(
        max(task.baseline_finish for task in demo.rows["Schedule"] if task.baseline_finish)
    )


def test_a_wrong_cell_is_a_blank_one() -> None:
    cells = {1: {1: "ID", 2: "Risk", 3: "Likelihood", 4: "Expected"}, 2: {1: "R-1", 2: "Rain", 3: "often", 4: "soon"}}
    frame = pmxl.frames_of(Journey(RawBook({"Risks": RawSheet("Risks", cells)}), date(2026, 3, 13)).book)["Risks"]
    assert frame["Risk"].tolist() == ["Rain"]
    assert frame[["Likelihood", "Expected"]].isna().all(axis=None)


def test_without_pandas_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['pandas'] = None; import pmxl; pmxl.frames_of(pmxl.read(pmxl.RawBook({})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("pandas is not installed; install pmxl with the extra frames: pmxl[frames]")
