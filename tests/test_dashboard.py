"""The dashboard stands on one page whatever the workbook holds, and says what it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import workbook_maker as make
from brief_books import HOSTILE, TODAY, book, crammed, journey

from pmxl.journey import Journey
from pmxl.model import PageCell, PageRow, RawBook, ReplaceSheet
from pmxl.registers.risks import RISKS
from pmxl.reports import page
from pmxl.sections.bottom_line import ask
from pmxl.tiles import SIGNALS, TILES, dashboard
from pmxl.tiles.commitments import commitments
from pmxl.tiles.dashboard import dashboard_page
from pmxl.tiles.finish import finish
from pmxl.tiles.grid import Grid
from pmxl.tiles.issues import issues
from pmxl.tiles.risks import risks
from pmxl.tiles.signals import decisions
from pmxl.tiles.spec import SPEC
from pmxl.workbook import open_workbook, save
from pmxl.workbook.addresses import parse_reference

WIDTH, HEIGHT = 734.0, 547.0
"""Points between the margins of Letter in landscape, the lower paper; A4 is 757 wide and 509 high."""
SMALLEST = 0.74
"""The scale at which the page must fit, so that 8 points still print as 6."""


def made(raw: RawBook) -> ReplaceSheet:
    found = Journey(raw, TODAY, strict=True)
    return dashboard_page(found.book, found.now)


def places(page: ReplaceSheet, row: int) -> Iterator[tuple[int, object]]:
    at = 1
    for cell in page.rows[row - 1].cells:
        yield at, cell.value
        at += cell.span


def words(page: ReplaceSheet) -> str:
    return "\n".join(str(cell.value) for row in page.rows for cell in row.cells if cell.value)


def tasks(count: int) -> list[dict[str, object]]:
    return [
        {"ID": f"T-{n}", "Task": f"Step {n}", "Duration": n % 7, "Predecessors": f"T-{n - 3}" if n > 3 else "",
         "Owner": "Ana Ruiz", "Key milestone": "Yes" if n % 7 == 0 else ""}
        for n in range(1, count + 1)
    ]  # fmt: skip


SETTINGS = [{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"}]
BOOKS = {
    "demo": journey().book.raw,
    "blank": book(Settings=SETTINGS),
    "no settings": RawBook({}),
    "2,000 tasks": book(Settings=SETTINGS, Schedule=tasks(2000)),
    "one task": book(Settings=SETTINGS, Schedule=tasks(1)),
    "no money": book(
        Settings=SETTINGS, Cost=[{"ID": "C-1", "Cost line": "x", "Baseline budget": -5, "Actual to date": 0}]
    ),
    **{f"crammed: {name}": crammed(text) for name, text in HOSTILE.items()},
}


@pytest.mark.parametrize("raw", BOOKS.values(), ids=BOOKS)
def test_it_is_one_page_that_can_be_read(raw: RawBook) -> None:
    page = made(raw)
    across = sum(
        (int(width * 7 + 0.5) + 5 if width >= 1 else int(width * 12 + 0.5)) * 0.75
        for width, level in zip(page.widths, page.levels or (0,) * 99, strict=False)
        if not level
    )
    down = sum(row.height for row in page.rows)
    assert page.one_page
    assert page.landscape
    assert all(row.height for row in page.rows)
    assert all(sum(cell.span for cell in row.cells) <= len(page.widths) for row in page.rows)
    assert min(WIDTH / across, 509 / down) >= SMALLEST


@pytest.mark.parametrize("raw", BOOKS.values(), ids=BOOKS)
def test_every_chart_shows_cells_that_are_there(raw: RawBook) -> None:
    page = made(raw)
    for chart in page.charts:
        for series in chart.series:
            for reference in (series.values, series.categories):
                sheet, area = parse_reference(reference) or ("", None)
                assert sheet == page.sheet
                assert area is not None
                assert area.top == area.bottom <= len(page.rows)
                row = [value for at, value in places(page, area.top) if area.left <= at <= area.right]
                assert any(value is not None for value in row) or reference == series.values


@pytest.mark.parametrize("raw", BOOKS.values(), ids=BOOKS)
def test_each_line_of_the_spec_has_its_tile_and_its_cure(raw: RawBook) -> None:
    said = words(made(raw))
    for spec in SPEC.values():
        assert spec.tile in said
        assert f"If red: {spec.if_red}" in said


def test_a_blank_workbook_is_told_what_each_tile_waits_for() -> None:
    said = words(made(BOOKS["blank"]))
    for missing in ("durations", "No amount is written down", "hours", "No must-have", "baseline"):
        assert missing in said
    assert not made(BOOKS["blank"]).charts


@pytest.mark.parametrize("raw", BOOKS.values(), ids=BOOKS)
def test_no_tile_fails_on_its_own(raw: RawBook) -> None:
    assert "could not be worked out" not in words(made(raw))
    assert "It could not" not in words(made(raw))


def test_why_the_data_are_not_trusted_is_said_in_full() -> None:
    raw = book(Risks=[{"ID": "R-1", "Risk": "Rain", "Status": "Open", "Likelihood": 1, "Impact": 1}])
    said = words(made(raw))
    assert "Medium" in said
    assert "without an owner" in said


def test_one_report_makes_no_trend_and_five_do() -> None:
    raw = BOOKS["demo"]
    first = RawBook({name: sheet for name, sheet in raw.sheets.items() if name not in ("Snapshots", "Reports")})
    page = made(first)
    assert "This fills from the second report on" in words(page)
    finish = next(chart for chart in page.charts if chart.kind == "line" and chart.legend == "right")
    area = parse_reference(finish.series[0].values)
    assert area
    assert area[1].left == area[1].right
    page = made(raw)
    assert "11 of 16 kept" in words(page)


def test_the_map_of_risks_holds_every_open_risk() -> None:
    found = journey()
    tile = risks(found.book, found.now)
    cells = [str(cell.value) for row in tile.cells[:-1] for cell in row[1:] if cell.value]
    named = sum(not value.startswith("+") for value in cells)
    counted = sum(int(value) for value in cells if value.startswith("+"))
    assert named + counted == len([risk for risk in found.book.of(RISKS) if risk.is_open])


def test_a_tile_that_fails_leaves_the_others_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def cost(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(dashboard, "TILES", ((cost, *TILES[1][1:]),))
    found = journey()
    said = words(dashboard_page(found.book, found.now))
    assert "It could not be worked out (ZeroDivisionError)" in said
    assert "8 open, 1 late" in said


def test_a_dashboard_of_somebodys_own_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(make.workbook())
    own = ReplaceSheet("Dashboard", (20,), (PageRow((PageCell("Sales of the year"),)),))
    save(open_workbook(path), [own])
    for _ in range(2):
        opened = open_workbook(path)
        edits = Journey(opened.raw, TODAY, strict=True).plan(sheets=("Dashboard",)).edits
        save(opened, [edit for edit in edits if isinstance(edit, ReplaceSheet)])
    sheets = open_workbook(path).raw.sheets
    assert sheets["Dashboard"].cells[1][1] == "Sales of the year"
    assert [name for name in sheets if "ashboard" in name] == ["Dashboard", "Dashboard (pmxl)"]


def test_the_dashboard_counts_the_decisions_that_the_brief_asks_for() -> None:
    """A planned one whose day has passed waits for somebody, and so does one that says nothing of its status."""
    lines = [
        {"ID": "DEC-001", "Question": "Go?", "Status": "Planned", "Needed by": date(2026, 3, 10)},
        {"ID": "DEC-002", "Question": "Stay?", "Needed by": date(2026, 3, 20)},
        {"ID": "DEC-003", "Question": "Later?", "Status": "Planned", "Needed by": date(2026, 4, 20)},
    ]
    found = Journey(book(Settings=SETTINGS, Decisions=lines), TODAY, strict=True)
    tile = decisions(found.book, found.now)
    assert (tile.figure, tile.colour) == ("2 needed, 1 overdue", "RED")
    assert tile.detail == "First: DEC-001 by 10 Mar, nobody"
    assert ask(found.book, found.now).startswith("We need 2 decisions")


def test_nothing_is_laid_over_anything_else() -> None:
    grid = Grid()
    grid.put(1, 1, (PageCell("a", span=3),))
    with pytest.raises(ValueError, match="row 1, column 3"):
        grid.put(1, 3, (PageCell("b"),))


def test_the_same_book_gives_the_same_page() -> None:
    found = journey()
    assert dashboard_page(found.book, found.now) == dashboard_page(found.book, found.now)
    assert len(SIGNALS) + sum(map(len, TILES)) == len(SPEC)


def test_an_issue_whose_day_has_passed_is_late_although_it_is_young() -> None:
    row = {"ID": "I-1", "Issue": "x", "Owner": "Ana Ruiz", "Status": "Open", "Severity": "Medium",
           "Raised on": date(2026, 3, 9), "Target date": date(2026, 3, 11)}  # fmt: skip
    found = Journey(book(Settings=SETTINGS, Issues=[row]), TODAY, strict=True)
    tile = issues(found.book, found.now)
    assert (tile.figure, tile.colour) == ("1 open, 1 late", "AMBER")


def test_a_milestone_with_a_deadline_is_among_those_that_are_shown() -> None:
    rows: list[dict[str, object]] = [
        {"ID": f"T-{n}", "Task": f"Gate {n}", "Duration": 0, "Key milestone": "Yes", "Not before": TODAY,
         "Baseline finish": date(2026, 3, n), "Deadline": date(2026, 3, 20) if n == 5 else None}
        for n in range(1, 7)
    ]  # fmt: skip
    found = Journey(book(Settings=SETTINGS, Schedule=rows), TODAY, strict=True)
    assert "T-5 Gate 5" in finish(found.book, found.now).data[0]


def test_the_commitments_are_those_of_the_brief() -> None:
    """What was done after its day is missed on both pages, and what is due today and not done counts on neither."""
    rows: list[dict[str, object]] = [
        {"ID": f"ACT-{number}", "Action": "x", "Commitment": "Yes", "Due": due, "Status": status, "Done on": done}
        for number, due, status, done in (
            (1, date(2026, 3, 10), "Done", date(2026, 3, 11)),
            (2, date(2026, 3, 11), "Done", date(2026, 3, 11)),
            (3, TODAY, "Open", None),
        )
    ]
    log = [{"As of": date(2026, 3, 6), "Record": "report", "Field": "report", "Value": "2026-03-06"}]
    for row in rows:
        values = {"due": row["Due"], "status": "Open", "commitment": "Yes"}
        log += [
            {"As of": date(2026, 3, 6), "Record": row["ID"], "Field": field, "Value": str(value)}
            for field, value in values.items()
        ]
    found = Journey(book(Settings=SETTINGS, Actions=rows, Snapshots=log), TODAY, strict=True)
    assert commitments(found.book, found.now).figure == "1 of 2 kept in 1 report"
    assert "1 of 2 since 6 Mar; missed ACT-1" in page("md", found.book, found.now)
