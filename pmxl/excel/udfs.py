"""The custom functions as Excel on Windows takes them: names, help on arguments, ranges in two dimensions.

Excel loads this module through xlwings ("UDF MODULES"), in a Python that stays, so it may take its time to import.
Elsewhere xlwings leaves decorated functions as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any

from pmxl.excel import functions
from pmxl.excel.application import import_xlwings

WEEKEND = "Days off as seven digits from Monday on, 1 for a day off (blank: Saturday and Sunday)."
HOLIDAYS = "A range of dates on which nobody works."
TABLE = "A table with its headings: ID, Task, Duration, Predecessors, as in Schedule[#All]."
SCHEDULE_HELP = {
    "table": TABLE,
    "start": "The first day on which work can begin.",
    "as_of": "The date of the report: unfinished work moves behind it.",
    "weekend": WEEKEND,
    "holidays": HOLIDAYS,
}

HELP: dict[str, dict[str, str]] = {
    "working_days_between": {
        "first": "The day from which is counted; it does not count itself.",
        "last": "The last day that counts.",
        "weekend": WEEKEND,
        "holidays": HOLIDAYS,
    },
    "add_working_days": {
        "start": "The day from which is counted.",
        "days": "Working days later, or earlier where negative.",
        "weekend": WEEKEND,
        "holidays": HOLIDAYS,
    },
    "rag": {
        "value": "What is measured.",
        "amber": "AMBER above this.",
        "red": "RED above this; where it is below the amber limit, less is worse.",
    },
    "risk_level": {
        "likelihood": "1 to 5.",
        "impact": "1 to 5.",
        "medium": "Medium from this score (6).",
        "high": "High from this score (10).",
        "very_high": "Very high from this score (20).",
    },
    "critical_path": SCHEDULE_HELP,
    "explain_date": {"record": "The ID of the task.", **SCHEDULE_HELP},
}
"""Function -> its arguments, each with what Excel says of it."""
RANGES = ("table", "holidays")


def registered() -> dict[str, Callable[..., Any]]:
    """Every function under its name in Excel, such as WORKING_DAYS_BETWEEN, ready for xlwings to find."""
    xlwings = import_xlwings()
    made = {}
    for name, arguments in HELP.items():
        function: Callable[..., Any] = _bare(getattr(functions, name))
        for argument, doc in arguments.items():
            options = {"ndim": 2} if argument in RANGES else {}
            function = xlwings.arg(argument, doc=doc, **options)(function)
        made[name.upper()] = xlwings.func(category="pmxl")(function)
    return made


def _bare(function: FunctionType) -> FunctionType:
    """The function under its name in Excel, without types: xlwings would take them for converters."""
    bare = FunctionType(function.__code__, function.__globals__, function.__name__.upper(), function.__defaults__)
    bare.__doc__ = function.__doc__
    return bare


globals().update(registered())
