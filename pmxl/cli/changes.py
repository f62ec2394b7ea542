"""Say what changed since an earlier report: new, closed, moved, changed, and what vanished."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.errors import Usage
from pmxl.cli.outputs import refuse_report
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put
from pmxl.model import Book
from pmxl.reports.changed import FORMATS
from pmxl.reports.checked import day


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument(
        "--since", metavar="BRIEF", help="the number of an issued brief, or a date such as 2026-03-13 (the last report)"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to say it (text)")
    parser.add_argument("-o", "--output", metavar="OUT", help="where to write it (stdout)")


def run(options: Namespace, today: date) -> int:
    """Hold the workbook, computed afresh, against what a report had on record. Nothing is written into it."""
    from pmxl.facts.differences import differences
    from pmxl.reports.changed import changed

    refuse_report(options.output)
    _, journey = computed(options.path, today)
    since = _report(journey.book, journey.now.as_of, options.since)
    found = list(differences(journey.book, since)) if since else []
    put(changed(options.format, journey.book, journey.now, since, found), options.output)
    return INCOMPLETE if journey.failed else CLEAN


def _report(book: Book, as_of: date, said: str | None) -> date | None:
    """The day of the report that is meant; None where none is on record. Raises Usage for one that is not."""
    from pmxl.facts.history import as_day
    from pmxl.facts.issued import issued

    days = book.history.reports if book.history else []
    if not days and said is None:
        return None
    if not days:
        raise Usage(f'there is no report "{said}" on record; issue the first one with pmxl issue')
    if said is None:
        return days[-1]
    numbers = {report.as_of: str(report.brief) for report in issued(book) if report.as_of}
    found = next((known for known, number in numbers.items() if number == said), None) or as_day(said)
    there = ", ".join(numbers.get(known, known.isoformat()) for known in days)
    if found is None or found < days[0]:
        raise Usage(f'there is no report "{said}" on record; there are: {there}')
    if found >= as_of:
        raise Usage(f'report "{said}" is not from before the as-of date, {day(as_of)}; earlier ones are: {there}')
    return found
