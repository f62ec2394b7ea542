"""The nouns of pmxl. Everything here is a plain value: it holds no file, no Excel and no clock.

What comes in is a `RawBook` (cells as the workbook holds them); reading turns it into a `Book` (typed rows);
what goes out is a `Plan` (findings, and edits that a shell applies).
"""

from __future__ import annotations

from pmxl.model.book import Book, Context, Lookalike, Misread, Place, Standing
from pmxl.model.declarations import BLANK, PROFILES, Column, Profile, R, Register, Row
from pmxl.model.page import PMXL, PageCell, PageRow, ReplaceSheet, dated, is_dated_page, is_page_name
from pmxl.model.plan import (
    AMBER,
    GREEN,
    LEVELS,
    NOT_DUE,
    RED,
    UNKNOWN,
    Colour,
    Edit,
    Finding,
    Judgement,
    Level,
    Plan,
    SetCells,
)  # fmt: skip
from pmxl.model.raw import ErrorValue, RawBook, RawSheet, RawTable, Validation, Value

TYPE_CHECKING = False  # As in pmxl: a check in Excel draws no chart.
if TYPE_CHECKING:
    from pmxl.model.charts import (
        NO_COLOUR,
        ChartAxis,
        ChartKind,
        ChartSeries,
        PageChart,
        PageFormat,
        PagePicture,
        PageSparkline,
    )

__all__ = [
    "AMBER",
    "BLANK",
    "GREEN",
    "LEVELS",
    "NOT_DUE",
    "NO_COLOUR",
    "PMXL",
    "PROFILES",
    "RED",
    "UNKNOWN",
    "Book",
    "ChartAxis",
    "ChartKind",
    "ChartSeries",
    "Colour",
    "Column",
    "Context",
    "Edit",
    "ErrorValue",
    "Finding",
    "Judgement",
    "Level",
    "Lookalike",
    "Misread",
    "PageCell",
    "PageChart",
    "PageFormat",
    "PagePicture",
    "PageRow",
    "PageSparkline",
    "Place",
    "Plan",
    "Profile",
    "R",
    "RawBook",
    "RawSheet",
    "RawTable",
    "Register",
    "ReplaceSheet",
    "Row",
    "SetCells",
    "Standing",
    "Validation",
    "Value",
    "dated",
    "is_dated_page",
    "is_page_name",
]


def __getattr__(name: str) -> object:
    """A noun of charts, imported when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module 'pmxl.model' has no public name {name!r}")
    from pmxl.model import charts

    value = globals()[name] = getattr(charts, name)
    return value
