"""Files that hurt readers, each made here, with what must come of it.

`python tests/hostile/catalogue.py FOLDER` writes them all. An entry is a function that gives the bytes; its decorator
says what must happen: `refused` with a sentence that holds these words, or `reads` with these cells of the first sheet.
"""

from __future__ import annotations

import os
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))
import workbook_maker as make

from pmxl.registers import RISKS


class Entry(NamedTuple):
    """One hostile file."""

    name: str
    build: Callable[[], bytes]
    refusal: str
    """Words of the refusal; "" where the file must be read."""
    cells: dict | None
    """row -> column -> value of the first sheet; None where only the reading itself counts."""
    suffix: str


LONG = bool(os.environ.get("PMXL_LONG"))
MANY = 100_000 if LONG else 20_000
"""How often the entries named `many` repeat something; the long run takes the size at which other readers hang."""

CATALOGUE: list[Entry] = []
GOOD = {1: {1: "ID", 2: "Amount"}, 2: {1: "R-001", 2: 42.0}}


def refused(words: str, suffix: str = ".xlsx"):
    return lambda build: CATALOGUE.append(Entry(build.__name__, build, words, None, suffix)) or build


def reads(cells: dict | None, suffix: str = ".xlsx"):
    return lambda build: CATALOGUE.append(Entry(build.__name__, build, "", cells, suffix)) or build


def with_parts(**changes: str | bytes | None) -> bytes:
    """A good workbook with parts replaced (`sheet1`, `strings`, `workbook`, `styles`) or taken out."""
    names = {
        "sheet1": "xl/worksheets/sheet1.xml",
        "strings": "xl/sharedStrings.xml",
        "workbook": "xl/workbook.xml",
        "styles": "xl/styles.xml",
        "types": "[Content_Types].xml",
        "workbook_rels": "xl/_rels/workbook.xml.rels",
    }
    made = make.parts()
    for key, content in changes.items():
        if content is None:
            del made[names[key]]
        else:
            made[names[key]] = content
    return make.zipped(made)


def sheet(rows: str, after: str = "", before: str = "") -> bytes:
    return with_parts(sheet1=make.sheet(f"{before}<sheetData>{rows}</sheetData>{after}"))


def more_members(*extra: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    stream = BytesIO(make.workbook())
    with zipfile.ZipFile(stream, "a", method) as archive:
        for name, content in extra:
            archive.writestr(name, content)
    return stream.getvalue()


# ---------------------------------------------------------------- A: the file and its container


@refused("it is empty")
def empty():
    return b""


@refused("it is no workbook, or it is damaged")
def random_bytes():
    return random.Random(1).randbytes(50_000)


@refused("it holds only zeros")
def zeros():
    return bytes(50_000)


@refused("it is a text file (such as .csv)")
def csv_renamed():
    return b"ID,Risk\r\nR-001,=cmd|' /C calc'!A0\r\n" * 50


@refused("it is a web page")
def html_renamed():
    return b"\xef\xbb\xbf\r\n<html><body><table><tr><td>1</td></tr></table></body></html>"


@refused("its end is missing")
def half_an_upload():
    good = make.workbook()
    return good[: len(good) // 2]


@refused("it is damaged")
def no_central_directory():
    return make.workbook()[:-60]


@refused("would unpack to 300 MB")
def zip_bomb_of_blanks():
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in make.parts().items():
            if name == "xl/worksheets/sheet1.xml":
                with archive.open(name, "w") as member:
                    for _ in range(300):
                        member.write(b" " * (1 << 20))
            else:
                archive.writestr(name, text)
    return stream.getvalue()


@refused("would unpack to")
def five_million_tiny_cells():
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    return sheet(row * 50_000)


@refused("it holds 65,007 parts")
def sixty_five_thousand_members():
    return more_members(*((f"x/{n}", b"") for n in range(65_000)))


@refused("points outside the workbook")
def path_traversal():
    return more_members(("../../evil.txt", b"x"), ("/etc/evil", b"x"))


@refused("two parts of the same name")
def duplicate_members():
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return more_members(("xl/worksheets/sheet1.xml", make.sheet("<sheetData/>").encode()))


def compound(*streams: str) -> bytes:
    """The first bytes of a compound file, and the names of its streams where a directory would hold them."""
    names = b"".join(name.encode("utf-16-le") + bytes(64 - 2 * len(name)) for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names + bytes(2000)


@refused("it is protected by a password")
def password():
    return compound("Root Entry", "EncryptionInfo", "EncryptedPackage")


@refused("it is protected by a sensitivity label")
def sensitivity_label():
    return compound("Root Entry", "EncryptedPackage", "DataSpaces", "LabelInfo")


@refused("it is an old Excel workbook (.xls)", ".xls")
def xls():
    return compound("Root Entry", "Workbook")


@refused("it is a very old Excel workbook", ".xls")
def biff4():
    return b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(100)


@refused("it is no workbook, or it is damaged")
def compound_garbage():
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 3000


@refused("it is a binary workbook (.xlsb)", ".xlsb")
def xlsb():
    made = make.parts()
    made["[Content_Types].xml"] = made["[Content_Types].xml"].replace(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.ms-excel.sheet.binary.macroEnabled.main",
    )
    return make.zipped(made)


@refused("does not match its checksum")
def flipped_bytes():
    data = make.zipped(make.parts(), zipfile.ZIP_STORED)
    return data.replace(b"<v>42</v>", b"<v>43</v>")


def directory_patched(data: bytes, offset: int, field: bytes) -> bytes:
    """The archive with a field of the first sheet's entry in the central directory replaced."""
    position = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    return data[: position + offset] + field + data[position + offset + len(field) :]


@refused("its zip container is encrypted")
def aes_zip():
    return directory_patched(make.workbook(), 10, struct.pack("<H", 99))


@refused("its zip container is encrypted")
def zip_password():
    return directory_patched(make.workbook(), 8, struct.pack("<H", 1))


@refused("packed in a way that Excel does not know")
def lzma_zip():
    return make.zipped(make.parts(), zipfile.ZIP_LZMA)


@refused("it is damaged")
def declared_size_too_small():
    return directory_patched(make.workbook(), 24, struct.pack("<I", 10))


@refused("it is damaged")
def declared_size_too_large():
    return directory_patched(make.workbook(), 24, struct.pack("<I", 100_000))


@refused("it is no workbook, or it is damaged from its first byte")
def polyglot():
    return b"MZ" + random.Random(2).randbytes(5_000) + make.workbook()


@refused("its end is missing")
def zeros_behind():
    return make.workbook() + bytes(70_000)


@refused("not a workbook")
def no_content_types():
    return with_parts(types=None)


@refused('its sheet "Risks" is missing')
def no_workbook_relationships():
    return with_parts(workbook_rels=None)


@refused('its sheet "Risks" is missing')
def sheet_part_missing():
    return with_parts(sheet1=None)


@refused("it is a zip file but not a workbook")
def plain_zip():
    return make.zipped({"notes.txt": "hello"})


@reads(GOOD)
def backslash_names():
    return make.zipped({name.replace("/", "\\"): text for name, text in make.parts().items()})


@reads(GOOD)
def names_in_other_case():
    return make.zipped({name.replace("sheet1.xml", "Sheet1.XML"): text for name, text in make.parts().items()})


@refused("its parts overlap")
def overlapping_members():
    """A stored member whose content is another member, listed twice: the trick that multiplies zip bombs."""
    inner = local_entry(b"inner.xml", zlib.compress(bytes(1 << 20), 9)[2:-4], 8, 1 << 20, zlib.crc32(bytes(1 << 20)))
    outer = local_entry(b"outer.bin", inner, 0, len(inner), zlib.crc32(inner))
    directory = b""
    for entry, offset in ((outer, 0), (inner, len(outer) - len(inner))):
        name = entry[30 : 30 + 9]
        directory += struct.pack("<4sH", b"PK\1\2", 20) + entry[4:30] + bytes(10) + struct.pack("<I", offset) + name
    return outer + directory + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 2, 2, len(directory), len(outer), 0)


def local_entry(name: bytes, stored: bytes, method: int, size: int, crc: int) -> bytes:
    head = struct.pack("<4sHHHIIIIHH", b"PK\3\4", 20, 0, method, 0, crc, len(stored), size, len(name), 0)
    return head + name + stored


@refused("it is an OpenDocument spreadsheet", ".ods")
def ods():
    return make.zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>",
        "[Content_Types].xml": f'<Types xmlns="{make.PACKAGE}/content-types"/>',
    })  # fmt: skip


@refused("it is an OpenDocument spreadsheet")
def ods_renamed():
    return make.zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"})


@refused("it is an Office file but not a workbook", ".docx")
def docx():
    return with_parts(workbook='<w:document xmlns:w="http://x"><w:body/></w:document>')


# ---------------------------------------------------------------- B: XML


def laughs() -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    return f"{make.HEAD}<!DOCTYPE x [{entities}]>"


@refused("declares XML entities")
def billion_laughs_in_strings():
    return with_parts(strings=make.strings(("&a10;", "b", "c")).replace(make.HEAD, laughs()))


@refused("declares XML entities")
def billion_laughs_in_sheet():
    return with_parts(sheet1=make.sheet(head=laughs()))


@refused("declares XML entities")
def huge_entity():
    doctype = f'<!DOCTYPE x [<!ENTITY a "{"a" * 100_000}">]>'
    return with_parts(workbook=make.parts()["xl/workbook.xml"].replace("?>\n", "?>\n" + doctype))


@refused("declares XML entities")
def external_entity():
    return with_parts(sheet1=make.sheet(head=f'{make.HEAD}<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'))


@refused("declares XML entities")
def external_dtd():
    return with_parts(sheet1=make.sheet(head=f'{make.HEAD}<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">'))


@refused("declares XML entities")
def dtd_in_utf_16():
    head = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x [<!ENTITY a "b">]>'
    return with_parts(sheet1=make.sheet(head=head).encode("utf-16"))


@refused("is not valid XML")
def million_nested_elements():
    return sheet("", after="<a>" * 1_000_000 + "</a>" * 1_000_000)


@refused("is not valid XML")
def million_nested_elements_among_cells():
    return sheet("<a>" * 1_000_000 + "</a>" * 1_000_000)


@reads(GOOD)
def huge_attribute():
    return with_parts(sheet1=make.sheet(make.GOOD).replace("<worksheet ", f'<worksheet x="{"y" * 500 * MANY}" '))


@refused("is not valid XML")
def latin_1_declared_as_utf_8():
    return with_parts(sheet1=make.sheet(make.GOOD.replace("42", "4é")).encode("latin-1"))


@reads({1: {1: "é"}})
def latin_1_declared():
    text = make.sheet('<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>é</t></is></c></row></sheetData>')
    return with_parts(sheet1=text.replace("UTF-8", "ISO-8859-1").encode("latin-1"))


@reads(GOOD)
def utf_16_sheet():
    return with_parts(sheet1=make.sheet(head='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"))


@reads({1: {1: "a\x01b"}})
def raw_control_character():
    return sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>a\x01b</t></is></c></row>')


@reads({1: {1: "\x00", 2: "\x1b[31m", 3: "_x000D_", 4: "\ud800"}})
def escaped_control_characters():
    texts = ("_x0000_", "_x001B_[31m", "_x005F_x000D_", "_xD800_")
    cells = "".join(f'<c r="{c}1" t="inlineStr"><is><t>{t}</t></is></c>' for c, t in zip("ABCD", texts, strict=True))
    return sheet(f'<row r="1">{cells}</row>')


@refused("is not valid XML")
def sheet_cut():
    return with_parts(sheet1=make.sheet()[:-40])


@reads(GOOD)
def prefixed_elements():
    text = make.sheet().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    return with_parts(sheet1=text)


@reads(GOOD)
def strict_namespaces():
    made = make.parts()
    return make.zipped({
        name: text.replace(make.MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main")
        .replace(make.RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships")
        for name, text in made.items()
    })  # fmt: skip


@reads(GOOD)
def apostrophes():
    return with_parts(sheet1=make.sheet(make.GOOD.replace('"', "'")))


@reads(GOOD)
def cdata_and_comments():
    return with_parts(sheet1=make.sheet(make.GOOD.replace("42", "<!-- x --><![CDATA[42]]>")))


@reads(GOOD)
def style_before_address():
    return with_parts(sheet1=make.sheet(make.GOOD.replace('<c r="B2">', '<c s="0" r="B2">')))


@reads(None)
def markup_in_sheet_name():
    return make.workbook({"R&amp;D &lt;1&gt;": make.sheet()})


# ---------------------------------------------------------------- C: spreadsheet content


@reads(GOOD)
def dimension_of_everything():
    return with_parts(sheet1=make.sheet('<dimension ref="A1:XFD1048576"/>' + make.GOOD))


@reads({1_048_576: {16_384: 1.0}})
def stray_cell_in_the_last_corner():
    return sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@reads({1_048_576: {1: 1.0}})
def stray_cell_in_the_last_row():
    return sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')


def row(number: object, value: object = "", cell: str = "") -> str:
    return f'<row r="{number}"><c r="{cell or f"A{number}"}"><v>{value or number}</v></c></row>'


@reads({1: {1: 1.0}, 2: {1: 2.0}, 3: {1: 3.0}})
def rows_out_of_order():
    return sheet(row(3) + row(1) + row(2))


@reads({2: {1: 2.0, 2: 5.0}})
def row_twice():
    return sheet(row(2) + row(2, 5, "B2"))


@reads({1: {1: 1.0, 2: 2.0}, 2: {1: 3.0}})
def no_addresses():
    return sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")


@reads(None)
def impossible_addresses():
    return sheet(row(1, 1, "A0") + row(2, 2, "ZZZZ1") + row(3, 3, "1A"))


@reads({1: {1: 1.0}})
def row_beyond_the_sheet():
    return sheet(row(1) + row(4_294_967_295))


@reads({1: {1: "#REF!", 2: "#REF!", 3: "#REF!"}})
def string_numbers_out_of_range():
    return sheet('<row r="1">' + "".join(
        f'<c r="{c}1" t="s"><v>{v}</v></c>' for c, v in zip("ABC", ("99999", "-1", "abc"), strict=True)
    ) + "</row>")  # fmt: skip


@reads({1: {1: "#REF!", 2: "#REF!"}, 2: {1: "#REF!", 2: 42.0}})
def no_strings_part():
    made = make.parts()
    del made["xl/sharedStrings.xml"]
    return make.zipped(made)


@reads({1: {1: 1.0}})
def style_out_of_range():
    return sheet('<row r="1"><c r="A1" s="9999"><v>1</v></c></row>')


@reads({1: {1: "1e400", 2: "NaN", 3: 0.0, 4: "1,5"}})
def impossible_numbers():
    values = ("1e400", "NaN", "-0", "1,5", "")
    cells = "".join(f'<c r="{c}1"><v>{v}</v></c>' for c, v in zip("ABCDE", values, strict=True))
    return sheet(f'<row r="1">{cells}</row>')


@reads({1: {1: -1.0, 2: 0.0, 3: 60.0, 4: 2_958_466.0}})
def impossible_dates():
    cells = "".join(f'<c r="{c}1" s="2"><v>{v}</v></c>' for c, v in zip("ABCD", (-1, 0, 60, 2958466), strict=True))
    return sheet(f'<row r="1">{cells}</row>')


@reads({1: {1: "2026-02-30"}})
def thirtieth_of_february():
    return sheet('<row r="1"><c r="A1" t="d"><v>2026-02-30</v></c></row>')


@reads({1: {1: "#REF!", 2: "#FOO!", 3: True}})
def errors_and_odd_truth():
    return sheet(
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" t="e"><v>#FOO!</v></c><c r="C1" t="b"><v>7</v></c></row>'
    )


@reads({1: {1: ("long " * 7_000)[:32_767]}})
def ten_megabyte_string():
    return sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"long " * 2_000_000}</t></is></c></row>')


@reads({})
def formatted_to_the_end():
    return sheet("".join(f'<row r="{n}" ht="15" customHeight="1"/>' for n in range(1, 10 * MANY)))


@reads(GOOD)
def five_thousand_sheets():
    return make.workbook({f"S{n}": make.sheet() for n in range(5_000)})


@refused('two of its sheets are named "raid"')
def sheets_of_one_name():
    return make.workbook({"RAID": make.sheet(), "raid": make.sheet()})


@reads(GOOD)
def odd_sheet_names():
    names = ("a&quot;b", "\u202excod", "RА\u0406D", "x" * 300, "\U0001f600", "two&#10;lines")
    return make.workbook({name: make.sheet() for name in names})


@reads(GOOD)
def very_hidden_sheet():
    return with_parts(workbook=make.parts()["xl/workbook.xml"].replace("<sheet ", '<sheet state="veryHidden" '))


@reads(GOOD)
def many_merges():
    merges = "".join(f'<mergeCell ref="D{n}:E{n}"/>' for n in range(1, MANY))
    return with_parts(sheet1=make.sheet(make.GOOD + f"<mergeCells>{merges}</mergeCells>"))


@reads(GOOD)
def merge_of_everything():
    return with_parts(sheet1=make.sheet(make.GOOD + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))


@reads(GOOD)
def many_broken_names():
    names = "".join(f'<definedName name="n{n}">#REF!</definedName>' for n in range(MANY))
    workbook = make.parts(workbook=f"<definedNames>{names}</definedNames>")["xl/workbook.xml"]
    return with_parts(workbook=workbook)


@reads(GOOD)
def many_validations():
    one = '<dataValidation type="whole" sqref="A1:XFD1048576"><formula1>1</formula1></dataValidation>'
    return with_parts(sheet1=make.sheet(make.GOOD + f"<dataValidations>{one * MANY}</dataValidations>"))


@reads({1: {2: 2.0}})
def formula_without_value():
    return sheet('<row r="1"><c r="A1"><f>B1*2</f></c><c r="B1"><v>2</v></c></row>')


@reads({1: {1: "x"}})
def dde_formula():
    return sheet('<row r="1"><c r="A1" t="str"><f>cmd|\' /C calc\'!A0</f><v>x</v></c></row>')


@reads({1: {1: 1.0}})
def nested_parentheses():
    return sheet(f'<row r="1"><c r="A1"><f>{"(" * 30_000}1{")" * 30_000}</f><v>1</v></c></row>')


@reads({1: {1: 1.0}})
def shared_formula_without_master():
    return sheet('<row r="1"><c r="A1"><f t="shared" si="7"/><v>1</v></c></row>')


@reads(GOOD)
def external_link_to_a_server():
    made = make.parts()
    made["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{make.MAIN}"/>'
    made["xl/externalLinks/_rels/externalLink1.xml.rels"] = make.relationships(
        ("rId1", "externalLinkPath", "file:///\\\\203.0.113.1\\share\\x.xlsx"), mode=' TargetMode="External"'
    )
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{make.RELATIONS}/externalLink" Target="externalLinks/externalLink1.xml"/>'
        "</Relationships>",
    )
    return make.zipped(made)


@reads(GOOD)
def relationship_to_itself():
    made = make.parts()
    made["xl/worksheets/_rels/sheet1.xml.rels"] = make.relationships(("rId1", "worksheet", "sheet1.xml"))
    return make.zipped(made)


@refused("would unpack to")
def five_million_strings():
    return with_parts(strings=make.strings().replace("</sst>", "<si><t>x</t></si>" * 5_000_000 + "</sst>"))


@refused("it has no sheets")
def no_sheets():
    return with_parts(workbook=make.parts()["xl/workbook.xml"].split("<sheets>")[0] + "<sheets/></workbook>")


@reads(None)
def only_a_chart_sheet():
    made = make.parts()
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        f"{make.RELATIONS}/worksheet", f"{make.RELATIONS}/chartsheet"
    )
    return make.zipped(made)


@reads(GOOD)
def dates_from_1904():
    workbook = make.parts()["xl/workbook.xml"].replace("<bookViews>", '<workbookPr date1904="1"/><bookViews>')
    return with_parts(workbook=workbook)


@reads(GOOD, ".xlsm")
def macros_that_are_not_there():
    kind = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return with_parts(types=make.parts()["[Content_Types].xml"].replace(f"{make.CONTENT}.sheet.main+xml", kind))


@reads(GOOD)
def macros_in_a_workbook_that_may_hold_none():
    part = "xl/vbaProject.bin", compound("VBA", "dir")
    kind = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    made: dict[str, str | bytes] = {**make.parts(), part[0]: part[1]}
    made["[Content_Types].xml"] = make.parts()["[Content_Types].xml"].replace("</Types>", kind)
    return make.zipped(made)


@reads(GOOD)
def macro_sheet_of_excel_4():
    made = make.parts({"Risks": make.sheet(), "Macro1": make.sheet().replace("worksheet", "xm:macrosheet")})
    made["xl/worksheets/sheet2.xml"] = made["xl/worksheets/sheet2.xml"].replace(
        "<xm:macrosheet ", '<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" '
    )
    rels = made["xl/_rels/workbook.xml.rels"]
    made["xl/_rels/workbook.xml.rels"] = rels.replace(
        f'{make.RELATIONS}/worksheet" Target="worksheets/sheet2.xml"',
        'http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="worksheets/sheet2.xml"',
    )
    return make.zipped(made)


@reads({1: {1: "a" * 32_766 + "!"}})
def text_that_slows_patterns():
    return sheet(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"a" * 32_766}!</t></is></c></row>')


def showing_one_text(text: str, rows: int, columns: int) -> bytes:
    """A list of risks in whose cells one and the same text stands, which the file holds once."""
    titles = [column.title for column in RISKS.columns]
    cells = "".join(f'<c t="s"><v>{min(n, len(titles))}</v></c>' for n in range(columns))
    repeated = "".join(f'<c t="s"><v>{len(titles)}</v></c>' for _ in range(columns))
    body = f"<sheetData><row>{cells}</row>{f'<row>{repeated}</row>' * rows}</sheetData>"
    return with_parts(sheet1=make.sheet(body), strings=make.strings((*titles, text)))


@refused("show more than 256 MB of text")
def long_text_in_a_million_cells():
    return showing_one_text("x y, " * 200_000, 10_000, 100)


@reads(None)
def texts_longer_than_a_cell():
    return showing_one_text("x y, " * 10_000, 10, 3)


@reads(None)
def long_text_in_every_heading():
    return showing_one_text("x y, " * 4_000, 39, 300)


@reads(None)
def long_text_in_every_cell():
    return showing_one_text("x y, " * 6_000, 200, len(RISKS.columns))


@reads(None)
def table_of_impossible_range():
    return make.workbook(tables={"Risks": make.table("A0:ZZZZ9", ("ID", "Amount"))})


@refused("is not valid XML")
def unclosed_attributes():
    return with_parts(workbook=make.parts()["xl/workbook.xml"] + "<" + 'a="' * 100_000)


@reads(GOOD)
def many_shapes():
    made = make.parts({"Risks": make.sheet(make.GOOD + '<drawing r:id="rId1"/>')})
    space = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
    shape = '<x:absoluteAnchor><x:pos x="0" y="0"/><x:ext cx="9" cy="9"/><x:clientData/></x:absoluteAnchor>'
    made["xl/drawings/drawing1.xml"] = f'<x:wsDr xmlns:x="{space}">{shape * MANY}</x:wsDr>'
    made["xl/worksheets/_rels/sheet1.xml.rels"] = make.relationships(("rId1", "drawing", "../drawings/drawing1.xml"))
    return make.zipped(made)


@reads(GOOD)
def huge_properties():
    made = make.parts()
    made["docProps/app.xml"] = f"<Properties><Company>{'x' * 10_000_000}</Company></Properties>"
    made["customXml/item1.xml"] = f"<a>{'y' * 10_000_000}</a>"
    package = "extended-properties", "docProps/app.xml"
    made["_rels/.rels"] = make.relationships(("rId1", "officeDocument", "xl/workbook.xml"), ("rId2", *package))
    return make.zipped(made, zipfile.ZIP_STORED)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for entry in CATALOGUE:
        (folder / (entry.name + entry.suffix)).write_bytes(entry.build())
    print(f"{len(CATALOGUE)} files in {folder}")
