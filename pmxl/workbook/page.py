"""Drawing whole generated sheets with XlsxWriter. What it makes is moved into people's workbooks by `transplant`."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from pmxl.model import PageCell, PageRow, ReplaceSheet
from pmxl.workbook.addresses import MAX_ROW, parse_cell
from pmxl.workbook.charts import Cells
from pmxl.workbook.errors import Refused
from pmxl.workbook.ornaments import Ornaments, covered
from pmxl.workbook.values import written

Looks = Mapping[str, Mapping[str, object]]
BASE_LOOK: Mapping[str, object] = {"font_name": "Arial", "font_size": 10, "valign": "top"}
DAY_FORMAT, TIME_FORMAT = "dd mmm yyyy", "dd mmm yyyy hh:mm"
TABLE_STYLE = "Table Style Light 1"
PAPERS = {"A4": 9, "Letter": 1}
FOOTER = "&L&8&A&R&8Page &P of &N"
_FORBIDDEN = set("[]:*?/\\")
_TABLE_NAME, _LIKE_R1C1 = r"[^\W\d][\w.]*", r"(?i)r\d*(c\d*)?|c\d*"


def render_pages(
    pages: Sequence[ReplaceSheet],
    cells: Cells | None = None,
    *,
    date_1904: bool = False,
    without_cells: Collection[str] = (),
) -> bytes:
    """A workbook with one sheet for each page, in their order. *cells* knows the sheets that charts show.

    Of the sheets named *without_cells* only charts and pictures are drawn.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    stream = BytesIO()
    workbook = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    painter = _Painter(workbook, cells or (lambda _sheet, _area: None), date_1904=date_1904)
    try:
        for page in pages:
            (painter.draw if page.sheet in without_cells else painter.paint)(page)
        workbook.add_worksheet().activate()  # A workbook needs one sheet that can be seen.
        workbook.close()
    except XlsxWriterException as error:
        raise Refused(f"a page cannot be drawn ({error})", "report this as an error of pmxl") from None
    return stream.getvalue()


def refuse_bad_page(page: ReplaceSheet) -> None:
    """Raises Refused for what no workbook can hold."""
    refuse_bad_name(page.sheet)
    if page.table:
        refuse_bad_table_name(page.table)
    if len(page.rows) > MAX_ROW:
        raise Refused(f'the page "{page.sheet}" has {len(page.rows):,} rows', "narrow what it shows")


def refuse_bad_name(name: str) -> None:
    """Raises Refused for what Excel takes for no sheet name."""
    fits = 1 <= len(name) <= 31 and name.lower() != "history"
    if not fits or _FORBIDDEN & set(name) or "'" in (name[0], name[-1]):
        raise Refused(f'"{name}" cannot be the name of a sheet', "use at most 31 characters without [ ] : * ? / \\")


class _Painter:
    """Draws pages into an XlsxWriter workbook, making each look once."""

    def __init__(self, workbook: Any, cells: Cells, *, date_1904: bool) -> None:
        self.workbook, self.date_1904 = workbook, date_1904
        self.looks = known_looks()
        self.ornaments = Ornaments(workbook, lambda style: dict(self.looks.get(style, {})), cells, date_1904=date_1904)
        self._formats: dict[tuple[str, str], Any] = {}

    def paint(self, page: ReplaceSheet) -> None:
        """Draw one page."""
        refuse_bad_page(page)
        sheet = self.workbook.add_worksheet(page.sheet)
        self._set_up(sheet, page)
        for number, row in enumerate(page.rows):
            self._paint_row(sheet, number, row, folded=page.folded)
        if page.table:
            self._make_table(sheet, page)
        self.ornaments.put(sheet, page)

    def draw(self, page: ReplaceSheet) -> None:
        """Draw the charts and pictures of one page, on rows and columns of its sizes."""
        sheet = self.workbook.add_worksheet(page.sheet)
        self._set_columns(sheet, page)
        for number, row in enumerate(page.rows):
            self._set_row(sheet, number, row, folded=page.folded)
        self.ornaments.draw(sheet, page)

    def _set_up(self, sheet: Any, page: ReplaceSheet) -> None:
        self._set_columns(sheet, page)
        sheet.set_paper(PAPERS[page.paper])
        sheet.set_margins(**margins(page))
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 1 if page.one_page else 0)
        rows, columns = covered(page, max(len(page.rows), 1), page.columns)
        sheet.print_area(0, 0, rows - 1, columns - 1)
        sheet.set_footer(FOOTER)
        if page.landscape:
            sheet.set_landscape()
        if not (bool(page.table) if page.grid is None else page.grid):
            sheet.hide_gridlines(2)
        if page.repeat_rows:
            sheet.repeat_rows(0, page.repeat_rows - 1)
        if page.repeat_columns:
            sheet.repeat_columns(0, page.repeat_columns - 1)
        if page.repeat_rows or page.repeat_columns:
            sheet.freeze_panes(page.repeat_rows, page.repeat_columns)
        if page.hidden:
            sheet.hide()

    def _set_columns(self, sheet: Any, page: ReplaceSheet) -> None:
        levels = (*page.levels, *(0,) * len(page.widths))
        for column, characters in enumerate(page.widths):
            level = levels[column]
            # The column behind those that are folded away bears the sign that opens them.
            closes = page.folded and not level and column > 0 and levels[column - 1] > 0
            options = {"level": level, "hidden": page.folded and level > 0, "collapsed": closes}
            sheet.set_column(column, column, characters, None, {k: v for k, v in options.items() if v})
        if any(page.levels) or any(row.level for row in page.rows):
            sheet.outline_settings(True, False, True, False)

    def _set_row(self, sheet: Any, number: int, row: PageRow, *, folded: bool) -> None:
        if row.height or row.level:
            options = {"level": row.level, "hidden": folded and row.level > 0} if row.level else {}
            sheet.set_row(number, row.height or None, None, options)

    def _paint_row(self, sheet: Any, number: int, row: PageRow, *, folded: bool = False) -> None:
        self._set_row(sheet, number, row, folded=folded)
        column = 0
        for cell in row.cells:
            self._paint_cell(sheet, number, column, cell)
            column += cell.span

    def _paint_cell(self, sheet: Any, row: int, column: int, cell: PageCell) -> None:
        look, value = self._format(cell), written(cell.value, date_1904=self.date_1904)
        if cell.span > 1 or cell.rows > 1:
            sheet.merge_range(row, column, row + cell.rows - 1, column + cell.span - 1, "", look)
        if cell.link:
            # The link repeats the text in an attribute, where control characters cannot be spelled out as in a cell.
            label = "".join(c for c in shown(value) if c.isprintable())
            sheet.write_url(row, column, f"internal:{cell.link}", look, string=label)
        if cell.formula and cell.array:
            formula = "{=" + cell.formula.removeprefix("=") + "}"
            sheet.write_array_formula(row, column, row, column, formula, look, "" if value is None else value)
        elif cell.formula:
            sheet.write_formula(row, column, "=" + cell.formula.removeprefix("="), look, "" if value is None else value)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, look)
        elif isinstance(value, float):
            sheet.write_number(row, column, value, look)
        elif value in (None, ""):
            sheet.write_blank(row, column, None, look)
        else:
            sheet.write_string(row, column, shown(value), look)

    def _make_table(self, sheet: Any, page: ReplaceSheet) -> None:
        head = max(page.repeat_rows, 1) - 1
        headers = page.rows[head].cells if head < len(page.rows) else ()
        columns = [{"header": shown(cell.value), "header_format": self._format(cell)} for cell in headers]
        refuse_bad_headers(page, [column["header"] for column in columns], any(cell.span != 1 for cell in headers))
        last = max(len(page.rows) - 1, head + 1)
        # The cells are there already, in their own looks; the table only names them.
        options = {"name": page.table, "columns": columns, "style": TABLE_STYLE}
        sheet.add_table(head, 0, last, page.columns - 1, options)

    def _format(self, cell: PageCell) -> Any:
        key, look = look_of(cell, self.looks)
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(look)
        return self._formats[key]


def look_of(cell: PageCell, looks: Looks) -> tuple[tuple[str, str], dict[str, object]]:
    """How a cell looks, and by what that is known: its style, and the number format that its value needs."""
    number_format = ""
    if isinstance(cell.value, date):
        number_format = TIME_FORMAT if isinstance(cell.value, datetime) else DAY_FORMAT
    look = {**BASE_LOOK, **looks.get(cell.style, {})}
    if number_format:
        look.setdefault("num_format", number_format)
    return (cell.style, number_format), look


def margins(page: ReplaceSheet) -> dict[str, float]:
    """The margins in inches. A page that must fit is measured for the smaller ones, on A4 and on Letter."""
    trim = 0.1 if page.one_page else 0
    return {"left": 0.5 - trim, "right": 0.5 - trim, "top": 0.5 - trim, "bottom": 0.6 - trim}


def refuse_bad_table_name(name: str) -> None:
    """Raises Refused for what Excel takes for no name of a table, such as the address of a cell."""
    if len(name) > 255 or not re.fullmatch(_TABLE_NAME, name) or parse_cell(name) or re.fullmatch(_LIKE_R1C1, name):
        raise Refused(f'"{name}" cannot be the name of a table', "report this as an error of pmxl")


def refuse_bad_headers(page: ReplaceSheet, headers: list[str], is_merged: bool) -> None:
    """Raises Refused where the last of the repeated rows cannot be the headers of a table."""
    plain = [header.strip().lower() for header in headers]
    if not plain or not all(plain) or len(set(plain)) != len(plain) or is_merged:
        raise Refused(f'the table "{page.table}" has blank or equal headers', "report this as an error of pmxl")


def known_looks() -> Looks:
    """Name of a style -> how it looks."""
    try:
        from pmxl.generate.looks import LOOKS  # type: ignore[import-untyped, import-not-found, unused-ignore]
    except ImportError:
        return {}
    looks: Looks = LOOKS
    return looks


def shown(value: object) -> str:
    """A value as the text of a cell."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
