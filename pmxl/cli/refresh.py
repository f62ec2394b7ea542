"""Compute everything and write it back into the workbook. Nothing that a person typed is touched."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.outputs import refuse_copy, save_as_told
from pmxl.cli.paths import computed
from pmxl.reports.checked import day, one_line
from pmxl.reports.written import news, verdict


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to another file and leave this one as it is")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
    parser.add_argument("--backup", action="store_true", help="keep the former file beside it")


def run(options: Namespace, today: date) -> int:
    """Refresh one workbook and say in three lines what changed."""
    from pmxl.workbook import apply

    refuse_copy(options.path, options.output)
    book, journey = computed(options.path, today)
    plan = journey.plan()
    if options.dry_run:
        changed = bool(apply(book, plan.edits).changed)
    else:
        changed = bool(save_as_told(book, plan.edits, options, backup=options.backup))
    done = "would be refreshed" if options.dry_run and changed else "refreshed" if changed else "was up to date"
    target = options.output or options.path
    print(one_line(f"{target}: {done} as of {day(journey.now.as_of)}."))
    for line in (news(plan) if changed else "Nothing had to change", verdict(plan)):
        print(f"  {one_line(line)}.")
    return INCOMPLETE if journey.failed else CLEAN
