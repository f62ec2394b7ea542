"""Formulas as Excel shows them, and as a file holds them.

Inside its own table Excel says `[@Impact]` for what the file calls `Risks[[#This Row],[Impact]]`, and leaves the
table's name out. The core compares with the file's long form, which every version and application understands.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(
    r'"[^"]*"'  # a text, or half of one with a quotation mark in it
    r"|'(?:[^']|'')*'!"  # a quoted sheet
    r"|\[(?P<inner>(?:[^\[\]']++|'.|\[(?:[^\[\]']++|'.)*+\])*+)\]"  # columns of a table
)
"""Each begins with a sign that is rare, which a search finds fast; the name of the table stands before its bracket."""


@lru_cache(4096)  # The cells of a column have one formula.
def long_form(formula: str, table: str = "") -> str:
    """The formula of a cell as the file holds it, without the leading `=`; *table* is the one that the cell lies in."""

    def written(found: re.Match[str]) -> str:
        inner, before = found["inner"], found.string[: found.start()][-1:]
        named = before.isalnum() or before in ("_", ".", "\\")
        if inner is None or (not named and (not table or inner[:1].isdecimal())):
            return found[0]
        if inner.startswith("@"):
            column = inner[1:].strip()
            column = column if column.startswith("[") else f"[{column}]"
            inner = f"[#This Row],{column}" if column != "[]" else "#This Row"
        return f"[{inner}]" if named else f"{table}[{inner}]"

    return _PIECE.sub(written, formula.removeprefix("="))
