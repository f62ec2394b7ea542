"""What a save does to a table, seen in its XML: new rows, new columns, totals, and everything that grows along."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
import workbook_maker as make

from pmxl.model import SetCells
from pmxl.workbook import Refused, open_workbook, save


def test_a_table_grows_with_everything_that_belongs_to_it(saved):
    edits = SetCells("Risks", "A", {3: "R-002", 4: "R-003"}), SetCells("Risks", "B", {4: 7})
    book, texts = saved(make.table_book(), *edits)
    assert 'ref="A1:C4"' in texts["xl/tables/table1.xml"]
    assert '<autoFilter ref="A1:C4"/>' in texts["xl/tables/table1.xml"]
    text = texts["xl/worksheets/sheet1.xml"]
    assert 'sqref="B2:B4 D1:D9"' in text
    assert 'sqref="B2:B4"><formula1>' in text
    assert 'sqref="B1:B4 A2:A40 A1"' in text
    assert "<xm:sqref>C2:C4</xm:sqref>" in text
    assert '<c r="A3" s="1" t="inlineStr"><is><t>R-002</t></is></c><c r="B3" s="2"/>' in text
    assert '<c r="C3"><f>Risks[[#This Row],[Amount]]*2</f></c></row>' in text
    assert book.raw.sheets["Risks"].formulas[4, 3] == "Risks[[#This Row],[Amount]]*2"
    assert book.raw.names["ids"] == "Risks!$A$2:$A$4"


@pytest.mark.parametrize(
    ("kwargs", "values", "says"),
    [
        (
            {"extra": ' totalsRowCount="1"'},
            {2: None},
            'row 2 of the sheet "Risks" holds the totals of the table "Risks"',
        ),
        ({"extra": ' tableType="queryTable"'}, {3: "R-002"}, "is filled by a query"),
    ],
)
def test_a_table_that_only_excel_can_grow_is_refused(tmp_path, kwargs, values, says):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.table_book(**kwargs))
    with pytest.raises(Refused, match=says):
        save(open_workbook(path), [SetCells("Risks", "A", values)])


TOTALS = (
    '<row r="3" ht="20"><c r="A3" s="1" t="s"><v>1</v></c>'
    '<c r="B3" s="1"><f>SUBTOTAL(109,Risks[Amount])</f><v>42</v></c>'
    '<c r="C3"><f>SUM(C2:C2)</f><v>84</v></c><c r="E3"><v>9</v></c></row></sheetData>'
)
TOTAL_COLUMNS = make.COLUMNS.replace(
    "</calculatedColumnFormula>", "</calculatedColumnFormula><totalsRowFormula>SUM(C2:C2)</totalsRowFormula>"
)


def book_with_totals(cells: str = "", after: str = "", names: str = "", more: dict[str, str] | None = None) -> bytes:
    """The table of before with a row of totals, and whatever else points at it."""
    text = make.TABLE_SHEET.replace("</sheetData>", TOTALS).replace("</row></sheetData>", f"{cells}</row></sheetData>")
    text = text.replace("<conditionalFormatting ", f"{after}<conditionalFormatting ", 1)
    table = make.table("A1:C3", TOTAL_COLUMNS, extra=' totalsRowCount="1"')
    table = table.replace('<autoFilter ref="A1:C3"/>', '<autoFilter ref="A1:C2"/>')
    sheets = {"Risks": text, "Log": make.sheet('<sheetData><row r="1"><c r="A1"><f>Risks!E3</f></c></row></sheetData>')}
    made = make.parts(sheets, {"Risks": table}, f"<definedNames>{names}</definedNames>" if names else "")
    return make.zipped(made | (more or {}))


def test_a_table_with_totals_gets_its_rows_above_them(saved):
    names = (
        '<definedName name="all">Risks!$A$1:$C$3</definedName><definedName name="ids">Risks!$A$2:$A$2</definedName>'
        '<definedName name="_xlnm.Print_Area" localSheetId="0">Risks!$A$1:$E$3</definedName>'
    )
    edits = SetCells("Risks", "A", {3: "R-002", 4: "R-003"}), SetCells("Risks", "B", {3: 1, 4: 7})
    book, texts = saved(book_with_totals(names=names), *edits)
    assert 'ref="A1:C5" totalsRowCount="1"><autoFilter ref="A1:C4"/>' in texts["xl/tables/table1.xml"]
    assert "<totalsRowFormula>SUM(C2:C4)</totalsRowFormula>" in texts["xl/tables/table1.xml"]
    assert book.raw.tables[0].last_row == 4
    text = texts["xl/worksheets/sheet1.xml"]
    assert (
        '<c r="C3"><f>Risks[[#This Row],[Amount]]*2</f></c><c r="E3"><v>9</v></c></row><row r="4"><c r="A4" s="1" '
        't="inlineStr"><is><t>R-003</t></is></c><c r="B4" s="2"><v>7</v></c>'
        '<c r="C4"><f>Risks[[#This Row],[Amount]]*2</f></c></row><row r="5"><c r="A5" s="1" t="s"><v>1</v></c>'
        '<c r="B5" s="1"><f>SUBTOTAL(109,Risks[Amount])</f><v>50</v></c><c r="C5"><f>SUM(C2:C4)</f></c></row>'
    ) in text
    assert (
        '<row r="3" ht="20"><c r="A3" s="1" t="inlineStr"><is><t>R-002</t></is></c><c r="B3" s="2"><v>1</v></c>' in text
    )
    assert 'sqref="B2:B4 D1:D9"' in text
    assert book.raw.names == {"all": "Risks!$A$1:$C$5", "ids": "Risks!$A$2:$A$4"}
    assert "Risks!$A$1:$E$5" in texts["xl/workbook.xml"]


POINTS = '<a:f xmlns:a="urn:a">Risks!$B$2:$B$3</a:f>'
COMMENTS = {
    "xl/worksheets/_rels/sheet1.xml.rels": make.relationships(
        ("rId1", "table", "../tables/table1.xml"), ("rId2", "comments", "../comments1.xml")
    ),
    "xl/comments1.xml": '<comments><commentList><comment authorId="0" ref="B3"/></commentList></comments>',
}


@pytest.mark.parametrize(
    ("kwargs", "says"),
    [
        ({"cells": '<c r="F3"><f>B3*2</f><v>84</v></c>'}, r"'Risks'!F3 points at B3 in its row of totals"),
        ({"cells": '<c r="F3"><f>SUM(Risks!$A$3:B9)</f></c>'}, r"'Risks'!F3 points at \$A\$3:B9"),
        ({"cells": '<c r="F3"><f>SUM(Risks:Log!B3)</f></c>'}, r"'Risks'!F3 points at B3"),
        ({"cells": "<c r=\"F3\"><f>SUM('Log:risks'!B3)</f></c>"}, r"'Risks'!F3 points at B3"),
        ({"names": '<definedName name="sum">Risks!$B$3</definedName>'}, r'the name "sum" points at \$B\$3'),
        ({"more": {"xl/charts/chart1.xml": POINTS}}, r'the part "xl/charts/chart1.xml" points at \$B\$2:\$B\$3'),
        ({"more": COMMENTS}, r'the part "xl/comments1.xml" points at B3'),
        ({"after": '<conditionalFormatting sqref="A3:C3"/>'}, r'the part "xl/worksheets/sheet1.xml" points at A3:C3'),
        ({"cells": '</row><row r="4"><c r="B4"><v>1</v></c>'}, "needs rows, but B4 below it is taken"),
    ],
    ids=[
        "a formula",
        "a range",
        "sheets",
        "quoted sheets",
        "a name",
        "a chart",
        "a comment",
        "a rule",
        "what stands below",
    ],
)
def test_totals_that_something_points_at_stay_and_nothing_is_written(tmp_path, kwargs, says):
    path = tmp_path / "book.xlsx"
    path.write_bytes(book_with_totals(**kwargs))
    before = path.read_bytes()
    with pytest.raises(Refused, match=says):
        save(open_workbook(path), [SetCells("Risks", "A", {3: "R-002"})])
    assert path.read_bytes() == before


def test_what_only_looks_like_an_address_of_a_total_holds_nothing_back(saved):
    cells = '<c r="F3"><f>IF(E3="B3",Log!B3+C33+AB3,[1]Log!B3)</f><v>1</v></c>'
    book, _ = saved(book_with_totals(cells=cells), SetCells("Risks", "A", {3: "R-002"}))
    assert book.raw.tables[0].last_row == 3


@pytest.mark.parametrize(("code", "value"), [(101, 24.5), (102, 2.0), (103, 2.0), (104, 42.0), (105, 7.0), (109, 49.0)])
def test_a_total_shows_what_excel_will_calculate(saved, code, value):
    made = {
        name: text.replace("SUBTOTAL(109", f"SUBTOTAL({code}") for name, text in unzipped(book_with_totals()).items()
    }
    book, _ = saved(make.zipped(made), SetCells("Risks", "A", {3: "R-002"}), SetCells("Risks", "B", {3: 7}))
    assert book.raw.sheets["Risks"].cells[4][2] == value


def unzipped(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_table_does_not_grow_over_what_stands_below_it(tmp_path):
    path = tmp_path / "book.xlsx"
    text = make.TABLE_SHEET.replace("</sheetData>", '<row r="4"><c r="C4"><v>1</v></c></row></sheetData>')
    path.write_bytes(make.workbook({"Risks": text}, {"Risks": make.table("A1:C2", make.COLUMNS)}))
    save(open_workbook(path), [SetCells("Risks", "A", {3: "R-002"})])
    with pytest.raises(Refused, match="needs rows, but C4 below it is taken"):
        save(open_workbook(path), [SetCells("Risks", "A", {4: "R-003"})])


def test_a_cell_with_a_blank_row_above_it_is_no_row_of_the_table(saved):
    text = make.TABLE_SHEET.replace("</sheetData>", '<row r="9"><c r="A9"><v>1</v></c></row></sheetData>')
    made = make.workbook({"Risks": text}, {"Risks": make.table("A1:C2", make.COLUMNS)})
    book, texts = saved(made, SetCells("Risks", "A", {5: "Source: Ann", 9: 2}))
    assert book.raw.sheets["Risks"].cells[5] == {1: "Source: Ann"}
    assert book.raw.sheets["Risks"].cells[9] == {1: 2}
    assert 'ref="A1:C2"' in texts["xl/tables/table1.xml"]


def test_a_header_beside_a_table_gives_it_a_column(saved):
    edits = (
        SetCells("Risks", "D", {1: "Level\nnow"}),
        SetCells("Risks", "D", {2: 84, 3: 10}, formula=make.FORMULA),
        SetCells("Risks", "E", {1: "Note", 3: "x"}),
    )
    book, texts = saved(make.table_book(), *edits)
    text = texts["xl/tables/table1.xml"]
    assert 'ref="A1:E3"><autoFilter ref="A1:E3"/><tableColumns count="5">' in text
    formula = f"<calculatedColumnFormula>{make.FORMULA}</calculatedColumnFormula>"
    assert f'<tableColumn id="4" name="Level_x000a_now">{formula}</tableColumn>' in text
    assert '<tableColumn id="5" name="Note"/></tableColumns>' in text
    assert book.raw.tables[0].columns == ("ID", "Amount", "Double", "Level\nnow", "Note")


def test_a_column_that_has_no_room_or_no_name_of_its_own_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.table_book())
    with pytest.raises(Refused, match="two would have the same header"):
        save(open_workbook(path), [SetCells("Risks", "D", {1: "amount "})])
    text = make.TABLE_SHEET.replace("</row></sheetData>", '<c r="D2"><v>1</v></c></row></sheetData>')
    path.write_bytes(make.workbook({"Risks": text}, {"Risks": make.table("A1:C2", make.COLUMNS)}))
    with pytest.raises(Refused, match="needs columns, but D2 is taken"):
        save(open_workbook(path), [SetCells("Risks", "D", {1: "Level"})])
