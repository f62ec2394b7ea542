"""Say what edits, a change or an option would do to the plan, the colours and the findings. Nothing is written."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.errors import Usage
from pmxl.cli.paths import refuse_foreign
from pmxl.cli.terminal import put, say
from pmxl.reports.checked import one_line

EXAMPLE = "'T-041 +3d; T-060 not before 2026-04-10; drop T-070'"


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("effect", nargs="?", default="", metavar="EDITS", help=f"what if, for example {EXAMPLE}")
    parser.add_argument("--change", action="append", default=[], metavar="CR", help="this change is approved")
    parser.add_argument("--option", action="append", default=[], metavar="OPT", help="this option is chosen")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="for people or for programs (text)")
    parser.add_argument("--all", action="store_true", help="list everything, however long")


def run(options: Namespace, today: date) -> int:
    """Ask, and print the answer."""
    from pmxl.journey import Journey
    from pmxl.supposing.effects import Yes, ask, rows_of, yes_to
    from pmxl.supposing.grammar import read_effect
    from pmxl.supposing.said import MOST, answer_text, answer_values
    from pmxl.supposing.suppose import Refused
    from pmxl.workbook import open_workbook

    if not (options.effect or options.change or options.option):
        raise Usage(f"there is nothing to suppose; give edits such as {EXAMPLE}, --change or --option")
    journey = Journey(open_workbook(options.path).raw, today)
    book, now = journey.book, journey.now
    refuse_foreign(book, options.path)
    try:
        asked = [yes_to(book, now, row) for row in rows_of(book, options.change, options.option)]
    except Refused as wrong:
        raise Usage(f"{wrong.says}; {wrong.do}") from None
    read = read_effect(options.effect, book, now)
    if read.faults:
        raise Usage(f"{read.faults[0].says}; {read.faults[0].do}")
    answer = ask(book, now, [*asked, Yes(read.edits, (), read.pieces)], findings=True)
    if options.format == "json":
        from json import dumps

        put([dumps(answer_values(answer), ensure_ascii=False, indent=1) + "\n"], None)
    else:
        put((f"{line}\n" for line in answer_text(answer, now, 0 if options.all else MOST)), None)
    for fault in answer.faults:
        say(one_line(f"left out: {fault.text or 'an edit'}: {fault.says}; {fault.do}"))
    return INCOMPLETE if answer.faults or journey.failed else CLEAN
