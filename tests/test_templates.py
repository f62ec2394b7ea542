"""The templates: fresh, stable, sound for Excel, pleasant to fill, and fit to be printed."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from conftest import ROOT
from rig_libreoffice import LibreOffice, libreoffice
from rig_templates import ERRORS, FILLED, TEMPLATE_NAMES, books

from pmxl import __version__, demo
from pmxl.generate.__main__ import FILES
from pmxl.generate.defaults import LISTS
from pmxl.generate.entry import HEADING, MESSAGE, list_name
from pmxl.generate.formulas import arguments, at_row, column_formula, over_table
from pmxl.generate.heights import lines, text_width
from pmxl.generate.layout import FIRST, KEPT, LATER, Layout
from pmxl.generate.template import TEMPLATES, template_bytes
from pmxl.generate.workbook import write_workbook
from pmxl.journey import Journey
from pmxl.model import Column, Register
from pmxl.registers import BY_NAME, REGISTERS
from pmxl.registers.settings import Settings
from pmxl.workbook import open_workbook

__all__ = ["books", "libreoffice"]

# ---------------------------------------------------------------- fresh and stable


@pytest.mark.parametrize("name", FILES)
def test_generated_files_are_fresh(name: str) -> None:
    """Run `python -m pmxl.generate` where this fails."""
    kept, made = (ROOT / name).read_bytes(), FILES[name]()
    # The contents stay out of the assertion: to explain how two workbooks differ takes pytest minutes.
    is_fresh = parts_of(kept) == parts_of(made) if name.endswith(".xlsx") else kept == made
    assert is_fresh, f"{name} is stale: run `just generate`, and look at what changed"


def test_the_same_template_has_the_same_bytes() -> None:
    for template in TEMPLATES:
        assert template_bytes(template) == template_bytes(template)


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: package.read(name) for name in package.namelist()}


# ---------------------------------------------------------------- sound for Excel


@pytest.mark.parametrize("name", [*TEMPLATE_NAMES, FILLED])
def test_excel_would_open_it_without_a_repair(name: str, books: dict[str, Path], shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("xlcheck", shared / "tools" / "xlcheck.py")
    assert spec
    assert spec.loader
    xlcheck = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(xlcheck)
    assert xlcheck.check(str(books[name])) == []


def test_the_open_xml_validator_finds_nothing(
    books: dict[str, Path], validator_errors: Callable[[Path], list[str]]
) -> None:
    for path in books.values():
        assert validator_errors(path)[:5] == []


def test_openpyxl_opens_every_template(books: dict[str, Path]) -> None:
    for template in TEMPLATES:
        book = openpyxl.load_workbook(books[template.name])
        tables = {name: table for sheet in book.worksheets for name, table in dict.items(sheet.tables)}
        for register in template.registers:
            assert tables[register.name].column_names == [column.title for column in register.columns]
        assert not book.vba_archive


# ---------------------------------------------------------------- pleasant to fill


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.name)
def test_every_typed_column_is_guarded_and_explained(register: Register[object], books: dict[str, Path]) -> None:
    if register.name == "Settings":
        pytest.skip("the lines of Settings are of different kinds")
    sheet = openpyxl.load_workbook(books["project_workbook"])[register.name]
    rules = {next(iter(rule.sqref.ranges)).min_col: rule for rule in sheet.data_validations.dataValidation}
    for number, column in enumerate(register.columns, 1):
        rule = rules.get(number)
        assert (column.help == "") or rule, column
        if column.typed and rule is not None:
            assert guards(rule.type, column), column
        if rule is not None and rule.prompt:
            assert len(rule.prompt) <= MESSAGE
            assert len(rule.promptTitle) <= HEADING


def guards(kind: str | None, column: Column) -> bool:
    wanted = {
        "choice": "list",
        "yes_no": "list",
        "person": "list",
        "calendar": "list",
        "day": "date",
        "whole": "whole",
        "key": "custom",
    }
    wanted |= dict.fromkeys(("number", "money", "percent"), "decimal")
    return kind == wanted.get(column.kind)


def test_drop_downs_end_with_the_last_word(tmp_path: Path, books: dict[str, Path], libreoffice: LibreOffice) -> None:
    """The name behind a drop-down covers what is filled, and no blank below it."""
    book = openpyxl.load_workbook(books["project_workbook"])
    counted = {list_name(heading): len(words) for heading, words in LISTS.items()}
    for i, name in enumerate([*counted, "people_names", "holiday_dates"], 1):
        book["Windows"].cell(50, i, f"=ROWS({name})")
    book["People"]["A6"], book["People"]["A7"] = "Ines Duarte", "Tom Okafor"
    book.save(tmp_path / "names.xlsx")
    values = libreoffice.values(tmp_path / "names.xlsx")
    assert [values["Windows", 50, i] for i in range(1, len(counted) + 3)] == [*counted.values(), 2, 200]


def test_every_setting_has_its_named_cell(books: dict[str, Path]) -> None:
    for template in TEMPLATES:
        book = openpyxl.load_workbook(books[template.name])
        for line in Settings.lines:
            sheet, address = book.defined_names[line.key].attr_text.split("!")
            assert book[sheet][address.replace("$", "").replace("C", "F")].value == line.key


def test_a_profile_hides_what_a_larger_one_shows(tmp_path: Path) -> None:
    hidden = {}
    for profile in ("light", "standard", "full"):
        write_workbook(tmp_path / "p.xlsx", [BY_NAME["Risks"], BY_NAME["Settings"]], profile=profile)
        book = openpyxl.load_workbook(tmp_path / "p.xlsx")
        at = {c.title: Layout(BY_NAME["Risks"], 1).letters[c.title] for c in BY_NAME["Risks"].columns}
        hidden[profile] = {title for title, letters in at.items() if is_hidden(book["Risks"], letters)}
        assert book["Settings"]["C13"].value == profile.title()
    never = {"Check of cells"}
    assert hidden["light"] == never | {c.title for c in BY_NAME["Risks"].columns if c.profile != "light"}
    assert hidden["standard"] == never | {c.title for c in BY_NAME["Risks"].columns if c.profile == "full"}
    assert hidden["full"] == never


def is_hidden(sheet: object, letters: str) -> bool:
    from openpyxl.utils import column_index_from_string

    number = column_index_from_string(letters)
    dimensions = sheet.column_dimensions.values()  # type: ignore[attr-defined]
    return any(d.hidden and d.min <= number <= d.max for d in dimensions)


# ---------------------------------------------------------------- what was typed comes back


def test_a_workbook_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "demo.xlsx"
    demo.write(path)
    written = Journey(open_workbook(path).raw, date(2026, 3, 13), strict=True).book
    given = Journey(demo.raw_book(), date(2026, 3, 13), strict=True).book
    assert [m for m in written.misread if m not in given.misread] == []
    for name, rows in given.rows.items():
        if name != "Settings":
            assert len(written.rows[name]) == len(rows)
            for there, here in zip(written.rows[name], rows, strict=True):
                assert [getattr(there, c.name) for c in here.columns if c.typed] == [
                    getattr(here, c.name) for c in here.columns if c.typed
                ]
    assert vars(written.settings) == vars(given.settings) | {"template_version": __version__}


def test_a_new_workbook_is_clean(tmp_path: Path) -> None:
    """Nobody should begin with errors that pmxl made."""
    path = tmp_path / "new.xlsx"
    settings = {"as_of": date(2026, 3, 13), "project_name": "New", "project_start": date(2026, 3, 16)}
    authority = [{"level": 1, "role": "Sponsor", "person": "Ines Duarte", "days": 5, "responds_within": 2}]
    write_workbook(path, settings=settings, rows={"Authority": authority})
    journey = Journey(open_workbook(path).raw, date(2026, 3, 13), strict=True)
    assert [finding for finding in journey.findings() if finding.level == "error"] == []
    assert journey.book.misread == []


def test_a_row_with_an_unknown_column_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match='Risks has no column "colour"'):
        write_workbook(tmp_path / "x.xlsx", rows={"Risks": [{"colour": "red"}]})
    with pytest.raises(ValueError, match='"huge" is no profile'):
        write_workbook(tmp_path / "x.xlsx", profile="huge")
    assert not (tmp_path / "x.xlsx").exists()


def test_text_stays_text(books: dict[str, Path]) -> None:
    cell = openpyxl.load_workbook(books[FILLED])["Issues"].cell(FIRST + 2, 2)
    assert (cell.data_type, cell.value) == ("s", "=1+1 is text, and so is @this")


# ---------------------------------------------------------------- print


@pytest.mark.parametrize("name", ["project_workbook", FILLED])
def test_each_sheet_prints_one_page_wide(name: str, books: dict[str, Path], libreoffice: LibreOffice) -> None:
    """A page that is not the left part of its sheet would lack the first header, which every page repeats."""
    book = openpyxl.load_workbook(books[name])
    for sheet in book.worksheets:
        assert sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for page in libreoffice.pages(books[name]):
        assert not ERRORS.search(page)
        sheet = footer(page)
        if sheet in BY_NAME and sheet != "Snapshots":
            assert BY_NAME[sheet].columns[0].title in page.split()


def footer(page: str) -> str:
    last = [line for line in page.splitlines() if line.strip()][-1]
    return re.split(r"\s{3,}", last.strip())[-2]


# ---------------------------------------------------------------- small parts


def test_formulas_are_written_out_in_full() -> None:
    risks = BY_NAME["Risks"]
    assert column_formula(risks.score, risks).endswith(
        'Risks[[#This Row],[Likelihood]]*Risks[[#This Row],[Impact]],"")'
    )
    assert "@" not in "".join(column_formula(c, r) for r in REGISTERS for c in r.columns)
    assert at_row("[Score]>6", risks, {"Score": "K"}, 7) == "$K7>6"
    assert over_table('[Status]<>"[Score]"', risks) == 'Risks[Status]<>"[Score]"'
    assert column_formula(risks.owner, risks) == ""
    with pytest.raises(ValueError, match="no column"):
        over_table("[Nothing]", risks)


def test_conditions_fall_into_their_arguments() -> None:
    assert arguments('AND([A]="x,y",OR([B]=1,[C]=2),D)') == ['[A]="x,y"', "OR([B]=1,[C]=2)", "D"]
    assert arguments("TRUE") == ["TRUE"]


def test_a_text_takes_as_many_lines_as_it_needs() -> None:
    assert [lines(text, 10) for text in ("", "short", "one two three four", "x" * 30, "a\nb")] == [1, 1, 2, 3, 2]
    assert text_width("mmmm") > text_width("0000") > text_width("llll")


def test_templates_say_what_they_are(books: dict[str, Path]) -> None:
    for template in TEMPLATES:
        book = openpyxl.load_workbook(books[template.name], data_only=True)
        start = book.worksheets[0]
        assert book.active is start
        assert [start["B2"].value, start["B3"].value] == [template.title, template.about]
        links = {c.hyperlink.location.split("!")[0].strip("'") for row in start.iter_rows() for c in row if c.hyperlink}
        later = LATER if template.name == "project_workbook" else ()
        away = (*KEPT, *later)
        assert links == {r.name for r in template.registers if r.name not in away and r.profile == "light"}
        assert book["Snapshots"].sheet_state == "hidden"


def test_a_newcomer_meets_few_sheets_and_few_settings(books: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(books["project_workbook"])
    shown = [sheet.title for sheet in book if sheet.sheet_state == "visible"]
    assert len(shown) <= 15
    settings = book["Settings"]
    open_ = [
        row[5].value for row in settings.iter_rows(min_row=FIRST + 1) if not settings.row_dimensions[row[0].row].hidden
    ]
    assert {"project_name", "as_of", "preset", "working_week"} <= set(open_)
    assert len(open_) <= 25


def test_what_is_typed_below_a_table_is_printed_too(books: dict[str, Path]) -> None:
    book = openpyxl.load_workbook(books["project_workbook"])
    for name in ("Risks", "Schedule", "People"):
        assert re.fullmatch(rf"'{name}'!\$A\$1:\$[A-Z]+\$1048576", book[name].print_area), name


@pytest.mark.parametrize("filled", [1, 10, 24, 25, 26, 60, 200])
def test_blank_rows_fill_the_last_page_and_no_further(filled: int, tmp_path: Path) -> None:
    long = "Because somebody wrote three lines of text into this cell, " * 3
    path = tmp_path / "filled.xlsx"
    write_workbook(path, rows={"Risks": [{"Risk": long}] * filled})
    table = openpyxl.load_workbook(path)["Risks"].tables["Risks"]
    blank = int(table.ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - FIRST - filled
    assert 0 <= blank <= 25
    assert blank == 25 or filled > 1


def test_no_finding_leads_a_newcomer_to_a_hidden_sheet(tmp_path: Path) -> None:
    path = tmp_path / "begun.xlsx"
    titles = {"Risks": "Risk", "Issues": "Issue", "Changes": "Change", "Decisions": "Question", "Actions": "Action",
              "Scope": "Item", "Schedule": "Task", "People": "Name"}  # fmt: skip
    write_workbook(path, rows={name: [{title: "Something"}] for name, title in titles.items()})
    hidden = {sheet.title for sheet in openpyxl.load_workbook(path) if sheet.sheet_state != "visible"}
    found = Journey(open_workbook(path).raw, date(2026, 3, 13), strict=True).findings()
    assert {finding.place.sheet for finding in found} & hidden == set()
    assert "Authority" in {finding.place.sheet for finding in found}


def test_what_was_filled_or_changed_is_never_folded_away(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    rows = {"Windows": [{"Kind": "Freeze"}], "Assumptions": [{"Assumption": "It holds"}]}
    write_workbook(path, rows=rows, settings={"sch_open_ends": 0.2})
    book = openpyxl.load_workbook(path)
    assert [book[name].sheet_state for name in ("Windows", "Assumptions", "Scales")] == [
        "visible",
        "visible",
        "hidden",
    ]
    settings = book["Settings"]
    keys = {row[5].value: settings.row_dimensions[row[0].row].hidden for row in settings.iter_rows(min_row=FIRST + 1)}
    assert (keys["sch_open_ends"], keys["sch_step"]) == (False, True)
    whole = tmp_path / "standard.xlsx"
    write_workbook(whole, profile="standard")
    assert not any(dimension.hidden for dimension in openpyxl.load_workbook(whole)["Settings"].row_dimensions.values())


def test_every_template_is_enough_for_its_formulas() -> None:
    """No formula of a template looks into a table that the template lacks."""
    for template in TEMPLATES:
        names = {register.name for register in template.registers}
        for register in template.registers:
            for column in register.columns:
                whole = column_formula(column, register, names)
                assert len(whole) <= 8192, "Excel takes no longer formula"
                formula = re.sub(r'"[^"]*"', "", whole)
                assert set(re.findall(r"([A-Z]\w*)\[", formula)) <= names, (template.name, column)


def test_template_files_and_templates_match() -> None:
    files = {path.stem for path in (ROOT / "workbook_templates").glob("*.xlsx")}
    assert files == set(TEMPLATE_NAMES)
