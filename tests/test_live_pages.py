"""Pages with charts in an open workbook: the charts follow the cells of that workbook, wherever these stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from calc.cells import Range
from rig_live import Live, live, office

from pmxl.excel.reading import raw_book
from pmxl.excel.writing import apply
from pmxl.model import ChartSeries, PageCell, PageChart, PageRow, ReplaceSheet
from pmxl.workbook import Refused

__all__ = ["live", "office"]


@pytest.fixture
def book(tmp_path: Path, live: Live) -> Any:
    """A workbook of somebody's with a list, and a sheet that looks at our page."""
    import xlsxwriter

    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as made:
        costs = made.add_worksheet("Team's cost")
        costs.write_column("A1", ["Jan", "Feb"])
        costs.write_column("B1", [10, 20])
        made.add_worksheet("Mine").write_formula("A1", "=Dashboard!B2")
        made.add_worksheet("Dashboard")
    return live.open(path)


def column(*lines: tuple[object, ...]) -> tuple[PageRow, ...]:
    return tuple(PageRow(tuple(PageCell(value) for value in line)) for line in lines)


def pages(height: float = 3.0) -> list[ReplaceSheet]:
    """A page with charts of its own cells, of another page that is hidden, and of somebody's list."""
    charts = (
        PageChart("column", "A4:D12", (ChartSeries("B1:B2", "A1:A2", name="Own"),), title="Own"),
        PageChart(
            "column", "E4:H12",
            (
                ChartSeries("'Dashboard data'!B1:B3", "'Dashboard data'!A1:A3", name="Far"),
                ChartSeries("'Dashboard data'!C1:C3", "'Dashboard data'!A1:A3", name="Line", kind="line"),
            ),
            title="Far",
        ),
        PageChart("bar", "A14:D22", (ChartSeries("'Team''s cost'!B1:B2", "'Team''s cost'!A1:A2", name="Cost"),)),
    )  # fmt: skip
    page = ReplaceSheet("Dashboard", (10,) * 8, column(("Risks", 4.0), ("Issues", height)), charts=charts)
    data = column(("one", 1.0, 7.0), ("two", 2.0, 8.0), ("three", height, 9.0))
    return [page, ReplaceSheet("Dashboard data", (12, 8, 8), data, hidden=True)]


def shown(book: Any) -> list[list[float]]:
    return [series.impl.shown.values for chart in book.sheets["Dashboard"].charts for series in chart.series]


def test_charts_follow_the_cells_of_the_open_workbook(book: Any) -> None:
    assert apply(book, raw_book(book), pages(), "refresh") == []
    assert shown(book) == [[4, 3], [1, 2, 3], [7, 8, 9], [10, 20]]
    assert [chart.name for chart in book.sheets["Dashboard"].charts] == [f"pmxl chart {i}" for i in (1, 2, 3)]
    book.sheets["Dashboard"].range("B1").value = 40
    book.sheets["Dashboard data"].range("C2").value = 80
    book.sheets["Team's cost"].range("B2").value = 200
    assert shown(book) == [[40, 3], [1, 2, 3], [7, 80, 9], [10, 200]]
    assert all("[" not in s.api.Formula for c in book.sheets["Dashboard"].charts for s in c.series)
    assert not book.sheets["Dashboard data"].visible


def test_the_next_refresh_brings_them_anew_and_keeps_what_looks_at_the_page(book: Any) -> None:
    apply(book, raw_book(book), pages(), "refresh")
    own = book.sheets["Dashboard"].charts[0]
    own.name = "What I look at"
    assert apply(book, raw_book(book), pages(5.0), "refresh") == []
    names = [chart.name for chart in book.sheets["Dashboard"].charts]
    assert names == ["What I look at", "pmxl chart 1", "pmxl chart 2", "pmxl chart 3"]
    assert shown(book) == [[4, 5], [4, 5], [1, 2, 5], [7, 8, 9], [10, 20]]
    assert book.sheets["Mine"].range("A1").value == 5
    assert [sheet.name for sheet in book.sheets] == ["Team's cost", "Mine", "Dashboard", "Dashboard data"]


def test_a_page_that_is_new_has_its_charts_too(book: Any) -> None:
    named = [page._replace(sheet="Board") if page.charts else page for page in pages()]
    assert apply(book, raw_book(book), named, "refresh") == []
    charts = book.sheets["Board"].charts
    assert [[series.impl.shown.values for series in chart.series] for chart in charts][1:] == [
        [[1, 2, 3], [7, 8, 9]],
        [[10, 20]],
    ]


def everything(book: Any) -> Any:
    """What every sheet says and how, and its charts."""
    cells = {
        sheet.name: (sheet.used_range.options(ndim=2, err_to_str=True).value, sheet.used_range.formula)
        for sheet in book.sheets
    }
    return cells, sorted(chart.name for chart in book.sheets["Dashboard"].charts), sorted(shown(book))


@pytest.mark.parametrize("fails_at", [2, 4])
def test_pages_are_as_before_where_one_cannot_be_filled(
    fails_at: int, book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The application goes away after a page was cleared: the pages before it come back as well, charts and all."""
    formula = PageCell(None, formula="SUM('Team''s cost'!B1:B2)")
    first = pages()
    apply(book, raw_book(book), [first[0]._replace(rows=(*first[0].rows, PageRow((formula,)))), first[1]], "refresh")
    book.sheets["Dashboard"].charts[1].name = "Mine"
    before, real, calls = everything(book), Range.copy, [0]
    assert before[0]["Dashboard"][0][2][0] == 30

    def copy(cells: Range, destination: Any = None) -> None:
        calls[0] += 1
        if calls[0] == fails_at:
            raise OSError("the application went away for a moment")
        real(cells, destination)

    with monkeypatch.context() as patched:
        patched.setattr(Range, "copy", copy)
        with pytest.raises(OSError, match="went away"):
            apply(book, raw_book(book), pages(9.0), "refresh")
    assert everything(book) == before
    assert apply(book, raw_book(book), pages(9.0), "refresh") == []
    assert book.sheets["Mine"].range("A1").value == 9


def test_a_page_that_is_new_goes_where_another_cannot_be_placed(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = everything(book), type(book.sheets[0].impl).copy, [0]

    def copy(sheet: Any, **where: Any) -> None:
        calls[0] += 1
        if calls[0] == 2:
            raise OSError("the application went away for a moment")
        real(sheet, **where)

    more = ReplaceSheet("More", (10,), column(("Title",)))
    with monkeypatch.context() as patched:
        patched.setattr(type(book.sheets[0].impl), "copy", copy)
        with pytest.raises(OSError, match="went away"):
            apply(book, raw_book(book), [*pages(), more], "refresh")
    assert everything(book) == before


def test_what_an_application_cannot_do_is_told_in_one_line(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from calc.drawn import Series

    def deaf(series: Series, text: str) -> None:
        raise OSError(f"{series.number} does not listen to {text}")

    with monkeypatch.context() as patched:
        patched.setattr(Series, "Formula", property(Series.Formula.fget, deaf))
        told = apply(book, raw_book(book), pages(), "refresh")
    assert told == ['The charts on "Dashboard" do not follow their cells here; refresh after a change']


def test_a_chart_of_a_sheet_that_is_not_there_is_refused_and_nothing_is_written(book: Any) -> None:
    chart = PageChart("column", "A4:D12", (ChartSeries("Nowhere!B1:B2"),), title="Lost")
    page = ReplaceSheet("Dashboard", (10,), column(("Title",)), charts=(chart,))
    with pytest.raises(Refused, match="which is not there"):
        apply(book, raw_book(book), [page], "refresh")
    assert book.sheets["Dashboard"].range("A1").value is None


def test_a_formula_on_whole_columns_stays_one(book: Any) -> None:
    cells = (PageCell(30.0, formula="SUM('Team''s cost'!B1:B2*1)", array=True), PageCell(2.0, formula="1+1"))
    apply(book, raw_book(book), [ReplaceSheet("Sums", (10, 10), (PageRow(cells),))], "refresh")
    one, other = book.sheets["Sums"].range("A1"), book.sheets["Sums"].range("B1")
    assert (one.value, one.impl.has_array) == (30, True)
    assert (other.value, other.impl.has_array) == (2, False)
