"""The brief is one page whatever a project holds, and every line of it leads to a row."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from brief_books import CASES, HOSTILE, LENGTHY, TODAY, book, book_and_now, brief, brief_from, crammed, journey
from pages import book_of
from rig_libreoffice import LibreOffice

from pmxl import demo
from pmxl.generate.findings_page import findings_page
from pmxl.generate.pages import brief_page
from pmxl.generate.workbook import write_workbook
from pmxl.journey import Journey
from pmxl.model import AMBER, RED, Judgement
from pmxl.registers.settings import SETTINGS
from pmxl.reports import page
from pmxl.sections.arial import LEADING, Font, width
from pmxl.sections.boxes import FONTS, UNIT, Slot
from pmxl.sections.brief import brief_of
from pmxl.sections.business import RISK_LANES as BUSINESS_LANES
from pmxl.sections.paper import HEIGHTS
from pmxl.sections.parts import SHRINK, UNITS, Budget
from pmxl.sections.risks_and_options import LANES as RISK_LANES
from pmxl.sections.variants import VARIANTS
from pmxl.workbook import open_workbook, save


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_every_brief_stays_on_one_page_of_every_paper(text: str, variant: str, paper: str) -> None:
    found = Journey(crammed(text), TODAY, strict=True)
    found.now.settings.paper = paper
    made = brief_of(found.book, found.now, variant)
    assert made.height <= HEIGHTS[paper]
    assert made.fits
    assert all(sum(cell.span for cell in row.cells) == UNITS for row in made.rows)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_too_much_of_everything_says_what_was_left_out(text: str) -> None:
    found = Journey(crammed(text), TODAY, strict=True)
    made = brief_of(found.book, found.now)
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
    for made in (brief(), *(brief_from(crammed(text)) for text in HOSTILE.values())):
        (line,) = made.sections[1].lines
        assert len(line.cells[0].text.split()) <= 45


def test_every_step_of_giving_up_gives_something_up() -> None:
    budget = Budget()
    for step in SHRINK:
        smaller = budget._replace(**step)
        assert all(getattr(smaller, field) < getattr(budget, field) for field in step)
        budget = smaller


def test_an_empty_workbook_has_a_brief_that_reads_well() -> None:
    made = brief_from(book())
    said = page("md", *book_and_now(book()))
    assert made.fits
    for sentence in (
        "No decision is waiting.",
        "First brief: nothing to compare with yet.",
        "No key milestone is open.",
        "Nothing has to be traded off.",
    ):
        assert sentence in said


def on(paper: str) -> Journey:
    """The demo, with the paper that its settings name."""
    found = Journey(demo.raw_book(), TODAY, strict=True)
    found.now.settings.paper = paper
    return found


@pytest.mark.parametrize(
    ("variant", "paper"), [*(("executive", paper) for paper in HEIGHTS), ("team", "A4"), ("business", "Letter")]
)
def test_it_prints_on_one_page_at_full_size(variant: str, paper: str, tmp_path: Path) -> None:
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip("LibreOffice and pdftotext are not installed")
    found, path = on(paper), tmp_path / "brief.xlsx"
    write_workbook(path, (SETTINGS,))
    save(open_workbook(path), [brief_page(found.book, found.now, variant)])
    if paper == "A4 or Letter":  # Such a page is set up for A4, and must fit on the lower paper as well.
        path = on_letter(path)
    pdf = LibreOffice(tmp_path).convert(path, "pdf")
    pages = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, capture_output=True).stdout.decode()
    (page,) = [text for text in pages.split("<page ") if ">Norderhaven<" in text]
    assert ">registers<" in page  # The last line of the brief stands on the page of its first ones.
    tops, bottoms = (
        [float(y) for y in re.findall(rf'{name}="([\d.]+)"[^>]*>(?:Microsoft|registers)<', page)]
        for name in ("yMin", "yMax")
    )
    # From the top of the first letters to the foot of the last: a page drawn smaller would fall short of this.
    high = brief_of(found.book, found.now, variant).height
    assert high * 0.97 <= max(bottoms) - min(tops) <= high


def on_letter(path: Path) -> Path:
    """The workbook set up for Letter instead of A4."""
    other = path.with_name("letter.xlsx")
    with ZipFile(path) as source, ZipFile(other, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b'paperSize="9"', b'paperSize="1"'))
    return other


def test_height_that_is_left_goes_to_texts_that_were_cut() -> None:
    """On A4 no text of the demo is cut but one at most; what the page does not use is less than a line."""
    found = on("A4")
    made = brief_of(found.book, found.now)
    cut = [cell.text for section in made.sections for line in section.lines for cell in line.cells if "…" in cell.text]
    assert not cut or made.room - made.height < Font(9).size * LEADING
    assert len(cut) <= 1


@pytest.mark.parametrize("effect", ["", "nothing"])
@pytest.mark.parametrize(("cost", "shown"), [(96_000, "+96,000"), (-126_500, "−126,500"), (1_250_000, "+1.25 m")])
def test_the_cost_of_an_option_is_never_cut(effect: str, cost: int, shown: str) -> None:
    option = {"ID": "OPT-001", "Option": "Move", "Decision": "DEC-001", "Letter": "A", "Cost": cost}
    raw = book(
        Settings=[{"Setting": "As-of date", "Value": TODAY, "Key": "as_of"}],
        Decisions=[{"ID": "DEC-001", "Question": "Do we move?", "Decider": "Ana Ruiz", "Status": "Needed"}],
        Options=[{**option, "Effect on plan": effect}],
        Schedule=[{"ID": "T-001", "Task": "Move", "Owner": "Ana Ruiz", "Duration": 5}],
    )
    rows = [[cell.value for cell in row.cells] for row in brief_from(raw).rows]
    assert any(shown in row for row in rows)
    assert any({"3  Trade-offs and impacts", "for DEC-001"} <= {*row} for row in rows)


def test_a_critical_issue_keeps_apart_from_its_words() -> None:
    for lanes in (RISK_LANES, BUSINESS_LANES):
        assert width("I-005 Critical", FONTS["brief_id"]) <= Slot(lanes[0].units, "brief_id").room


def test_no_title_is_wider_than_the_columns_below_it() -> None:
    for variant in VARIANTS:
        for section in brief_of(journey().book, journey().now, variant).sections:
            room = sum(lane.units for lane in section.lanes[:2]) * UNIT
            assert not section.lanes or width(section.title, FONTS["brief_heading"]) < room


def test_own_words_stay_first_and_are_marked() -> None:
    found = on("A4")
    found.now.settings.own_bottom_line = "We move Finance in April."
    found.now.settings.own_bottom_line_for = TODAY
    said = brief_of(found.book, found.now).sections[1].lines[0].cells[0].text
    assert said == "We move Finance in April. [own words of the PM of 13 Mar; computed: RED]"


def test_the_page_is_as_wide_as_a4_allows() -> None:
    """A4 is 595 points wide and has 0.4 inches of margin on each side; LibreOffice draws a column a twentieth wider."""
    assert UNITS * UNIT * 1.05 <= 595 - 2 * 0.4 * 72
    assert HEIGHTS["Letter"] <= 792 - (0.4 + 0.5) * 72
    assert HEIGHTS["A4"] <= 841.8 - (0.4 + 0.5) * 72


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


def test_every_section_is_asked_for_by_its_name_and_has_a_page_of_cases() -> None:
    asked = set(re.findall(r"(?m)^```brief (.+)$", "".join(p.read_text(encoding="utf-8") for p in CASES.glob("*.md"))))
    found, known = journey(), set()
    for variant, made in VARIANTS.items():
        names = {section.name for section in brief_of(found.book, found.now, variant).sections}
        assert len(names) == len(made.sections)
        known |= names
    assert asked == known


def test_case_pages_describe_workbooks() -> None:
    assert all(book_of(path.read_text(encoding="utf-8")).sheets for path in CASES.glob("*.md"))


def test_eleven_colours_are_named_in_full() -> None:
    """Every dimension of the policy, Overall first: no tile cuts its word."""
    found = Journey(crammed(LENGTHY), TODAY, strict=True)
    names = "Overall Schedule Cost Scope Risk_&_issues Dependencies Readiness Benefits Capacity Quality Vendors".split()
    found.book.judgements = {
        name: Judgement(name, AMBER, f"{name} is AMBER because it is 12 (amber above 5)", "amber > 5")
        for name in (word.replace("_", " ") for word in names)
    }
    made = brief_of(found.book, found.now)
    strip, why = made.section("colours"), made.section("why")
    assert strip is not None
    assert why is not None
    assert [line.cells[0].text for line in strip.lines] == list(found.book.judgements)
    assert {line.cells[1].text for line in strip.lines} == {"AMBER"}
    assert why.lines[-1].cells[1].text.startswith("see Status: ")
