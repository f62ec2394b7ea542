"""Say how likely each date is, and what drives it: from Low and High on Schedule, and from risks with Tasks hit."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.errors import Usage
from pmxl.cli.outputs import refuse_copy, save_as_told
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put, say

DRAWS, SEED, MOST = 2000, 1, 1_000_000


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("--runs", type=int, default=DRAWS, metavar="N", help=f"how often to draw ({DRAWS})")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N", help=f"the same seed, the same numbers ({SEED})")
    parser.add_argument("--format", choices=("text", "json", "csv"), default="text", help="how to say it (text)")
    parser.add_argument("--write", action="store_true", help="also write the sheet Uncertainty into the workbook")
    parser.add_argument(
        "-o", "--output", metavar="OUT", help="with --write: into another file, and leave this as it is"
    )


def run(options: Namespace, today: date) -> int:
    """Simulate what the workbook says now, computed afresh."""
    from pmxl.chances import chances_of
    from pmxl.chances.formats import FORMATS
    from pmxl.registers.schedule import SCHEDULE
    from pmxl.workbook import Refused

    _refuse_nonsense(options)
    book, journey = computed(options.path, today)
    if not any(task.finish for task in journey.book.of(SCHEDULE)):
        raise Refused("it has no schedule to simulate", "fill the sheet Schedule", options.path)
    _refuse_without_numpy()
    found = chances_of(journey.book, journey.now, draws=options.runs, seed=options.seed)
    put([FORMATS[options.format](found, journey.now.as_of)], None)
    if options.write:
        from pmxl.generate.uncertainty_page import uncertainty_page

        save_as_told(book, [uncertainty_page(journey.book, journey.now, found)], options)
        say(f"{options.output or options.path} holds the sheet Uncertainty.")
    return INCOMPLETE if journey.failed else CLEAN


def _refuse_nonsense(options: Namespace) -> None:
    if not 1 <= options.runs <= MOST:
        raise Usage(f"--runs takes a number from 1 to {MOST:,}, not {options.runs:,}")
    if options.seed < 0:
        raise Usage(f"--seed takes a number from 0 on, not {options.seed}")
    if options.output and not options.write:
        raise Usage("-o goes with --write, which writes the sheet Uncertainty")
    refuse_copy(options.path, options.output)


def _refuse_without_numpy() -> None:
    """Raises Refused, saying what to install, where there is nothing to draw numbers with."""
    from importlib.util import find_spec

    from pmxl.workbook.errors import Refused

    if find_spec("numpy") is None:
        raise Refused("a simulation needs NumPy, which is not installed", 'run: pip install "pmxl[uncertainty]"')
