"""Make a workbook from a plan of Microsoft Project (XML, .mpp), Primavera (XER, XML) or a table (CSV)."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

from pmxl.cli import CLEAN
from pmxl.cli.errors import Usage
from pmxl.cli.new import target
from pmxl.cli.paths import SUFFIXES
from pmxl.cli.terminal import say
from pmxl.model import PROFILES
from pmxl.reports.checked import counted


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("file", metavar="FILE", help="the plan; .mpp, XER and the like need pmxl[mpp] and Java")
    parser.add_argument("-o", "--output", metavar="WORKBOOK", help="the new workbook (default: FILE's name with .xlsx)")


def run(options: Namespace, today: date) -> int:
    """Write a new workbook with the plan in it, and say what it has no place for. Raises Usage for a workbook."""
    from pmxl.generate.workbook import write_workbook
    from pmxl.interchange import import_plan
    from pmxl.workbook.errors import about
    from pmxl.workbook.lock import write_safely
    from pmxl.workbook.preflight import read_file

    stem, kind = os.path.splitext(os.path.basename(options.file))
    if kind.lower() in SUFFIXES:
        raise Usage(f'"{options.file}" is a workbook already; pmxl check and refresh read it as it is')
    path = target(options.output, f"{stem}.xlsx")
    with about(options.file):
        plan = import_plan(options.file, read_file(options.file))
    content = BytesIO()
    rows = {name: found for name, found in plan.rows.items() if found}
    write_workbook(content, profile=profile_of(rows), rows=rows, settings={"as_of": today, **plan.settings})
    with about(path):
        write_safely(path, content.getvalue())
    print(path)
    for line in plan.told:
        say(f"{line}.")
    if "as_of" not in plan.settings:
        say("The plan names no status date, so the as-of date on Settings is today's.")
    tasks = counted(len(rows.get("Schedule", ())), "task")
    say(f"{tasks} imported; `pmxl refresh {path}` computes the dates, `pmxl check {path}` says what is missing.")
    return CLEAN


def profile_of(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """The smallest profile that shows every column that is filled."""
    from pmxl.registers import BY_NAME

    used = {column.profile for name, found in rows.items() for column in BY_NAME[name].columns
            if any(column.name in row for row in found)}  # fmt: skip
    return max(used, key=PROFILES.index, default="light")
