"""Freeze the agreed dates, so that every later date is held against them. A baseline that is there is never touched."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.baseline import Frozen
from pmxl.cli import CLEAN
from pmxl.cli.paths import refuse_foreign, refuse_other_kind
from pmxl.reports.checked import number


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
    print(f"{options.output or options.path}: {news(frozen, dry=options.dry_run)}.")
    if not frozen.edits or options.dry_run:
        return CLEAN
    save(book, frozen.edits, options.output, backup=options.backup)
    return refresh(Namespace(path=options.output or options.path, output=None, dry_run=False, backup=False), today)


def news(frozen: Frozen, *, dry: bool) -> str:
    """What was frozen and what was left, for example `12 tasks frozen; 3 kept the baseline they had`."""
    parts = [f"{number(len(frozen.tasks), 'task')} {'would be ' if dry else ''}frozen" if frozen.edits else ""]
    if frozen.tasks and not frozen.edits:
        parts.append('nothing frozen, for Schedule has no columns "Baseline start" and "Baseline finish"')
    if frozen.kept:
        parts.append(f"{number(len(frozen.kept), 'task')} kept the baseline they had")
    if frozen.silent:
        named = ", ".join(task.name for task in frozen.silent[:5]) + (" ..." if len(frozen.silent) > 5 else "")
        parts.append(f"left out, as nobody agreed to them: {named}")
    return "; ".join(part for part in parts if part) or "there is no task with dates to freeze"
