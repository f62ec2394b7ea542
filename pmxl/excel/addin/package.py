"""The add-in as a file: an Open XML package of the ribbon, the macros and one hidden sheet with the settings.

Every byte follows from what is given: members are stored as they are, because packing differs from one Python to the
next, and bear no time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pmxl import __version__
from pmxl.workbook.markup import escape, unescape

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RIBBON = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
MACROS = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

SHEET_CODE_NAME = "PmxlSettings"
"""The name of the sheet's module among the macros."""

CONTENT_TYPES = {
    "xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def package(project: str, settings: Mapping[str, str], macros: bytes, ribbon: str) -> bytes:
    """The bytes of the add-in. `project` names its sheet of settings, which xlwings' module reads."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            rId1=(f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            rId2=(f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            rId3=(f"{OFFICE}/extended-properties", "docProps/app.xml"),
            rId4=(RIBBON, "customUI/customUI14.xml"),
        ),
        "xl/workbook.xml": _workbook(project),
        "xl/_rels/workbook.xml.rels": _relationships(
            rId1=(f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
            rId2=(f"{OFFICE}/styles", "styles.xml"),
            rId3=(MACROS, "vbaProject.bin"),
        ),
        "xl/worksheets/sheet1.xml": _sheet(settings),
        "xl/styles.xml": _STYLES,
        "docProps/core.xml": _CORE,
        "docProps/app.xml": _APP,
        "customUI/customUI14.xml": ribbon,
        "xl/vbaProject.bin": macros,
    }
    return _zipped({name: part.encode() if isinstance(part, str) else part for name, part in parts.items()})


def read_settings(data: bytes) -> dict[str, str]:
    """The settings in an add-in that `package` made. Raises ValueError where it is none."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    except (BadZipFile, KeyError, UnicodeDecodeError):
        raise ValueError("not an add-in of pmxl") from None
    texts = [unescape(text) for text in re.findall(r"<t [^>]*>([^<]*)</t>", sheet)]
    found = dict(zip(texts[::2], texts[1::2], strict=False))
    if "PMXL VERSION" not in found:
        raise ValueError("not an add-in of pmxl")
    return found


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            member = ZipInfo(name)  # dated 1980, the earliest that a zip can say
            member.create_system = 0
            archive.writestr(member, content)
    return buffer.getvalue()


def _content_types() -> str:
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "bin": "application/vnd.ms-office.vbaProject",
    }
    kinds = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in defaults.items()]
    kinds += [f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in CONTENT_TYPES.items()]
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(kinds)}</Types>'


def _relationships(**targets: tuple[str, str]) -> str:
    lines = [f'<Relationship Id="{name}" Type="{kind}" Target="{to}"/>' for name, (kind, to) in targets.items()]
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(lines)}</Relationships>'


def _workbook(project: str) -> str:
    return (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView visibility="hidden"/></bookViews>'
        f'<sheets><sheet name="{escape(project)}.conf" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(settings: Mapping[str, str]) -> str:
    rows = "".join(
        f'<row r="{number}">{_cell(f"A{number}", key)}{_cell(f"B{number}", value)}</row>'
        for number, (key, value) in enumerate(settings.items(), 1)
    )
    return (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetPr codeName="{SHEET_CODE_NAME}"/>'
        '<cols><col min="1" max="1" width="32" customWidth="1"/>'
        '<col min="2" max="2" width="80" customWidth="1"/></cols>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


_STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>pmxl</dc:title><dc:description>'
    f"The tab pmxl: check, refresh and brief project workbooks. Version {__version__}.</dc:description>"
    "</cp:coreProperties>"
)
_APP = (
    f'{HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application></Properties>"
)
