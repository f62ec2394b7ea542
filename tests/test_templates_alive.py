"""Templates are alive without pmxl: what the file says, LibreOffice and IronCalc calculate too."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import ironcalc
import openpyxl
import pytest
from rig_libreoffice import LibreOffice, formula_cells, libreoffice
from rig_templates import ERRORS, FILLED, TEMPLATE_NAMES, books

from pmxl import demo
from pmxl.facts.stamp import inputs_fingerprint
from pmxl.generate.layout import FIRST, HEADER
from pmxl.generate.template import TEMPLATES
from pmxl.generate.workbook import write_workbook
from pmxl.journey import Journey
from pmxl.registers import BY_NAME
from pmxl.workbook import open_workbook, save

__all__ = ["books", "libreoffice"]


@pytest.mark.parametrize("name", [*TEMPLATE_NAMES, FILLED])
def test_libreoffice_gives_what_the_file_says(name: str, books: dict[str, Path], libreoffice: LibreOffice) -> None:
    path = books[name]
    cached = cached_values(path)
    for place, value in libreoffice.values(path).items():
        assert shown(value) == shown(cached[place]), place


@pytest.mark.parametrize("name", [*TEMPLATE_NAMES, FILLED])
def test_ironcalc_gives_what_the_file_says(name: str, books: dict[str, Path]) -> None:
    """The same without LibreOffice, so that something judges the formulas on every machine."""
    cached = cached_values(books[name])
    assert len(cached) > 100
    for place, value in ironcalc_values(books[name]).items():
        assert not ERRORS.search(str(value)), place
        assert shown(value) == shown(cached[place]), place


@pytest.mark.parametrize("name", ["demo", *TEMPLATE_NAMES])
def test_a_refreshed_workbook_says_what_its_formulas_give(name: str, tmp_path: Path, books: dict[str, Path]) -> None:
    """Also for whoever only reads the file: computed columns, checks, counts and stamps are all up to date."""
    path, out = tmp_path / "demo.xlsx", tmp_path / "out.xlsx"
    demo.write(path)
    book = open_workbook(path if name == "demo" else books[name])
    journey = Journey(book.raw, date(2026, 3, 13), strict=True)
    save(book, journey.plan().edits, out)
    cached = cached_values(out)
    assert len(cached) > 100
    for place, value in ironcalc_values(out).items():
        assert not ERRORS.search(str(value)), place
        assert shown(value) == shown(cached[place]), place
    again = open_workbook(out)
    assert save(again, Journey(again.raw, date(2026, 3, 13), strict=True).plan().edits) == ()


def cached_values(path: Path) -> dict[tuple[str, int, int], object]:
    book = openpyxl.load_workbook(path, data_only=True)
    return {place: book[place[0]].cell(*place[1:]).value for place in formula_cells(path)}


def ironcalc_values(path: Path) -> dict[tuple[str, int, int], object]:
    sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    return {place: model.get_cell_value(sheets.index(place[0]), *place[1:]) for place in formula_cells(path)}


def shown(value: object) -> object:
    if isinstance(value, datetime):
        return (value - datetime(1899, 12, 30)).days
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return round(float(value), 6)
    return value or ""


def test_a_new_workbook_prints_a_page_for_each_sheet(tmp_path: Path, libreoffice: LibreOffice) -> None:
    write_workbook(tmp_path / "new.xlsx")
    visible = [sheet for sheet in openpyxl.load_workbook(tmp_path / "new.xlsx") if sheet.sheet_state == "visible"]
    assert len(libreoffice.pages(tmp_path / "new.xlsx")) == len(visible)


def test_blank_rows_show_nothing(books: dict[str, Path]) -> None:
    """Nothing but the lines above the tables and the rows that are filled bears a value."""
    for template in TEMPLATES:
        book = openpyxl.load_workbook(books[template.name], data_only=True)
        for register in template.registers:
            if register.blank_rows and register.name not in ("Authority", "Settings"):
                rows = book[register.name].iter_rows(min_row=FIRST + 1, values_only=True)
                assert not [row for row in rows if any(row)], register.name


def test_the_sheet_itself_says_what_is_wrong_with_a_row(books: dict[str, Path]) -> None:
    sheet = openpyxl.load_workbook(books[FILLED], data_only=True)["Risks"]
    titles = {cell.value: cell.column for cell in sheet[HEADER + 1]}
    risk = {sheet.cell(row, 1).value: row for row in range(FIRST + 1, FIRST + 6)}
    assert sheet.cell(risk["R-002"], titles["Check"]).value not in ("OK", "", None)
    assert sheet.cell(risk["R-003"], titles["Check"]).value == "OK"
    assert sheet.cell(risk["R-001"], titles["Level"]).value == "Very high"
    assert sheet.cell(risk["R-007"], titles["Level"]).value == "Low"
    assert sheet.cell(risk["R-007"], titles["Days overdue"]).value == 9
    (new,) = risk.keys() - {"R-001", "R-002", "R-003", "R-007"}  # The row that was given without an ID.
    assert f"Next ID: R-{int(new[2:]) + 1:03d}" in sheet["A3"].value


def test_the_stamp_turns_stale_when_the_plan_changes(tmp_path: Path, libreoffice: LibreOffice) -> None:
    registers = [BY_NAME[name] for name in ("Schedule", "Settings", "Holidays")]
    settings = {"as_of": date(2026, 3, 13), "computed_on": "2026-03-13"}

    def plan(name: str, days: int, computed_from: float) -> Path:
        rows = {"Schedule": [{"id": "T-001", "task": "Move wave 1", "duration": days}]}
        write_workbook(tmp_path / name, registers, rows=rows, settings={**settings, "computed_from": computed_from})
        return tmp_path / name

    journey = Journey(open_workbook(plan("first.xlsx", 5, 1)).raw, date(2026, 3, 13), strict=True)
    fingerprint = inputs_fingerprint(journey.book, journey.now)
    same, other = plan("same.xlsx", 5, fingerprint), plan("other.xlsx", 6, fingerprint)
    assert libreoffice.values(same)["Schedule", 4, 2] == "Computed for 13 Mar 2026, up to date."
    assert str(libreoffice.values(other)["Schedule", 4, 2]).startswith("STALE: the plan changed")
