"""Reading agrees with openpyxl, cell by cell, on workbooks that nobody here made, and on the traps made here."""

from __future__ import annotations

import datetime
import re
import sys
import warnings
from pathlib import Path

import openpyxl
import pytest
import workbook_maker as make
from lxml import etree
from openpyxl.utils.datetime import to_excel

from pmxl.model import PageCell, PageRow, RawTable, ReplaceSheet
from pmxl.workbook import Refused, Workbook, open_workbook, save
from pmxl.workbook.exact import read_exactly
from pmxl.workbook.formulas import moved
from pmxl.workbook.markup import decode, holds_pair
from pmxl.workbook.scan import SheetReader
from pmxl.workbook.validations import Validations

TEMPLATES = sorted((Path(__file__).parents[1] / "workbook_templates").glob("*.xlsx"))
REAL = Path(__file__).parents[1].parent / "shared" / "data" / "workbooks"
UNREADABLE = {"encrypted.xlsx"}
STRICT = {"strict-iso.xlsx"}
"""openpyxl sees no sheets in strict files."""
real_files = sorted(p for p in REAL.glob("*.*x*") if p.suffix != ".csv") if REAL.exists() else []


def serial(value, epoch):
    dates = (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)
    return to_excel(value, epoch) if isinstance(value, dates) else value


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
@pytest.mark.parametrize("path", [p for p in real_files if p.name not in UNREADABLE | STRICT], ids=lambda p: p.name)
def test_cells_and_formulas_agree_with_openpyxl(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    book = open_workbook(path)
    assert set(book.raw.sheets) == set(values.sheetnames) - {s.title for s in values.chartsheets}
    for name, sheet in book.raw.sheets.items():
        for row in values[name].iter_rows():
            for cell in row:
                mine, theirs = sheet.cells.get(cell.row, {}).get(cell.column), serial(cell.value, values.epoch)
                if isinstance(theirs, int | float) and not isinstance(theirs, bool):
                    assert mine == pytest.approx(theirs), cell.coordinate
                else:
                    assert (mine or None) == (theirs or None), cell.coordinate
        for row in formulas[name].iter_rows():
            for cell in row:
                text = getattr(cell.value, "text", cell.value) if cell.data_type == "f" else None
                assert ((cell.row, cell.column) in sheet.formulas) == (text is not None)
                if text:
                    assert sheet.formulas[cell.row, cell.column] == text.removeprefix("=")


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
@pytest.mark.parametrize("path", [p for p in real_files if p.name not in UNREADABLE], ids=lambda p: p.name)
def test_both_paths_read_the_same(path):
    book = open_workbook(path)
    for entry in book.contents.sheets:
        if entry.name in book.raw.sheets:
            fast = book.raw.sheets[entry.name]
            text = decode(book.package.archive.read(entry.part))[0]
            exact = read_exactly(SheetReader(entry.name, book.strings(), []), text, entry.part)
            assert dict(exact.formulas) == dict(fast.formulas)
            assert (exact.cells, exact.merges, exact.filtered) == (fast.cells, fast.merges, fast.filtered)
            assert (exact.hidden_rows, exact.hidden_columns) == (fast.hidden_rows, fast.hidden_columns)


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
def test_strict_workbooks_are_read():
    book = open_workbook(REAL / "strict-iso.xlsx")
    assert len(book.raw.sheets) == 9
    assert sum(len(row) for sheet in book.raw.sheets.values() for row in sheet.cells.values()) == 26


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
def test_a_password_is_named():
    with pytest.raises(Refused, match="protected by a password; give the password "):
        open_workbook(REAL / "encrypted.xlsx")


@pytest.mark.parametrize(
    ("formula", "there"),
    [
        ("A1+$B2*C$3-$D$4", "B3+$B4*D$3-$D$4"),
        ("SUM(A1:A9)", "SUM(B3:B11)"),
        ('IF(A1="A1",LOG10(2),A1.B2)', 'IF(B3="A1",LOG10(2),A1.B2)'),
        ("'A1 B2'!C3+Sheet1!C3", "'A1 B2'!D5+Sheet1!D5"),
        ("Table1[[#This Row],[A1]]+A1", "Table1[[#This Row],[A1]]+B3"),
        ("SUM(A:C)+SUM($2:3)", "SUM(B:D)+SUM($2:5)"),
        ("[1]Sheet!A1", "[1]Sheet!B3"),
        ("A1048576", "B2"),
    ],
)
def test_shared_formulas_move_with_their_cell(formula, there):
    assert moved(formula, 2, 1) == there


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
def test_a_password_opens_the_workbook_for_reading_only(tmp_path):
    pytest.importorskip("msoffcrypto")
    with pytest.raises(Refused, match="its password is another one; type the password again"):
        open_workbook(REAL / "encrypted.xlsx", "wrong")
    book = open_workbook(REAL / "encrypted.xlsx", "Password1234_")
    assert list(book.raw.sheets) == ["Sheet1"]
    with pytest.raises(Refused, match="which a change would take away"):
        save(book, [], tmp_path / "out.xlsx")


def test_a_workbook_that_asks_nobody_for_its_password_is_read(tmp_path):
    msoffcrypto = pytest.importorskip("msoffcrypto.format.ooxml")
    plain, path = Path(__file__).parents[1] / "workbook_templates" / "raid_log.xlsx", tmp_path / "protected.xlsx"
    with plain.open("rb") as file, path.open("wb") as out:
        msoffcrypto.OOXMLFile(file).encrypt("VelvetSweatshop", out)
    assert list(open_workbook(path).raw.sheets) == list(open_workbook(plain).raw.sheets)
    with pytest.raises(Refused, match="protected by a password"):
        save(open_workbook(path), [])


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
def test_without_the_package_for_passwords_it_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    with pytest.raises(Refused, match="and msoffcrypto-tool is not installed; run: pip install msoffcrypto-tool"):
        open_workbook(REAL / "encrypted.xlsx", "Password1234_")


def sheet_of(body: str):
    return Workbook("x.xlsx", make.workbook({"Risks": make.sheet(body)})).raw.sheets["Risks"]


def test_rich_and_phonetic_texts_are_read_as_they_show():
    texts = (
        '</t></si><si><r><t>bold</t></r><r><rPr><b/></rPr><t xml:space="preserve"> text</t></r>'
        "<rPh><t>no</t></rPh></si>"
        "<si/><si><t>_x000D_a_x005F_x000D_ &amp;#10;&#10;b"
    )
    made = make.parts() | {"xl/sharedStrings.xml": make.strings((texts,))}
    assert Workbook("x.xlsx", make.zipped(made)).strings() == {
        "0": "",
        "1": "bold text",
        "2": "",
        "3": "\ra_x000D_ &#10;\nb",
    }


def test_damaged_texts_hinder_only_the_sheets_that_show_them(tmp_path):
    numbers = make.sheet('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    made = make.parts({"Risks": make.sheet(), "Numbers": numbers}) | {"xl/sharedStrings.xml": "<sst><si>"}
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.zipped(made))
    save(open_workbook(path), [ReplaceSheet("pmxl page", (10,), (PageRow((PageCell("a"),)),))])
    book = open_workbook(path)
    assert book.raw.sheets["Numbers"].cells == {1: {1: 1.0}}
    assert book.raw.sheets["pmxl page"].cells == {1: {1: "a"}}
    with pytest.raises(Refused, match=r"sharedStrings\.xml"):
        book.raw.sheets["Risks"].cells  # noqa: B018


def test_what_is_hidden_filtered_and_merged_is_known():
    rows = '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row><row r="3" hidden="true"/><row r="4" hidden="0"/>'
    sheet = sheet_of(
        f'<cols><col min="2" max="3" hidden="1"/><col min="4" max="4"/></cols><sheetData>{rows}</sheetData>'
        '<autoFilter ref="A1:B9"><filterColumn colId="0"/></autoFilter>'
        '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    )
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({2, 3}, {2, 3})
    assert (sheet.filtered, sheet.merges) == (True, ("A1:B1",))
    assert not sheet_of('<sheetData/><autoFilter ref="A1:B9"/>').filtered


def test_an_extension_inside_an_element_hides_nothing_behind_it():
    extension = '<extLst><ext uri="{1}"><x/></ext></extLst>'
    filtered = f'<autoFilter ref="A1:B9"><filterColumn colId="0"/>{extension}</autoFilter>'
    merged = '<mergeCells count="1"><mergeCell ref="C1:D1"/></mergeCells>'
    sheet = sheet_of(f'<sheetData><row r="2" hidden="1"/></sheetData>{filtered}{merged}{extension}')
    assert (sheet.filtered, sheet.merges) == (True, ("C1:D1",))


def test_a_table_gives_its_real_column_names_and_rows():
    columns = '<tableColumn id="1" name="ID"/><tableColumn id="2" name="First_x000a_sign &amp; cause"/>'
    text = make.table("B2:C9", columns, extra=' totalsRowCount="1"')
    names = '<definedNames><definedName name="as_of">Risks!$D$6</definedName>'
    names += '<definedName name="_xlnm.Print_Area" localSheetId="0">Risks!$A$1</definedName></definedNames>'
    book = Workbook("x.xlsx", make.workbook(tables={"Risks": text}, workbook=names))
    assert book.raw.tables == (RawTable("Risks", "Risks", 2, 2, 8, ("ID", "First\nsign & cause"), has_totals=True),)
    assert book.raw.names == {"as_of": "Risks!$D$6"}


def test_a_sheet_is_read_only_when_it_is_asked_for():
    book = Workbook("x.xlsx", make.workbook({"Risks": make.sheet(), "Broken": "<worksheet>"}))
    assert list(book.raw.sheets) == ["Risks", "Broken"]
    assert book.raw.sheets["Risks"] is book.raw.sheets["Risks"]
    with pytest.raises(Refused, match=r'x\.xlsx: it is damaged: the part "xl/worksheets/sheet2\.xml" is not valid XML'):
        book.raw.sheets["Broken"]
    with pytest.raises(KeyError):
        book.raw.sheets["Missing"]


@pytest.mark.parametrize(
    "path", [*TEMPLATES, *(p for p in real_files if p.name not in UNREADABLE)], ids=lambda p: p.name
)
def test_the_title_of_a_sheet_is_what_its_first_cell_holds(path):
    whole, book = open_workbook(path).raw, open_workbook(path).raw
    for name in book.sheets:
        assert book.title_of(name) == whole.sheets[name].cells.get(1, {}).get(1), name


@pytest.mark.parametrize(
    ("cell", "title"),
    [
        ('<c r="A1" t="s"><v>1</v></c>', "Amount"),
        (
            '<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve"> A &amp;amp;_x000D_B </t></is></c>',
            " A &amp;\rB ",
        ),
        ('<c r="A1" t="inlineStr"><is><r><t>rich</t></r><r><t> text</t></r></is></c>', "rich text"),
        ('<c r="A1" t="inlineStr"><is><t><![CDATA[<b>]]></t></is></c>', "<b>"),
        ('<c r="A1" t="str"><f>B1</f><v>of a formula</v></c>', "of a formula"),
        ("<c t='inlineStr' r='A1'><is><t>other quotes</t></is></c>", "other quotes"),
        ("<c t='inlineStr'><is><t>no place</t></is></c>", "no place"),
        ('<c r="A1" t="s"><v>99</v></c>', "#REF!"),
        ('<c r="A1"><v>42</v></c>', 42.0),
        ('<c r="B1" t="s"><v>1</v></c>', None),
        ("", None),
    ],
)
def test_a_title_in_any_grammar_is_read(cell, title):
    for body in (
        f'<sheetData><row r="1">{cell}</row></sheetData>',
        f'<!--<sheetData>--><sheetData><row r="1">{cell}</row></sheetData>',
    ):
        for encoding in ("UTF-8", "UTF-16"):
            text = make.sheet(body).replace("UTF-8", encoding)
            made = make.parts({"Risks": text})
            part = next(name for name in made if "worksheets/sheet" in name and name.endswith(".xml"))
            book = Workbook("x.xlsx", make.zipped(made | {part: text.encode(encoding)}))
            assert book.raw.title_of("Risks") == title


def test_a_pair_of_characters_is_found_wherever_it_stands():
    for text in ("<!", "x<!", "<<!", "!" * 600 + "<!", "<" + "x!" * 600 + "<!", "a!<b<!"):
        assert holds_pair(text, "<!")
        assert holds_pair(text.encode(), b"<!")
    for text in ("", "!", "!<", "< !", "x!" * 600, "<x!" * 600):
        assert not holds_pair(text, "<!")
        assert not holds_pair(text.encode(), b"<!")
    assert not holds_pair("<!--", "<!", 1)
    assert not holds_pair("a<!", "<!", 0, 2)


@pytest.mark.skipif(not real_files, reason="the real workbooks are not here")
@pytest.mark.parametrize("path", [p for p in real_files if p.name not in UNREADABLE], ids=lambda p: p.name)
def test_every_validation_is_known(path):
    book = open_workbook(path)
    for entry in book.contents.sheets:
        if entry.name in book.raw.sheets:
            root = etree.fromstring(book.package.archive.read(entry.part))
            there = [node for node in root.iter() if etree.QName(node).localname == "dataValidation"]
            known = book.raw.sheets[entry.name].validations
            assert [one.kind for one in known] == [node.get("type", "none") for node in there]
            assert all(one.areas for one in known)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[1] / "workbook_templates").glob("*.xlsx")), ids=lambda p: p.stem
)
def test_validations_in_the_usual_spelling_are_read_as_any_others(path):
    book = open_workbook(path)
    for entry in book.contents.sheets:
        text = book.package.text(entry.part)
        commented = text.replace("<dataValidation ", "<!----><dataValidation ")
        assert [*Validations(text, "Any")] == [*Validations(commented, "Any")]
        assert len(Validations(text, "Any")) == text.count("<dataValidation ")


@pytest.mark.parametrize("spelling", ["", "x:"])
def test_validations_say_where_they_hold_and_what_they_offer(spelling):
    new = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    text = make.sheet(
        make.GOOD + '<dataValidations count="2"><dataValidation type="list" prompt="a > b" sqref="B2:B9 D:D"><formula1>'
        '"A,B&amp;C"</formula1></dataValidation><dataValidation sqref="A1"/></dataValidations><extLst><ext>'
        "<x14:dataValidations "
        f'xmlns:x14="{new}" xmlns:xm="xm"><x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f>'
        "</x14:formula1><xm:sqref>C2:C3</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    if spelling:
        text = re.sub(r"<(/?)(?!/|x14|xm|[?])", r"<\1x:", text).replace("xmlns=", "xmlns:x=")
    book = Workbook("x.xlsx", make.workbook({"Risks": text}))
    plain, none, of_2010 = book.raw.sheets["Risks"].validations
    assert (plain.kind, plain.formula, plain.holds(5, 4), plain.holds(1, 2)) == ("list", '"A,B&C"', True, False)
    assert (none.kind, of_2010.formula, of_2010.holds(3, 3)) == ("none", "Lists!$A$1:$A$3", True)
