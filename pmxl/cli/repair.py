"""Put right what can be put right without asking, and list every change. Nothing is deleted."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.outputs import refuse_copy, save_as_told
from pmxl.cli.paths import computed
from pmxl.reports.checked import counted, one_line


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to another file and leave this one as it is")
    parser.add_argument("--dry-run", action="store_true", help="list what would change, and write nothing")
    parser.add_argument("--backup", action="store_true", help="keep the former file beside it")


def run(options: Namespace, today: date) -> int:
    """Repair one workbook: each change on one line, and on the workbook's sheet Repairs."""
    from pmxl.repairs import repair_edits, repairs_of
    from pmxl.repairs.log_page import log_page
    from pmxl.workbook import apply

    refuse_copy(options.path, options.output)
    book, journey = computed(options.path, today)
    repairs = repairs_of(journey.book)
    edits = [*repair_edits(repairs), log_page(journey.book, repairs, today)] if repairs else []
    if options.dry_run:
        apply(book, edits)
    elif edits or options.output:
        save_as_told(book, edits, options, backup=options.backup)
    for repair in repairs:
        print(one_line(str(repair)))
    would = "would be " if options.dry_run else ""
    done = f"{counted(len(repairs), 'cell')} {would}put right" if repairs else "nothing to put right without asking"
    print(one_line(f"{options.output or options.path}: {done}."))
    return INCOMPLETE if journey.failed else CLEAN
