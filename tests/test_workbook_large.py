"""Large sheets: what is written is packed piece by piece, and never grows beyond what is read again."""

from __future__ import annotations

import pytest
import workbook_maker as make

from pmxl.model import SetCells
from pmxl.workbook import Refused, open_workbook, save
from pmxl.workbook.archive import KEPT_BYTES, deflate
from pmxl.workbook.book import Workbook
from pmxl.workbook.draft import Draft

PART = "xl/worksheets/sheet1.xml"


def test_pieces_are_packed_as_the_whole_is():
    packed = deflate([b"one", b"", b" and two"])
    assert packed.content() == b"one and two"
    assert packed == deflate([b"one and two"])


def test_a_part_that_would_grow_too_large_to_be_read_again_is_refused():
    draft = Draft(Workbook("book.xlsx", make.workbook()))
    with pytest.raises(Refused, match="would grow to 2 MB"):
        draft.patch(PART, "ab", "utf-8", [(1, 1, "x" * (5 << 19))], most=1 << 20)
    assert not draft.changed


def test_a_change_to_the_same_text_is_none():
    draft = Draft(Workbook("book.xlsx", make.workbook()))
    draft.patch(PART, "abc", "utf-8", [(1, 2, "b")])
    assert not draft.changed


def test_a_workbook_too_large_to_be_kept_unpacked_is_patched_all_the_same(tmp_path):
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><f>A{n}*2</f></c></row>' for n in range(1, 9000)
    )
    padding = f"<!-- {'x' * KEPT_BYTES} -->"
    made = make.parts({"Log": make.sheet(f"<sheetData>{rows}</sheetData>")}) | {"xl/padding.xml": f"<a>{padding}</a>"}
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.zipped(made))
    assert save(open_workbook(path), [SetCells("Log", "A", {8_999: "last"})]) == ("xl/workbook.xml", PART)
    sheet = open_workbook(path).raw.sheets["Log"]
    assert (sheet.cells[8_998][1], sheet.cells[8_999][1], sheet.formulas[8_999, 2]) == (8_998.0, "last", "A8999*2")
