"""Generated pages of cells and links alone, written straight as a sheet.

Drawing these with XlsxWriter too would take longer than everything else of a refresh. A page with more on it (a table,
charts, pictures, an outline, formulas) is drawn by `page`. A test holds the two to the same sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from pmxl.model import PageCell, ReplaceSheet
from pmxl.workbook.addresses import Area, column_letters
from pmxl.workbook.cells import cell
from pmxl.workbook.draft import XML_HEAD
from pmxl.workbook.looks import KNOWN, add_look
from pmxl.workbook.markup import escape
from pmxl.workbook.page import FOOTER, PAPERS, known_looks, look_of, margins, refuse_bad_page, shown
from pmxl.workbook.styles import Styles
from pmxl.workbook.values import written

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAX_LINKS = 65_530
"""Links on one sheet; Excel calls a file with more damaged."""
_USUAL_HEIGHT = 20
"""Dots of a row whose height nobody states."""


def is_plain(page: ReplaceSheet) -> bool:
    """True for a page that this module can write."""
    more = (page.table, page.charts, page.pictures, page.formats, page.sparklines, page.levels, page.repeat_columns)
    cells = [cell for row in page.rows for cell in row.cells]
    looks = known_looks()
    return not (
        any(more)
        or any(row.level for row in page.rows)
        or any(cell.formula for cell in cells)
        or any(looks.get(style, {}).keys() - KNOWN for style in {cell.style for cell in cells})
    )


class PlainPages:
    """Writes plain pages with the formats of one style table, to which it adds what is missing."""

    def __init__(self, styles: Styles, *, date_1904: bool) -> None:
        self.styles, self.date_1904 = styles, date_1904
        self._looks = known_looks()
        self._positions: dict[tuple[str, str], int] = {}

    def sheet(self, page: ReplaceSheet) -> str:
        """The part of a page. Raises Refused for what cannot be a page."""
        refuse_bad_page(page)
        merged, links = list[Area](), dict[str, tuple[str, str]]()
        rows = "".join(self._rows(page, merged, links))
        return (
            f'{XML_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
            f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{_area(page)}"/>{_view(page)}'
            f'<sheetFormatPr defaultRowHeight="15"/>{_columns(page)}<sheetData>{rows}</sheetData>'
            f"{_merged(merged)}{_links(links)}{_print_set_up(page)}</worksheet>"
        )

    def _rows(self, page: ReplaceSheet, merged: list[Area], links: dict[str, tuple[str, str]]) -> Iterator[str]:
        for number, row in enumerate(page.rows, 1):
            dots = int(row.height * 4 / 3 + 0.5) if row.height else _USUAL_HEIGHT
            height = f' ht="{dots * 0.75:g}" customHeight="1"' if dots != _USUAL_HEIGHT else ""
            column, cells = 1, list[str]()
            for one in row.cells:
                style = f' s="{self._style(one)}"'
                value = written(one.value, date_1904=self.date_1904)
                place = f"{column_letters(column)}{number}"
                cells.append(cell(f' r="{place}"{style}', None if value == "" else value))
                if one.span > 1 or one.rows > 1:
                    beside = range(column + 1, column + one.span)
                    cells += [f'<c r="{column_letters(c)}{number}"{style}/>' for c in beside]
                    merged.append(Area(number, column, number + one.rows - 1, column + one.span - 1))
                if one.link:
                    links[place] = one.link, shown(value)
                column += one.span
            if cells or height:
                yield f'<row r="{number}"{height}>{"".join(cells)}</row>'

    def _style(self, of: PageCell) -> int:
        key, look = look_of(of, self._looks)
        if key not in self._positions:
            self._positions[key] = add_look(self.styles, look)
        return self._positions[key]


def print_names(page: ReplaceSheet) -> Mapping[str, str]:
    """The names by which a sheet states what is printed, and what repeats on each page."""
    # Short words, and those with digits, may be addresses.
    quoted = page.sheet if page.sheet.isalpha() and len(page.sheet) > 3 else "'" + page.sheet.replace("'", "''") + "'"
    sheet, area = escape(quoted), _area(page)
    corners = [f"${column_letters(c)}${r}" for r, c in ((area.top, area.left), (area.bottom, area.right))]
    names = {"_xlnm.Print_Area": f"{sheet}!{':'.join(dict.fromkeys(corners))}"}
    if page.repeat_rows:
        names["_xlnm.Print_Titles"] = f"{sheet}!$1:${page.repeat_rows}"
    return names


def _area(page: ReplaceSheet) -> Area:
    wide = max((sum(cell.span for cell in row.cells) for row in page.rows), default=1)
    return Area(1, 1, max(len(page.rows), 1), max(wide, 1))


def _view(page: ReplaceSheet) -> str:
    grid, rows = "" if page.grid else ' showGridLines="0"', page.repeat_rows
    head = f'<sheetViews><sheetView{grid} workbookViewId="0"'
    if not rows:
        return f"{head}/></sheetViews>"
    pane = f'<pane ySplit="{rows}" topLeftCell="A{rows + 1}" activePane="bottomLeft" state="frozen"/>'
    return f'{head}>{pane}<selection pane="bottomLeft"/></sheetView></sheetViews>'


def _columns(page: ReplaceSheet) -> str:
    columns = []
    for width, alike in groupby(enumerate(page.widths, 1), key=lambda column: column[1]):
        numbers = [number for number, _ in alike]
        dots = int(width * 7 + 0.5) + 5 if width >= 1 else int(width * 12 + 0.5)
        columns.append(
            f'<col min="{numbers[0]}" max="{numbers[-1]}" width="{dots * 256 // 7 / 256:.16g}" customWidth="1"/>'
        )
    return f"<cols>{''.join(columns)}</cols>" if columns else ""


def _merged(areas: list[Area]) -> str:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    return f'<mergeCells count="{len(areas)}">{cells}</mergeCells>' if areas else ""


def _links(links: Mapping[str, tuple[str, str]]) -> str:
    """Links to places. They repeat the text in an attribute, where control characters cannot be spelled out."""
    lines = [
        f'<hyperlink ref="{place}" location="{escape(to)}" display="{escape("".join(filter(str.isprintable, said)))}"/>'
        for place, (to, said) in links.items()
    ]
    return f"<hyperlinks>{''.join(lines[:MAX_LINKS])}</hyperlinks>" if lines else ""


def _print_set_up(page: ReplaceSheet) -> str:
    sides = "".join(f' {side}="{inches:g}"' for side, inches in margins(page).items())
    fit = "" if page.one_page else ' fitToHeight="0"'
    turned = "landscape" if page.landscape else "portrait"
    return (
        f'<printOptions horizontalCentered="1"/><pageMargins{sides} header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="{PAPERS[page.paper]}"{fit} orientation="{turned}"/>'
        f"<headerFooter><oddFooter>{escape(FOOTER)}</oddFooter></headerFooter>"
    )
