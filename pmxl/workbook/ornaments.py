"""What a generated page bears beside its cells, drawn with XlsxWriter: charts, pictures, formats, sparklines."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from pmxl.model import PageChart, PageFormat, PagePicture, PageSparkline, ReplaceSheet
from pmxl.workbook.addresses import Area, absolute, parse_area, parse_reference
from pmxl.workbook.charts import PALETTE, Cells, draw_chart, plain
from pmxl.workbook.errors import Refused
from pmxl.workbook.looks import conditional

_PNG = b"\x89PNG\r\n\x1a\n"
_MOVE_AND_SIZE, _MOVE = 1, 2


class Ornaments:
    """Puts the ornaments of pages on their sheets."""

    def __init__(self, workbook: Any, look: Callable[[str], dict[str, object]], cells: Cells, *, date_1904: bool):
        self.workbook, self.look, self.cells, self.date_1904 = workbook, look, cells, date_1904
        self._formats: dict[str, Any] = {}

    def put(self, sheet: Any, page: ReplaceSheet) -> None:
        """Put everything on its sheet."""
        for one in page.formats:
            self._format(sheet, one)
        for spark in page.sparklines:
            self._sparkline(sheet, spark, page)
        self.draw(sheet, page)

    def draw(self, sheet: Any, page: ReplaceSheet) -> None:
        """Put charts and pictures on their sheet."""
        for chart in page.charts:
            self._chart(sheet, chart, page)
        for picture in page.pictures:
            self._picture(sheet, picture)

    def _format(self, sheet: Any, one: PageFormat) -> None:
        area = place(one.at)
        if one.bars:
            ends = {"min": one.minimum, "max": one.maximum}
            options: dict[str, object] = {"type": "data_bar", "data_bar_2010": True, "bar_solid": True}
            options["bar_color"] = one.bars
            for end, value in ends.items():
                options |= {f"{end}_type": "num", f"{end}_value": value} if value is not None else {}
        else:
            options = {"type": "formula", "criteria": "=" + one.formula.removeprefix("=")}
            options |= {"format": self._conditional(one.style), "stop_if_true": one.stop}
        sheet.conditional_format(area.top - 1, area.left - 1, area.bottom - 1, area.right - 1, options)

    def _conditional(self, style: str) -> Any:
        if style not in self._formats:
            self._formats[style] = self.workbook.add_format(conditional(self.look(style)))
        return self._formats[style]

    def _sparkline(self, sheet: Any, spark: PageSparkline, page: ReplaceSheet) -> None:
        area, found = place(spark.at), parse_reference(spark.values, page.sheet)
        if found is None:
            raise Refused(f'"{spark.values}" is no row or column of cells', "report this as an error of pmxl")
        options: dict[str, object] = {"range": absolute(*found), "type": spark.kind, "markers": spark.markers}
        options["series_color"] = spark.colour or PALETTE[0]
        sheet.add_sparkline(area.top - 1, area.left - 1, options)

    def _chart(self, sheet: Any, chart: PageChart, page: ReplaceSheet) -> None:
        area = place(chart.at)
        drawn = draw_chart(self.workbook, chart, page.sheet, self.cells, date_1904=self.date_1904)
        width, height = chart.width * 4 / 3, chart.height * 4 / 3
        covers = area.top < area.bottom or area.left < area.right
        if covers:
            width = sum(column_pixels(page, column) for column in range(area.left, area.right + 1))
            height = sum(row_pixels(page, row) for row in range(area.top, area.bottom + 1))
        drawn.set_size({"width": width, "height": height})
        options = {
            "object_position": _MOVE_AND_SIZE if covers else _MOVE,
            "description": plain(chart.alt or chart.title),
        }
        sheet.insert_chart(area.top - 1, area.left - 1, drawn, options)

    def _picture(self, sheet: Any, picture: PagePicture) -> None:
        if not picture.png.startswith(_PNG):
            raise Refused(f"the picture at {picture.at} is no PNG", "report this as an error of pmxl")
        area = place(picture.at)
        options = {"image_data": BytesIO(picture.png), "x_scale": picture.scale, "y_scale": picture.scale}
        options |= {"object_position": _MOVE, "description": plain(picture.alt), "decorative": not picture.alt}
        sheet.insert_image(area.top - 1, area.left - 1, "picture.png", options)


def covered(page: ReplaceSheet, rows: int, columns: int) -> tuple[int, int]:
    """How many rows and columns are printed: those with cells, and those under charts."""
    for chart in page.charts:
        area = place(chart.at)
        bottom, right = area.bottom, area.right
        if (area.top, area.left) == (bottom, right):
            bottom = _reaches(area.top, chart.height * 4 / 3, lambda row: row_pixels(page, row))
            right = _reaches(area.left, chart.width * 4 / 3, lambda column: column_pixels(page, column))
        rows, columns = max(rows, bottom), max(columns, right)
    return rows, columns


def _reaches(first: int, pixels: float, size: Callable[[int], int]) -> int:
    """The last row or column under something of that size."""
    last = first
    while (pixels := pixels - size(last)) > 0:
        last += 1
    return last


def column_pixels(page: ReplaceSheet, column: int) -> int:
    """How wide a column is, as Excel draws it with its usual font."""
    if column > len(page.widths):
        return 64
    width = page.widths[column - 1]
    return int(width * 7 + 0.5) + 5 if width >= 1 else int(width * 12 + 0.5)


def row_pixels(page: ReplaceSheet, row: int) -> int:
    """How high a row is."""
    height = page.rows[row - 1].height if row <= len(page.rows) else 0
    return int(height * 4 / 3) if height else 20


def place(text: str) -> Area:
    """The cells that an address names. Raises Refused where it is none."""
    area = parse_area(text)
    if area is None:
        raise Refused(f'"{text}" is no place on a page', "report this as an error of pmxl")
    return area
