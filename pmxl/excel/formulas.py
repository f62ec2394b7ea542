"""Formulas as Excel shows them, and as a file holds them.

Inside its own table Excel says `[@Impact]` for what the file calls `Risks[[#This Row],[Impact]]`, and leaves the
table's name out. The core compares with the file's long form, which every version and application understands.
"""

from __future__ import annotations

import re
from functools import lru_cache

_PIECE = re.compile(
    r"""
    "(?:[^"]|"")*"                                     # a text
  | '(?:[^']|'')*'!                                    # a quoted sheet
  | (?P<table>[^\W\d][\w.\\]*)?\[(?P<inner>(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*)\]
    """,
    re.VERBOSE,
)


@lru_cache(4096)  # The cells of a column have one formula.
def long_form(formula: str, table: str = "") -> str:
    """The formula of a cell as the file holds it, without the leading `=`; *table* is the one that the cell lies in."""

    def written(found: re.Match[str]) -> str:
        inner, name = found["inner"], found["table"] or table
        if inner is None or not name or (not found["table"] and inner[:1].isdecimal()):
            return found[0]
        if inner.startswith("@"):
            column = inner[1:].strip()
            column = column if column.startswith("[") else f"[{column}]"
            return f"{name}[[#This Row],{column}]" if column != "[]" else f"{name}[#This Row]"
        return f"{name}[{inner}]"

    return _PIECE.sub(written, formula.removeprefix("="))
