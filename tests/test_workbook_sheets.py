"""What a save does to whole sheets, seen in their XML: new ones, replaced ones, and those that are refused."""

from __future__ import annotations

import re
import zipfile

import pytest
import workbook_maker as make
from lxml import etree

from pmxl.model import PageCell, PageRow, ReplaceSheet, SetCells
from pmxl.workbook import Refused, open_workbook, save


def test_a_new_sheet_shifts_everything_that_counts_sheets(saved):
    sheets = {"Risks": make.sheet(), "Log": make.sheet(), "Old": make.sheet()}
    made = make.parts(sheets, workbook=(
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="2">Old!$A$1</definedName>'
        '<definedName name="x" localSheetId="0">Risks!$A$1</definedName></definedNames>'
    ))  # fmt: skip
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
        "<workbookView/>", '<workbookView activeTab="1" firstSheet="0"/>'
    )
    book, texts = saved(make.zipped(made), make.PAGE)
    assert list(book.raw.sheets) == ["Risks", "Brief", "Log", "Old"]
    text = texts["xl/workbook.xml"]
    assert '<workbookView activeTab="2" firstSheet="0"/>' in text
    assert '<definedName name="_xlnm.Print_Area" localSheetId="3">Old!$A$1</definedName>' in text
    assert '<definedName name="x" localSheetId="0">' in text
    assert '<definedName name="_xlnm.Print_Area" localSheetId="1">Brief!$A$1' in text
    assert text.count("tabSelected") == 0


def test_a_module_that_excel_lists_among_the_sheets_keeps_its_place(saved):
    made = make.parts({"Risks": make.sheet(), "Log": make.sheet()}, workbook=(
        '<definedNames><definedName name="x" localSheetId="2">Log!$A$1</definedName></definedNames>'
    ))  # fmt: skip
    module = '<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/>'
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace('<sheet name="Log"', module + '<sheet name="Log"')
    book, texts = saved(make.zipped(made), SetCells("Log", "C", {2: "seen"}), make.PAGE)
    assert list(book.raw.sheets) == ["Risks", "Brief", "Log"]
    assert book.states["Module1"] == "veryHidden"
    assert re.findall(r'<sheet name="(\w+)"', texts["xl/workbook.xml"]) == ["Risks", "Brief", "Module1", "Log"]
    assert module in texts["xl/workbook.xml"]
    assert '<definedName name="x" localSheetId="3">' in texts["xl/workbook.xml"]


@pytest.mark.parametrize(("relation", "says"), [("", "is missing"), (' r:id="rId99"', "is missing")])
def test_a_sheet_that_leads_nowhere_is_damage(tmp_path, relation, says):
    made = make.parts({"Risks": make.sheet(), "Log": make.sheet()})
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(' r:id="rId2"', relation)
    (tmp_path / "book.xlsx").write_bytes(make.zipped(made))
    with pytest.raises(Refused, match=says):
        open_workbook(tmp_path / "book.xlsx")


def test_a_replaced_sheet_keeps_its_place_and_what_people_put_on_it(saved):
    old = make.sheet(
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetData><row r="1"><c r="A1">'
        '<f>1+1</f><v>2</v></c></row></sheetData><drawing r:id="rId7"/><legacyDrawing r:id="rId8"/>'
    )
    mark = '<definedName name="_pmxl_page" localSheetId="1" hidden="1">Brief!$A$1</definedName>'
    names = f"<definedNames>{mark}</definedNames>"
    made = make.parts({"Log": make.sheet(), "Brief": old, "Risks": make.sheet()}, workbook=names)
    made["xl/worksheets/_rels/sheet2.xml.rels"] = make.relationships(
        ("rId7", "drawing", "../drawings/drawing1.xml"), ("rId8", "vmlDrawing", "../drawings/vml1.vml")
    )
    made |= {"xl/drawings/drawing1.xml": "<a/>", "xl/drawings/vml1.vml": "<a/>"}
    book, texts = saved(make.zipped(made), make.PAGE)
    assert list(book.raw.sheets) == ["Log", "Brief", "Risks"]
    assert texts["xl/worksheets/sheet2.xml"].endswith('<drawing r:id="rId7"/><legacyDrawing r:id="rId8"/></worksheet>')
    assert 'tabSelected="1"' in texts["xl/worksheets/sheet2.xml"]
    assert book.raw.sheets["Brief"].cells == {1: {1: "Hello"}}
    assert book.raw.sheets["Brief"].formulas == {}


def test_a_sheet_that_pmxl_did_not_make_is_not_replaced(saved, tmp_path):
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(make.workbook({"Risks": make.sheet(), "brief": make.sheet()}))
    with pytest.raises(Refused, match='its sheet "brief" was not made by pmxl and would be overwritten; rename it'):
        save(open_workbook(path), [make.PAGE])
    blank = make.workbook({"Risks": make.sheet(), "brief": make.sheet("<sheetData/>")})
    book, texts = saved(blank, make.PAGE)
    assert book.raw.sheets["brief"].cells == {1: {1: "Hello"}}
    mark = '<definedName name="_pmxl_page" localSheetId="1" hidden="1">\'brief\'!$A$1</definedName>'
    assert mark in texts["xl/workbook.xml"]
    save(open_workbook(book.path), [make.PAGE._replace(rows=(PageRow((PageCell("again"),)),))])


def test_a_replaced_table_keeps_its_part_and_number(saved):
    book, texts = saved(make.workbook(tables={"Risks": make.table("A1:B2", ("ID", "Amount"))}), make.TABLED)
    part = next(p for p in texts if "Found" in texts[p] and "tables/" in p)
    number = re.search(r' id="(\d+)"', texts[part])[1]
    longer = make.TABLED._replace(rows=(*make.TABLED.rows, make.TABLED.rows[1]))
    with zipfile.ZipFile(book.path) as archive:
        names = set(archive.namelist())
    book, texts = saved(book.data, longer)
    assert set(texts) == names
    assert re.search(r' id="(\d+)"', texts[part])[1] == number == "2"
    assert book.raw.tables[1].last_row == 3
    _, texts = saved(book.data, longer._replace(table=""))
    assert part not in texts
    assert part not in texts["[Content_Types].xml"]
    assert "xl/worksheets/_rels/sheet2.xml.rels" not in texts


def test_relationships_are_declared_where_no_default_does(saved):
    made = make.parts()
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(default, "")
    _, texts = saved(make.zipped(made), make.TABLED)
    assert 'PartName="/xl/worksheets/_rels/sheet2.xml.rels"' in texts["[Content_Types].xml"]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (make.PAGE._replace(sheet="A/B"), "cannot be the name of a sheet"),
        (make.TABLED._replace(table="tbl1"), '"tbl1" cannot be the name of a table'),
        (make.TABLED._replace(table="R1C1"), '"R1C1" cannot be the name of a table'),
        (make.TABLED._replace(rows=()), "blank or equal headers"),
        (make.TABLED._replace(table="ids"), 'has a defined name "ids", which a table needs'),
        (make.TABLED._replace(table="Risks"), 'has a table named "Risks" already'),
        (make.TABLED._replace(rows=(PageRow((PageCell("A"), PageCell("a "))),) * 2), "blank or equal headers"),
    ],
)
def test_pages_that_excel_would_not_open_are_refused(tmp_path, page, says):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.table_book())
    with pytest.raises(Refused, match=says):
        save(open_workbook(path), [page])


def test_a_link_with_control_characters_in_its_text_leaves_the_sheet_well_formed(saved):
    said = "Move\x1b[31m\x0b to\nthe \ufffecloud"
    page = ReplaceSheet("Brief", (20,), (PageRow((PageCell(said, link="'Risks'!A1"),)),))
    book, texts = saved(make.workbook(), page)
    assert book.raw.sheets["Brief"].cells[1][1] == said
    assert [name for name, text in texts.items() if name.endswith((".xml", ".rels")) and not is_xml(text)] == []


def is_xml(text):
    try:
        return etree.fromstring(text.encode()) is not None
    except etree.XMLSyntaxError:
        return False


def test_two_pages_of_one_name_are_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.workbook())
    with pytest.raises(Refused, match="a page cannot be drawn"):
        save(open_workbook(path), [make.PAGE, make.PAGE])


def test_a_protected_structure_gets_no_sheet(tmp_path):
    made = make.parts()
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
        "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.zipped(made))
    with pytest.raises(Refused, match="its structure is protected"):
        save(open_workbook(path), [make.PAGE])
    save(open_workbook(path), [SetCells("Risks", "C", {2: 1})])


def test_signatures_and_lists_of_changes_are_known_wherever_they_lie(tmp_path):
    path = tmp_path / "book.xlsx"
    signed = make.parts() | {"package/services/digital-signature/origin.psdsor": ""}
    origin = f'<Relationship Id="rId9" Type="{make.PACKAGE}/relationships/digital-signature/origin" Target="'
    line = origin + '/package/services/digital-signature/origin.psdsor"/></Relationships>'
    signed["_rels/.rels"] = signed["_rels/.rels"].replace("</Relationships>", line)
    followed = make.parts() | {"xl/log/headers.xml": "<headers/>"}
    kind = f'<Relationship Id="rId9" Type="{make.RELATIONS}/revisionHeaders" Target="log/headers.xml"/>'
    rels = followed["xl/_rels/workbook.xml.rels"].replace("</Relationships>", kind + "</Relationships>")
    followed["xl/_rels/workbook.xml.rels"] = rels
    for made, says in ((signed, "digitally signed"), (followed, "a shared workbook with a list of changes")):
        path.write_bytes(make.zipped(made))
        with pytest.raises(Refused, match=says):
            save(open_workbook(path), [SetCells("Risks", "C", {2: 1})])
        assert path.read_bytes() == make.zipped(made)
