"""Say what a task, scope item, change, risk, decision or dependency touches: before it, behind it, and who names it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.errors import Usage
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("record", metavar="ID", help="for example T-041, S-003, CR-009, R-014 or DEC-002")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="for people or for programs (text)")
    parser.add_argument("--all", action="store_true", help="list everything, however long")


def run(options: Namespace, today: date) -> int:
    """Follow the links and print where they lead."""
    from pmxl.schedule import Ids
    from pmxl.supposing.said import MOST, trace_text, trace_values
    from pmxl.supposing.tracing import trace

    _, journey = computed(options.path, today)
    found = trace(journey.book, options.record, journey.now)
    if found is None:
        near = Ids(journey.book.by_id).nearest(options.record)
        advice = f"did you mean {near}?" if near else "name an ID that is there"
        raise Usage(f'no row bears the ID "{options.record}"; {advice}')
    if options.format == "json":
        from json import dumps

        put([dumps(trace_values(found), ensure_ascii=False, indent=1) + "\n"], None)
    else:
        put((f"{line}\n" for line in trace_text(found, journey.now, 0 if options.all else MOST)), None)
    return INCOMPLETE if journey.failed else CLEAN
