"""Make the one-page brief: a sheet of the workbook, or a page for a mail or a browser."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.outputs import refuse_copy, refuse_report, save_as_told
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put_page, say
from pmxl.reports import PAGES
from pmxl.reports.checked import one_line

VARIANTS = ("executive", "team", "business")
"""As `pmxl.sections.variants` has them; help must not read the sections."""


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("-o", "--output", metavar="OUT", help="where to write it (sheet: PATH itself; else stdout)")
    parser.add_argument(
        "--variant", choices=VARIANTS, default="executive", help="for the sponsor, the team or the business (executive)"
    )
    parser.add_argument(
        "--format", choices=("sheet", *PAGES), default="sheet", help="a sheet of the workbook, or a page (sheet)"
    )
    parser.add_argument("--paper", choices=("a4", "letter"), help="what it is printed on (as set on Settings)")


def run(options: Namespace, today: date) -> int:
    """Make the brief from what the workbook says now, computed afresh."""
    paper = {"a4": "A4", "letter": "Letter"}.get(options.paper or "", "")
    if options.format == "sheet":
        refuse_copy(options.path, options.output)
    else:
        refuse_report(options.output)
    book, journey = computed(options.path, today)
    journey.now.settings.paper = paper or journey.now.settings.paper
    if options.format == "sheet":
        from pmxl.sections.variants import VARIANTS as BRIEFS

        sheet = BRIEFS[options.variant].sheet
        save_as_told(book, journey.plan(sheets=(sheet,)).edits, options)
        done = f"holds the sheet {sheet}"
    else:
        from pmxl.reports import page

        put_page(page(options.format, journey.book, journey.now, options.variant), options.output)
        done = "written"
    if options.output or options.format == "sheet":
        say(one_line(f"{options.output or options.path} {done}."))
    return INCOMPLETE if journey.failed else CLEAN
