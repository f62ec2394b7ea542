"""Which columns a formula must not name, for this workbook lacks them: it is older, or somebody renamed them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from pmxl.model import Book, Register, Standing
from pmxl.registers import BY_NAME

_REFERENCE = re.compile(r'"[^"]*"|(\w++)?+\[([^\[\]]+)\]|\w++')
"""A text, a reference, or a word, which is passed at once."""


def absent_columns(book: Book) -> frozenset[str]:
    """`Table[Title]` of every declared column that a table which pmxl fills does not bear in this workbook."""
    found: set[str] = set()
    for name, standing in book.standings.items():
        register = BY_NAME[name]
        if standing.table is not None and fills_computed(register, standing):
            there = {title.casefold() for title in standing.table.columns}
            found |= {reference for title, reference in _references(register) if title not in there}
    return frozenset(found)


@cache
def _references(register: Register[Any]) -> list[tuple[str, str]]:
    """The title of each declared column in small letters, and how a formula names it."""
    return [(column.title.casefold(), f"{register.name}[{column.title}]") for column in register.columns]


def fills_computed(register: Register[Any], standing: Standing) -> bool:
    """True where the computed columns are pmxl's to fill: in its own table, with the Check column that nobody types.

    In a list that somebody brought along, Start, Finish, Status or Score are what they typed, and stay so.
    """
    checks = any(column.kind == "check" for column in register.columns)
    return standing.table is not None and (not checks or "check" in standing.letters)


def references(formula: str) -> Iterator[tuple[str, str]]:
    """Table and title of each reference in a formula as a declaration gives it; "" for the table of `[Title]`."""
    return ((table, title) for table, title in _REFERENCE.findall(formula) if title)


def names_any(formula: str, register: Register[Any], columns: Collection[str]) -> bool:
    """True where a formula as a declaration gives it names one of these columns, each given as `Table[Title]`."""
    return bool(columns) and any(
        f"{table or register.name}[{title}]" in columns for table, title in references(formula)
    )
