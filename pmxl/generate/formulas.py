"""Formulas: from the notation of the declarations to what a file holds.

A declaration says `[Likelihood]*[Impact]`. In a table's column that is `Risks[[#This Row],[Likelihood]]*...`, the long
form that every application understands; in a conditional format, which may name no table, it is `$G6*...`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pmxl.facts.absent import names_any
from pmxl.model import Column, Register

_TOKEN = re.compile(
    r'"[^"]*"'  # a text, or half of one with a quotation mark in it, which stays as it is
    r"|\[(?<=\w\[)(?:\[(?:'.|[^\]'])*\]|[^\[\]])*\]"  # columns behind the name of their table, which stay too
    r"|\[(?P<title>[^\[\]]+)\]"  # the cell of a column in this row
)
"""Each begins with a sign that is rare, which a search finds fast."""
_ESCAPED = str.maketrans({mark: f"'{mark}" for mark in "'[]#@"})


def column_formula(
    column: Column,
    register: Register[Any],
    tables: Collection[str] | None = None,
    *,
    helped: bool = True,
    absent: Collection[str] = (),
) -> str:
    """The formula of a calculated column as the file holds it, without a leading `=`; "" for any other column.

    *tables* names the tables of the workbook, for checks that look into other registers; None means all of them.
    *helped* is False where the table has lost its hidden column with the first part of the check. *absent* names
    columns that are not there, as `Table[Title]`; "" where the formula cannot do without one. Raises ValueError
    where the formula names a column that the register does not declare.
    """
    if column.kind == "check":
        from pmxl.rules.check_column import check_formula

        return in_table(check_formula(register, tables, helped=helped, absent=absent) or '"OK"', register)
    if column.kind == "cells":
        from pmxl.rules.check_column import cells_formula

        return in_table(cells_formula(register, absent) or '""', register)
    return "" if names_any(column.formula, register, absent) else in_table(column.formula, register)


def in_table(formula: str, register: Register[Any]) -> str:
    """*formula* with every `[Title]` written as that column's cell of the same row of the table."""
    return _with_titles(formula, register, lambda title: f"{register.name}[[#This Row],[{escaped(title)}]]")


def over_table(formula: str, register: Register[Any]) -> str:
    """*formula* with every `[Title]` written as the whole column, for sums over all rows."""
    return _with_titles(formula, register, lambda title: f"{register.name}[{escaped(title)}]")


def at_row(formula: str, register: Register[Any], letters: Mapping[str, str], row: int) -> str:
    """*formula* with every `[Title]` written as an address: *letters* gives each title's column, *row* the row."""
    return _with_titles(formula, register, lambda title: f"${letters[title]}{row}")


def escaped(title: str) -> str:
    """A column's title as it stands between brackets: Excel wants an apostrophe before its own marks."""
    return title.translate(_ESCAPED)


def arguments(formula: str) -> list[str]:
    """The arguments of the outermost call of *formula*; the formula itself where it is no `AND(...)`."""
    if not formula.startswith("AND(") or not formula.endswith(")"):
        return [formula]
    parts, depth, in_text = [""], 0, False
    for character in formula[4:-1]:
        in_text ^= character == '"'
        depth += 0 if in_text else {"(": 1, "[": 1, ")": -1, "]": -1}.get(character, 0)
        if character == "," and depth == 0 and not in_text:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _with_titles(formula: str, register: Register[Any], written: Callable[[str], str]) -> str:
    titles = {column.title for column in register.columns}

    def replaced(found: re.Match[str]) -> str:
        title = found["title"]
        if title is None:
            return found[0]
        if title not in titles:
            raise ValueError(f'the formula of {register.name} names "[{title}]", which is no column of it')
        return written(title)

    return _TOKEN.sub(replaced, formula)
