"""Say where the pace so far leads: earned schedule, buffers and commitments kept, beside the logic of the plan."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import date
from typing import TYPE_CHECKING, Any

from pmxl.cli import CLEAN, INCOMPLETE
from pmxl.cli.paths import computed
from pmxl.cli.terminal import put

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmxl.facts.performance import Performance
    from pmxl.model import Book, Context


def arguments(parser: ArgumentParser) -> None:
    """Declare what the verb takes."""
    parser.add_argument("path", metavar="PATH", help="the workbook")
    parser.add_argument(
        "--by", choices=("days", "tasks", "cost"), help="what progress is counted in (as Settings says)"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to say it (text)")


def run(options: Namespace, today: date) -> int:
    """Forecast from what the workbook says now, computed afresh."""
    from pmxl.facts.performance import performance

    _, journey = computed(options.path, today)
    found = performance(journey.book, journey.now, options.by)
    if options.format == "json":
        import json

        document = _document(journey.book, journey.now, found)
        put([json.dumps(document, default=date.isoformat, ensure_ascii=False, indent=1) + "\n"], None)
    else:
        put([f"{line}.\n" for line in _lines(journey.book, journey.now, found)], None)
    return INCOMPLETE if journey.failed else CLEAN


def _lines(book: Book, now: Context, found: Performance | None) -> Iterator[str]:
    from pmxl.facts.buffers import buffers
    from pmxl.facts.buffers import in_words as of_buffer
    from pmxl.facts.performance import in_words
    from pmxl.facts.promises import kept_by_report
    from pmxl.facts.words import day

    if found is None:
        yield "There is no baseline with work in it before the as-of date, so there is no pace to go by"
    else:
        yield from in_words(found, now.as_of)
    yield from (of_buffer(buffer) for buffer in buffers(book, now))
    kept = kept_by_report(book, now)
    if kept:
        each = ", ".join(f"{day(one.report, now.as_of)} {one.kept} of {one.due}" for one in kept)
        yield f"Commitments kept: {sum(k.kept for k in kept)} of {sum(k.due for k in kept)} ({each})"


def _document(book: Book, now: Context, found: Performance | None) -> dict[str, Any]:
    from pmxl.facts.buffers import buffers, fever
    from pmxl.facts.performance import in_words
    from pmxl.facts.promises import kept_by_report

    return {
        "as_of": now.as_of,
        "performance": found and {**found._asdict(), "earned": found.earned._asdict()},
        "says": in_words(found, now.as_of) if found else [],
        "buffers": [
            {
                "record": one.task.id,
                "size": one.size,
                "used": one.used,
                "chain": [task.id for task in one.chain],
                **one.state._asdict(),
                "fever": [point._asdict() for point in fever(book, now, one)],
            }
            for one in buffers(book, now)
        ],
        "commitments": [kept._asdict() for kept in kept_by_report(book, now)],
    }
