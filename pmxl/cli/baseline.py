"""Freeze the agreed dates, so that every later date is held against them. A baseline that is there is never touched."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pmxl.cli import CLEAN
from pmxl.cli.errors import Usage
from pmxl.cli.outputs import refuse_copy, save_as_told
from pmxl.cli.paths import computed
from pmxl.reports.checked import counted
from pmxl.reports.written import frozen_news

if TYPE_CHECKING:
    from pmxl.model import Book, Context
    from pmxl.registers.changes import Change


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("--change", metavar="CR", help="take a new baseline, which this approved change allows")
    parser.add_argument("--why", default="", metavar="TEXT", help="why it is taken, for the record")
    parser.add_argument("--list", action="store_true", help="list the baselines on record, and write nothing")
    parser.add_argument("--compare", nargs=2, type=int, metavar=("N", "M"), help="say what differs between two of them")
    parser.add_argument("-o", "--output", metavar="OUT", help="write to another file and leave this one as it is")
    parser.add_argument("--dry-run", action="store_true", help="say what would be frozen, and write nothing")
    parser.add_argument("--backup", action="store_true", help="keep the former file beside it")


def run(options: Namespace, today: date) -> int:
    """Freeze the baseline of every agreed task that has none, then refresh, so that slips and colours follow.

    With a change, take a new baseline; the former stays on record.
    """
    from pmxl.baseline import freeze
    from pmxl.cli.refresh import run as refresh

    refuse_copy(options.path, options.output)
    book, journey = computed(options.path, today)
    if options.list or options.compare:
        lines = compared(journey.book, journey.now, *options.compare) if options.compare else listed(journey.book)
        print("\n".join(lines))
        return CLEAN
    change = approved(journey.book, options.change) if options.change else None
    frozen = freeze(journey.book, journey.now, change, options.why)
    print(f"{options.output or options.path}: {frozen_news(frozen, dry=options.dry_run)}.")
    if options.dry_run or not (frozen.edits or options.output):
        return CLEAN
    save_as_told(book, frozen.edits, options, backup=options.backup, on_record=True)
    target = options.output or options.path
    return refresh(Namespace(path=target, output=None, dry_run=False, backup=False), today)


def approved(book: Book, record: str) -> Change:
    """The approved change with an ID. Raises Usage where there is none: nobody moves a baseline alone."""
    from pmxl.registers.changes import CHANGES

    change = next((row for row in book.of(CHANGES) if row.id.casefold() == record.casefold()), None)
    if change is None:
        raise Usage(f'there is no change "{record}"; a new baseline needs the CR-ID of an approved change')
    if not change.is_approved:
        raise Usage(f"{change.id} is not approved by anybody on any day; have it approved before the baseline moves")
    return change


def listed(book: Book) -> Iterator[str]:
    """The baselines on record, one line each."""
    from pmxl.facts.baselines import baselines
    from pmxl.facts.words import full_day

    found = baselines(book)
    if not found:
        yield "There is no baseline on record; `pmxl baseline PATH` takes the first."
    for baseline in found:
        taken = full_day(baseline.taken_on) if baseline.taken_on else "nobody knows when"
        ends = f", ends {full_day(baseline.finish)}" if baseline.finish else ""
        because = ", ".join(part for part in (baseline.change, baseline.why) if part)
        tasks = counted(len(baseline.dates), "task")
        yield f"{baseline.number}  taken {taken}, {tasks}{ends}{f' ({because})' if because else ''}"


def compared(book: Book, now: Context, one: int, two: int) -> Iterator[str]:
    """What differs between two baselines. Raises Usage for a number that is not on record."""
    from pmxl.facts.baselines import baselines
    from pmxl.facts.words import day

    record = {baseline.number: baseline for baseline in baselines(book)}
    for wanted in (one, two):
        if wanted not in record:
            there = ", ".join(map(str, record)) or "none"
            raise Usage(f"there is no baseline {wanted} on record (there: {there}); pmxl baseline --list shows them")
    old, new = record[one], record[two]
    if old.finish and new.finish:
        moved = counted(abs(now.working_days(old.finish, new.finish)), "working day")
        way = "later" if new.finish > old.finish else "earlier"
        to = f"{day(old.finish, now.as_of)} → {day(new.finish, now.as_of)}: {moved} {way}"
        yield "Finish " + (f"stays {day(old.finish, now.as_of)}" if old.finish == new.finish else to)
    for task in dict.fromkeys((*old.dates, *new.dates)):
        was, will = old.dates.get(task), new.dates.get(task)
        if was is None or will is None:
            yield f"  {task}: only in baseline {two if was is None else one}"
        elif was != will:
            dates = [f"{day(d, now.as_of) if d else 'none'}" for d in (was.start, was.finish, will.start, will.finish)]
            yield f"  {task}: {dates[0]} to {dates[1]} → {dates[2]} to {dates[3]}"
