"""Write the plan for other programs: Microsoft Project, calendars, Markdown pages, tables."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.errors import Usage
from pmxl.cli.outputs import refuse_report
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put, say
from pmxl.interchange import FORMATS
from pmxl.registers import BY_NAME
from pmxl.registers.schedule import SCHEDULE


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    formats = "; ".join(f"{name}: {what}" for name, what in FORMATS.items())
    parser.add_argument("--format", choices=FORMATS, required=True, metavar="FORMAT", help=formats)
    parser.add_argument("--register", choices=BY_NAME, metavar="NAME", help="for csv: which register (Schedule)")
    parser.add_argument("-o", "--output", metavar="OUT", help="where to write it (default: stdout)")


def run(options: Namespace, today: date) -> int:
    """Write what the workbook says now, computed afresh, and say what the format has no place for."""
    from pmxl.interchange import export
    from pmxl.workbook import Refused

    if options.register and options.format != "csv":
        raise Usage(f'--register goes with --format csv; "{options.format}" is made from the whole workbook')
    refuse_report(options.output)
    _, journey = computed(options.path, today)
    if options.format in ("mspdi", "mermaid", "flowchart", "map") and not journey.book.of(SCHEDULE):
        raise Refused("it has no schedule to export", "fill the sheet Schedule", options.path)
    exported = export(options.format, journey.book, journey.now, options.register or SCHEDULE.name)
    text = exported.text
    if options.output is None and os.linesep == "\r\n":
        text = text.replace("\r\n", "\n")  # A Windows console writes the carriage returns itself.
    put([text], options.output, "utf-8-sig" if options.format == "csv" else "utf-8")
    for line in exported.told:
        say(f"{line}.")
    if options.output:
        say(f"{options.output} written.")
    return INCOMPLETE if journey.failed else CLEAN
