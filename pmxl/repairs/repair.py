"""One cell that is put right."""

from __future__ import annotations

from datetime import date

from pmxl.facts.words import full_day
from pmxl.model import Place, Value
from pmxl.records import NamedTuple


class Repair(NamedTuple):
    """What stood in a cell, and what stands there now."""

    rule: str
    """The rule that told of the fault."""
    place: Place
    record: str
    """The row's ID, or where it stands."""
    title: str
    """The column's title."""
    before: object
    after: Value
    formula: str = ""
    """The formula that comes back, where one was typed over."""
    kind: str = "text"
    """The kind of the column."""

    def __str__(self) -> str:
        now = "its formula again" if self.formula else shown(self.after)
        return f"{self.place}: {self.record}: {self.title} was {shown(self.before)} and is now {now} [{self.rule}]"


def shown(value: object) -> str:
    """A value in a sentence: texts in quotes, so that blanks are seen; days as people write them."""
    if value in (None, ""):
        return "blank"
    if isinstance(value, date):
        return full_day(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value) if isinstance(value, (int, bool)) else f'"{value}"'
