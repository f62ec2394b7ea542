"""Small workbooks made of the XML that a test gives, so that every grammar can be tried."""

from __future__ import annotations

import zipfile
from io import BytesIO

from pmxl.model import PageCell, PageRow, ReplaceSheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="10"/><name val="Arial"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="1" borderId="0" xfId="0" applyFill="1"><alignment wrapText="1"/></xf>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
GOOD = (
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>42</v></c></row></sheetData>'
)
STRINGS = ("ID", "Amount", "R-001")


def sheet(body: str = GOOD, head: str = HEAD) -> str:
    return f'{head}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{body}</worksheet>'


def strings(texts=STRINGS) -> str:
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f'{HEAD}<sst xmlns="{MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{items}</sst>'


def relationships(*lines: tuple[str, str, str], mode: str = "") -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/>' for name, kind, target in lines
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def table(ref: str, columns: str | tuple[str, ...], name: str = "Risks", number: int = 1, extra: str = "") -> str:
    """A table part; *columns* are titles, or the elements themselves."""
    if not isinstance(columns, str):
        columns = "".join(f'<tableColumn id="{i}" name="{title}"/>' for i, title in enumerate(columns, 1))
    count = columns.count("<tableColumn ")
    return (
        f'{HEAD}<table xmlns="{MAIN}" id="{number}" name="{name}" displayName="{name}" ref="{ref}"{extra}>'
        f'<autoFilter ref="{ref}"/><tableColumns count="{count}">{columns}</tableColumns></table>'
    )


def parts(
    sheets: dict[str, str] | None = None, tables: dict[str, str] | None = None, workbook: str = ""
) -> dict[str, str]:
    """Part name -> text of a good workbook. *sheets* is name -> part text, *tables* sheet name -> table part text."""
    sheets = sheets or {"Risks": sheet()}
    tables = tables or {}
    made: dict[str, str] = {}
    overrides = [
        ("xl/workbook.xml", "sheet.main"),
        ("xl/styles.xml", "styles"),
        ("xl/sharedStrings.xml", "sharedStrings"),
    ]
    links = [("rIdF", "styles", "styles.xml"), ("rIdS", "sharedStrings", "sharedStrings.xml")]
    listed = ""
    for number, (name, text) in enumerate(sheets.items(), 1):
        made[f"xl/worksheets/sheet{number}.xml"] = text
        overrides.append((f"xl/worksheets/sheet{number}.xml", "worksheet"))
        links.append((f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        listed += f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>'
        if name in tables:
            made[f"xl/tables/table{number}.xml"] = tables[name]
            made[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = relationships(
                ("rId1", "table", f"../tables/table{number}.xml")
            )
            overrides.append((f"xl/tables/table{number}.xml", "table"))
    types = "".join(f'<Override PartName="/{part}" ContentType="{CONTENT}.{kind}+xml"/>' for part, kind in overrides)
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{listed}</sheets>{workbook}</workbook>",
        "xl/_rels/workbook.xml.rels": relationships(*links),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": strings(),
        **made,
    }


def zipped(made: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in made.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, method)
    return stream.getvalue()


def workbook(*args, **kwargs) -> bytes:
    return zipped(parts(*args, **kwargs))


def data(*rows: str, after: str = "") -> str:
    """A sheet of these rows."""
    return sheet(f"<sheetData>{''.join(rows)}</sheetData>{after}")


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


def table_book(**kwargs) -> bytes:
    """A workbook with the table Risks on a sheet that much looks at."""
    names = '<definedNames><definedName name="ids">Risks!$A$2:$A$2</definedName></definedNames>'
    return workbook({"Risks": TABLE_SHEET}, {"Risks": table("A1:C2", COLUMNS, **kwargs)}, names)


PAGE = ReplaceSheet("Brief", (20,), (PageRow((PageCell("Hello"),)),), after="Risks")
TABLED = ReplaceSheet(
    "Findings", (20, 20), (PageRow((PageCell("Where"), PageCell("What"))), PageRow((PageCell("A1"), PageCell("x")))),
    table="Found",
)  # fmt: skip
"""A page, and one that is a table."""
FORMULA = "Risks[[#This Row],[Amount]]*2"
"""That of the last column of `COLUMNS`."""
