"""Drawing whole generated sheets with XlsxWriter. What it makes is moved into people's workbooks by `transplant`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

from pmxl.model import PageCell, PageRow, ReplaceSheet
from pmxl.workbook.addresses import MAX_ROW, parse_cell
from pmxl.workbook.cells import written
from pmxl.workbook.errors import Refused

BASE_LOOK: Mapping[str, object] = {"font_name": "Arial", "font_size": 10, "valign": "top"}
DAY_FORMAT, TIME_FORMAT = "dd mmm yyyy", "dd mmm yyyy hh:mm"
TABLE_STYLE = "Table Style Light 1"
_A4 = 9
_FORBIDDEN = set("[]:*?/\\")
_TABLE_NAME, _LIKE_R1C1 = r"[^\W\d][\w.]*", r"(?i)r\d*(c\d*)?|c\d*"


def render_pages(pages: Iterable[ReplaceSheet], *, date_1904: bool = False) -> bytes:
    """A workbook with one sheet for each page, in their order."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    stream = BytesIO()
    workbook = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    painter = _Painter(workbook, date_1904=date_1904)
    try:
        for page in pages:
            painter.paint(page)
        workbook.add_worksheet().activate()  # A workbook needs one sheet that can be seen.
        workbook.close()
    except XlsxWriterException as error:
        raise Refused(f"a page cannot be drawn ({error})", "report this as an error of pmxl") from None
    return stream.getvalue()


def refuse_bad_name(name: str) -> None:
    """Raises Refused for what Excel takes for no sheet name."""
    fits = 1 <= len(name) <= 31 and name.lower() != "history"
    if not fits or _FORBIDDEN & set(name) or "'" in (name[0], name[-1]):
        raise Refused(f'"{name}" cannot be the name of a sheet', "use at most 31 characters without [ ] : * ? / \\")


class _Painter:
    """Draws pages into an XlsxWriter workbook, making each look once."""

    def __init__(self, workbook: Any, *, date_1904: bool) -> None:
        self.workbook, self.date_1904 = workbook, date_1904
        self.looks = _looks()
        self._formats: dict[tuple[str, str], Any] = {}

    def paint(self, page: ReplaceSheet) -> None:
        """Draw one page."""
        refuse_bad_name(page.sheet)
        if page.table:
            refuse_bad_table_name(page.table)
        if len(page.rows) > MAX_ROW:
            raise Refused(f'the page "{page.sheet}" has {len(page.rows):,} rows', "narrow what it shows")
        sheet = self.workbook.add_worksheet(page.sheet)
        width = max((sum(cell.span for cell in row.cells) for row in page.rows), default=1)
        self._set_up(sheet, page, width)
        for number, row in enumerate(page.rows):
            self._paint_row(sheet, number, row)
        if page.table:
            self._make_table(sheet, page, width)

    def _set_up(self, sheet: Any, page: ReplaceSheet, width: int) -> None:
        for column, characters in enumerate(page.widths):
            sheet.set_column(column, column, characters)
        sheet.set_paper(_A4)
        trim = 0.1 if page.one_page else 0  # A page that must fit is measured for these margins, on A4 and on Letter.
        sheet.set_margins(left=0.5 - trim, right=0.5 - trim, top=0.5 - trim, bottom=0.6 - trim)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1 if page.one_page else 0)
        sheet.print_area(0, 0, max(len(page.rows) - 1, 0), width - 1)
        sheet.set_footer("&L&8&A&R&8Page &P of &N")
        if page.landscape:
            sheet.set_landscape()
        if not page.table:
            sheet.hide_gridlines(2)
        if page.repeat_rows:
            sheet.repeat_rows(0, page.repeat_rows - 1)
            sheet.freeze_panes(page.repeat_rows, 0)
        if page.hidden:
            sheet.hide()

    def _paint_row(self, sheet: Any, number: int, row: PageRow) -> None:
        if row.height:
            sheet.set_row(number, row.height)
        column = 0
        for cell in row.cells:
            self._paint_cell(sheet, number, column, cell)
            column += cell.span

    def _paint_cell(self, sheet: Any, row: int, column: int, cell: PageCell) -> None:
        look, value = self._format(cell), written(cell.value, date_1904=self.date_1904)
        if cell.span > 1:
            sheet.merge_range(row, column, row, column + cell.span - 1, "", look)
        if cell.link:
            # The link repeats the text in an attribute, where control characters cannot be spelled out as in a cell.
            label = "".join(c for c in _shown(value) if c.isprintable())
            sheet.write_url(row, column, f"internal:{cell.link}", look, string=label)
        if cell.formula:
            sheet.write_formula(row, column, "=" + cell.formula.removeprefix("="), look, "" if value is None else value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, float):
            sheet.write_number(row, column, value, look)
        elif value in (None, ""):
            sheet.write_blank(row, column, None, look)
        else:
            sheet.write_string(row, column, _shown(value), look)

    def _make_table(self, sheet: Any, page: ReplaceSheet, width: int) -> None:
        head = max(page.repeat_rows, 1) - 1
        headers = page.rows[head].cells if head < len(page.rows) else ()
        columns = [{"header": _shown(cell.value), "header_format": self._format(cell)} for cell in headers]
        refuse_bad_headers(page, [column["header"] for column in columns], any(cell.span != 1 for cell in headers))
        last = max(len(page.rows) - 1, head + 1)
        # The cells are there already, in their own looks; the table only names them.
        options = {"name": page.table, "columns": columns, "style": TABLE_STYLE}
        sheet.add_table(head, 0, last, width - 1, options)

    def _format(self, cell: PageCell) -> Any:
        number_format = ""
        if isinstance(cell.value, date):
            number_format = TIME_FORMAT if isinstance(cell.value, datetime) else DAY_FORMAT
        key = cell.style, number_format
        if key not in self._formats:
            look = {**BASE_LOOK, **self.looks.get(cell.style, {})}
            if number_format:
                look.setdefault("num_format", number_format)
            self._formats[key] = self.workbook.add_format(look)
        return self._formats[key]


def refuse_bad_table_name(name: str) -> None:
    """Raises Refused for what Excel takes for no name of a table, such as the address of a cell."""
    if len(name) > 255 or not re.fullmatch(_TABLE_NAME, name) or parse_cell(name) or re.fullmatch(_LIKE_R1C1, name):
        raise Refused(f'"{name}" cannot be the name of a table', "report this as an error of pmxl")


def refuse_bad_headers(page: ReplaceSheet, headers: list[str], is_merged: bool) -> None:
    """Raises Refused where the last of the repeated rows cannot be the headers of a table."""
    plain = [header.strip().lower() for header in headers]
    if not plain or not all(plain) or len(set(plain)) != len(plain) or is_merged:
        raise Refused(f'the table "{page.table}" has blank or equal headers', "report this as an error of pmxl")


def _looks() -> Mapping[str, Mapping[str, object]]:
    try:
        from pmxl.generate.looks import LOOKS  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        return {}
    looks: Mapping[str, Mapping[str, object]] = LOOKS
    return looks


def _shown(value: object) -> str:
    """A value as the text of a cell."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
