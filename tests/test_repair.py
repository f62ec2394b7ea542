"""`pmxl repair`: what is certain is put right, every change is written down, and a second run finds nothing."""

from __future__ import annotations

from pathlib import Path

from conftest import Said, digest

from pmxl import demo
from pmxl.model import SetCells
from pmxl.model.raw import letters_of
from pmxl.workbook import open_workbook, save


def damaged(path: Path) -> Path:
    """The demo with a slip, blanks and a date typed as text."""
    demo.write(path)
    book = open_workbook(path)
    (table,) = (table for table in book.raw.tables if table.name == "Risks")
    status, due = (letters_of(table.first_column + table.columns.index(title)) for title in ("Status", "Response due"))
    row = table.header_row + 1
    save(
        book,
        [SetCells("Risks", status, {row: "Opne", row + 1: " Open "}), SetCells("Risks", due, {row: "3 April 2026"})],
    )
    return path


def test_a_dry_run_lists_and_writes_nothing(tmp_path: Path, said: Said) -> None:
    path = damaged(tmp_path / "plan.xlsx")
    before = digest(path)
    code, out, _ = said("repair", path, "--dry-run")
    assert (code, digest(path)) == (0, before)
    assert 'Status was "Opne" and is now "Open" [value-not-in-list]' in out
    assert out.splitlines()[-1].endswith("3 cells would be put right.")


def test_repairs_are_written_down_and_stay_there(tmp_path: Path, said: Said) -> None:
    path = damaged(tmp_path / "plan.xlsx")
    assert said("repair", path)[0] == 0
    sheet = open_workbook(path).raw.sheets["Repairs"]
    assert [sheet.cells[row][5] for row in (4, 5, 6)] == ["Opne", "3 April 2026", " Open "]
    code, out, _ = said("repair", path)
    assert (code, out) == (0, f"{path}: nothing to put right without asking.\n")
    assert open_workbook(path).raw.sheets["Repairs"].cells == sheet.cells
