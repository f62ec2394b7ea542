"""The Gantt chart in cells follows what people type, and both charts stay on their pages whatever the plan is."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import ironcalc
import pytest
from brief_books import HOSTILE, LENGTHY, TODAY, book, book_and_now, journey

from pmxl import demo
from pmxl.generate.gantt_page import MOST as BARS
from pmxl.generate.gantt_page import gantt_page
from pmxl.generate.timeline_page import FIRST, HEAD, MOST, STEPS, TOP, scale_of, timeline_page
from pmxl.journey import Journey
from pmxl.model import RawBook, ReplaceSheet, SetCells
from pmxl.registers.schedule import SCHEDULE, Task
from pmxl.workbook import open_workbook, save
from pmxl.workbook.addresses import parse_area, parse_reference

SETTINGS = [{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"}]


def plan(*tasks: dict[str, object]) -> RawBook:
    return book(
        Settings=SETTINGS, Schedule=[{"ID": f"T-{i}", "Owner": "Ana Ruiz", **task} for i, task in enumerate(tasks)]
    )


def timeline(raw: RawBook) -> ReplaceSheet:
    found = Journey(raw, TODAY, strict=True)
    made = timeline_page(found.book, found.now)
    assert made is not None
    return made


PLANS = {
    "demo": journey().book.raw,
    "one day": plan({"Task": "x", "Duration": 1}),
    "one milestone": plan({"Task": "x", "Duration": 0}),
    "2,000 tasks": plan(*({"Task": "x", "Duration": 1 + i % 5, "Predecessors": f"T-{i - 40}"} for i in range(2000))),
    "years apart": plan(
        {"Task": "x", "Duration": 5, "Not before": date(1999, 1, 4)},
        {"Task": "y", "Duration": 5, "Not before": date(2090, 1, 2)},
    ),
    "eight years": plan({"Task": "x", "Duration": 900}, {"Task": "y", "Duration": 1000, "Predecessors": "T-0"}),
    "no dates": plan({"Task": "x"}),
    **{name: plan({"Task": text, "Duration": 3}, {"Task": text, "Duration": 0}) for name, text in HOSTILE.items()},
    "lengthy": plan({"Task": LENGTHY, "Duration": 3}),
}


@pytest.mark.parametrize("raw", PLANS.values(), ids=PLANS)
def test_every_plan_has_a_grid_of_a_sane_size(raw: RawBook) -> None:
    found = Journey(raw, TODAY, strict=True)
    page = timeline_page(found.book, found.now)
    if page is None:
        assert not any(row.start for row in found.book.of(SCHEDULE))
        return
    grid = len(page.widths) - FIRST + 1
    assert 12 <= grid <= MOST
    assert len(page.rows) == TOP - 1 + len([row for row in found.book.of(SCHEDULE) if row.id or row.task])
    assert all(sum(cell.span for cell in row.cells) <= len(page.widths) for row in page.rows)
    for one in page.formats:
        area = parse_area(one.at)
        assert area
        assert area.left == FIRST
        assert area.right == len(page.widths)


@pytest.mark.parametrize("raw", PLANS.values(), ids=PLANS)
def test_the_chart_shows_cells_that_are_there(raw: RawBook) -> None:
    found = Journey(raw, TODAY, strict=True)
    page = gantt_page(found.book, found.now)
    if page:
        for chart in page.charts:
            assert page.one_page
            for series in chart.series:
                at = parse_reference(series.values)
                assert at
                assert at[1].right - at[1].left < BARS


@pytest.mark.parametrize(("length", "step"), [(10, 1), (75, 1), (80, 7), (500, 7), (600, 28), (2000, 28), (3000, 91)])
def test_a_column_is_a_day_a_week_or_more_by_the_length_of_the_plan(length: int, step: int) -> None:
    task = Task()
    task.start = TODAY - timedelta(days=TODAY.weekday())
    task.finish = task.start + timedelta(days=length - 1)
    scale = scale_of([task], journey().now)
    assert scale is not None
    assert scale.step == step
    assert step in STEPS
    assert scale.day(scale.columns - 1) + timedelta(days=step) > task.finish


def test_a_date_that_was_mistyped_by_a_century_makes_no_room_for_itself() -> None:
    page = timeline(plan({"Task": "x", "Duration": 5}, {"Task": "y", "Duration": 5, "Not before": date(2126, 3, 2)}))
    assert len(page.widths) - FIRST + 1 == 12


def test_a_list_of_somebodys_own_gets_values_without_formulas() -> None:
    page = timeline(plan({"Task": "x", "Duration": 5}))
    assert not [cell for row in page.rows for cell in row.cells if cell.formula]
    assert page.rows[TOP - 1].cells[3].value == TODAY


def test_what_somebody_types_moves_its_bar_without_pmxl(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    demo.write(path)
    opened = open_workbook(path)
    found = Journey(opened.raw, TODAY, strict=True)
    save(opened, found.plan().edits)
    task = next(row for row in found.book.of(SCHEDULE) if row.id == "T-048")
    place = found.book.place(task, "actual_start")
    opened = open_workbook(path)
    started = float((date(2026, 3, 12) - date(1899, 12, 30)).days)
    save(opened, [SetCells(place.sheet, place.column, {task.number: started}, kind="day")])
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    sheets = list(open_workbook(path).raw.sheets)
    rows = [row.id for row in found.book.of(SCHEDULE) if row.id or row.task]
    at = TOP + rows.index("T-048")
    assert model.get_cell_value(sheets.index("Timeline"), at, 1) == "T-048"
    assert (
        model.get_cell_value(sheets.index("Timeline"), at, [title for title, _ in HEAD].index("Start") + 1) == started
    )


def test_done_work_and_float_are_told_apart() -> None:
    page = timeline(journey().book.raw)
    by_id = {row.cells[0].value: row.cells for row in page.rows[TOP - 1 :]}
    done, waiting = by_id["T-003"], by_id["T-031"]
    assert (done[5].value, done[6].value) == (None, 1.0)
    assert waiting[9].value is not None
    assert by_id["T-048"][11].value == "Critical"
    assert by_id["T-098"][11].value == "Milestone"


@pytest.mark.parametrize("count", [1, 3, 6, 30])
def test_few_bars_are_no_thicker_than_many(count: int) -> None:
    page = gantt_page(
        *book_and_now(book(Schedule=[{"ID": f"T-{i}", "Task": "x", "Duration": 5} for i in range(count)]))
    )
    assert page
    (chart,) = page.charts
    area = parse_area(chart.at)
    assert area
    height = sum(row.height for row in page.rows[area.top - 1 : area.bottom]) / count / (1 + (chart.gap or 0) / 100)
    assert 5 < height <= 16
