"""Pages that pmxl writes whole, as plain values: cells in rows. What else stands on them is in `charts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pmxl.model.raw import RawBook, Value
from pmxl.records import NamedTuple

if TYPE_CHECKING:
    from pmxl.model.charts import PageChart, PageFormat, PagePicture, PageSparkline


class PageCell(NamedTuple):
    """One cell of a generated page. `style` names a look of `pmxl.generate.looks`."""

    value: Value
    style: str = "body"
    span: int = 1
    """How many columns the cell covers."""
    link: str = ""
    """A place in the same workbook to jump to, for example `'Risks'!A9`."""
    formula: str = ""
    rows: int = 1
    """How many rows it covers; what lies under it in the rows below is blank cells, one for each column."""
    array: bool = False
    """True where the formula works on whole columns, as Excel before 2020 does only when told so. Not for `span`."""


class PageRow(NamedTuple):
    """One row of a generated page. `height` is in points; 0 leaves it to the application."""

    cells: tuple[PageCell, ...]
    height: float = 0
    level: int = 0
    """Its depth in the outline, by which rows are folded away; 0 stands outside."""


class ReplaceSheet(NamedTuple):
    """Write a whole sheet that pmxl owns, making it if it is not there."""

    sheet: str
    widths: tuple[float, ...]
    """Column widths in characters."""
    rows: tuple[PageRow, ...]
    landscape: bool = False
    hidden: bool = False
    one_page: bool = False
    """True where the sheet prints on exactly one page; else it is one page wide. Both fit A4 and Letter."""
    repeat_rows: int = 0
    """How many rows at the top repeat on each printed page and stay in view."""
    after: str = ""
    """The sheet that it stands behind when it is new."""
    table: str = ""
    """Where given, the rows are one Excel table of that name, whose headers are the last of the repeated rows, or the
    first row where none repeats."""
    charts: tuple[PageChart, ...] = ()
    pictures: tuple[PagePicture, ...] = ()
    formats: tuple[PageFormat, ...] = ()
    """The first counts most."""
    sparklines: tuple[PageSparkline, ...] = ()
    repeat_columns: int = 0
    """How many columns on the left repeat on each printed page and stay in view."""
    levels: tuple[int, ...] = ()
    """Depth of each column in the outline, by which columns are folded away; 0 stands outside."""
    folded: bool = False
    """True where what is in the outline is folded away at first."""
    grid: bool | None = None
    """Lines between the cells on the screen; None draws them on tables only."""
    paper: Literal["A4", "Letter"] = "A4"

    @property
    def columns(self) -> int:
        """How many columns the widest row covers; a page without rows still has one."""
        return max((sum(cell.span for cell in row.cells) for row in self.rows), default=0) or 1


def is_page_name(name: str) -> bool:
    """True for the name of a sheet that pmxl writes and that is no register: pages, issued briefs, lists."""
    return name in _PAGES or (name.startswith("Brief ") and name[6:].isdecimal())


def dated(name: str, day: str) -> str:
    """The title of a page that is known by it, as in `Dashboard as of Fri 13 Mar 2026`."""
    return f"{name} as of {day}"


def is_dated_page(raw: RawBook, sheet: str) -> bool:
    """True for a page that begins with such a title: it is ours, and no list that somebody brought along."""
    return str(raw.title_of(sheet) or "").startswith(dated(sheet.removesuffix(PMXL), ""))


_PAGES = (
    "Start here", "Brief", "Team brief", "Business brief", "Findings", "Repairs", "Uncertainty", "Dashboard", "Lists",
)  # fmt: skip
PMXL = " (pmxl)"
"""The end of a page's name in a workbook where somebody has a sheet of that name."""
