"""Charts and pictures on sheets. A chart that comes from another workbook goes on looking at that one, as in Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

if TYPE_CHECKING:
    from calc.sheets import Sheet

CHART, PICTURE = "com.sun.star.drawing.OLE2Shape", "com.sun.star.drawing.GraphicObjectShape"
_OFFICE = re.compile(r"\$('(?:[^']|'')+'|[^.'$]+)\.(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)")
_EXCEL = re.compile(r"('(?:[^']|'')+')!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)")


class Drawn(base_classes.Collection):
    """The charts or the pictures of a sheet, those that came last at the end."""

    def __init__(self, sheet: Sheet, kind: str) -> None:
        self.sheet, self.kind = sheet, kind

    def _shapes(self) -> list[Any]:
        page = self.sheet.uno.DrawPage
        shapes = [page.getByIndex(i) for i in range(page.Count)]
        self.sheet.book.hold(shapes)
        return [shape for shape in shapes if shape.ShapeType == self.kind]

    def __len__(self) -> int:
        return len(self._shapes())

    def __iter__(self) -> Iterator[DrawnOne]:
        return iter([DrawnOne(self.sheet, shape) for shape in self._shapes()])

    def __call__(self, key: int) -> DrawnOne:
        return DrawnOne(self.sheet, self._shapes()[key - 1])

    def __contains__(self, key: object) -> bool:
        return any(shape.Name == key for shape in self._shapes())


class DrawnOne:
    """A chart or a picture."""

    def __init__(self, sheet: Sheet, shape: Any) -> None:
        self.parent, self.shape = sheet, shape

    @property
    def name(self) -> str:
        return self.shape.Name

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value

    def delete(self) -> None:
        self.parent.uno.DrawPage.remove(self.shape)

    @property
    def series(self) -> SeriesOfChart:
        return SeriesOfChart(self)

    @property
    def links(self) -> dict[int, str]:
        """Number of a series -> its formula, where it looks at another workbook."""
        book = self.parent.book
        known = book.engine.links
        return known.setdefault((book.document.RuntimeUID, self.shape.PersistName), {})

    def looks_still_at(self, old: DrawnOne) -> None:
        """Bear in mind what a chart looked at that was copied to here."""
        book = old.parent.book.name
        for i, series in enumerate(old.series):
            self.links[i] = _EXCEL.sub(lambda found: f"'[{book}]{found[1][1:]}!{found[2]}", series.Formula)


class SeriesOfChart(base_classes.Collection):
    """The series of a chart in the order in which they are drawn."""

    def __init__(self, chart: DrawnOne) -> None:
        self.chart = chart

    def _all(self) -> list[Series]:
        kinds = self.chart.shape.Model.FirstDiagram.CoordinateSystems[0].ChartTypes
        return [Series(self.chart, i, uno) for i, uno in enumerate(uno for kind in kinds for uno in kind.DataSeries)]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Series]:
        return iter(self._all())

    def __call__(self, key: int) -> Series:
        return self._all()[key - 1]


class Series:
    """One series, which is its own native object: pmxl asks it for its formula alone."""

    def __init__(self, chart: DrawnOne, number: int, uno: Any) -> None:
        self.chart, self.number, self.uno = chart, number, uno

    @property
    def api(self) -> Series:
        return self

    @property
    def sequences(self) -> dict[str, Any]:
        """Role -> what holds the cells: `values-y` and so on, and `categories`."""
        found = {one.Values.Role: one for one in self.uno.DataSequences}
        axis = self.chart.shape.Model.FirstDiagram.CoordinateSystems[0].getAxisByDimension(0, 0)
        categories = axis.ScaleData.Categories if axis else None
        return {**found, **({"categories": categories} if categories and "values-x" not in found else {})}

    @property
    def Formula(self) -> str:  # noqa: N802 - Excel's name
        if self.number in self.chart.links:
            return self.chart.links[self.number]
        across, up = (self._cells(*roles) for roles in (("values-x", "categories"), ("values-y", "values-size")))
        return f"=SERIES(,{across},{up},{self.number + 1})"

    def _cells(self, *roles: str) -> str:
        one = next((self.sequences[role] for role in roles if role in self.sequences), None)
        found = _OFFICE.fullmatch(one.Values.SourceRangeRepresentation) if one else None
        return f"'{found[1].strip(chr(39))}'!{found[2]}" if found else ""

    @Formula.setter
    def Formula(self, text: str) -> None:  # noqa: N802 - Excel's name
        if "[" in text:
            raise ValueError(f"no such workbook: {text}")
        _, across, up, _ = text.split(",")
        for roles, place in ((("values-x", "categories"), across), (("values-y", "values-size"), up)):
            role = next((role for role in roles if role in self.sequences), "")
            if place and role:
                self._look_at(role, place)
        self.chart.links.pop(self.number, None)

    def _look_at(self, role: str, place: str) -> None:
        sheet, address = _EXCEL.fullmatch(place).groups()  # type: ignore[union-attr]
        model, document = self.chart.shape.Model, self.chart.parent.book.document
        if not document.Sheets.hasByName(sheet[1:-1].replace("''", "'")):
            raise ValueError(f"no such sheet: {sheet}")
        if model.hasInternalDataProvider():  # As LibreOffice makes of a chart whose cells it did not find.
            model.attachDataProvider(document.createInstance("com.sun.star.chart2.data.DataProvider"))
        cells = model.DataProvider.createDataSequenceByRangeRepresentation(f"${sheet}.{address}")
        cells.Role = role
        self.sequences[role].setValues(cells)

    @property
    def shown(self) -> SimpleNamespace:
        """What the series shows now: its values, and what they belong to."""
        held = {role: list(one.Values.Data) for role, one in self.sequences.items()}
        return SimpleNamespace(values=held.get("values-y"), categories=held.get("categories") or held.get("values-x"))
