"""How a cell is filled: drop-downs, limits and the message that appears when it is chosen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from pmxl.model import Column
from pmxl.registers.cells import FIRST_DAY, LAST_DAY

Entry = dict[str, Any]

MESSAGE, HEADING = 255, 32
"""Excel's limits for the message and its heading, in characters."""

ANY_NUMBER = 1e12


def entry(column: Column, names: Collection[str]) -> Entry | None:
    """XlsxWriter's data validation for one column; None where nothing needs saying.

    *names* are the defined names of the workbook: a list is offered only where it is there.
    """
    rule = _rule(column, names) if column.typed else None
    message = help_text(column)
    if rule is None and not message:
        return None
    found: Entry = {"validate": "any", **(rule or {})}
    if message:
        found |= {"input_title": column.title[:HEADING], "input_message": message}
    return found


def help_text(column: Column) -> str:
    """The message of a column's cells. Computed columns say that they fill themselves."""
    if column.typed:
        return column.help[:MESSAGE]
    said = "pmxl fills this." if column.fact else "Fills itself."
    more = column.help.replace("Fills itself: ", "").replace("; fills itself", "").replace("Fills itself", "It comes")
    return f"{said} {more[:1].upper()}{more[1:]}".strip()[:MESSAGE]


def list_name(heading: str) -> str:
    """The defined name of one list of the sheet Lists."""
    return "list_" + "_".join(heading.casefold().split())


def _rule(column: Column, names: Collection[str]) -> Entry | None:
    if column.list_name:
        name = list_name(column.list_name)
        return _list(f"={name}", f"It is not on Lists under {column.list_name}.", "warning") if name in names else None
    if column.choices:
        return _list(list(column.choices), "Choose one of: " + ", ".join(column.choices) + ".", "stop")
    if column.kind == "person":
        says = "Nobody of that name is on People."
        return _list("=people_names", says, "warning") if "people_names" in names else None
    if column.kind == "calendar":
        says = "No calendar of that name is on Calendars."
        return _list("=calendar_names", says, "warning") if "calendar_names" in names else None
    if column.kind == "day":
        return day_rule()
    if column.kind in ("whole", "number", "money", "percent"):
        return number_rule(column.kind, column.minimum, column.maximum)
    return None


def _list(source: Any, says: str, how: str) -> Entry:
    return {
        "validate": "list", "source": source, "ignore_blank": True, "error_type": how,
        "error_title": "Not in the list", "error_message": says[:MESSAGE],
    }  # fmt: skip


def day_rule() -> Entry:
    """Only true dates, in the years that pmxl reads."""
    says = "Type a date that your spreadsheet understands, for example 2026-03-13 or 13 Mar 2026."
    return _between("date", FIRST_DAY, LAST_DAY, "Not a date", says)


def number_rule(kind: str, minimum: float | None, maximum: float | None) -> Entry:
    """Only numbers within the column's limits."""
    low, high = -ANY_NUMBER if minimum is None else minimum, ANY_NUMBER if maximum is None else maximum
    what = "a whole number" if kind == "whole" else "a number"
    if kind == "percent":
        what, limits = "a share", " from 0% to 100%"
    elif minimum is not None:
        limits = f" from {minimum:g} to {maximum:g}" if maximum is not None else f", {minimum:g} or more"
    else:
        limits = ""
    return _between("integer" if kind == "whole" else "decimal", low, high, "Not that number", f"Type {what}{limits}.")


def _between(what: str, low: float | date, high: float | date, heading: str, says: str) -> Entry:
    return {
        "validate": what, "criteria": "between", "minimum": low, "maximum": high, "ignore_blank": True,
        "error_type": "stop", "error_title": heading, "error_message": says,
    }  # fmt: skip


def key_rule(letters: str, first: int, last: int) -> Entry:
    """Only IDs that no other row of the table bears."""
    return {
        "validate": "custom", "value": f"=COUNTIF(${letters}${first}:${letters}${last},{letters}{first})=1",
        "ignore_blank": True, "error_type": "stop", "error_title": "This ID is taken",
        "error_message": "No ID is used twice. The line above the table shows the next free one.",
    }  # fmt: skip
