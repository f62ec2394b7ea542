"""The colours, one file per dimension of status; `overall` rolls them up."""

from collections.abc import Callable

from pmxl.colours.capacity import capacity
from pmxl.colours.dependencies import dependencies
from pmxl.colours.overall import declared_better, overall
from pmxl.colours.risks_issues import risks_issues
from pmxl.colours.schedule import schedule
from pmxl.colours.scope import scope
from pmxl.model import Book, Context, Judgement

__all__ = ["DIMENSIONS", "declared_better", "overall"]

DIMENSIONS: dict[str, Callable[[Book, Context], Judgement]] = {
    "Schedule": schedule,
    "Scope": scope,
    "Risk & issues": risks_issues,
    "Dependencies": dependencies,
    "Capacity": capacity,
}
