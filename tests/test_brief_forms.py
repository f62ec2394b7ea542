"""What is measured is what is drawn, and sheet, HTML and Markdown say the same."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from io import BytesIO

import pypdf
import pytest
from brief_books import HOSTILE, TODAY, book, book_and_now, brief_from, crammed, journey
from hypothesis import given, settings
from hypothesis import strategies as st

from pmxl import demo
from pmxl.generate import looks
from pmxl.generate.findings_page import WORST, findings_page
from pmxl.generate.looks import LOOKS
from pmxl.generate.pages import brief_page, snapshots_page
from pmxl.journey import Journey
from pmxl.model import Place
from pmxl.reports import brief_pdf, page
from pmxl.reports.alike import alike
from pmxl.reports.as_markdown import escaped
from pmxl.reports.as_text import worst
from pmxl.reports.brief_html import GROUNDS
from pmxl.sections.arial import Font, cut, lines, width
from pmxl.sections.boxes import COLOURED, FONTS, Slot, row_of
from pmxl.sections.brief import Brief, brief_of
from pmxl.sections.paper import HEIGHTS, LINKS
from pmxl.sections.parts import Cell
from pmxl.sections.variants import VARIANTS


@pytest.mark.parametrize("style", FONTS)
def test_what_is_measured_is_what_is_drawn(style: str) -> None:
    names = [f"{style}_{colour}" for colour in ("green", "amber", "red", "not_due", "unknown")]
    for name in names if style in COLOURED else [style]:
        assert Font(LOOKS[name]["font_size"], LOOKS[name].get("bold", False)) == FONTS[style]
        assert LOOKS[name]["font_name"] == "Arial"


def test_every_look_of_the_pages_exists() -> None:
    found = journey()
    pages = (
        brief_page(found.book, found.now),
        findings_page(found.book, found.now, found.findings()),
        snapshots_page(found.book, found.now),
    )
    assert {cell.style for sheet in pages for row in sheet.rows for cell in row.cells} <= set(LOOKS)


def test_the_worst_on_the_sheet_are_the_worst_in_the_terminal() -> None:
    loop = [{"ID": f"T-00{i}", "Task": "In a circle", "Duration": 3, "Predecessors": f"T-00{3 - i}"} for i in (1, 2)]
    found = Journey(book(Schedule=loop), TODAY, strict=True)
    (circle,) = (one for one in found.findings() if one.rule == "loop-in-schedule")
    many = [circle._replace(rule="a-rule", place=Place(f"Sheet {i}", 7, "B")) for i in range(20)]
    rules = [
        [cell.value for cell in row.cells][1:5:3] for row in findings_page(found.book, found.now, [*many, circle]).rows
    ]
    shown = [rule for rule in rules if len(rule) == 2][1 : WORST + 1]
    said = [one.first for one in worst(alike([*many, circle]), WORST)]
    assert shown == [[f"{one.place.sheet} {one.place.column}{one.place.row or ''}", one.rule] for one in said]
    assert "loop-in-schedule" in [one.rule for one in said]


def test_the_bar_beside_the_bottom_line_has_the_colour_that_the_line_names() -> None:
    grave = {"Status": "Open", "Likelihood": 4, "Impact": 5, "Risk": "Late", "Owner": "Ana Ruiz", "ID": "R-001"}
    (line,) = brief_from(book(Risks=[grave])).section("bottom line").lines
    assert (line.cells[0].text.split(".")[0], line.cells[0].tone, line.record) == ("RED", "RED", "R-001")


def test_nine_points_and_never_less_than_eight() -> None:
    assert {font.size for font in FONTS.values()} == {8, 9, 10, 12, 16, 18}
    assert all(FONTS[name].size == 9 for name in ("brief_cell", "brief_text", "brief_id", "brief_strong"))


def test_known_widths() -> None:
    """From Arial's own tables: H is 722, e 556, l 222, o 556 thousandths; a twentieth is added for screens."""
    assert width("Hello", Font(10)) == pytest.approx((722 + 556 + 222 + 222 + 556) / 100 * 1.05)
    assert width("Ä", Font(10)) == width("A", Font(10))
    assert width("中", Font(10)) == pytest.approx(10.5)


@given(st.text(max_size=120), st.sampled_from([20.0, 60.0, 200.0]), st.integers(1, 3), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_cut_text_fits_and_begins_like_the_whole(text: str, room: float, most: int, bold: bool) -> None:
    font, whole = Font(9, bold), " ".join(text.split())
    short = cut(text, room, font, most)
    assert lines(short, room, font) <= most
    assert short == whole or whole.startswith(short.removesuffix("…").rstrip())
    assert lines(whole, room, font) <= most or short.endswith("…")


def test_text_is_cut_at_a_word() -> None:
    assert cut("Scanners stop sending mail on Friday", 90, Font(9), 1) == "Scanners stop …"


# ---------------------------------------------------------------- the same in every form


def texts(made: Brief) -> list[str]:
    """Every text of the brief, as a person reads it."""
    cells = [cell for section in made.sections for line in (*section.lines, *section.notes) for cell in line.cells] + [
        Cell(section.title) for section in made.sections
    ]
    return [cell.text for cell in cells if cell.text]


@pytest.mark.parametrize("variant", VARIANTS)
def test_sheet_markdown_and_html_say_the_same(variant: str) -> None:
    found = journey()
    made = brief_of(found.book, found.now, variant)
    sheet = [str(cell.value).replace("\n", " ") for row in made.rows for cell in row.cells if cell.value]
    markdown = str(page("md", found.book, found.now, variant))
    html = _Reader.read(str(page("html", found.book, found.now, variant)))
    for text in texts(made):
        assert any(text in cell for cell in sheet)
        assert escaped(text) in markdown
        assert " ".join(text.split()) in html


@pytest.mark.parametrize("paper", HEIGHTS)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_pdf_is_one_page_with_the_texts_of_the_sheet(variant: str, paper: str) -> None:
    found = Journey(demo.raw_book(), TODAY, strict=True)
    found.now.settings.paper = paper
    read = pdf_of(found, variant)
    assert len(read.pages) == 1
    assert read.pages[0].mediabox.height == pytest.approx(792 if paper == "Letter" else 841.89, abs=0.1)
    said = squeezed(read.pages[0].extract_text())
    for row in brief_of(found.book, found.now, variant).rows:
        for cell in row.cells:
            assert cell.value in (None, LINKS) or squeezed(str(cell.value)) in said


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_pdf_of_anything_is_one_page_and_nothing_stands_outside_it(text: str, variant: str) -> None:
    found = Journey(crammed(text), TODAY, strict=True)
    read = pdf_of(found, variant)
    assert len(read.pages) == 1
    made = brief_pdf.drawing(found.book, found.now, variant)
    for cell in made["cells"]:
        assert 0 <= cell["x"] <= cell["x"] + cell["w"] <= made["width"]
        assert 0 <= cell["y"] <= cell["y"] + cell["h"] <= made["height"] - 28


def test_the_same_workbook_gives_the_same_pdf() -> None:
    found = journey()
    assert page("pdf", found.book, found.now) == page("pdf", found.book, found.now)


def pdf_of(found: Journey, variant: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(bytes(page("pdf", found.book, found.now, variant))))  # type: ignore[arg-type]


def squeezed(text: str) -> str:
    """The letters without the blanks between them, which lines and fonts decide."""
    return "".join(c for c in text if not c.isspace() and c != "\u200b")


class _Reader(HTMLParser):
    """Reads a page and keeps what a person sees, its tags, and its attributes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[str] = []
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.seen.append(data)

    @classmethod
    def read(cls, text: str) -> str:
        reader = cls()
        reader.feed(text)
        assert reader.open == []
        return " ".join(" ".join(reader.seen).split())


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_html_shows_what_was_typed_and_runs_nothing(text: str, variant: str) -> None:
    evil = f"<script>alert(1)</script><img src=x onerror=alert(1)> \" ' {text}"
    html = str(page("html", *book_and_now(crammed(evil)), variant))
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    assert not {"script", "img", "link", "iframe", "object", "a"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name in ("src", "href")]
    assert "url(" not in html
    assert not re.search(r"display:\s*(flex|grid)", html)  # Mail programs know neither.
    assert "<script>" in " ".join(reader.seen)


def test_html_and_sheet_have_the_same_colours() -> None:
    grounds = {word: ground for word, (ground, _) in GROUNDS.items()}
    assert [grounds[word] for word in ("GREEN", "AMBER", "RED", "NOT DUE")] == [
        looks.GREEN, looks.AMBER, looks.RED, looks.NOT_DUE,
    ]  # fmt: skip


def test_only_the_sheet_says_that_an_id_can_be_clicked() -> None:
    found = journey()
    links, limits = LINKS, "Every limit is on Settings."
    foot = " ".join(str(cell.value) for cell in brief_page(found.book, found.now).rows[-1].cells)
    assert (links in foot, limits in foot) == (True, True)
    for form in ("md", "html"):
        text = str(page(form, found.book, found.now))
        assert (links in text, limits in text) == (False, True), form


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_line_of_a_table_ends_before_the_next_column_begins(text: str) -> None:
    slot = Slot(7, "brief_cell", 3)
    fits = cut(text, slot.room, FONTS["brief_cell"], slot.lines)
    (drawn, *_) = row_of(2.25, (Cell(fits), slot, "")).cells
    broken = str(drawn.value).split("\n")
    if text != HOSTILE["long words"]:  # A word that is longer than its line is cut here and broken there.
        assert "".join("".join(broken).split()) == "".join(fits.split())
    assert all(width(line, FONTS["brief_cell"]) <= slot.room for line in broken)


def test_lines_of_taller_letters_are_higher() -> None:
    slot = Slot(20, "brief_cell", 1)
    latin, chinese = (row_of(0, (Cell(text), slot, "")).height for text in ("Move", "迁移"))
    assert chinese > latin


def test_one_band_of_colours_has_no_tile_that_is_larger_than_the_others() -> None:
    few = [{"ID": "R-1", "Risk": "Rain", "Owner": "Mo", "Status": "Open", "Likelihood": 1, "Impact": 1}]
    made = brief_from(book(Risks=few))
    tiles = [row for row in made.rows if any(str(cell.style).startswith("tile_") for cell in row.cells)]
    assert len(tiles) == 1
    assert {cell.style.rpartition("_")[0] for cell in tiles[0].cells} <= {"tile_dense", "tile_dense_not"}
