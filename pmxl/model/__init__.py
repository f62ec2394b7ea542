"""The nouns of pmxl. Everything here is a plain value: it holds no file, no Excel and no clock.

What comes in is a `RawBook` (cells as the workbook holds them); reading turns it into a `Book` (typed rows);
what goes out is a `Plan` (findings, and edits that a shell applies).
"""

from pmxl.model.book import Book, Context, Lookalike, Misread, Place, Standing
from pmxl.model.declarations import BLANK, PROFILES, Column, Profile, R, Register, Row
from pmxl.model.page import (
    NO_COLOUR,
    ChartAxis,
    ChartKind,
    ChartSeries,
    PageCell,
    PageChart,
    PageFormat,
    PagePicture,
    PageRow,
    PageSparkline,
    ReplaceSheet,
)
from pmxl.model.plan import (
    AMBER,
    GREEN,
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

__all__ = [
    "AMBER",
    "BLANK",
    "GREEN",
    "NOT_DUE",
    "NO_COLOUR",
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
]
