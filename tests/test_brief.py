"""The brief is one page whatever a project holds, says the same in every form, and every line of it leads to a row."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import book_of
from rig_libreoffice import LibreOffice

from pmxl import demo
from pmxl.generate import looks
from pmxl.generate.looks import LOOKS
from pmxl.generate.pages import brief_page, findings_page, snapshots_page
from pmxl.generate.workbook import write_workbook
from pmxl.journey import Journey
from pmxl.model import AMBER, RED, Finding, Judgement, Place, RawBook, RawSheet, ReplaceSheet
from pmxl.registers.cells import EPOCH
from pmxl.registers.risks import RISKS
from pmxl.registers.settings import SETTINGS
from pmxl.reports import page
from pmxl.reports.as_markdown import escaped
from pmxl.reports.brief_html import GROUNDS
from pmxl.sections import SECTIONS
from pmxl.sections.arial import Font, cut, lines, width
from pmxl.sections.brief import Brief, brief_of
from pmxl.sections.paper import COLOURED, FONTS, PAGE_HEIGHT, UNIT
from pmxl.sections.parts import SHRINK, UNITS, Budget, Cell
from pmxl.workbook import open_workbook, save

TODAY = date(2026, 3, 13)
CASES = Path(__file__).parent / "cases" / "sections"


@cache
def journey() -> Journey:
    return Journey(demo.raw_book(), TODAY, strict=True)


def brief() -> Brief:
    return brief_of(journey().book, journey().now)


def book(**sheets: list[dict[str, object]]) -> RawBook:
    """A workbook of the given rows, headers in row 1; dates become serial numbers."""
    return RawBook({name: RawSheet(name, dict(_cells(rows))) for name, rows in sheets.items()})


def _cells(rows: list[dict[str, object]]) -> list[tuple[int, dict[int, object]]]:
    titles = list(dict.fromkeys(title for row in rows for title in row))
    found: list[tuple[int, dict[int, object]]] = [(1, dict(enumerate(titles, 1)))]
    for number, row in enumerate(rows, 2):
        values = {titles.index(title) + 1: value for title, value in row.items()}
        found.append(
            (number, {i: float((v - EPOCH).days) if isinstance(v, date) else v for i, v in values.items()}),
        )
    return found


def texts(made: Brief) -> list[str]:
    """Every text of the brief, as a person reads it."""
    cells = [cell for section in made.sections for line in (*section.lines, *section.notes) for cell in line.cells] + [
        Cell(section.title) for section in made.sections
    ]
    return [cell.text for cell in cells if cell.text]


# ---------------------------------------------------------------- one page


def crammed(text: str) -> RawBook:
    """A project that has too much of everything, all of it said at length."""
    rows = range(1, 41)
    soon = [TODAY + timedelta(days=i % 9 - 2) for i in rows]
    return book(
        Settings=[
            {"Setting": "Project", "Value": text, "Key": "project_name"},
            {"Setting": "Customer", "Value": text, "Key": "customer"},
            {"Setting": "As-of date", "Value": TODAY, "Key": "as_of"},
        ],
        Status=[
            {"Dimension": name, "Declared": "GREEN", "Reason if better": text, "Agreed by": text, "Until": TODAY}
            for name in ("Schedule", "Scope", "Risk & issues", "Dependencies", "Overall")
        ],
        Decisions=[
            {
                "ID": f"DEC-{i:03d}", "Question": text, "Decider": text, "Status": "Needed", "Needed by": soon[i - 1],
                "Cost of waiting": text, "Recommended": f"B: {text}",
            }
            for i in rows
        ],
        Options=[
            {"ID": f"OPT-{i:03d}", "Option": text, "Decision": f"DEC-{(i + 3) // 4:03d}", "Letter": "ABCD"[i % 4],
             "Time (days)": 3, "Cost": 1e9, "Quality": "Worse", "Risk after (1-25)": 25, "Recommended": "Yes"}
            for i in rows
        ],
        Actions=[
            {"ID": f"ACT-{i:03d}", "Action": text, "Owner": text, "Status": "Open", "Due": soon[i - 1],
             "Commitment": "Yes", "Proof": text, "Unlocks": "T-001, T-002, T-003, T-004, T-005"}
            for i in rows
        ],
        Risks=[
            {"ID": f"R-{i:03d}", "Risk": text, "Owner": text, "Status": "Open", "Expected": soon[i - 1],
             "Likelihood": 5, "Impact": 5, "Trigger": text, "Response action": text, "Response due": soon[i - 1]}
            for i in rows
        ],
        Schedule=[
            {"ID": f"T-{i:03d}", "Task": text, "Owner": text, "Key milestone": "Yes", "Duration": 0,
             "Not before": soon[i - 1] + timedelta(days=30), "Baseline finish": soon[i - 1]}
            for i in rows
        ],
    )  # fmt: skip


LENGTHY = "a rather long sentence that somebody wrote without ever thinking of the page it must fit " * 3
HOSTILE = {
    "long words": "Donaudampfschifffahrtsgesellschaftskapitän" * 6,
    "many words": LENGTHY,
    "Chinese": "财务部必须在四月结账之前完成迁移，否则九个宏将无法运行。" * 8,
    "Arabic": "يجب على الإدارة المالية الانتقال قبل إغلاق شهر أبريل " * 8,
    "signs": "<b>&amp; | `x` * _ # =1+1 @sum \u202e\u0007 👍🏽" * 8,
    "wide letters": "WWWWWWWW MMMMMMMM " * 20,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_too_much_of_everything_stays_on_one_page(text: str) -> None:
    found = Journey(crammed(text), TODAY, strict=True)
    made = brief_of(found.book, found.now)
    assert made.fits, made.height
    decided = made.section("decisions needed")
    assert decided is not None
    assert len(decided.lines) >= 2
    assert re.fullmatch(r"and 3\d more, see Decisions", decided.aside.text)


@pytest.mark.parametrize("count", range(12))
def test_any_number_of_colours_fits(count: int) -> None:
    found = Journey(crammed(LENGTHY), TODAY, strict=True)
    found.book.judgements = {
        name: Judgement(name, RED if i % 2 else AMBER, f"{name} is RED because {LENGTHY[:100]}", "amber > 5%")
        for i, name in enumerate(["Overall", *(f"Dimension {i}" for i in range(count))])
    }
    made = brief_of(found.book, found.now)
    assert made.fits, made.height
    assert all(sum(cell.span for cell in row.cells) == UNITS for row in made.rows)


def test_the_demo_fits_with_three_decisions_three_risks_three_options_and_four_milestones() -> None:
    made = brief()
    counts = {section.name: len(section.lines) for section in made.sections}
    assert made.fits
    assert counts["decisions needed"] == counts["risks and options"] == counts["trade-offs"] == 3
    assert counts["milestones"] == 4
    assert counts["next commitments"] in (5, 6)


def test_the_bottom_line_has_at_most_45_words() -> None:
    for made in (brief(), *(_brief(crammed(text)) for text in HOSTILE.values())):
        (line,) = made.sections[1].lines
        assert len(line.cells[0].text.split()) <= 45


def _brief(raw: RawBook) -> Brief:
    found = Journey(raw, TODAY, strict=True)
    return brief_of(found.book, found.now)


def test_every_step_of_giving_up_gives_something_up() -> None:
    budget = Budget()
    for step in SHRINK:
        smaller = budget._replace(**step)
        assert all(getattr(smaller, field) < getattr(budget, field) for field in step)
        budget = smaller


def test_an_empty_workbook_has_a_brief_that_reads_well() -> None:
    made = _brief(book())
    said = page("md", *_book_and_now(book()))
    assert made.fits
    for sentence in (
        "No decision is waiting.",
        "First brief: nothing to compare with yet.",
        "No key milestone is open.",
        "Nothing has to be traded off.",
    ):
        assert sentence in said


def _book_and_now(raw: RawBook) -> tuple[object, object]:
    found = Journey(raw, TODAY, strict=True)
    return found.book, found.now


@pytest.mark.parametrize("paper", [9, 1], ids=["A4", "Letter"])
def test_it_prints_on_one_page_at_full_size(paper: int, tmp_path: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice and pdftotext are not installed")
    path = tmp_path / "brief.xlsx"
    write_workbook(path, (SETTINGS,))
    save(open_workbook(path), [brief_page(journey().book, journey().now)])
    pdf = LibreOffice(tmp_path).convert(on_paper(path, paper), "pdf")
    pages = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True).stdout.decode()
    (found,) = [text for text in pages.split("<page ") if ">DEC-008<" in text]
    assert ">registers<" in found  # The last line of the brief stands on the page of its first decision.
    tops, bottoms = (
        [float(y) for y in re.findall(rf'{name}="([\d.]+)"[^>]*>(?:Microsoft|registers)<', found)]
        for name in ("yMin", "yMax")
    )
    # From the top of the first letters to the foot of the last: a page drawn smaller would fall short of this.
    assert brief().height * 0.98 <= max(bottoms) - min(tops) <= brief().height


def on_paper(path: Path, paper: int) -> Path:
    """The workbook set up for another paper: 9 is A4, 1 is Letter."""
    other = path.with_name("paper.xlsx")
    with ZipFile(path) as source, ZipFile(other, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b'paperSize="9"', b'paperSize="%d"' % paper))
    return other


# ---------------------------------------------------------------- measures


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


def test_nine_points_and_never_less_than_eight() -> None:
    assert {font.size for font in FONTS.values()} == {8, 9, 10, 11, 12, 16}
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


def test_all_three_forms_say_the_same() -> None:
    found, made = journey(), brief()
    sheet = [str(cell.value) for row in made.rows for cell in row.cells if cell.value]
    markdown, html = page("md", found.book, found.now), _Reader.read(page("html", found.book, found.now))
    for text in texts(made):
        assert text in sheet
        assert escaped(text) in markdown
        assert " ".join(text.split()) in html


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
        if tag not in ("meta", "col"):
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


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_html_shows_what_was_typed_and_runs_nothing(text: str) -> None:
    evil = f"<script>alert(1)</script><img src=x onerror=alert(1)> \" ' {text}"
    html = page("html", *_book_and_now(crammed(evil)))
    reader = _Reader()
    reader.feed(html)
    assert reader.open == []
    assert not {"script", "img", "link", "iframe", "object", "a"} & set(reader.tags)
    assert not [name for name, _ in reader.attributes if name.startswith("on") or name in ("src", "href")]
    assert "url(" not in html
    assert "<script>" in " ".join(reader.seen)


def test_html_and_sheet_have_the_same_colours() -> None:
    grounds = {word: ground for word, (_, ground, _) in GROUNDS.items()}
    assert [grounds[word] for word in ("GREEN", "AMBER", "RED", "NOT DUE")] == [
        looks.GREEN, looks.AMBER, looks.RED, looks.NOT_DUE,
    ]  # fmt: skip


def test_every_section_is_asked_for_by_its_name_and_has_a_page_of_cases() -> None:
    asked = set(re.findall(r"(?m)^```brief (.+)$", "".join(p.read_text(encoding="utf-8") for p in CASES.glob("*.md"))))
    names = {section.name for section in brief().sections}
    assert len(names) == len(SECTIONS)
    assert asked == names
    assert all(brief().section(name) for name in names)


# ---------------------------------------------------------------- where lines lead


def test_every_line_of_a_table_leads_to_its_row() -> None:
    found = journey().book
    for section in brief().sections:
        for line in section.lines if section.kind in ("table", "cards") else ():
            assert line.place is not None
            row = found.by_id[line.record]
            assert (line.place.sheet, line.place.row) == (row.register.name, row.number)


def test_links_lead_to_cells_of_sheets_that_exist() -> None:
    found = journey()
    sheets = {*found.book.raw.sheets, "Brief", "Findings", "Snapshots"}
    pages = (brief_page(found.book, found.now), findings_page(found.book, found.now, found.findings()))
    links = [cell.link for sheet in pages for row in sheet.rows for cell in row.cells if cell.link]
    assert len(links) > 30
    for link in links:
        sheet, cell = link.rsplit("!", 1)
        assert sheet.strip("'") in sheets
        assert re.fullmatch(r"[A-Z]{1,3}[1-9]\d*", cell)


# ---------------------------------------------------------------- findings


def finding(number: int, sheet: str = "Risks") -> Finding:
    return Finding("some-rule", "error" if number % 2 else "warning", Place(sheet, number, "B"), "it is so", "mend it")


def shown(sheet: ReplaceSheet) -> list[list[object]]:
    return [[cell.value for cell in row.cells] for row in sheet.rows]


def test_nothing_found_reads_well() -> None:
    found = journey()
    said = shown(findings_page(found.book, found.now, []))
    assert said[1] == ["As of Fri 13 Mar 2026: Every check passed."]
    assert said[-1] == ["Nothing to look at."]


def test_few_findings_are_shown_once_and_many_begin_with_the_ten_worst() -> None:
    found = journey()
    few = shown(findings_page(found.book, found.now, [finding(i) for i in range(6, 16)]))
    many = shown(findings_page(found.book, found.now, [finding(i) for i in range(6, 30)]))
    assert ["The 10 worst"] not in few
    assert len([row for row in few if row[0] in ("Error", "Warning")]) == 10
    assert many[3] == ["The 10 worst"]
    assert len([row for row in many if row[0] in ("Error", "Warning")]) == 10 + 24


def test_findings_stand_under_the_owner_of_their_row() -> None:
    found = journey()
    risk = found.book.of(RISKS)[0]
    said = shown(findings_page(found.book, found.now, [finding(risk.number), finding(9999)]))
    assert [f"{risk.owner} (1)"] in said
    assert [f"{found.book.settings.manager} (1)"] in said
    row = next(line for line in said if line[0] in ("Error", "Warning"))
    assert row[2:5] == ["It is so.", "Mend it.", "some-rule"]


# ---------------------------------------------------------------- snapshots


def test_the_log_keeps_what_later_reports_said() -> None:
    """Who looks back with an earlier as-of date must not lose the reports after it."""
    raw = book(
        Risks=[{"ID": "R-001", "Risk": "It may rain", "Owner": "Ana Ruiz", "Status": "Open"}],
        Snapshots=[
            {"As of": date(2026, 3, 20), "Record": "report", "Field": "report", "Value": "2026-03-20"},
            {"As of": date(2026, 3, 20), "Record": "R-001", "Field": "status", "Value": "Watching"},
        ],
    )
    found = Journey(raw, TODAY, strict=True)
    assert [date(2026, 3, 20), "R-001", "status", "Watching"] in shown(snapshots_page(found.book, found.now))


def test_what_vanished_is_told_once() -> None:
    gone = {"As of": date(2026, 3, 6), "Record": "R-009", "Field": "status", "Value": "Open"}
    report = {"As of": date(2026, 3, 6), "Record": "report", "Field": "report", "Value": "2026-03-06"}
    first = Journey(book(Snapshots=[report, gone]), TODAY, strict=True)
    assert "R-009 vanished" in page("md", first.book, first.now)
    titles = ("As of", "Record", "Field", "Value")
    log = [dict(zip(titles, row, strict=True)) for row in shown(snapshots_page(first.book, first.now))[5:]]
    kept = [{title: value for title, value in line.items() if value is not None} for line in log]
    as_of = [{"Setting": "As-of date", "Value": date(2026, 3, 20), "Key": "as_of"}]
    second = Journey(book(Settings=as_of, Snapshots=kept), TODAY, strict=True)
    assert "vanished" not in page("md", second.book, second.now)
    assert "Brief 3" in page("md", second.book, second.now)


def test_two_refreshes_for_one_day_write_one_log() -> None:
    found = journey()
    once = shown(snapshots_page(found.book, found.now))
    rows = [dict(zip(("As of", "Record", "Field", "Value"), row, strict=True)) for row in once[5:]]
    raw = demo.raw_book()
    sheets = {
        **raw.sheets,
        "Snapshots": RawSheet(
            "Snapshots", dict(_cells([{k: v for k, v in row.items() if v is not None} for row in rows]))
        ),
    }
    again = Journey(RawBook(sheets), TODAY, strict=True)
    assert shown(snapshots_page(again.book, again.now)) == once


def test_the_page_is_as_wide_as_a4_allows() -> None:
    """A4 is 595 points wide and has 0.4 inches of margin on each side; LibreOffice draws a column a twentieth wider."""
    assert UNITS * UNIT * 1.05 <= 595 - 2 * 0.4 * 72
    assert PAGE_HEIGHT <= 792 - (0.4 + 0.5) * 72


def test_case_pages_describe_workbooks() -> None:
    assert all(book_of(path.read_text(encoding="utf-8")).sheets for path in CASES.glob("*.md"))
