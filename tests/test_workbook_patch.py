"""What a save does to a sheet, seen in its XML: formats, formulas, tables and everything that grows along."""

from __future__ import annotations

import datetime
import re
import zipfile
from copy import deepcopy
from io import BytesIO

import pytest
import workbook_maker as make
from lxml import etree

from pmxl.model import PageCell, PageRow, ReplaceSheet, SetCells
from pmxl.workbook import Refused, open_workbook, save


@pytest.fixture
def saved(tmp_path):
    """Save edits into a workbook of these bytes; gives the reopened workbook and the text of its parts."""

    def run(data, *edits, name="book.xlsx"):
        path = tmp_path / name
        path.write_bytes(data)
        save(open_workbook(path), edits)
        again = open_workbook(path)
        assert save(again, edits) == ()
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
            texts = {part: archive.read(part) for part in archive.namelist()}
        return again, {part: decoded(content) for part, content in texts.items()}

    return run


def decoded(content: bytes) -> str:
    return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")


def body(texts, part="xl/worksheets/sheet1.xml"):
    return texts[part].split("<sheetData>")[1].split("</sheetData>")[0]


def data(*rows: str, after: str = "") -> str:
    return make.sheet(f"<sheetData>{''.join(rows)}</sheetData>{after}")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", '<c r="C2" t="inlineStr"><is><t>=1+1</t></is></c>'),
        (" a\nb ", '<c r="C2" t="inlineStr"><is><t xml:space="preserve"> a\nb </t></is></c>'),
        ("a\x01b_x0041_", '<c r="C2" t="inlineStr"><is><t>a_x0001_b_x005F_x0041_</t></is></c>'),
        ("<&>", '<c r="C2" t="inlineStr"><is><t>&lt;&amp;&gt;</t></is></c>'),
        (True, '<c r="C2" t="b"><v>1</v></c>'),
        (3, '<c r="C2"><v>3</v></c>'),
        (0.1, '<c r="C2"><v>0.1</v></c>'),
        (datetime.date(2026, 4, 27), '<c r="C2"><v>46139</v></c>'),
        (datetime.datetime(2026, 4, 27, 18), '<c r="C2"><v>46139.75</v></c>'),
    ],
    ids=str,
)
def test_values_are_written_as_what_they_are(saved, value, cell):
    book, texts = saved(make.workbook(), SetCells("Risks", "C", {2: value}))
    assert cell in body(texts)
    got = book.raw.sheets["Risks"].cells[2][3]
    assert got == (value if not isinstance(value, datetime.date) else float(re.search("<v>(.*)</v>", cell)[1]))


def test_clearing_keeps_the_format(saved):
    rows = '<row r="2"><c r="A2" s="1"><v>1</v></c><c r="B2"><v>2</v></c><c r="C2"><v>3</v></c></row>'
    _, texts = saved(
        make.workbook({"Risks": data(rows)}), SetCells("Risks", "A", {2: None}), SetCells("Risks", "B", {2: None})
    )
    assert body(texts) == '<row r="2"><c r="A2" s="1"/><c r="C2"><v>3</v></c></row>'


def test_only_the_row_that_is_set_is_touched(saved):
    rows = ("<row r='1'/>", '<row r="3" spans="1:2" ht="20" x:a="b"><c r="B3"><v>1</v></c></row>', '<row r="9"></row>')
    _, texts = saved(make.workbook({"Risks": data(*rows[1:])}), SetCells("Risks", "D", {3: 7, 5: 8}))
    assert body(texts) == (
        '<row r="3" spans="1:4" ht="20" x:a="b"><c r="B3"><v>1</v></c><c r="D3"><v>7</v></c></row>'
        '<row r="5"><c r="D5"><v>8</v></c></row><row r="9"></row>'
    )


@pytest.mark.parametrize("code", ["General", "GENERAL", "@"])
def test_formats_that_say_nothing_of_dates_are_none_by_whatever_number(saved, code):
    made = make.parts({"Risks": make.sheet('<sheetData><row r="2"><c r="C2" s="1"/></row></sheetData>')})
    formats = f'<numFmts count="1"><numFmt numFmtId="164" formatCode="{code}"/></numFmts><fonts '
    made["xl/styles.xml"] = make.STYLES.replace("<fonts ", formats).replace('numFmtId="0"', 'numFmtId="164"')
    _, texts = saved(make.zipped(made), SetCells("Risks", "C", {2: datetime.date(2026, 4, 27)}, kind="day"))
    styles = etree.fromstring(texts["xl/styles.xml"].encode())
    last = styles.findall(".//{*}cellXfs/{*}xf")[-1].get("numFmtId")
    codes = {node.get("numFmtId"): node.get("formatCode") for node in styles.findall(".//{*}numFmt")}
    assert "yy" in codes[last]
    assert f's="{len(styles.findall(".//{*}cellXfs/{*}xf")) - 1}"' in body(texts)


def test_formats_that_another_office_wraps_as_alternatives_keep_their_positions(saved):
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    made = make.parts({"Risks": data('<row r="2"><c r="A2" s="1"/><c r="B2" s="2"/></row>')})
    styles = etree.fromstring(make.STYLES.encode())
    for entry in styles.xpath("//*[local-name()='cellXfs' or local-name()='fonts']/*"):
        alternative = etree.Element(f"{{{space}}}AlternateContent", nsmap={"mc": space, "o": "urn:office"})
        entry.getparent().replace(entry, alternative)
        etree.SubElement(alternative, f"{{{space}}}Choice", Requires="o").append(deepcopy(entry))
        etree.SubElement(alternative, f"{{{space}}}Fallback").append(entry)
    made["xl/styles.xml"] = etree.tostring(styles).decode()
    day = datetime.date(2026, 4, 27)
    edits = [SetCells("Risks", column, {2: day}, kind="day") for column in "AB"]
    _, texts = saved(make.zipped(made), *edits, PAGE)
    assert re.findall(r's="(\d)"', body(texts)) == ["3", "2"]
    listed = etree.fromstring(texts["xl/styles.xml"].encode()).find(".//{*}cellXfs")
    assert int(listed.get("count")) == len(listed)
    assert listed[3].get("fillId") == "1"
    assert listed[3].find("{*}alignment").get("wrapText") == "1"


def test_a_cell_without_a_format_gets_that_of_its_kind(saved):
    rows = '<row r="2"><c r="A2" s="1"/><c r="B2" s="2"/></row>'
    day = datetime.date(2026, 4, 27)
    edits = [SetCells("Risks", column, {2: day}, kind="day") for column in "ABC"]
    _, texts = saved(make.workbook({"Risks": data(rows)}), *edits, SetCells("Risks", "D", {2: 0.5}, kind="percent"))
    assert re.findall(r's="(\d)"', body(texts)) == ["3", "2", "4", "5"]
    styles = texts["xl/styles.xml"]
    assert '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd mmm yyyy"/></numFmts><fonts' in styles
    assert '<cellXfs count="6">' in styles
    kept = '<xf numFmtId="164" fontId="0" fillId="1" borderId="0" xfId="0" applyFill="1" applyNumberFormat="1">'
    kept += '<alignment wrapText="1"/></xf>'
    assert kept in styles


@pytest.mark.parametrize(
    ("rows", "head", "style"),
    [
        ('<row r="2" s="1" customFormat="1"><c r="A2"/></row>', "", "1"),
        ('<row r="2"><c r="A2"/></row>', '<cols><col min="2" max="4" style="1"/></cols>', "1"),
        ('<row r="2" s="1"><c r="A2"/></row>', "", None),
    ],
)
def test_a_new_cell_takes_the_format_of_its_row_or_column(saved, rows, head, style):
    text = make.sheet(f"{head}<sheetData>{rows}</sheetData>")
    _, texts = saved(make.workbook({"Risks": text}), SetCells("Risks", "C", {2: "x"}))
    found = re.search(r'<c r="C2"(?: s="(\d)")?', body(texts))
    assert found[1] == style


TABLED = ReplaceSheet(
    "Findings", (20, 20), (PageRow((PageCell("Where"), PageCell("What"))), PageRow((PageCell("A1"), PageCell("x")))),
    table="Found",
)  # fmt: skip
AMOUNTS = {"Risks": make.table("A1:B2", ("ID", "Amount"))}
FORMULA = "Risks[[#This Row],[Amount]]*2"


def test_a_formula_is_written_with_its_value(saved):
    book, texts = saved(make.workbook(tables=AMOUNTS), SetCells("Risks", "C", {2: 84, 3: "high"}, formula=FORMULA))
    assert f'<c r="C2"><f>{FORMULA}</f><v>84</v></c>' in body(texts)
    assert f'<c r="C3" t="str"><f>{FORMULA}</f><v>high</v></c>' in body(texts)
    assert book.raw.sheets["Risks"].formulas == {(2, 3): FORMULA, (3, 3): FORMULA}
    assert '<calcPr fullCalcOnLoad="1"/></workbook>' in texts["xl/workbook.xml"]


@pytest.mark.parametrize(
    ("formula", "is_written"),
    [
        ("SUM(risks[Amount])", True),
        ("Risks[[#This Row],[ID]]&Risks[[#Headers],[ID]:[Amount]]", True),
        ("\"Gone[x]\"&A1&'Gone[x]'!A1", True),
        ("[1]Sheet1!A1", True),
        ("Gone[[#This Row],[ID]]", False),
        ("1+Risks[[#This Row],[Gone]]", False),
        ("SUM(Found[Anything])", True),
    ],
)
def test_a_formula_that_names_no_table_of_the_workbook_is_left_out(saved, formula, is_written):
    edit = SetCells("Risks", "D", {2: 84}, formula=formula)
    book, _ = saved(make.workbook(tables=AMOUNTS), edit, TABLED)
    assert book.raw.sheets["Risks"].formulas == ({(2, 4): formula} if is_written else {})
    assert book.raw.sheets["Risks"].cells[2][4] == 84
    assert bool(book.oddities) != is_written


def test_a_new_formula_ends_the_calculation_chain(saved):
    made = make.parts(tables=AMOUNTS)
    made["xl/calcChain.xml"] = f'<calcChain xmlns="{make.MAIN}"><c r="A1" i="1"/></calcChain>'
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{make.RELATIONS}/calcChain" Target="calcChain.xml"/></Relationships>',
    )
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/xl/calcChain.xml" ContentType="{make.CONTENT}.calcChain+xml"/></Types>'
    )
    _, texts = saved(make.zipped(made), SetCells("Risks", "B", {2: 41}))
    assert "xl/calcChain.xml" in texts
    _, texts = saved(make.zipped(made), SetCells("Risks", "C", {2: 84}, formula=FORMULA))
    assert "xl/calcChain.xml" not in texts
    assert "calcChain" not in texts["[Content_Types].xml"] + texts["xl/_rels/workbook.xml.rels"]


def test_cells_that_share_a_formula_keep_theirs(saved):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
    )
    book, _ = saved(make.workbook({"Risks": data(rows)}), SetCells("Risks", "B", {1: 5}))
    assert book.raw.sheets["Risks"].formulas == {(2, 2): "A2*2", (3, 2): "A3*2"}
    assert book.raw.sheets["Risks"].cells[2][2] == 4
    book, texts = saved(make.workbook({"Risks": data(rows)}), SetCells("Risks", "B", {2: 5}))
    assert book.raw.sheets["Risks"].formulas == {(1, 2): "A1*2", (3, 2): "A3*2"}
    assert '<f t="shared" si="0"/>' in body(texts)


MERGE = '<mergeCells count="1"><mergeCell ref="A2:B2"/></mergeCells>'


@pytest.mark.parametrize(
    ("rows", "after", "says"),
    [
        ('<row r="2"><c r="B2"/></row>', MERGE, "'Risks'!B2 is part of a merged cell"),
        ('<row r="2"><c r="B2"><f t="array" ref="B2:B3">X</f></c></row>', "", "'Risks'!B2 is part of an array formula"),
        ('<row r="2"><c r="B2"/><c r="B2"/></row>', "", "row 2 of its sheet \"Risks\" is written in a way"),
        ('<row r="2"><c r="B2"/></row><row r="2"/>', "", "row 2 of its sheet"),
        ('<row r="2"><c r="A2"><row r="1"><c r="C1"/></row></c></row><row r="1"/>', "", "row 3 of its sheet"),
        ('<row r="2"/><c r="B2"/><row r="1"/>', "", "row 3 of its sheet"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_refused_and_nothing_is_written(tmp_path, rows, after, says):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.workbook({"Risks": data(rows, after=after)}))
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        save(open_workbook(path), [SetCells("Risks", "A", {2: 1}), SetCells("Risks", "B", {2: 1})])
    assert says in str(refused.value)
    assert path.read_bytes() == before


PIVOT = (
    f'<pivotTableDefinition xmlns="{make.MAIN}" name="Open by owner" cacheId="1"><location ref="E5:F8" '
    'firstHeaderRow="1" firstDataRow="1" firstDataCol="1" rowPageCount="2" colPageCount="1"/></pivotTableDefinition>'
)


@pytest.fixture
def with_pivot(tmp_path):
    """A list in A1:B2 and beside it a pivot table in E5:F8 with two filters above."""
    made = make.parts({"Risks": make.sheet(make.GOOD)}, {"Risks": make.table("A1:B2", ("ID", "Amount"))})
    made["xl/worksheets/_rels/sheet1.xml.rels"] = make.relationships(
        ("rId1", "table", "../tables/table1.xml"), ("rId2", "pivotTable", "../pivotTables/pivotTable1.xml")
    )
    path = tmp_path / "book.xlsx"

    def write(pivot=PIVOT):
        path.write_bytes(make.zipped(made | {"xl/pivotTables/pivotTable1.xml": pivot}))
        return open_workbook(path)

    return write


@pytest.mark.parametrize("cell", ["E5", "F8", "E2", "F3"])
def test_what_a_pivot_table_would_take_away_is_not_set(with_pivot, cell):
    book = with_pivot()
    with pytest.raises(Refused, match=f'{cell} is part of the pivot table "Open by owner" .* move it to a sheet of'):
        save(book, [SetCells("Risks", cell[0], {int(cell[1]): "seen"})])
    assert open_workbook(book.path).data == book.data


def test_beside_a_pivot_table_everything_can_be_set(with_pivot):
    book = with_pivot()
    around = {"D": (5,), "G": (6,), "E": (1, 4, 9)}
    save(book, [SetCells("Risks", column, dict.fromkeys(rows, "seen")) for column, rows in around.items()])
    cells = open_workbook(book.path).raw.sheets["Risks"].cells
    assert all(cells[row][ord(column) - 64] == "seen" for column, rows in around.items() for row in rows)


def test_a_table_does_not_grow_into_a_pivot_table(with_pivot):
    below = PIVOT.replace("E5:F8", "A4:B8").replace('rowPageCount="2" ', "")
    with pytest.raises(Refused, match='the table "Risks" on sheet "Risks" needs rows, but A4:B8 below it is taken'):
        save(with_pivot(below), [SetCells("Risks", "A", {3: "R-002", 4: "R-003"})])


def test_the_first_cell_of_a_merge_and_a_lone_array_can_be_set(saved):
    rows = '<row r="2"><c r="A2"/><c r="B2"/><c r="C2" cm="1"><f t="array" ref="C2">X</f><v>1</v></c></row>'
    edits = SetCells("Risks", "A", {2: "x"}), SetCells("Risks", "C", {2: 2})
    _, texts = saved(make.workbook({"Risks": data(rows, after=MERGE)}), *edits)
    assert '<c r="C2"><v>2</v></c>' in body(texts)


GRAMMARS = {
    "no addresses": '<row><c><v>1</v></c><c t="s"><v>0</v></c></row><row><c><v>2</v></c></row>',
    "self-closing": "",
    "spaced": '<row r="1" ><c r="A1" ><v>1</v></c ></row >',
}


@pytest.mark.parametrize("rows", [GRAMMARS["no addresses"], GRAMMARS["self-closing"]], ids=["no addresses", "empty"])
def test_unusual_rows_can_be_set(saved, rows):
    text = make.sheet(f"<sheetData>{rows}</sheetData>" if rows else "<sheetData/>")
    before = {r: dict(c) for r, c in cells_of(make.workbook({"Risks": text})).items()}
    book, _ = saved(
        make.workbook({"Risks": text}), SetCells("Risks", "A", {2: "new"}), SetCells("Risks", "C", {1: "far"})
    )
    before.setdefault(1, {})[3] = "far"
    before.setdefault(2, {})[1] = "new"
    assert book.raw.sheets["Risks"].cells == before


def test_rows_and_cells_out_of_order_are_put_in_order_when_one_is_set(saved):
    rows = (
        '<row r="3" ht="9"><c r="B3"><v>5</v></c><c r="A3" t="inlineStr"><is><t>x</t></is></c></row>\n<row r="7"/>',
        '<row r="1"><c r="A1"><v>1</v></c></row>',
    )
    book, texts = saved(make.workbook({"Risks": data(*rows)}), SetCells("Risks", "C", {1: 2, 5: 3}))
    assert re.findall('<row r="(.)"', body(texts)) == ["1", "3", "5", "7"]
    assert book.raw.sheets["Risks"].cells == {1: {1: 1, 3: 2}, 3: {1: "x", 2: 5}, 5: {3: 3}}
    assert '<row r="3" ht="9"><c r="A3" t="inlineStr"><is><t>x</t></is></c><c r="B3"><v>5</v></c></row>' in body(texts)


def cells_of(content: bytes):
    from pmxl.workbook.book import Workbook

    return Workbook("x.xlsx", content).raw.sheets["Risks"].cells


def prefixed(text: str) -> str:
    return re.sub(r"<(/?)(?=[a-z])(?!\?)", r"<\1x:", text).replace("xmlns=", "xmlns:x=").replace("<x:?xml", "<?xml")


def test_prefixed_and_utf_16_workbooks_are_patched_in_their_own_way(saved):
    made = make.parts(tables={"Risks": make.table("A1:B2", ("ID", "Amount"))})
    made["xl/worksheets/sheet1.xml"] = make.sheet(
        make.GOOD + '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    )
    for part in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "xl/tables/table1.xml"):
        made[part] = prefixed(made[part])
    book, texts = saved(
        make.zipped(made), SetCells("Risks", "B", {2: 41, 3: datetime.date(2026, 1, 1)}, kind="day"), PAGE
    )
    assert '<x:c r="B2" s="3"><x:v>41</x:v></x:c>' in texts["xl/worksheets/sheet1.xml"]
    assert '<x:xf numFmtId="164"' in texts["xl/styles.xml"]
    assert '<x:sheet name="Brief"' in texts["xl/workbook.xml"]
    assert book.raw.tables[0].last_row == 3
    made = make.parts()
    made["xl/worksheets/sheet1.xml"] = make.sheet(head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")
    book, texts = saved(make.zipped(made), SetCells("Risks", "B", {2: 41, 3: "ü"}))
    assert book.raw.sheets["Risks"].cells[3] == {2: "ü"}


TABLE_SHEET = data(
    '<row r="1"><c r="A1" t="inlineStr"><is><t>ID</t></is></c><c r="B1" t="inlineStr"><is><t>Amount</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>Double</t></is></c></row>',
    '<row r="2"><c r="A2" s="1" t="inlineStr"><is><t>R-001</t></is></c><c r="B2" s="2"><v>42</v></c>'
    '<c r="C2"><f>Risks[[#This Row],[Amount]]*2</f><v>84</v></c></row>',
    after='<conditionalFormatting sqref="B2 D1:D9"><cfRule type="cellIs" priority="1" operator="greaterThan">'
    "<formula>1</formula></cfRule></conditionalFormatting>"
    '<dataValidations count="2"><dataValidation type="whole" sqref="B2"><formula1>1</formula1></dataValidation>'
    '<dataValidation type="whole" sqref="B1:B2 A2:A40 A1"><formula1>1</formula1></dataValidation></dataValidations>'
    '<tableParts count="1"><tablePart r:id="rId1"/></tableParts>'
    '<extLst><ext xmlns:x14="urn:x14" xmlns:xm="urn:xm" uri="u"><x14:dataValidations><x14:dataValidation>'
    "<xm:sqref>C2:C2</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>",
)
COLUMNS = (
    '<tableColumn id="1" name="ID"/><tableColumn id="2" name="Amount"/><tableColumn id="3" name="Double">'
    "<calculatedColumnFormula>Risks[[#This Row],[Amount]]*2</calculatedColumnFormula></tableColumn>"
)


def table_book(**kwargs):
    names = '<definedNames><definedName name="ids">Risks!$A$2:$A$2</definedName></definedNames>'
    return make.workbook({"Risks": TABLE_SHEET}, {"Risks": make.table("A1:C2", COLUMNS, **kwargs)}, names)


def test_a_table_grows_with_everything_that_belongs_to_it(saved):
    edits = SetCells("Risks", "A", {3: "R-002", 4: "R-003"}), SetCells("Risks", "B", {4: 7})
    book, texts = saved(table_book(), *edits)
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
    path.write_bytes(table_book(**kwargs))
    with pytest.raises(Refused, match=says):
        save(open_workbook(path), [SetCells("Risks", "A", values)])


TOTALS = (
    '<row r="3" ht="20"><c r="A3" s="1" t="s"><v>1</v></c>'
    '<c r="B3" s="1"><f>SUBTOTAL(109,Risks[Amount])</f><v>42</v></c>'
    '<c r="C3"><f>SUM(C2:C2)</f><v>84</v></c><c r="E3"><v>9</v></c></row></sheetData>'
)
TOTAL_COLUMNS = COLUMNS.replace(
    "</calculatedColumnFormula>", "</calculatedColumnFormula><totalsRowFormula>SUM(C2:C2)</totalsRowFormula>"
)


def book_with_totals(cells: str = "", after: str = "", names: str = "", more: dict[str, str] | None = None) -> bytes:
    """The table of before with a row of totals, and whatever else points at it."""
    text = TABLE_SHEET.replace("</sheetData>", TOTALS).replace("</row></sheetData>", f"{cells}</row></sheetData>")
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
    text = TABLE_SHEET.replace("</sheetData>", '<row r="4"><c r="C4"><v>1</v></c></row></sheetData>')
    path.write_bytes(make.workbook({"Risks": text}, {"Risks": make.table("A1:C2", COLUMNS)}))
    save(open_workbook(path), [SetCells("Risks", "A", {3: "R-002"})])
    with pytest.raises(Refused, match="needs rows, but C4 below it is taken"):
        save(open_workbook(path), [SetCells("Risks", "A", {4: "R-003"})])


def test_a_cell_with_a_blank_row_above_it_is_no_row_of_the_table(saved):
    text = TABLE_SHEET.replace("</sheetData>", '<row r="9"><c r="A9"><v>1</v></c></row></sheetData>')
    made = make.workbook({"Risks": text}, {"Risks": make.table("A1:C2", COLUMNS)})
    book, texts = saved(made, SetCells("Risks", "A", {5: "Source: Ann", 9: 2}))
    assert book.raw.sheets["Risks"].cells[5] == {1: "Source: Ann"}
    assert book.raw.sheets["Risks"].cells[9] == {1: 2}
    assert 'ref="A1:C2"' in texts["xl/tables/table1.xml"]


def test_a_header_beside_a_table_gives_it_a_column(saved):
    edits = (
        SetCells("Risks", "D", {1: "Level\nnow"}),
        SetCells("Risks", "D", {2: 84, 3: 10}, formula=FORMULA),
        SetCells("Risks", "E", {1: "Note", 3: "x"}),
    )
    book, texts = saved(table_book(), *edits)
    text = texts["xl/tables/table1.xml"]
    assert 'ref="A1:E3"><autoFilter ref="A1:E3"/><tableColumns count="5">' in text
    formula = f"<calculatedColumnFormula>{FORMULA}</calculatedColumnFormula>"
    assert f'<tableColumn id="4" name="Level_x000a_now">{formula}</tableColumn>' in text
    assert '<tableColumn id="5" name="Note"/></tableColumns>' in text
    assert book.raw.tables[0].columns == ("ID", "Amount", "Double", "Level\nnow", "Note")


def test_a_column_that_has_no_room_or_no_name_of_its_own_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(table_book())
    with pytest.raises(Refused, match="two would have the same header"):
        save(open_workbook(path), [SetCells("Risks", "D", {1: "amount "})])
    text = TABLE_SHEET.replace("</row></sheetData>", '<c r="D2"><v>1</v></c></row></sheetData>')
    path.write_bytes(make.workbook({"Risks": text}, {"Risks": make.table("A1:C2", COLUMNS)}))
    with pytest.raises(Refused, match="needs columns, but D2 is taken"):
        save(open_workbook(path), [SetCells("Risks", "D", {1: "Level"})])


PAGE = ReplaceSheet("Brief", (20,), (PageRow((PageCell("Hello"),)),), after="Risks")


def test_a_new_sheet_shifts_everything_that_counts_sheets(saved):
    sheets = {"Risks": make.sheet(), "Log": make.sheet(), "Old": make.sheet()}
    made = make.parts(sheets, workbook=(
        '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="2">Old!$A$1</definedName>'
        '<definedName name="x" localSheetId="0">Risks!$A$1</definedName></definedNames>'
    ))  # fmt: skip
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
        "<workbookView/>", '<workbookView activeTab="1" firstSheet="0"/>'
    )
    book, texts = saved(make.zipped(made), PAGE)
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
    book, texts = saved(make.zipped(made), SetCells("Log", "C", {2: "seen"}), PAGE)
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
    book, texts = saved(make.zipped(made), PAGE)
    assert list(book.raw.sheets) == ["Log", "Brief", "Risks"]
    assert texts["xl/worksheets/sheet2.xml"].endswith('<drawing r:id="rId7"/><legacyDrawing r:id="rId8"/></worksheet>')
    assert 'tabSelected="1"' in texts["xl/worksheets/sheet2.xml"]
    assert book.raw.sheets["Brief"].cells == {1: {1: "Hello"}}
    assert book.raw.sheets["Brief"].formulas == {}


def test_a_sheet_that_pmxl_did_not_make_is_not_replaced(saved, tmp_path):
    path = tmp_path / "theirs.xlsx"
    path.write_bytes(make.workbook({"Risks": make.sheet(), "brief": make.sheet()}))
    with pytest.raises(Refused, match='its sheet "brief" was not made by pmxl and would be overwritten; rename it'):
        save(open_workbook(path), [PAGE])
    blank = make.workbook({"Risks": make.sheet(), "brief": make.sheet("<sheetData/>")})
    book, texts = saved(blank, PAGE)
    assert book.raw.sheets["brief"].cells == {1: {1: "Hello"}}
    mark = '<definedName name="_pmxl_page" localSheetId="1" hidden="1">\'brief\'!$A$1</definedName>'
    assert mark in texts["xl/workbook.xml"]
    save(open_workbook(book.path), [PAGE._replace(rows=(PageRow((PageCell("again"),)),))])


def test_a_replaced_table_keeps_its_part_and_number(saved):
    book, texts = saved(make.workbook(tables={"Risks": make.table("A1:B2", ("ID", "Amount"))}), TABLED)
    part = next(p for p in texts if "Found" in texts[p] and "tables/" in p)
    number = re.search(r' id="(\d+)"', texts[part])[1]
    longer = TABLED._replace(rows=(*TABLED.rows, TABLED.rows[1]))
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
    _, texts = saved(make.zipped(made), TABLED)
    assert 'PartName="/xl/worksheets/_rels/sheet2.xml.rels"' in texts["[Content_Types].xml"]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (PAGE._replace(sheet="A/B"), "cannot be the name of a sheet"),
        (TABLED._replace(table="tbl1"), '"tbl1" cannot be the name of a table'),
        (TABLED._replace(table="R1C1"), '"R1C1" cannot be the name of a table'),
        (TABLED._replace(rows=()), "blank or equal headers"),
        (TABLED._replace(table="ids"), 'has a defined name "ids", which a table needs'),
        (TABLED._replace(table="Risks"), 'has a table named "Risks" already'),
        (TABLED._replace(rows=(PageRow((PageCell("A"), PageCell("a "))),) * 2), "blank or equal headers"),
    ],
)
def test_pages_that_excel_would_not_open_are_refused(tmp_path, page, says):
    path = tmp_path / "book.xlsx"
    path.write_bytes(table_book())
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
        save(open_workbook(path), [PAGE, PAGE])


def test_a_protected_structure_gets_no_sheet(tmp_path):
    made = make.parts()
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(
        "<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'
    )
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.zipped(made))
    with pytest.raises(Refused, match="its structure is protected"):
        save(open_workbook(path), [PAGE])
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


def test_a_text_that_fits_no_cell_is_refused(tmp_path):
    path = tmp_path / "book.xlsx"
    path.write_bytes(make.workbook())
    save(open_workbook(path), [SetCells("Risks", "C", {2: "x" * 32767})])
    with pytest.raises(Refused, match=r"a text of 32,768 characters"):
        save(open_workbook(path), [SetCells("Risks", "C", {2: "x" * 32768})])


def test_dates_count_from_1904_where_the_workbook_says_so(saved):
    made = make.parts()
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("<bookViews>", '<workbookPr date1904="1"/><bookViews>')
    day = datetime.date(2026, 4, 27)
    page = PAGE._replace(rows=(PageRow((PageCell(day),)),))
    book, _ = saved(make.zipped(made), SetCells("Risks", "C", {2: day}), page)
    assert book.raw.sheets["Risks"].cells[2][3] == book.raw.sheets["Brief"].cells[1][1] == 46139 - 1462


def test_a_workbook_whose_kind_is_stated_as_nothing_gets_one(tmp_path):
    made, out = make.parts(), tmp_path / "out.xlsx"
    made["[Content_Types].xml"] = re.sub(r'(workbook.xml" ContentType=")[^"]*', r"\1", made["[Content_Types].xml"])
    (tmp_path / "in.xlsx").write_bytes(make.zipped(made))
    save(open_workbook(tmp_path / "in.xlsx"), [SetCells("Risks", "B", {2: 1.0})], out)
    assert open_workbook(out).raw.sheets["Risks"].cells[2][2] == 1
