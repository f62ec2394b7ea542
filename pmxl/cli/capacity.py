"""Show who has how much work in which week, and which finish the people of the plan allow. Nothing is written."""

from __future__ import annotations

import csv
import io
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from datetime import date
from math import inf
from typing import Any

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.errors import Usage
from pmxl.cli.outputs import refuse_report
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put
from pmxl.facts.capacity import Capacity, load_map, overloads, weeks_ahead
from pmxl.facts.feasible import Feasible
from pmxl.facts.words import day, number
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.schedule.load import Load

FORMATS = ("text", "json", "csv")
SOLVERS = ("built-in", "cp-sat")
MOST = 260
"""How many weeks can be looked ahead at most: five years."""
NAME = 20
"""Characters of a name in the table."""


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")
    parser.add_argument("--weeks", type=int, default=8, metavar="N", help="how many weeks to look ahead (default: 8)")
    parser.add_argument(
        "--solver", choices=SOLVERS, default="built-in", help="cp-sat looks for the earliest finish (extra `levelling`)"
    )
    parser.add_argument("-o", "--output", metavar="OUT", help="where to write it (default: stdout)")


def run(options: Namespace, today: date) -> int:
    """Compute the workbook afresh and write the load table, the overloads and both finishes."""
    from pmxl.workbook import Refused

    if not 1 <= options.weeks <= MOST:
        raise Usage(f"--weeks takes a number from 1 to {MOST}, not {options.weeks:,}")
    refuse_report(options.output)
    _, journey = computed(options.path, today)
    found = journey.book.capacity
    if found is None:
        cure = "write Hours a week on People, or Hours available on Capacity"
        raise Refused("it says nobody's hours", cure, options.path)
    weeks = weeks_ahead(found, journey.now, options.weeks)
    proof = proved(journey.book, journey.now) if options.solver == "cp-sat" else None
    shown = Shown(journey.now, found, weeks, load_map(found, weeks), journey.book.feasible, proof)
    pieces = {"text": as_text, "json": as_json, "csv": as_csv}[options.format](shown)
    put(pieces, options.output, "utf-8-sig" if options.format == "csv" else "utf-8")
    return INCOMPLETE if journey.failed else CLEAN


class Proof(NamedTuple):
    """What the exact solver found: its finish, and the earliest finish that it could not rule out."""

    finish: date
    bound: date


class Shown(NamedTuple):
    """Everything that the formats show."""

    now: Context
    found: Capacity
    weeks: list[date]
    loads: dict[str, list[Load]]
    feasible: Feasible | None
    proof: Proof | None

    @property
    def over(self) -> list[Load]:
        """The weeks of too much work, the worst first."""
        return overloads(self.loads, self.now)


def proved(book: Book, now: Context) -> Proof | None:
    """The earliest finish by OR-Tools CP-SAT. Raises Refused where it is not installed."""
    from pmxl.facts.feasible import exact_finish
    from pmxl.workbook import Refused

    try:
        found = exact_finish(book, now)
    except ImportError:
        raise Refused(
            "the solver CP-SAT is not installed", 'run: pip install "pmxl[levelling]", or leave --solver out'
        ) from None
    return Proof(*found) if found else None


# ---------------------------------------------------------------- formats


def as_text(shown: Shown) -> Iterator[str]:
    """A table for the terminal, the overloads, and the two finishes."""
    yield f"Load: hours needed per hour to give, by week, as of {day(shown.now.as_of)}\n\n"
    yield " " * NAME + "".join(f"{day(week):>8}" for week in shown.weeks) + "\n"
    for name, row in shown.loads.items():
        yield f"{name[: NAME - 1]:{NAME}}" + "".join(f"{_share(load):>8}" for load in row).rstrip() + "\n"
    yield "\nMore work than hours\n" if shown.over else "\nNobody has more work than hours.\n"
    for load in shown.over:
        tasks = sorted(load.tasks.items(), key=lambda item: (-item[1], item[0]))
        work = ", ".join(f"{name} {number(round(hours, 1))} h" for name, hours in tasks)
        hours = f"{number(round(load.needed, 1))} h of work, {number(round(load.available, 1))} h to give"
        yield f"  {load.person}, week of {day(load.week)}: {hours} ({_share(load)}): {work}\n"
    if shown.feasible is not None:
        says = shown.feasible.says(shown.now.as_of)
        yield f"\nFinish: {says}.\n"
    if shown.proof is not None:
        is_best = shown.proof.finish == shown.proof.bound
        best = "which is the earliest" if is_best else f"not before {day(shown.proof.bound)}"
        yield f"CP-SAT: {day(shown.proof.finish)}, {best}.\n"


def as_json(shown: Shown) -> Iterator[str]:
    """One object: the loads, and the finishes as ISO dates."""
    import json

    feasible = shown.feasible
    finish: dict[str, Any] = {}
    if feasible is not None:
        finish = {
            "logic": feasible.logic.isoformat(),
            "people_allow": feasible.finish.isoformat(),
            "working_days_later": feasible.days_late,
            "waits_for": feasible.waits_for,
        }
    if shown.proof is not None:
        finish |= {"cp_sat": shown.proof.finish.isoformat(), "not_before": shown.proof.bound.isoformat()}
    loads = [dict(zip(HEAD, line, strict=True)) for line in _lines(shown)]
    yield json.dumps({"as_of": shown.now.as_of.isoformat(), "finish": finish, "loads": loads}, indent=2) + "\n"


HEAD = ("person", "week", "hours_available", "hours_needed", "load", "tasks")


def as_csv(shown: Shown) -> Iterator[str]:
    """One line for each person and week."""
    from pmxl.reports.as_csv import harmless

    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(HEAD)
    for line in _lines(shown):
        tasks = "; ".join(f"{name} {number(hours)} h" for name, hours in line[5].items())
        writer.writerow((harmless(line[0]), *line[1:5], harmless(tasks)))
    yield stream.getvalue()


def _lines(shown: Shown) -> Iterator[tuple[Any, ...]]:
    for row in shown.loads.values():
        for load in row:
            share = round(load.share, 4) if load.share < inf else None
            tasks = {name: round(hours, 2) for name, hours in load.tasks.items()}
            hours = round(load.available, 2), round(load.needed, 2)
            yield load.person, load.week.isoformat(), *hours, share, tasks


def _share(load: Load) -> str:
    if load.share == inf:
        return "no hours"
    return f"{load.share:.0%}" if load.needed else "."
