"""Generated pages written straight as a sheet: cells, links, formulas, formats under a condition, an outline.

Drawing these with XlsxWriter too would take longer than everything else of a refresh. What is left to `page` are the
charts and pictures, and whole pages with something rare on them (a table, sparklines, bars inside cells). A test holds
the two to the same sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from pmxl.model import PageCell, PageFormat, PageRow, ReplaceSheet, Value
from pmxl.workbook.addresses import Area, column_letters
from pmxl.workbook.cells import cell, formula_element
from pmxl.workbook.draft import XML_HEAD
from pmxl.workbook.looks import KNOWN, add_condition, add_look
from pmxl.workbook.markup import escape
from pmxl.workbook.ornaments import column_pixels, covered, place
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
    """True for a page of which this module can write everything but charts and pictures."""
    looks = known_looks()
    styles = {cell.style for row in page.rows for cell in row.cells} | {one.style for one in page.formats}
    return not (
        page.table
        or page.sparklines
        or any(one.bars for one in page.formats)
        or any(looks.get(style, {}).keys() - KNOWN for style in styles)
    )


class PlainPages:
    """Writes plain pages with the formats of one style table, to which it adds what is missing."""

    def __init__(self, styles: Styles, *, date_1904: bool) -> None:
        self.styles, self.date_1904 = styles, date_1904
        self._looks = known_looks()
        self._styles: dict[tuple[str, type], str] = {}
        self._contents: dict[tuple[str, type, Value], str] = {}

    def sheet(self, page: ReplaceSheet) -> str:
        """The part of a page, without its charts and pictures. Raises Refused for what cannot be a page."""
        refuse_bad_page(page)
        merged, links, width = list[Area](), dict[str, tuple[str, str]](), page.columns
        rows, filled = "".join(self._rows(page, width, merged, links)), Area(1, 1, max(len(page.rows), 1), width)
        return (
            f'{XML_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
            f'<sheetPr>{_outline(page)}<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{filled}"/>'
            f"{_view(page)}{_usual_sizes(page)}{_columns(page)}<sheetData>{rows}</sheetData>"
            f"{_merged(merged)}{self._conditions(page)}{_links(links)}{_print_set_up(page)}</worksheet>"
        )

    def _rows(
        self, page: ReplaceSheet, width: int, merged: list[Area], links: dict[str, tuple[str, str]]
    ) -> Iterator[str]:
        letters = [column_letters(column) for column in range(1, width + 1)]
        for number, row in enumerate(page.rows, 1):
            column, cells = 1, list[str]()
            for one in row.cells:
                at = f"{letters[column - 1]}{number}"
                cells.append(f'<c r="{at}"{self._formula(one, at) if one.formula else self._content(one)}')
                if one.span > 1 or one.rows > 1:
                    style = self._style(one)
                    cells += [f'<c r="{beside}{number}"{style}/>' for beside in letters[column : column + one.span - 1]]
                    merged.append(Area(number, column, number + one.rows - 1, column + one.span - 1))
                if one.link:
                    links[at] = one.link, shown(written(one.value, date_1904=self.date_1904))
                column += one.span
            sizes = _row_sizes(page, row)
            if cells or sizes:
                yield f'<row r="{number}"{sizes}>{"".join(cells)}</row>' if cells else f'<row r="{number}"{sizes}/>'

    def _content(self, of: PageCell) -> str:
        """What follows the place of a cell; on a page with bars most cells are alike."""
        key = of.style, type(of.value), of.value
        if key not in self._contents:
            value = written(of.value, date_1904=self.date_1904)
            self._contents[key] = cell(self._style(of), value if value != "" else None)[2:]
        return self._contents[key]

    def _formula(self, of: PageCell, at: str) -> str:
        place = f' t="array" ref="{at}"' if of.array else ""
        value = written(of.value, date_1904=self.date_1904)
        return cell(self._style(of), value, formula_element(of.formula, attributes=place))[2:]

    def _style(self, of: PageCell) -> str:
        key = of.style, type(of.value)
        if key not in self._styles:
            self._styles[key] = f' s="{add_look(self.styles, look_of(of, self._looks)[1])}"'
        return self._styles[key]

    def _conditions(self, page: ReplaceSheet) -> str:
        of_area: dict[str, list[tuple[int, PageFormat]]] = {}
        for priority, one in enumerate(page.formats, 1):
            of_area.setdefault(str(place(one.at)), []).append((priority, one))
        return "".join(
            f'<conditionalFormatting sqref="{area}">{"".join(self._condition(*one) for one in rules)}'
            "</conditionalFormatting>"
            for area, rules in of_area.items()
        )

    def _condition(self, priority: int, one: PageFormat) -> str:
        look = add_condition(self.styles, self._looks.get(one.style, {}))
        stop = ' stopIfTrue="1"' if one.stop else ""
        formula = formula_element(one.formula, tag="formula")
        return f'<cfRule type="expression" dxfId="{look}" priority="{priority}"{stop}>{formula}</cfRule>'


def print_names(page: ReplaceSheet) -> Mapping[str, str]:
    """The names by which a sheet states what is printed, and what repeats on each page."""
    # Short words, and those with digits, may be addresses.
    quoted = page.sheet if page.sheet.isalpha() and len(page.sheet) > 3 else "'" + page.sheet.replace("'", "''") + "'"
    sheet, (bottom, right) = escape(quoted), covered(page, max(len(page.rows), 1), page.columns)
    corners = [f"${column_letters(c)}${r}" for r, c in ((1, 1), (bottom, right))]
    names = {"_xlnm.Print_Area": f"{sheet}!{':'.join(dict.fromkeys(corners))}"}
    repeated = [f"{sheet}!$A:${column_letters(page.repeat_columns)}"] if page.repeat_columns else []
    repeated += [f"{sheet}!$1:${page.repeat_rows}"] if page.repeat_rows else []
    if repeated:
        names["_xlnm.Print_Titles"] = ",".join(repeated)
    return names


def _outline(page: ReplaceSheet) -> str:
    folds = any(page.levels) or any(row.level for row in page.rows)
    return '<outlinePr summaryBelow="0"/>' if folds else ""


def _usual_sizes(page: ReplaceSheet) -> str:
    rows = max((row.level for row in page.rows), default=0)
    columns = max(page.levels[: len(page.widths)], default=0)
    levels = (f' outlineLevelRow="{rows}"' if rows else "") + (f' outlineLevelCol="{columns}"' if columns else "")
    return f'<sheetFormatPr defaultRowHeight="15"{levels}/>'


def _row_sizes(page: ReplaceSheet, row: PageRow) -> str:
    dots = int(row.height * 4 / 3 + 0.5) if row.height else _USUAL_HEIGHT
    is_own = dots != _USUAL_HEIGHT
    return (
        (f' ht="{dots * 0.75:g}"' if is_own else "")
        + (' hidden="1"' if page.folded and row.level else "")
        + (' customHeight="1"' if is_own else "")
        + (f' outlineLevel="{row.level}"' if row.level else "")
    )


def _view(page: ReplaceSheet) -> str:
    grid, rows, columns = "" if page.grid else ' showGridLines="0"', page.repeat_rows, page.repeat_columns
    head = f'<sheetViews><sheetView{grid} workbookViewId="0"'
    if not rows and not columns:
        return f"{head}/></sheetViews>"
    first, top = column_letters(columns + 1), rows + 1
    split = (f' xSplit="{columns}"' if columns else "") + (f' ySplit="{rows}"' if rows else "")
    active = "bottomRight" if rows and columns else "topRight" if columns else "bottomLeft"
    panes = ""
    if rows and columns:
        panes = "".join(
            f'<selection pane="{pane}" activeCell="{at}" sqref="{at}"/>'
            for pane, at in (("topRight", f"{first}1"), ("bottomLeft", f"A{top}"))
        )
    pane = f'<pane{split} topLeftCell="{first}{top}" activePane="{active}" state="frozen"/>'
    return f'{head}>{pane}{panes}<selection pane="{active}"/></sheetView></sheetViews>'


def _columns(page: ReplaceSheet) -> str:
    columns = []
    levels = (*page.levels, *(0,) * len(page.widths))

    def size(column: int) -> str:
        dots, level = column_pixels(page, column), levels[column - 1]
        # The column behind those that are folded away bears the sign that opens them.
        closes = page.folded and not level and column > 1 and levels[column - 2] > 0
        return (
            f' width="{dots * 256 // 7 / 256:.16g}"'
            + (' hidden="1"' if page.folded and level else "")
            + ' customWidth="1"'
            + (f' outlineLevel="{level}"' if level else "")
            + (' collapsed="1"' if closes else "")
        )

    for said, alike in groupby(range(1, len(page.widths) + 1), key=size):
        numbers = list(alike)
        columns.append(f'<col min="{numbers[0]}" max="{numbers[-1]}"{said}/>')
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
