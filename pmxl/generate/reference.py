"""The reference pages under `docs/`: every register, setting and rule, from their declarations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pmxl.model import Column, Register
from pmxl.registers import REGISTERS
from pmxl.registers.setting import Setting
from pmxl.registers.settings import Settings
from pmxl.rules import RULES
from pmxl.rules.rule import Rule

CASES = Path(__file__).parents[2] / "tests" / "cases"
MADE = "<!-- Made by `python -m pmxl.generate`. Do not edit. -->\n"
GROUPS = {
    "control": "Control",
    "raid": "Risks, issues, dependencies, assumptions",
    "plan": "Plan",
    "machine": "Behind the scenes",
}
KINDS = {
    "key": "ID", "text": "text", "long": "text, several lines", "person": "person", "day": "date",
    "calendar": "calendar",
    "whole": "whole number", "number": "number", "money": "amount", "percent": "share", "yes_no": "Yes or No",
    "links": "predecessors", "check": "check", "cells": "check",
}  # fmt: skip

REGISTERS_INTRO = """\
One sheet is one register, and one Excel table of the same name. White columns are typed, grey ones fill themselves:
*formula* columns by a formula of the sheet, *pmxl* columns by `pmxl refresh`. A profile shows its own columns
and those before it (light, standard, full). Columns are found by their header, or by any of the other words given.
"""
SETTINGS_INTRO = """\
One line of the sheet Settings each. The key is the name of the value's cell, so that your own formulas can say it too:
`=risk_high`. A value that cannot be read keeps its default, and `pmxl check` says so.
"""
RULES_INTRO = """\
`pmxl rules NAME` shows one of them in the terminal. A rule marked *on the sheet* is said by the column Check too, alive
and without pmxl. The number is that of the rule in the catalogue it was taken from.
"""


def registers_page() -> str:
    """docs/registers.md."""
    lines = ["# Registers\n", MADE, REGISTERS_INTRO]
    for group, heading in GROUPS.items():
        names = [f"[{r.name}](#{r.name.lower()})" for r in REGISTERS if r.group == group]
        lines.append(f"- {heading}: {', '.join(names)}")
    for register in REGISTERS:
        lines += _register(register)
    return "\n".join(lines) + "\n"


def _register(register: Register[Any]) -> Iterator[str]:
    yield f"\n## {register.name}\n"
    yield f"{register.about} Each row: {_first_sentence(register.row.__doc__).lower()}\n"
    header = ("Column", "What it holds", "Filled by", "Profile", "What belongs there", "Also read as")
    yield from _table(header, (_column(column) for column in register.columns))
    formulas = [column for column in register.columns if column.formula and column.kind not in ("check", "cells")]
    if formulas:
        yield "\nFormulas, where `[Title]` is the cell of that column in the same row:\n"
        yield from (f"- {column.title}: `{column.formula}`" for column in formulas)


def _column(column: Column) -> tuple[str, ...]:
    filled = "you" if column.typed else "formula" if column.formula else "pmxl"
    return column.title, _holds(column), filled, column.profile, column.help, ", ".join(column.also)


def _holds(column: Column) -> str:
    if column.kind == "key":
        return f"ID such as {column.prefix}-001"
    if column.kind == "refs":
        return f"IDs of {' or '.join(column.targets)}" if column.targets else "IDs"
    if column.list_name:
        return f"a word of the list {column.list_name}"
    if column.kind == "choice":
        return "one of: " + ", ".join(column.choices)
    limits = ""
    if column.minimum is not None and column.kind != "percent":
        limits = f", {column.minimum:g} to {column.maximum:g}" if column.maximum else f", {column.minimum:g} or more"
    return KINDS[column.kind] + limits


def settings_page() -> str:
    """docs/settings.md."""
    lines = ["# Settings\n", MADE, SETTINGS_INTRO]
    for group in dict.fromkeys(line.group for line in Settings.lines):
        lines.append(f"\n## {group}\n")
        chosen = (line for line in Settings.lines if line.group == group)
        lines += _table(("Setting", "Key", "Default", "Unit", "Meaning"), (_setting(line) for line in chosen))
    return "\n".join(lines) + "\n"


def _setting(line: Setting) -> tuple[str, ...]:
    default = "" if line.default in (None, "") else str(line.default)
    if line.kind == "percent":
        default = f"{line.default:.0%}"
    elif line.kind == "number":
        default = f"{line.default:g}"
    meaning = f"{line.help} One of: {', '.join(line.choices)}.".strip() if line.choices else line.help
    return line.title, f"`{line.key}`", default, line.unit, meaning


def rules_page() -> str:
    """docs/rules.md."""
    lines = ["# Rules\n", MADE, f"There are {len(RULES)} rules. {RULES_INTRO}"]
    for heading, rules in _by_register():
        lines.append(f"\n## {heading}\n")
        for rule in rules:
            lines += _rule(rule)
    return "\n".join(lines) + "\n"


def _by_register() -> Iterator[tuple[str, list[Rule]]]:
    for register in (*REGISTERS, None):
        rules = sorted((rule for rule in RULES if rule.register is register), key=lambda rule: rule.name)
        if rules:
            yield (register.title if register else "The whole workbook"), rules


def _rule(rule: Rule) -> Iterator[str]:
    marks = [rule.level, f"profile {rule.profile}"]
    marks += [rule.catalogue] if rule.catalogue else []
    marks += ["on the sheet"] if rule.cell else []
    yield f"### {rule.name}\n"
    yield f"*{', '.join(marks)}*\n"
    yield f"{rule.what}\n"
    yield f"- Why: {rule.why}"
    yield f"- Do: {rule.do}"
    if example := _example(rule):
        yield f"- Example: {example}"
    yield ""


def _example(rule: Rule) -> str:
    """The first finding on the rule's case page; "" where there is no page here, as in an installed pmxl."""
    for page in CASES.rglob(f"{rule.name}.md"):
        for block in re.findall(r"```findings\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            for line in block.splitlines():
                if line.endswith(f"[{rule.name}]"):
                    return f"`{line.removesuffix(f'[{rule.name}]').strip()}`"
    return ""


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (header, ("---",) * len(header), *rows):
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


def _first_sentence(text: str | None) -> str:
    return (text or "").strip().split("\n")[0]
