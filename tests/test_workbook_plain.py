"""Plain pages are written straight. XlsxWriter, which draws all other pages, says what must come out."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pmxl.demo
from pmxl.generate.looks import LOOKS
from pmxl.journey import Journey
from pmxl.model import PageCell, PageRow, ReplaceSheet
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


@st.composite
def plain_pages(draw: st.DrawFn) -> ReplaceSheet:
    """Any page of cells and links alone."""

    def row() -> PageRow:
        looks = st.lists(st.sampled_from(sorted(LOOKS)), min_size=1, max_size=4)
        cells = (PageCell(draw(VALUES), look, draw(st.integers(1, 4)), draw(LINKS)) for look in draw(looks))
        return PageRow(tuple(cells), draw(st.sampled_from((0, 9, 15, 18.75, 26, 61.5))))

    return ReplaceSheet(
        draw(st.sampled_from(("Page", "My page", "Ad1", "It's"))),
        tuple(draw(st.lists(st.sampled_from((0.5, 1, 8, 12.4, 54)), max_size=5))),
        tuple(row() for _ in range(draw(st.integers(1, 4)))),
        landscape=draw(st.booleans()),
        hidden=draw(st.booleans()),
        one_page=draw(st.booleans()),
        repeat_rows=draw(st.integers(0, 3)),
        grid=draw(st.sampled_from((None, True, False))),
        paper=draw(st.sampled_from(("A4", "Letter"))),
    )


@pytest.fixture(scope="module")
def book() -> Workbook:
    stream = BytesIO()
    pmxl.demo.write(stream)
    return Workbook("demo.xlsx", stream.getvalue())


def changed(book: Workbook, pages: list[ReplaceSheet], *, draw_all: bool = False) -> dict[str, str]:
    """The text of each part that the pages change. What a reader does without is left out: extents of rows."""
    draft = Draft(book)
    replace_sheets(draft, pages, draw_all=draw_all)
    return {part: re.sub(r' spans="[^"]*"', "", draft.text(part)) for part in draft.finish()}


def test_every_look_is_understood() -> None:
    assert {name: look.keys() - KNOWN for name, look in LOOKS.items() if look.keys() - KNOWN} == {}


def test_the_pages_of_the_demo_are_plain_and_the_same_to_the_letter(book: Workbook) -> None:
    edits = Journey(book.raw, date(2026, 3, 13)).plan().edits
    pages = [edit for edit in edits if isinstance(edit, ReplaceSheet) and edit.sheet in ("Brief", "Findings")]
    assert [is_plain(page) for page in pages] == [True, True]
    assert changed(book, pages) == changed(book, pages, draw_all=True)


@settings(max_examples=40, deadline=None)
@given(page=plain_pages())
def test_a_plain_page_is_the_same_to_the_letter(book: Workbook, page: ReplaceSheet) -> None:
    assert is_plain(page)
    assert changed(book, [page]) == changed(book, [page], draw_all=True)


def test_no_sheet_holds_more_links_than_excel_allows(book: Workbook) -> None:
    row = PageRow((PageCell("R-001", "link", link="Risks!A7"),))
    text = PlainPages(Draft(book).styles, date_1904=False).sheet(ReplaceSheet("Page", (9,), (row,) * (MAX_LINKS + 5)))
    assert text.count("<hyperlink ") == MAX_LINKS
    assert text.count("R-001</t>") == MAX_LINKS + 5


def test_a_page_with_a_formula_is_not_plain() -> None:
    assert not is_plain(ReplaceSheet("Page", (9,), (PageRow((PageCell(2, formula="=1+1"),)),)))
