"""Whatever XML and the package format allow is read and written back: the same workbook in many spellings."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import workbook_maker as make
from lxml import etree
from page_samples import DASHBOARD
from test_workbook_writing import writable
from workbook_judge import parts

from pmxl.model import SetCells
from pmxl.workbook import open_workbook, save
from pmxl.workbook.addresses import column_number
from pmxl.workbook.parts import resolve

Parts = dict[str, bytes]
SPELLED = re.compile(r"xl/(workbook|styles|sharedStrings|worksheets/sheet\d*|tables/table\d*)\.xml")
ROWS = (
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1"><f>1+1</f><v>2</v></c>'
    '</row><row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" s="1"><v>42</v></c><c r="D2">'
    '<f t="shared" ref="D2:D3" si="0">B2*2</f><v>84</v></c></row>'
    '<row r="3" hidden="1"><c r="B3" s="2"/><c r="D3"><f t="shared" si="0"/><v>0</v></c></row>'
    '<row r="5"><c r="B5" t="inlineStr"><is><t xml:space="preserve"> a&amp;b &lt;c r="A1"/&gt; </t></is></c></row>'
    "</sheetData>"
)
HOLDER = make.workbook(
    {"Risks": make.sheet(ROWS + '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>')}
)


def prefixed(text: str) -> str:
    """Every element of the main namespace with a prefix."""
    root = etree.fromstring(text.encode())
    if etree.QName(root).namespace != make.MAIN or root.prefix:
        return text
    others = {prefix: name for prefix, name in root.nsmap.items() if prefix}
    new = etree.Element(root.tag, nsmap={**others, "x": make.MAIN})
    new.attrib.update(root.attrib)
    new.text = root.text
    new.extend(list(root))
    etree.cleanup_namespaces(new, keep_ns_prefixes=list(others))
    return make.HEAD + etree.tostring(new).decode()


def no_addresses(text: str) -> str:
    """Cells and rows count on from the one before, where they can."""

    def of_cells(row: re.Match[str]) -> str:
        last = 0

        def one(cell: re.Match[str]) -> str:
            nonlocal last
            before, last = last, column_number(cell[1])
            return "<c" if last == before + 1 else cell[0]

        return re.sub(r'<c r="([A-Z]+)\d+"', one, row[0])

    last = 0

    def of_row(match: re.Match[str]) -> str:
        nonlocal last
        before, last = last, int(match[1])
        return "<row" if last == before + 1 else match[0]

    return re.sub(r'<row r="(\d+)"', of_row, re.sub(r"<row [^<>]*>.*?</row>", of_cells, text, flags=re.DOTALL))


def in_tags(change: Callable[[str, list[str]], str]) -> Callable[[str], str]:
    def spelled(text: str) -> str:
        return re.sub(
            r"<([\w:]+)((?:\s[\w:]+=\"[^\"]*\")+)\s*(/?)>",
            lambda m: "<" + change(m[1], re.findall(r"[\w:]+=\"[^\"]*\"", m[2])) + m[3] + ">",
            text,
        )

    return spelled


def wrapped(text: str) -> str:
    space = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    new = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    choice = rf'<mc:Choice xmlns:x14="{new}" Requires="x14">\1</mc:Choice><mc:Fallback>\1</mc:Fallback>'
    return re.sub(
        r"(<pageMargins [^<>]*/>)", rf'<mc:AlternateContent xmlns:mc="{space}">{choice}</mc:AlternateContent>', text
    )


TEXTS: dict[str, Callable[[str], str]] = {
    "prefixes": prefixed,
    "no addresses": no_addresses,
    "apostrophes": in_tags(lambda name, told: " ".join([name, *(re.sub(r'"([^\']*)"', r"'\1'", one) for one in told)])),
    "attributes turned round": in_tags(lambda name, told: " ".join([name, *reversed(told)])),
    "line ends in tags": in_tags(lambda name, told: "\n ".join([name, *told])),
    "blanks in tags": lambda text: re.sub(r"<(/[\w:]+|[\w:]+(?: [^<>]*?)?)(/?)>", r"<\1 \2>", text),
    "CDATA": lambda text: re.sub(r"(<(?:t|v|f)(?: [^<>]*)?>)([^<&]+)(</)", r"\1<![CDATA[\2]]>\3", text),
    "comments": lambda text: re.sub(
        r"(</(?:row|si|sheetViews|cols|sheets|fonts|tableColumns|definedNames)>)", r'\1<!-- <c r="A1"/> -- --><?a b?>'
        .replace("-- --", "--"), text,
    ),
    "character references": lambda text: re.sub(
        r"(<t(?: [^<>]*)?>)([A-Z])", lambda m: f"{m[1]}&#x{ord(m[2]):X};", text
    ),
    "no declaration": lambda text: re.sub(r"^<\?xml[^>]*>\s*", "", text),
    "no extent": lambda text: re.sub(r"<dimension [^<>]*/>", "", text),
    "an extent of columns": lambda text: re.sub(r'<dimension ref="[^"]*"', '<dimension ref="A:Z"', text),
    "blank space kept": lambda text: re.sub(r"<worksheet ", '<worksheet xml:space="preserve" ', text),
    "addresses in small letters": lambda text: re.sub(r'<c r="([A-Z]+)', lambda m: m[0].lower(), text),
    "ends written out": lambda text: re.sub(r"<(c|row|col|v|xf|fill) ([^<>]*)/>", r"<\1 \2></\1>", text),
    "alternate content": wrapped,
}  # fmt: skip


def encoded(name: str, mark: bytes, codec: str) -> Callable[[bytes], bytes]:
    def turned(content: bytes) -> bytes:
        text = re.sub(r'encoding="[^"]*"', f'encoding="{name}"', content.decode("utf-8-sig"))
        return mark + text.encode(codec, "xmlcharrefreplace")

    return turned


BYTES = {
    "UTF-16": encoded("UTF-16", b"\xff\xfe", "utf-16-le"),
    "UTF-16, big end first": encoded("UTF-16", b"\xfe\xff", "utf-16-be"),
    "Latin 1": encoded("ISO-8859-1", b"", "latin-1"),
    "a byte order mark": encoded("UTF-8", b"\xef\xbb\xbf", "utf-8"),
}


def without(made: Parts, part: str) -> Parts:
    word = re.escape(part.rpartition("/")[2]).encode()
    lists = {n: re.sub(rb"<(?:Relationship|Override) [^<>]*" + word + rb"[^<>]*>", b"", c) for n, c in made.items()
             if n.endswith(".rels") or n == "[Content_Types].xml"}  # fmt: skip
    return {name: lists.get(name, content) for name, content in made.items() if name != part}


def no_styles(made: Parts) -> Parts:
    bare = {n: re.sub(rb'(<(?:c|row) [^<>]*?) s="\d+"', rb"\1", c) if "/sheet" in n else c for n, c in made.items()}
    return without(bare, "xl/styles.xml")


def hollow_styles(made: Parts) -> Parts:
    return {**no_styles(made), **{n: c for n, c in made.items() if not SPELLED.fullmatch(n)},
            **{n: c for n, c in no_styles(made).items() if "/sheet" in n},
            "xl/styles.xml": f'<styleSheet xmlns="{make.MAIN}"/>'.encode()}  # fmt: skip


def absolute(made: Parts) -> Parts:
    def turned(name: str, content: bytes) -> bytes:
        folder, _, file = name.rpartition("_rels/")
        owner = folder + file.removesuffix(".rels")

        def one(line: re.Match[str]) -> str:
            if "External" in line[0]:
                return line[0]
            return re.sub(r'Target="([^"]*)"', lambda t: f'Target="/{resolve(owner, t[1])}"', line[0])

        return re.sub(r"<Relationship [^<>]*>", one, content.decode()).encode()

    return {name: turned(name, content) if name.endswith(".rels") else content for name, content in made.items()}


def renamed(old: str, new: str, written: str) -> Callable[[Parts], Parts]:
    def turned(made: Parts) -> Parts:
        found = {}
        for name, content in made.items():
            if name.endswith(".rels") or name == "[Content_Types].xml":
                content = re.sub(rf"{old}(\d*\.xml)".encode(), rf"{written}\1".encode(), content)
            found[re.sub(rf"(xl/worksheets/(?:_rels/)?){old}(?=\d*\.xml)", rf"\g<1>{new}", name)] = content
        return found

    return turned


PACKAGES: dict[str, Callable[[Parts], Parts]] = {
    "no table of formats": no_styles,
    "an empty table of formats": hollow_styles,
    "no properties": lambda made: without(made, "docProps/app.xml"),
    "absolute targets": absolute,
    "blanks in names": renamed("sheet", "My sheet ", "My%20sheet%20"),
    "spelled-out names": renamed("sheet", "Bl%C3%A4tt", "Bl%C3%A4tt"),
    "names in capitals": lambda made: {re.sub(r"^xl/worksheets/s", "XL/Worksheets/S", n): c for n, c in made.items()},
    "backslashes": lambda made: {
        n.replace("/", "\\") if n.startswith("xl/worksheets") else n: c for n, c in made.items()
    },
    "prefixed relationships": lambda made: {
        n: re.sub(rb"<(/?)(Relationships?)\b", rb"<\1p:\2", c).replace(b"xmlns=", b"xmlns:p=")
        if n.endswith(".rels") else c
        for n, c in made.items()
    },
    "prefixed content types": lambda made: {
        n: re.sub(rb"<(/?)(Types|Default|Override)\b", rb"<\1p:\2", c).replace(b"xmlns=", b"xmlns:p=")
        if n == "[Content_Types].xml" else c
        for n, c in made.items()
    },
}  # fmt: skip


def spelled(name: str, made: Parts) -> Parts:
    if name in PACKAGES:
        return PACKAGES[name](made)
    change = BYTES.get(name) or (lambda content: TEXTS[name](content.decode("utf-8-sig")).encode())
    return {part: change(content) if SPELLED.fullmatch(part) else content for part, content in made.items()}


def said(book) -> object:
    sheets = {
        name: (
            {r: dict(row) for r, row in sheet.cells.items() if row},
            dict(sheet.formulas),
            sheet.hidden_rows,
            sheet.merges,
        )
        for name, sheet in book.raw.sheets.items()
    }
    return sheets, book.raw.tables, book.raw.names


KEPT = ("table-calccol-cm.xlsx", "x14dv-closedxml.xlsx")
FILES = [("made here", HOLDER), *((p.name, p.read_bytes()) for p in writable if p.name in KEPT)]


@pytest.mark.parametrize("spelling", [*TEXTS, *BYTES, *PACKAGES])
@pytest.mark.parametrize("content", [data for _, data in FILES], ids=[name for name, _ in FILES])
def test_every_spelling_is_read_and_written_back(spelling, content, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(content)
    plain = said(open_workbook(path))
    made = spelled(spelling, parts(content))
    path.write_bytes(make.zipped(made))
    book = open_workbook(path)
    before = said(book)
    assert before == plain
    first = next(iter(book.raw.sheets))
    edits = [SetCells(first, "CA", {2: "seen =1", 4: 5.0}, kind="money"), DASHBOARD]
    save(book, edits)
    after = said(open_workbook(path))
    assert (after[0][first][0][2].pop(79), after[0][first][0][4].pop(79)) == ("seen =1", 5.0)
    after[0].pop(DASHBOARD.sheet)
    assert {n: ({r: row for r, row in s[0].items() if row}, *s[1:]) for n, s in after[0].items()} == before[0]
    now = parts(path.read_bytes())
    assert made.keys() - now.keys() <= {"xl/calcChain.xml"}
    for name, part in now.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    kept = path.read_bytes()
    assert save(open_workbook(path), edits) == ()
    assert path.read_bytes() == kept


@pytest.mark.parametrize("spelling", ["apostrophes", "CDATA", "comments", "attributes turned round", "blanks in tags"])
def test_a_spelling_stays_where_nothing_is_set(spelling, tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(make.zipped(spelled(spelling, parts(HOLDER))))
    before = path.read_bytes()
    assert save(open_workbook(path), [SetCells("Risks", "B", {2: 42.0})]) == ()
    assert path.read_bytes() == before


def test_formulas_that_cells_share_survive_every_spelling(tmp_path):
    for spelling in ("apostrophes", "CDATA", "attributes turned round", "prefixes", "no addresses"):
        path = tmp_path / "plan.xlsx"
        path.write_bytes(make.zipped(spelled(spelling, parts(HOLDER))))
        save(open_workbook(path), [SetCells("Risks", "D", {2: 5.0})])
        assert dict(open_workbook(path).raw.sheets["Risks"].formulas) == {(1, 4): "1+1", (3, 4): "B3*2"}


def test_cells_without_a_format_look_as_before_where_the_table_of_formats_was_empty(tmp_path):
    path = tmp_path / "plan.xlsx"
    path.write_bytes(make.zipped(hollow_styles(parts(HOLDER))))
    save(open_workbook(path), [SetCells("Risks", "F", {2: 5.0}, kind="money")])
    root = etree.fromstring(parts(path.read_bytes())["xl/styles.xml"])
    formats = root.find(f"{{{make.MAIN}}}cellXfs")
    assert [one.get("numFmtId") for one in formats] == ["0", "3"]
    order = [etree.QName(one).localname for one in root]
    assert order == ["fonts", "fills", "borders", "cellStyleXfs", "cellXfs"]
