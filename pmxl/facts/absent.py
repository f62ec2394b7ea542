"""Which columns a formula must not name, for this workbook lacks them: it is older, or somebody renamed them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from pmxl.model import Book, Register
from pmxl.registers import BY_NAME

_REFERENCE = re.compile(r"([^\W\d]\w*)?\[([^\[\]]+)\]")


def absent_columns(book: Book) -> frozenset[str]:
    """`Table[Title]` of every declared column that the register's table in this workbook does not bear."""
    found: set[str] = set()
    for name, standing in book.standings.items():
        titles = {title.casefold() for title in standing.table.columns} if standing.table else set()
        found |= {
            f"{name}[{column.title}]" for column in BY_NAME[name].columns if column.title.casefold() not in titles
        }
    return frozenset(found)


def names_any(formula: str, register: Register[Any], columns: Collection[str]) -> bool:
    """True where a formula as a declaration gives it (`[Title]`, `Table[Title]`) names one of these columns."""
    said = re.sub(r'"[^"]*"', '""', formula) if columns else ""
    return any(f"{table or register.name}[{title}]" in columns for table, title in _REFERENCE.findall(said))
