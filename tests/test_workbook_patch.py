"""What a save does to the cells of a sheet, seen in its XML: values, formats, formulas."""

from __future__ import annotations

import datetime
import re
from copy import deepcopy

import pytest
import workbook_maker as make
from lxml import etree

from pmxl.model import PageCell, PageRow, SetCells
from pmxl.workbook import Refused, open_workbook, save


def body(texts, part="xl/worksheets/sheet1.xml"):
    return texts[part].split("<sheetData>")[1].split("</sheetData>")[0]


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
        make.workbook({"Risks": make.data(rows)}), SetCells("Risks", "A", {2: None}), SetCells("Risks", "B", {2: None})
    )
    assert body(texts) == '<row r="2"><c r="A2" s="1"/><c r="C2"><v>3</v></c></row>'


def test_only_the_row_that_is_set_is_touched(saved):
    rows = ("<row r='1'/>", '<row r="3" spans="1:2" ht="20" x:a="b"><c r="B3"><v>1</v></c></row>', '<row r="9"></row>')
    _, texts = saved(make.workbook({"Risks": make.data(*rows[1:])}), SetCells("Risks", "D", {3: 7, 5: 8}))
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
    made = make.parts({"Risks": make.data('<row r="2"><c r="A2" s="1"/><c r="B2" s="2"/></row>')})
    styles = etree.fromstring(make.STYLES.encode())
    for entry in styles.xpath("//*[local-name()='cellXfs' or local-name()='fonts']/*"):
        alternative = etree.Element(f"{{{space}}}AlternateContent", nsmap={"mc": space, "o": "urn:office"})
        entry.getparent().replace(entry, alternative)
        etree.SubElement(alternative, f"{{{space}}}Choice", Requires="o").append(deepcopy(entry))
        etree.SubElement(alternative, f"{{{space}}}Fallback").append(entry)
    made["xl/styles.xml"] = etree.tostring(styles).decode()
    day = datetime.date(2026, 4, 27)
    edits = [SetCells("Risks", column, {2: day}, kind="day") for column in "AB"]
    _, texts = saved(make.zipped(made), *edits, make.PAGE)
    assert re.findall(r's="(\d)"', body(texts)) == ["3", "2"]
    listed = etree.fromstring(texts["xl/styles.xml"].encode()).find(".//{*}cellXfs")
    assert int(listed.get("count")) == len(listed)
    assert listed[3].get("fillId") == "1"
    assert listed[3].find("{*}alignment").get("wrapText") == "1"


def test_a_cell_without_a_format_gets_that_of_its_kind(saved):
    rows = '<row r="2"><c r="A2" s="1"/><c r="B2" s="2"/></row>'
    day = datetime.date(2026, 4, 27)
    edits = [SetCells("Risks", column, {2: day}, kind="day") for column in "ABC"]
    _, texts = saved(
        make.workbook({"Risks": make.data(rows)}), *edits, SetCells("Risks", "D", {2: 0.5}, kind="percent")
    )
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


AMOUNTS = {"Risks": make.table("A1:B2", ("ID", "Amount"))}


def test_a_formula_is_written_with_its_value(saved):
    book, texts = saved(make.workbook(tables=AMOUNTS), SetCells("Risks", "C", {2: 84, 3: "high"}, formula=make.FORMULA))
    assert f'<c r="C2"><f>{make.FORMULA}</f><v>84</v></c>' in body(texts)
    assert f'<c r="C3" t="str"><f>{make.FORMULA}</f><v>high</v></c>' in body(texts)
    assert book.raw.sheets["Risks"].formulas == {(2, 3): make.FORMULA, (3, 3): make.FORMULA}
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
    book, _ = saved(make.workbook(tables=AMOUNTS), edit, make.TABLED)
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
    _, texts = saved(make.zipped(made), SetCells("Risks", "C", {2: 84}, formula=make.FORMULA))
    assert "xl/calcChain.xml" not in texts
    assert "calcChain" not in texts["[Content_Types].xml"] + texts["xl/_rels/workbook.xml.rels"]


def test_cells_that_share_a_formula_keep_theirs(saved):
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>4</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>6</v></c></row>'
    )
    book, _ = saved(make.workbook({"Risks": make.data(rows)}), SetCells("Risks", "B", {1: 5}))
    assert book.raw.sheets["Risks"].formulas == {(2, 2): "A2*2", (3, 2): "A3*2"}
    assert book.raw.sheets["Risks"].cells[2][2] == 4
    book, texts = saved(make.workbook({"Risks": make.data(rows)}), SetCells("Risks", "B", {2: 5}))
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
    path.write_bytes(make.workbook({"Risks": make.data(rows, after=after)}))
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
    _, texts = saved(make.workbook({"Risks": make.data(rows, after=MERGE)}), *edits)
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
    book, texts = saved(make.workbook({"Risks": make.data(*rows)}), SetCells("Risks", "C", {1: 2, 5: 3}))
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
        make.zipped(made), SetCells("Risks", "B", {2: 41, 3: datetime.date(2026, 1, 1)}, kind="day"), make.PAGE
    )
    assert '<x:c r="B2" s="3"><x:v>41</x:v></x:c>' in texts["xl/worksheets/sheet1.xml"]
    assert '<x:xf numFmtId="164"' in texts["xl/styles.xml"]
    assert '<x:sheet name="Brief"' in texts["xl/workbook.xml"]
    assert book.raw.tables[0].last_row == 3
    made = make.parts()
    made["xl/worksheets/sheet1.xml"] = make.sheet(head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16")
    book, texts = saved(make.zipped(made), SetCells("Risks", "B", {2: 41, 3: "ü"}))
    assert book.raw.sheets["Risks"].cells[3] == {2: "ü"}


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
    page = make.PAGE._replace(rows=(PageRow((PageCell(day),)),))
    book, _ = saved(make.zipped(made), SetCells("Risks", "C", {2: day}), page)
    assert book.raw.sheets["Risks"].cells[2][3] == book.raw.sheets["Brief"].cells[1][1] == 46139 - 1462


def test_a_workbook_whose_kind_is_stated_as_nothing_gets_one(tmp_path):
    made, out = make.parts(), tmp_path / "out.xlsx"
    made["[Content_Types].xml"] = re.sub(r'(workbook.xml" ContentType=")[^"]*', r"\1", made["[Content_Types].xml"])
    (tmp_path / "in.xlsx").write_bytes(make.zipped(made))
    save(open_workbook(tmp_path / "in.xlsx"), [SetCells("Risks", "B", {2: 1.0})], out)
    assert open_workbook(out).raw.sheets["Risks"].cells[2][2] == 1
