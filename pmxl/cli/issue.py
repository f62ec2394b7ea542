"""Issue the brief: refresh, then freeze the page with its number, so that it stays what it was."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.errors import Usage
from pmxl.cli.outputs import refuse_copy, save_as_told
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put_page, say
from pmxl.reports import PAGES
from pmxl.reports.checked import day, one_line


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to another file and leave this one as it is")
    parser.add_argument("--again", action="store_true", help="issue the brief of this as-of date anew, with its number")
    parser.add_argument("--backup", action="store_true", help="keep the former file beside it")
    parser.add_argument(
        "--also", choices=PAGES, action="append", default=[], help="a file of the brief beside the workbook; repeatable"
    )


def run(options: Namespace, today: date) -> int:
    """Issue the brief of the workbook's as-of date."""
    from pmxl.issuing import issue
    from pmxl.reports import page

    refuse_copy(options.path, options.output)
    book, journey = computed(options.path, today)
    plan = journey.plan()
    issued, as_of = issue(journey.book, journey.now), day(journey.now.as_of)
    if issued.before and not options.again:
        said = f"brief {issued.number} was issued for {as_of}; set a later as-of date, or say --again to issue it anew"
        raise Usage(said)
    target = options.output or options.path
    pages = {form: f"{os.path.splitext(target)[0]} brief {issued.number}.{form}" for form in options.also}
    save_as_told(book, [*plan.edits, *issued.edits], options, backup=options.backup, on_record=True)
    print(one_line(f'{target}: brief {issued.number} issued as of {as_of}; the sheet "{issued.page}" keeps it.'))
    for form, beside in pages.items():
        put_page(page(form, journey.book, journey.now), beside)
        say(one_line(f"{beside} written."))
    return INCOMPLETE if journey.failed else CLEAN
