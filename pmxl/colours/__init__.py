"""The colours, one file per dimension of status; `overall` rolls them up."""

from collections.abc import Callable, Mapping
from typing import Any

from pmxl.colours.benefits import benefits
from pmxl.colours.capacity import capacity
from pmxl.colours.cost import cost
from pmxl.colours.dependencies import dependencies
from pmxl.colours.overall import declared_better, overall, status_lines
from pmxl.colours.readiness import readiness
from pmxl.colours.risks_issues import risks_issues
from pmxl.colours.schedule import schedule
from pmxl.colours.scope import scope
from pmxl.model import NOT_DUE, Book, Context, Judgement, Register
from pmxl.registers.benefits import BENEFITS
from pmxl.registers.capacity import CAPACITY
from pmxl.registers.cost import COST
from pmxl.registers.readiness import READINESS

__all__ = ["DIMENSIONS", "declared_better", "overall", "shown_dimensions", "status_lines"]

DIMENSIONS: dict[str, Callable[[Book, Context], Judgement]] = {
    "Schedule": schedule,
    "Scope": scope,
    "Risk & issues": risks_issues,
    "Dependencies": dependencies,
    "Cost": cost,
    "Readiness": readiness,
    "Benefits": benefits,
    "Capacity": capacity,
}

BROUGHT_BY: Mapping[str, Register[Any]] = {
    "Cost": COST, "Readiness": READINESS, "Benefits": BENEFITS, "Capacity": CAPACITY,
}  # fmt: skip
"""Dimension that a project may do without -> the register whose rows bring it in."""


def shown_dimensions(book: Book) -> list[str]:
    """The judged dimensions that concern this project, in their order: no colour of what nobody has written down."""
    return [
        name
        for name, judged in book.judgements.items()
        if judged.colour != NOT_DUE or name not in BROUGHT_BY or book.of(BROUGHT_BY[name])
    ]
