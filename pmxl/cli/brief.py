"""Make the one-page brief: a sheet of the workbook, or a page for a mail or a browser."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.paths import refuse_foreign, refuse_other_kind, refuse_workbook
from pmxl.cli.terminal import put, say
from pmxl.reports import PAGES
from pmxl.reports.checked import one_line


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("-o", "--output", metavar="OUT", help="where to write it (sheet: PATH itself; else stdout)")
    parser.add_argument(
        "--format",
        choices=("sheet", *PAGES),
        default="sheet",
        help="the workbook's sheet Brief, or a page (sheet)",
    )


def run(options: Namespace, today: date) -> int:
    """Make the brief from what the workbook says now, computed afresh."""
    from pmxl.journey import Journey
    from pmxl.workbook import open_workbook

    if options.format == "sheet":
        refuse_other_kind(options.path, options.output)
    else:
        refuse_workbook(options.output)
    book = open_workbook(options.path)
    journey = Journey(book.raw, today)
    refuse_foreign(journey.book, options.path)
    if options.format == "sheet":
        from pmxl.workbook import save

        save(book, journey.plan(sheets=("Brief",)).edits, options.output)
    else:
        from pmxl.reports import page

        put([page(options.format, journey.book, journey.now)], options.output)
    if options.output or options.format == "sheet":
        done = "holds the sheet Brief" if options.format == "sheet" else "written"
        say(one_line(f"{options.output or options.path} {done}."))
    return INCOMPLETE if journey.failed else CLEAN
