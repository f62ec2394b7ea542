"""The Check column: the worst thing about each row, in a few words.

On the sheet it is a formula, put together from the rules that a formula can say, so it lives without pmxl. Here the
same words are found from the findings, for the values that pmxl writes beside the formulas.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from pmxl.facts.absent import names_any, references
from pmxl.model import LEVELS, Book, Column, Context, Finding, Register
from pmxl.registers import REGISTERS
from pmxl.rules.rule import Rule

GROWS_WITH = {"light": "", "standard": 'profile<>"Light"', "full": 'profile="Full"'}
"""Profile of a rule -> the condition under which it is switched on. `profile` is the setting's cell."""


def check_formula(
    register: Register[Any],
    tables: Collection[str] | None = None,
    *,
    helped: bool = True,
    absent: Collection[str] = (),
) -> str:
    """What the Check column of a register says, in `[Title]` notation; "" where no rule can be said by a formula.

    *tables* names the tables of the workbook: a rule that looks into another one is left out. None means all of them.
    Where the register has a column for the check of cells, and the sheet has it still (*helped*), that one is asked.
    *absent* names columns that are not there (see `pmxl.facts.absent`): rules that look at one are left out as well.
    """
    rules = _rules_of(register)
    helper = _helper(register) if helped else None
    if helper is not None:
        rules = rules[len(_cell_rules(register)) :]
    said = _said(rules, register, absent)
    if tables is not None:
        there = {*tables, register.name, ""}
        said = [(rule, when) for rule, when in said if all(table in there for table, _ in references(when))]
    if not said:
        return ""
    ends = _nested(said, '"OK"')
    if helper is not None:
        ends = f'IF([{helper.title}]<>"",[{helper.title}],{ends})'
    if register.prefix and f"{register.name}[ID]" not in absent:
        ends = f'IF([ID]="",{_hint(register)},{ends})'
    return _where_a_row_begins(register, ends, absent)


def cells_formula(register: Register[Any], absent: Collection[str] = ()) -> str:
    """What the hidden column with the check of cells says: the first of the rules that hold in every register."""
    ends = _nested(_said(_cell_rules(register), register, absent), '""')
    return _where_a_row_begins(register, ends, absent)


def _said(rules: Sequence[Rule], register: Register[Any], absent: Collection[str]) -> list[tuple[Rule, str]]:
    """Rules with their conditions, without those that look at a column which is not there."""
    said = [(rule, _condition(rule, register)) for rule in rules]
    return [(rule, when) for rule, when in said if not names_any(when, register, absent)]


def _where_a_row_begins(register: Register[Any], ends: str, absent: Collection[str]) -> str:
    titles = [column.title for column in _leading(register) if f"{register.name}[{column.title}]" not in absent]
    cells = ",".join(f"[{title}]" for title in titles)
    return f'IF(COUNTA({cells})=0,"",{ends})' if cells else ""


def _nested(said: Sequence[tuple[Rule, str]], ends: str) -> str:
    for rule, when in reversed(said):
        ends = f'IF({when},"{rule.cell}",{ends})'
    return ends


def fill_checks(book: Book, _: Context, findings: list[Finding]) -> None:
    """Fill the Check column of every row with the very words that its formula says."""
    found: dict[tuple[str, int], set[str]] = {}
    for finding in findings:
        found.setdefault((finding.place.sheet, finding.place.row), set()).add(finding.rule)
    unread = book.unread()
    for register in REGISTERS:
        rules = _rules_of(register) if any(column.kind == "check" for column in register.columns) else ()
        leading = [column.name for column in _leading(register)]
        helper, standing = _helper(register), book.standings.get(register.name)
        sheet = standing.sheet if standing else register.name
        for row in book.of(register) if rules else ():
            begins = any(getattr(row, name) not in (None, "", ()) or (id(row), name) in unread for name in leading)
            hits = found.get((sheet, row.number), ())
            row.check = (_worst(rules, hits) or "OK") if begins else ""
            if helper is not None and begins:
                row.cells = _worst(_cell_rules(register), hits)


def _worst(rules: Sequence[Rule], hits: Collection[str]) -> str:
    """What the first of some rules that was broken says in a cell; "" where none was."""
    return next((rule.cell for rule in rules if rule.name in hits), "") if hits else ""


@cache
def _rules_of(register: Register[Any]) -> tuple[Rule, ...]:
    """The rules that a formula of this register can say, the worst first, as the nested formula asks them."""
    from pmxl.rules import RULES

    said = [rule for rule in RULES if rule.cell and rule.condition(register)]
    return tuple(sorted(said, key=lambda rule: LEVELS.index(rule.level)))


@cache
def _cell_rules(register: Register[Any]) -> tuple[Rule, ...]:
    """The rules at the head of the check that hold in every register: those on IDs and on what a cell can hold."""
    return tuple(takewhile(lambda rule: rule.register is None, _rules_of(register)))


def _helper(register: Register[Any]) -> Column | None:
    return next((column for column in register.columns if column.kind == "cells"), None)


@cache
def _condition(rule: Rule, register: Register[Any]) -> str:
    """A rule's condition without shorthand, true only in the profiles that switch the rule on."""
    is_open = register.row.open_when
    when = rule.condition(register)
    if is_open.startswith("AND("):
        # An Excel formula has 8,192 characters, so conditions that all must hold stand in one AND.
        when = when.replace("AND(OPEN,", is_open.removesuffix(")") + ",")
    when = re.sub(r"\bOPEN\b", is_open, when) if "OPEN" in when else when
    grows = GROWS_WITH[rule.profile]
    return f"IF({grows},{when})" if grows else when


@cache
def _leading(register: Register[Any]) -> tuple[Column, ...]:
    """The typed columns left of the Check column: where all of their cells are blank, the row is."""
    return tuple(column for column in takewhile(lambda c: c.kind != "check", register.columns) if column.typed)


def _hint(register: Register[Any]) -> str:
    """What a row without an ID is told: the next free number, where every ID of the table ends in one."""
    prefix, table = register.prefix, register.name
    number = f'SUMPRODUCT(MAX(--("0"&MID({table}[ID],{len(prefix) + 2},9))))+1'
    return f'IFERROR("No ID: the next free one is {prefix}-"&TEXT({number},"000"),"No ID: give it the next free one")'
