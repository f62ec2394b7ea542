"""What holds for every workbook, value and damage: nothing crashes, nothing is lost, what is written is read."""

from __future__ import annotations

import os
import tempfile
from datetime import date, datetime
from pathlib import Path

import fuzz_workbook
import pytest
import workbook_maker as make
from hypothesis import given, settings
from hypothesis import strategies as some

from pmxl.model import PageCell, PageRow, ReplaceSheet, SetCells
from pmxl.workbook import open_workbook, save
from pmxl.workbook.addresses import column_letters, parse_area
from pmxl.workbook.archive import Archive
from pmxl.workbook.book import Workbook
from pmxl.workbook.exact import read_exactly
from pmxl.workbook.formulas import moved
from pmxl.workbook.markup import escape, parse, splice, unescape
from pmxl.workbook.scan import SheetReader, read_sheet
from pmxl.workbook.strings import escape_excel, unescape_excel
from pmxl.workbook.values import serial

MUTANTS = int(os.environ.get("PMXL_MUTANTS", "150"))

texts = some.text(max_size=60) | some.sampled_from(
    ["=1+1", "+1", "-1", "@x", "_x000D_", "a\r\nb", "\t", "<&>\"'", "]]>"]
)
values = (
    texts
    | some.floats(-1e300, 1e300)
    | some.integers(-(10**12), 10**12)
    | some.booleans()
    | some.dates(date(1900, 3, 1), date(9999, 12, 31))
    | some.datetimes(datetime(1900, 3, 1), datetime(2900, 1, 1)).map(lambda d: d.replace(microsecond=0))
    | some.none()
)
places = some.tuples(some.integers(1, 60), some.integers(1, 40))


@pytest.mark.parametrize("seed", [f"test-{n}" for n in range(3)])
def test_mutants_are_read_or_refused(seed):
    for number, outcome in fuzz_workbook.run(MUTANTS // 3, seed, [fuzz_workbook.REAL]):
        assert not outcome.startswith("Traceback"), f"mutant {seed}/{number}\n{outcome}"


@settings(max_examples=60, deadline=None)
@given(some.dictionaries(places, values, max_size=25))
def test_what_is_written_is_read(cells):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(make.workbook())
        edits = [SetCells("Risks", column_letters(column), {row: value}) for (row, column), value in cells.items()]
        save(open_workbook(path), edits)
        got = open_workbook(path).raw.sheets["Risks"].cells
        for (row, column), value in cells.items():
            assert got.get(row, {}).get(column) == read_back(value)
        for row, column, value in ((1, 1, "ID"), (2, 2, 42.0)):
            assert (row, column) in cells or got[row][column] == value
        before = path.read_bytes()
        assert save(open_workbook(path), edits) == ()
        assert path.read_bytes() == before


def read_back(value):
    if isinstance(value, date):
        return serial(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").encode("utf-8", "replace").decode() or None
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


@settings(max_examples=25, deadline=None)
@given(some.lists(some.lists(values, min_size=3, max_size=3), min_size=1, max_size=8))
def test_pages_are_read_as_they_were_meant(rows):
    page = ReplaceSheet("Page", (20,), tuple(PageRow(tuple(PageCell(value) for value in row)) for row in rows))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        path.write_bytes(make.workbook())
        save(open_workbook(path), [page])
        got = open_workbook(path).raw.sheets["Page"].cells
        wanted = {
            r: {c: read_back(value) for c, value in enumerate(row, 1) if read_back(value) is not None}
            for r, row in enumerate(rows, 1)
        }
        assert {r: row.keys() for r, row in got.items()} == {r: row.keys() for r, row in wanted.items() if row}
        for r, row in got.items():
            for c, value in row.items():
                # XlsxWriter writes 16 digits of a number.
                assert value == (pytest.approx(wanted[r][c], rel=1e-14) if type(value) is float else wanted[r][c])
        assert save(open_workbook(path), [page]) == ()


sheets = some.lists(
    some.sampled_from(
        [
            '<row r="1">', "<row>", '<row r="3" hidden="1"/>', "</row>", '<row r="2" ht="3">', "<c/>", '<c r="B1"/>',
            '<c r="A1"><v>1</v></c>', '<c r="A1" t="s"><v>1</v></c>', '<c r="C2" s="1" t="str"><f>A1</f><v>x</v></c>',
            '<c r="D2"><f t="shared" ref="D2:D3" si="0">A1</f><v>1</v></c>', '<c r="D3"><f t="shared" si="0"/></c>',
            '<c r="B2" t="inlineStr"><is><r><t>a</t></r><r><t> b</t></r></is></c>', '<c t="b"><v>1</v></c>',
            '<c r="E2" t="e"><v>#REF!</v></c>', "<c r='A1'><v>&lt;</v></c>", '<c r="F2"><v>_x0041_&amp;</v></c>',
            '<c r="G1" t="inlineStr"><is><t>&#10;x</t><rPh><t>no</t></rPh></is></c>', "<!-- c -->", "\n", "<x/>",
        ]
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(sheets)
def test_both_paths_read_the_same(pieces):
    text = make.sheet("<sheetData>" + "".join(pieces) + "</sheetData>")
    strings = {"0": "zero", "1": "one"}
    try:
        exact = read_exactly(SheetReader("S", strings, []), text, "sheet")
    except Exception:
        return
    fast = read_sheet("S", text.encode(), strings, "sheet", [])
    assert (fast.cells, dict(fast.formulas)) == (exact.cells, dict(exact.formulas))
    assert (fast.hidden_rows, fast.merges) == (exact.hidden_rows, exact.merges)


@given(some.text())
def test_escapes_are_undone(text):
    assert unescape(escape(text)) == text
    assert unescape_excel(escape_excel(text)) == text


@given(some.from_regex(r"(\$?[A-Z]{1,2}\$?[1-9][0-9]{0,3}[-+*,]){1,4}SUM\(A1:B2\)", fullmatch=True), places)
def test_a_formula_that_moves_there_and_back_is_the_same(formula, place):
    assert moved(moved(formula, *place), -place[0], -place[1]) == formula


@given(places, places)
def test_an_area_reads_as_it_is_written(first, second):
    area = parse_area(f"{column_letters(first[1])}{first[0]}:${column_letters(second[1])}${second[0]}")
    assert area is not None
    assert parse_area(str(area)) == area
    assert area.holds(*first)
    assert area.meets(area)


@given(some.dictionaries(some.from_regex(r"[a-z]{1,6}\.xml", fullmatch=True), some.binary(max_size=200), max_size=5))
def test_an_archive_rebuilds_with_every_member(changed):
    archive = Archive(make.workbook())
    rebuilt = Archive(archive.rebuild(dict(changed)))
    assert {m.name for m in rebuilt.members} == {m.name for m in archive.members} | set(changed)
    for name, content in changed.items():
        assert rebuilt.read(name) == content
    assert all(rebuilt.read(m.name) == archive.read(m.name) for m in archive.members)
    assert archive.rebuild({}) == Archive(archive.rebuild({})).rebuild({})


@given(some.lists(some.tuples(some.integers(0, 40), some.text(max_size=5)), max_size=6))
def test_splicing_replaces_only_its_stretches(cuts):
    text = "0123456789" * 5
    changes, last = [], 0
    for at, new in sorted(cuts):
        if at >= last:
            changes.append((at, at + 1, new))
            last = at + 1
    expected = "".join(
        next((new for start, _, new in changes if start == i), character) for i, character in enumerate(text)
    )
    assert splice(text, changes) == expected


@given(some.dictionaries(some.sampled_from("abcd"), some.text(max_size=20), max_size=4))
def test_attributes_are_read_as_they_were_written(attributes):
    node = parse("<x " + " ".join(f'{k}="{escape(v)}"' for k, v in attributes.items()) + "/>")
    assert node.attributes == attributes


def test_a_workbook_can_be_made_from_bytes_alone():
    assert Workbook("x.xlsx", make.workbook()).raw.sheets["Risks"].cells[2][2] == 42
