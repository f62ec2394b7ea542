"""Workbooks that an older pmxl made, or whose columns somebody renamed: what is missing is done without, and once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from pmxl.edits import Formulas
from pmxl.journey import Journey
from pmxl.model import SetCells
from pmxl.registers import BY_NAME, REGISTERS
from pmxl.workbook import open_workbook, save

TODAY = date(2026, 3, 13)
TEMPLATE = Path(__file__).parent.parent / "workbook_templates" / "project_workbook.xlsx"
LACKING = [("Risks", "Days if it happens"), ("Risks", "Impact"), ("Schedule", "Duration"), ("Status", "Worst row")]
"""Columns that a formula of today's pmxl looks at."""


def without(title: str, path: Path) -> Path:
    """The template as if it did not know a column: it bears another title in its tables and headings."""
    with ZipFile(TEMPLATE) as old, ZipFile(path, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            for before, after in ((f'name="{title}"', 'name="Zzz"'), (f">{title}<", ">Zzz<"), (f"[{title}]", "[Zzz]")):
                text = text.replace(before.encode(), after.encode())
            new.writestr(name, text)
    return path


def filled(path: Path) -> None:
    """A risk and a task, typed as a person types them."""
    book = open_workbook(path)
    standings = Journey(book.raw, TODAY).book.standings
    risks, schedule = standings["Risks"], standings["Schedule"]
    typed = [
        SetCells(risks.sheet, risks.letters["risk"], {risks.header_row + 1: "The supplier is late"}),
        SetCells(schedule.sheet, schedule.letters["task"], {schedule.header_row + 1: "Move the mailboxes"}),
    ]
    save(book, typed)


def refreshed(path: Path) -> tuple[list[SetCells], list[str]]:
    """What a refresh set, and the rules that had something to say."""
    book = open_workbook(path)
    plan = Journey(book.raw, TODAY, strict=True).plan()
    save(book, plan.edits)
    return [edit for edit in plan.edits if isinstance(edit, SetCells)], [finding.rule for finding in plan.findings]


@pytest.mark.parametrize(("register", "title"), LACKING)
def test_a_second_refresh_of_an_older_book_changes_nothing(register: str, title: str, tmp_path: Path) -> None:
    assert any(column.title == title for column in BY_NAME[register].columns)
    path = without(title, tmp_path / "older.xlsx")
    filled(path)
    first, said = refreshed(path)
    assert first
    assert refreshed(path) == ([], said)
    assert not {"formula-overtyped", "column-without-formulas"} & set(said)


@pytest.mark.parametrize(("register", "title"), LACKING)
def test_whether_a_column_has_a_formula_is_known_before_it_is_written_out(
    register: str, title: str, tmp_path: Path
) -> None:
    formulas = Formulas(Journey(open_workbook(without(title, tmp_path / "older.xlsx")).raw, TODAY).book)
    columns = [(column, register) for register in REGISTERS for column in register.columns]
    held = [formulas.has(*column) for column in columns]
    assert held == [bool(formulas.of(*column)) for column in columns]
    assert any(held)


def test_a_check_says_what_can_be_said_without_a_column(tmp_path: Path) -> None:
    path = without("Days if it happens", tmp_path / "older.xlsx")
    filled(path)
    refreshed(path)
    book = open_workbook(path)
    risks = Journey(book.raw, TODAY).book.standings["Risks"]
    sheet, place = book.raw.sheets[risks.sheet], (risks.header_row + 1, ord(risks.letters["check"]) - 64)
    assert "Nobody owns it" in str(sheet.cells[place[0]][place[1]])
    assert "Days if it happens" not in sheet.formulas[place]
