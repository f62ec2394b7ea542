"""Plain pages are written straight. XlsxWriter, which draws all other pages, says what must come out."""

from __future__ import annotations

import importlib.util
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from page_samples import DASHBOARD

import pmxl.demo
from pmxl.generate.looks import LOOKS
from pmxl.journey import Journey
from pmxl.model import PageCell, PageFormat, PageRow, PageSparkline, ReplaceSheet
from pmxl.workbook.alone import written_alone
from pmxl.workbook.book import Workbook
from pmxl.workbook.draft import Draft
from pmxl.workbook.looks import KNOWN
from pmxl.workbook.plain import MAX_LINKS, PlainPages, is_plain
from pmxl.workbook.transplant import replace_sheets

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn")), max_size=20)
NUMBERS = st.integers(-(10**9), 10**9) | st.integers(-9999, 9999).map(lambda number: number / 8)
"""Eighths, for XlsxWriter writes 86.4 with the digits that come from rounding, and we with as few as say the same."""
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
LINKS = st.sampled_from(("", "", "Risks!A7", "'Start here'!A1", "'A & \"B\"'!C3"))
VALUES = st.none() | WORDS | NUMBERS | st.booleans() | DAYS


FORMULAS = st.sampled_from(("", "", "", "=1+1", 'IF(A1<2,"<&>",Risks!B7)'))
CONDITIONS = st.sampled_from(sorted(name for name, look in LOOKS.items() if "num_format" not in look))
"""XlsxWriter's number formats under a condition bear numbers of its own, which may mean something else elsewhere."""


@st.composite
def plain_pages(draw: st.DrawFn) -> ReplaceSheet:
    """Any page without table, sparklines and bars."""

    def cell(look: str) -> PageCell:
        formula, span = draw(FORMULAS), draw(st.integers(1, 4))
        array = bool(formula) and span == 1 and draw(st.booleans())
        # XlsxWriter says of blank texts, and of what an array gives, less than a reader should know.
        texts = st.sampled_from(("so", "a & b"))
        value = draw(NUMBERS if array else NUMBERS | st.booleans() | DAYS | texts if formula else VALUES)
        return PageCell(value, look, span, "" if formula else draw(LINKS), formula, array=array)

    def row() -> PageRow:
        looks = st.lists(st.sampled_from(sorted(LOOKS)), min_size=1, max_size=4)
        height, level = draw(st.sampled_from((0, 9, 15, 18.75, 26, 61.5))), draw(st.sampled_from((0, 0, 1, 2)))
        return PageRow(tuple(map(cell, draw(looks))), height, level)

    def condition() -> PageFormat:
        at = draw(st.sampled_from(("A1", "B2:C9", "A1:D4")))
        return PageFormat(at, '=$A1<>"a"', draw(CONDITIONS), draw(st.booleans()))

    return ReplaceSheet(
        draw(st.sampled_from(("Page", "My page", "Ad1", "It's"))),
        tuple(draw(st.lists(st.sampled_from((0.5, 1, 8, 12.4, 54)), max_size=5))),
        tuple(row() for _ in range(draw(st.integers(1, 4)))),
        landscape=draw(st.booleans()),
        hidden=draw(st.booleans()),
        one_page=draw(st.booleans()),
        repeat_rows=draw(st.integers(0, 3)),
        repeat_columns=draw(st.integers(0, 2)),
        levels=draw(st.sampled_from(((), (0, 1, 1), (1, 2, 0, 1)))),
        folded=draw(st.booleans()),
        formats=tuple(condition() for _ in range(draw(st.integers(0, 3)))),
        grid=draw(st.sampled_from((None, True, False))),
        paper=draw(st.sampled_from(("A4", "Letter"))),
    )


@pytest.fixture(scope="module")
def book() -> Workbook:
    stream = BytesIO()
    pmxl.demo.write(stream)
    return Workbook("demo.xlsx", stream.getvalue())


def changed(book: Workbook, pages: list[ReplaceSheet], *, draw_all: bool = False) -> dict[str, str]:
    """The text of each part that the pages change, without extents, last digits, sign of 0 and what keeps blanks."""
    draft = Draft(book)
    replace_sheets(draft, pages, draw_all=draw_all)
    return {part: _told(draft.text(part)) for part in draft.finish() if not part.endswith(".png")}


def _told(text: str) -> str:
    text = re.sub(r' spans="[^"]*"| xml:space="preserve"|<dimension [^>]*>', "", text)
    return re.sub(r"<v>(-?\d[\d.Ee-]*)</v>", lambda m: f"<v>{float(m[1]) + 0.0:.14g}</v>", text)


def test_every_look_is_understood() -> None:
    assert {name: look.keys() - KNOWN for name, look in LOOKS.items() if look.keys() - KNOWN} == {}


def test_the_pages_of_the_demo_are_plain_and_the_same_to_the_letter(book: Workbook) -> None:
    pages = [e for e in Journey(book.raw, date(2026, 3, 13)).plan().edits if isinstance(e, ReplaceSheet)]
    assert len(pages) > 5
    assert all(map(is_plain, pages))
    straight, drawn = changed(book, pages), changed(book, pages, draw_all=True)
    assert straight.keys() == drawn.keys()
    for part, text in straight.items():
        # XlsxWriter keeps blanks at the ends of a text only; we say so of one with several lines as well.
        assert text.replace(' xml:space="preserve"', "") == drawn[part].replace(' xml:space="preserve"', ""), part


@settings(max_examples=60, deadline=None)
@given(page=plain_pages())
def test_a_plain_page_is_the_same_to_the_letter(book: Workbook, page: ReplaceSheet) -> None:
    assert is_plain(page)
    assert changed(book, [page]) == changed(book, [page], draw_all=True)


def test_no_sheet_holds_more_links_than_excel_allows(book: Workbook) -> None:
    row = PageRow((PageCell("R-001", "link", link="Risks!A7"),))
    text = PlainPages(Draft(book).styles, date_1904=False).sheet(ReplaceSheet("Page", (9,), (row,) * (MAX_LINKS + 5)))
    assert text.count("<hyperlink ") == MAX_LINKS
    assert text.count("R-001</t>") == MAX_LINKS + 5


def test_charts_and_pictures_stand_where_they_stood(book: Workbook) -> None:
    formats = tuple(one for one in DASHBOARD.formats if not one.bars)
    straight = DASHBOARD._replace(sheet="Straight", table="", sparklines=(), formats=formats)
    assert is_plain(straight)
    assert changed(book, [straight]) == changed(book, [straight], draw_all=True)


RARE = {
    "table": "Tasks",
    "sparklines": (PageSparkline("A2", "A3:A9"),),
    "formats": (PageFormat("A2", bars="#123456"),),
}


@pytest.mark.parametrize("rare", [{name: value} for name, value in RARE.items()], ids=RARE)
def test_what_is_rare_is_drawn(rare: dict[str, Any]) -> None:
    assert not is_plain(ReplaceSheet("Page", (9,), (PageRow((PageCell(2),)),))._replace(**rare))


def test_pages_alone_are_a_sound_workbook(tmp_path: Path, shared: Path) -> None:
    """What an open workbook gets its pages from: their cells, a blank sheet, and nothing that Excel repairs."""
    demo = tmp_path / "demo.xlsx"
    pmxl.demo.write(demo)
    journey = Journey(Workbook("demo", demo.read_bytes()).raw, date(2026, 3, 13))
    edits = journey.plan(sheets=("Brief", "Findings")).edits
    pages = [edit for edit in edits if isinstance(edit, ReplaceSheet)]
    made = written_alone(pages)
    assert made
    raw = Workbook("made", made).raw
    assert list(raw.sheets) == ["Blank", "Brief", "Findings"]
    for page in pages:
        said = [cell.value for row in page.rows for cell in row.cells if cell.value not in (None, "")]
        assert len([value for row in raw.sheets[page.sheet].cells.values() for value in row.values()]) == len(said)
    (tmp_path / "made.xlsx").write_bytes(made)
    spec = importlib.util.spec_from_file_location("xlcheck", shared / "tools" / "xlcheck.py")
    assert spec
    assert spec.loader
    xlcheck = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(xlcheck)
    assert xlcheck.check(str(tmp_path / "made.xlsx")) == []


def test_a_page_that_must_be_drawn_is_none_to_be_written_alone() -> None:
    assert written_alone([DASHBOARD]) is None
