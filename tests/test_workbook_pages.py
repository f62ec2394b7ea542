"""Generated sheets bring charts, pictures and conditional formats, and take away only their own."""

from __future__ import annotations

import re
import warnings

import openpyxl
import pytest
import workbook_maker as make
from page_samples import COMBINED, DASHBOARD, DOUGHNUT, GANTT, png
from workbook_judge import parts

from pmxl.model import ChartSeries, PageCell, PageChart, PageFormat, PagePicture, PageRow, ReplaceSheet, SetCells
from pmxl.workbook import Refused, open_workbook, save
from pmxl.workbook.parts import Package, relationships_part

PLAIN = DASHBOARD._replace(charts=(), pictures=(), formats=(), sparklines=())
NAME = DASHBOARD.sheet


@pytest.fixture
def book(tmp_path):
    """A small workbook of a person, as a file."""
    path = tmp_path / "plan.xlsx"
    path.write_bytes(make.workbook())
    return path


def orphans(data: bytes) -> set[str]:
    """Parts that nothing leads to, and relationships and content types of parts that are not there."""
    package, reached, waiting = Package(data), set(), [""]
    while waiting:
        part = waiting.pop()
        for relationship in package.relationships(part):
            if not relationship.external and relationship.target not in reached:
                reached.add(relationship.target)
                waiting.append(relationship.target)
    names = {name for name in parts(data) if name != "[Content_Types].xml"}
    led = {name for name in names if name in reached or name == "_rels/.rels"}
    led |= {relationships_part(name) for name in reached} & names
    types = {n.get("PartName").lstrip("/") for n in package.tree("[Content_Types].xml").all("Override")}
    return (names - led) | (reached - names) | (types - names)


def read_by_openpyxl(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(path)


def pictures(path):
    """How many pictures the page's drawing shows."""
    return len(re.findall(r"<(?:xdr:)?pic>", parts(path.read_bytes())[DRAWING].decode()))


def test_charts_pictures_and_formats_arrive(book):
    save(open_workbook(book), [DASHBOARD])
    sheet = read_by_openpyxl(book)[NAME]
    kinds = [type(chart).__name__ for chart in sheet._charts]
    assert sorted(kinds) == ["AreaChart", "BarChart", "BarChart", "DoughnutChart", "LineChart", "ScatterChart"]
    assert pictures(book) == 1
    rules = {
        str(area.sqref): [rule.type for rule in rules] for area, rules in sheet.conditional_formatting._cf_rules.items()
    }
    assert rules == {"C3:C5": ["expression", "dataBar"]}
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation, sheet.freeze_panes) == (1, "landscape", "B3")
    assert sheet.column_dimensions["C"].outlineLevel == 1
    assert "x14:sparkline>" in parts(book.read_bytes())["xl/worksheets/sheet2.xml"].decode()
    assert orphans(book.read_bytes()) == set()


def test_a_chart_bears_the_values_that_it_shows(book):
    save(open_workbook(book), [DASHBOARD])
    chart = parts(book.read_bytes())["xl/charts/chart1.xml"].decode()
    assert f"<c:f>'{NAME}'!$C$3:$C$5</c:f>" in chart
    assert re.findall(r"<c:v>([^<]*)</c:v>", chart[chart.index("$C$3") :])[-3:] == ["20.0", "40.0", "15.0"]
    assert "<c:v>Design &lt;&amp;&gt; =1</c:v>" in chart
    assert '<c:min val="46113.0"/>' in chart


def test_a_chart_shows_cells_of_the_workbook_as_the_same_save_sets_them(book):
    chart = PageChart("bar", "A1", (ChartSeries("Risks!B2:B3", "Risks!A2:A3", name_at="Risks!B1"),))
    save(open_workbook(book), [SetCells("Risks", "B", {3: 7}), PLAIN._replace(charts=(chart,))])
    text = parts(book.read_bytes())["xl/charts/chart1.xml"].decode()
    assert re.findall(r"<c:v>([^<]*)</c:v>", text) == ["Amount", "R-001", "42.0", "7.0"]


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        (PageChart("bar", "A1", (ChartSeries("Gone!B2:B3"),)), "Gone"),
        (PageChart("bar", "A1", (ChartSeries("B2:C3"),)), "no row or column"),
        (PageChart("bar", "nowhere", (ChartSeries("B2:B3"),)), "no place"),
        (PageChart("bar", "A1", tuple(ChartSeries("B2:B3", kind=k) for k in ("line", "area"))), "mixes"),
    ],
)
def test_a_chart_of_nothing_is_refused(book, chart, said):
    before = book.read_bytes()
    with pytest.raises(Refused, match=said):
        save(open_workbook(book), [PLAIN._replace(charts=(chart,))])
    assert book.read_bytes() == before


def test_only_png_pictures_are_taken(book):
    with pytest.raises(Refused, match="no PNG"):
        save(open_workbook(book), [PLAIN._replace(pictures=(PagePicture(b"GIF89a", "A1"),))])


def test_nasty_texts_stay_texts(book):
    nasty = ('=cmd|"/c calc"!A1', "Risks!A1", "nan", "\x07<&>\ud800", "'")
    rows = tuple(PageRow((PageCell(text), PageCell(1.0))) for text in nasty)
    charts = tuple(
        PageChart("bar", "D1", (ChartSeries("B1:B5", "A1:A5", name=text, labels_at="A1:A5"),), title=text, alt=text)
        for text in nasty
    )
    save(open_workbook(book), [ReplaceSheet("It's <&>", (20,), rows, charts=charts)])
    sheet = read_by_openpyxl(book)["It's <&>"]
    assert len(sheet._charts) == len(nasty)
    assert all(chart.series[0].tx.strRef is None for chart in sheet._charts)


def test_a_second_save_changes_nothing(book):
    save(open_workbook(book), [DASHBOARD])
    first = book.read_bytes()
    assert save(open_workbook(book), [DASHBOARD]) == ()
    assert book.read_bytes() == first


def test_what_a_page_no_longer_bears_goes(book):
    bare = make.workbook()
    save(open_workbook(book), [DASHBOARD])
    save(open_workbook(book), [DASHBOARD._replace(charts=(GANTT, DOUGHNUT), pictures=())])
    left = parts(book.read_bytes())
    assert [name for name in left if "chart" in name] == ["xl/charts/chart1.xml", "xl/charts/chart2.xml"]
    assert not [name for name in left if "media" in name]
    assert orphans(book.read_bytes()) == set()
    save(open_workbook(book), [PLAIN])
    new = parts(book.read_bytes()).keys() - parts(bare).keys()
    assert new == {"xl/worksheets/sheet2.xml"}
    assert orphans(book.read_bytes()) == set()


def test_files_that_macos_packed_along_lead_nowhere(tmp_path):
    made = make.parts() | {"__MACOSX/_rels/._.rels": b"\0\x05\x16\x07", "__MACOSX/xl/_rels/._workbook.xml.rels": b"\0"}
    made |= {"__MACOSX/xl/._workbook.xml": b"\0\x05"}
    path = tmp_path / "packed.xlsx"
    path.write_bytes(make.zipped(made))
    save(open_workbook(path), [DASHBOARD])
    save(open_workbook(path), [DASHBOARD._replace(charts=(GANTT,), pictures=())])
    now = parts(path.read_bytes())
    assert [name for name in now if "chart" in name] == ["xl/charts/chart1.xml"]
    assert made.keys() <= now.keys()


def test_a_relationship_whose_name_another_bears_is_never_taken_away(tmp_path):
    made = make.parts()
    line = re.search(r'<Relationship Id="([^"]*)"[^<>]*/worksheet"[^<>]*>', made["xl/_rels/workbook.xml.rels"])
    chain = line[0].replace("/worksheet", "/calcChain").replace("worksheets/sheet1.xml", "calcChain.xml")
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(line[0], chain + line[0])
    made["xl/calcChain.xml"] = "<calcChain/>"
    path = tmp_path / "twice.xlsx"
    path.write_bytes(make.zipped(made))
    with pytest.raises(Refused, match=f'two of its relationships are named "{line[1]}"'):
        save(open_workbook(path), [PLAIN._replace(rows=(PageRow((PageCell(3.0, formula="1+2"),)),))])
    assert path.read_bytes() == make.zipped(made)


def test_a_new_sheet_takes_no_name_of_a_relationship_that_another_bears(tmp_path):
    """Here a sheet that is gone and the shared strings have one name."""
    made = make.parts({"Risks": make.sheet()})
    lines = made["xl/_rels/workbook.xml.rels"]
    lost = f'<Relationship Id="rIdS" Type="{make.RELATIONS}/worksheet" Target="worksheets/sheet2.xml"/>'
    made["xl/_rels/workbook.xml.rels"] = lines.replace("<Relationship ", lost + "<Relationship ", 1)
    path = tmp_path / "twice.xlsx"
    path.write_bytes(make.zipped(made))
    save(open_workbook(path), [PLAIN])
    assert list(open_workbook(path).raw.sheets) == ["Risks", PLAIN.sheet]


def test_two_pages_have_drawings_of_their_own(book):
    second = DASHBOARD._replace(sheet="Second", charts=(COMBINED,))
    save(open_workbook(book), [DASHBOARD, second])
    sheets = read_by_openpyxl(book)
    assert (len(sheets[NAME]._charts), len(sheets["Second"]._charts)) == (6, 1)
    save(open_workbook(book), [PLAIN])
    assert len(read_by_openpyxl(book)["Second"]._charts) == 1
    assert orphans(book.read_bytes()) == set()


THEIRS = (
    '<{x}oneCellAnchor><{x}from><{x}col>1</{x}col><{x}colOff>0</{x}colOff><{x}row>30</{x}row><{x}rowOff>0</{x}rowOff>'
    '</{x}from><{x}ext cx="900000" cy="900000"/><{x}pic><{x}nvPicPr><{x}cNvPr id="7" name="{name}"/><{x}cNvPicPr/>'
    '</{x}nvPicPr><{x}blipFill><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships" q:embed="rId99"/></{x}blipFill>'
    '<{x}spPr/></{x}pic><{x}clientData/></{x}oneCellAnchor>'
)  # fmt: skip
DRAWING, RELATIONS = "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels"


def with_picture(path, name="Photo", *, also_styles=False):
    """What Excel leaves when a person puts a picture on the page, and restyles a chart of ours."""
    made = parts(path.read_bytes())
    made[DRAWING] = made[DRAWING].replace(b"</xdr:wsDr>", THEIRS.format(x="xdr:", name=name).encode() + b"</xdr:wsDr>")
    line = f'<Relationship Id="rId99" Type="{make.RELATIONS}/image" Target="../media/photo.png"/></Relationships>'
    made[RELATIONS] = made[RELATIONS].replace(b"</Relationships>", line.encode())
    made["xl/media/photo.png"] = png(colour=(1, 2, 3))
    types = '<Default Extension="png" ContentType="image/png"/></Types>'
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(b"</Types>", types.encode())
    if also_styles:
        made["xl/charts/_rels/chart1.xml.rels"] = make.relationships(("rId1", "style", "style1.xml")).encode()
        made["xl/charts/style1.xml"] = b"<style/>"
    path.write_bytes(make.zipped(made))


@pytest.mark.parametrize("name", ["Photo", "pmxl chart 1", "pmxl chart 1 (mine)"])
def test_what_people_drew_on_a_page_stays(book, name):
    save(open_workbook(book), [DASHBOARD])
    with_picture(book, name, also_styles=True)
    changed = save(open_workbook(book), [DASHBOARD._replace(charts=(DOUGHNUT, GANTT))])
    assert "xl/media/photo.png" not in changed
    assert f'name="{name}' in parts(book.read_bytes())[DRAWING].decode().partition("oneCellAnchor")[2]
    sheet = read_by_openpyxl(book)[NAME]
    assert (len(sheet._charts), pictures(book)) == (2, 2)
    assert orphans(book.read_bytes()) == set()
    numbers = re.findall(r'cNvPr id="(\d+)"', parts(book.read_bytes())[DRAWING].decode())
    assert len(set(numbers)) == len(numbers)
    save(open_workbook(book), [PLAIN])
    assert pictures(book) == 1
    first = book.read_bytes()
    assert save(open_workbook(book), [PLAIN]) == ()
    assert book.read_bytes() == first


def test_a_chart_that_openpyxl_named_anew_is_written_anew_and_those_of_people_stay(book):
    save(open_workbook(book), [DASHBOARD])
    for _ in range(2):
        sheets = read_by_openpyxl(book)
        sheets.save(book)
        save(open_workbook(book), [DASHBOARD])
        assert len(read_by_openpyxl(book)[NAME]._charts) == len(DASHBOARD.charts)
        assert orphans(book.read_bytes()) == set()
    sheets = read_by_openpyxl(book)
    for place in ("A8", "Z40"):  # One stands where a chart of ours stands, and shows another sheet.
        theirs = openpyxl.chart.BarChart()
        source = sheets.worksheets[0] if place == "A8" else sheets[NAME]
        theirs.add_data(openpyxl.chart.Reference(source, min_col=3, min_row=3, max_row=5))
        sheets[NAME].add_chart(theirs, place)
    sheets.save(book)
    save(open_workbook(book), [DASHBOARD])
    save(open_workbook(book), [DASHBOARD])
    assert len(read_by_openpyxl(book)[NAME]._charts) == len(DASHBOARD.charts) + 2


def test_charts_go_into_a_drawing_with_other_prefixes(book):
    save(open_workbook(book), [DASHBOARD])
    made = parts(book.read_bytes())
    space = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    made[DRAWING] = f'<wsDr xmlns="{space}">{THEIRS.format(x="", name="Photo")}</wsDr>'.encode()
    made[RELATIONS] = make.relationships(("rId99", "image", "/xl/media/image1.png")).encode()
    for name in list(made):
        if "charts/" in name:
            del made[name]
    made["[Content_Types].xml"] = re.sub(rb'<Override PartName="/xl/charts[^>]*>', b"", made["[Content_Types].xml"])
    book.write_bytes(make.zipped(made))
    save(open_workbook(book), [DASHBOARD])
    sheet = read_by_openpyxl(book)[NAME]
    assert (len(sheet._charts), pictures(book)) == (6, 2)
    first = book.read_bytes()
    assert save(open_workbook(book), [DASHBOARD]) == ()
    assert book.read_bytes() == first


def test_conditional_formats_find_their_looks_behind_those_of_the_workbook(tmp_path):
    path, made = tmp_path / "plan.xlsx", make.parts()
    own = '<dxfs count="1"><dxf><font><b/></font></dxf></dxfs></styleSheet>'
    made["xl/styles.xml"] = made["xl/styles.xml"].replace("</styleSheet>", own)
    path.write_bytes(make.zipped(made))
    page = ReplaceSheet(
        "Page", (9,), (), formats=(PageFormat("A1:B2", "A1>1", "red"), PageFormat("A1", "A1=1", "green"))
    )
    save(open_workbook(path), [page])
    texts = parts(path.read_bytes())
    assert re.findall(r'dxfId="(\d)"', texts["xl/worksheets/sheet2.xml"].decode()) == ["1", "2"]
    assert texts["xl/styles.xml"].decode().count("<dxf>") == 3
    assert "FFB3261E" in texts["xl/styles.xml"].decode()


def test_a_workbook_in_strict_form_gets_charts_in_strict_form(tmp_path):
    path = tmp_path / "strict.xlsx"
    strict = {
        name: text.replace(make.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            make.RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, text in make.parts().items()
    }
    path.write_bytes(make.zipped(strict))
    save(open_workbook(path), [DASHBOARD])
    for name, content in parts(path.read_bytes()).items():
        if name != "[Content_Types].xml" and name.endswith((".xml", ".rels")):
            assert b"schemas.openxmlformats.org/drawingml" not in content, name
            assert b"schemas.openxmlformats.org/spreadsheetml" not in content, name
    first = path.read_bytes()
    assert save(open_workbook(path), [DASHBOARD]) == ()
    assert path.read_bytes() == first


def test_dates_on_axes_count_from_the_workbooks_own_year(tmp_path):
    path = tmp_path / "plan.xlsx"
    made = make.parts()
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace("<bookViews>", '<workbookPr date1904="1"/><bookViews>')
    path.write_bytes(make.zipped(made))
    save(open_workbook(path), [DASHBOARD])
    assert '<c:min val="44651.0"/>' in parts(path.read_bytes())["xl/charts/chart1.xml"].decode()


def test_the_printed_area_holds_the_charts(book):
    save(open_workbook(book), [DASHBOARD._replace(charts=(GANTT,))])
    assert read_by_openpyxl(book)[NAME].print_area == f"'{NAME}'!$A$1:$D$20"
