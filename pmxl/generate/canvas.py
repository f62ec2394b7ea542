"""A new workbook being drawn: XlsxWriter with our font, our looks and our print set-up, the same bytes every time."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pmxl.edits import cell_value
from pmxl.generate.looks import FONT, LOOKS, SIZE, Look

CREATED = datetime(2026, 1, 1)
"""The date of birth that every generated workbook bears, so that its bytes do not change from day to day."""

A4 = 9
_WHOLE_COLUMNS = re.compile(rb"(<definedName name=\"_xlnm\.Print_Area\"[^>]*>[^<]*!)\$([A-Z]+):\$([A-Z]+)(?=<)")
_DATA_ROW = re.compile(rb'(<row r="(?:[6-9]|\d\d+)"[^>]* ht="[^"]*") customHeight="1"')
TABS = {"front": "#1F3864", "control": "#2F6DB5", "raid": "#B5651D", "plan": "#2E7D4F", "machine": "#8A94A0"}
"""Group of sheets -> the colour of their tabs."""


class Canvas:
    """One workbook, each of its formats made once."""

    def __init__(self, target: str | Path | IO[bytes], project: str = "", title: str = "") -> None:
        from xlsxwriter import Workbook

        self.target, self._file = target, BytesIO()

        options = {
            "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": SIZE},
        }  # fmt: skip
        self.workbook = Workbook(self._file, options)
        self.workbook.set_properties({"title": project or title, "author": "pmxl", "created": CREATED})
        self.workbook.set_size(2400, 1400)
        self.project = project
        self.names: set[str] = set()
        self._formats: dict[tuple[str, tuple[tuple[str, Any], ...]], Any] = {}

    def look(self, look: str | Look, **more: Any) -> Any:
        """The format of a named style, or of a look, with changes."""
        return self._format("cell", {**(LOOKS[look] if isinstance(look, str) else look), **more})

    def mark(self, look: Look) -> Any:
        """The format of a highlight, which changes only what it names."""
        return self._format("mark", look)

    def _format(self, use: str, look: Look) -> Any:
        key = use, tuple(sorted(look.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(look)
        return self._formats[key]

    def sheet(self, name: str, group: str) -> Any:
        """A new sheet at the end."""
        sheet = self.workbook.add_worksheet(name)
        # XlsxWriter tries fifty patterns on each formula, and a table says the same one in every row.
        sheet._prepare_formula = cache(sheet._prepare_formula)
        sheet.set_tab_color(TABS[group])
        return sheet

    def name(self, name: str, area: str) -> None:
        """Define a name for the whole workbook."""
        self.workbook.define_name(name, "=" + area)
        self.names.add(name)

    def set_up_page(self, sheet: Any, *, landscape: bool = True, repeat: tuple[int, int] | None = None) -> None:
        """Print one page wide, on A4 as well as on Letter, with the project, the sheet and the page at the foot."""
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.65)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        left = self.project.replace("&", "&&")[:120] or "&F"
        sheet.set_footer(f'&L&"{FONT}"&8{left}&C&"{FONT}"&8&A&R&"{FONT}"&8Page &P of &N', {"margin": 0.3})
        if repeat:
            sheet.repeat_rows(*repeat)

    def close(self) -> None:
        """Write the file."""
        self.workbook.close()
        content = _finished(self._file.getvalue())
        if isinstance(self.target, (str, Path)):
            Path(self.target).write_bytes(content)
        else:
            self.target.write(content)


def _finished(content: bytes) -> bytes:
    """The file with what XlsxWriter cannot say.

    It names pmxl as its maker, so that LibreOffice calculates it on opening, as it does not for a file of Excel's. And
    the heights of data rows are proposals: Excel and LibreOffice go on fitting a row to what is typed into it. A print
    area of whole columns is written with its rows, for openpyxl reads no other.
    """
    result = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(result, "w", ZIP_DEFLATED) as after:
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename == "docProps/app.xml":
                part = part.replace(b">Microsoft Excel<", b">pmxl<")
            elif entry.filename == "xl/workbook.xml":
                part = _WHOLE_COLUMNS.sub(rb"\1$\2$1:$\3$1048576", part)
            elif entry.filename.startswith("xl/worksheets/sheet") and not entry.filename.endswith("/sheet1.xml"):
                part = _DATA_ROW.sub(rb"\1", part)
            made = ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            made.compress_type, made.external_attr = ZIP_DEFLATED, entry.external_attr
            after.writestr(made, part)
    return result.getvalue()


def put(sheet: Any, row: int, column: int, value: Any, look: Any, formula: str = "") -> None:
    """Write one cell. Text stays text, whatever it begins with; a formula comes with its value."""
    value = cell_value(value)
    if formula:
        sheet.write_formula(row, column, "=" + formula, look, _result(value))
    elif value is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, value, look)


def put_array(sheet: Any, row: int, column: int, value: str, look: Any, formula: str) -> None:
    """Write a formula that works on whole columns, so that every Excel since 2010 takes all of their cells."""
    sheet.write_array_formula(row, column, row, column, "{=" + formula + "}", look, value)


def _result(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        from pmxl.registers.cells import EPOCH

        return (value - EPOCH).days
    return value
