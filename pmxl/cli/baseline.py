"""Freeze the agreed dates, so that every later date is held against them. A baseline that is there is never touched."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN
from pmxl.cli.paths import refuse_foreign, refuse_other_kind
from pmxl.reports.written import frozen_news


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to another file and leave this one as it is")
    parser.add_argument("--dry-run", action="store_true", help="say what would be frozen, and write nothing")
    parser.add_argument("--backup", action="store_true", help="keep the former file beside it")


def run(options: Namespace, today: date) -> int:
    """Freeze the baseline of every agreed task that has none, then refresh, so that slips and colours follow."""
    from pmxl.baseline import freeze
    from pmxl.cli.refresh import run as refresh
    from pmxl.journey import Journey
    from pmxl.workbook import open_workbook, save

    refuse_other_kind(options.path, options.output)
    book = open_workbook(options.path)
    journey = Journey(book.raw, today)
    refuse_foreign(journey.book, options.path)
    frozen = freeze(journey.book, journey.now)
    print(f"{options.output or options.path}: {frozen_news(frozen, dry=options.dry_run)}.")
    if not frozen.edits or options.dry_run:
        return CLEAN
    save(book, frozen.edits, options.output, backup=options.backup)
    return refresh(Namespace(path=options.output or options.path, output=None, dry_run=False, backup=False), today)
