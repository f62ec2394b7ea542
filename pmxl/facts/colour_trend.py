"""How the colour of each dimension went from report to report."""

from __future__ import annotations

from datetime import date

from pmxl.model import Book, Context


def colour_trend(book: Book, now: Context, dimension: str) -> list[tuple[date, str]]:
    """(report, computed colour) of a dimension, oldest first; the as-of date with today's colour stands last."""
    history = book.history
    reports = history.reports if history else []
    found = [(report, said) for report in reports if history and (said := history.at(dimension, "computed", report))]
    judged = book.judgements.get(dimension)
    return [*found, (now.as_of, str(judged.colour))] if judged else found


def in_colour_since(book: Book, now: Context, dimension: str) -> date | None:
    """The first report of those in a row that had the colour of today; None where a dimension has none."""
    trend = colour_trend(book, now, dimension)
    since = None
    for report, colour in reversed(trend):
        if colour.rstrip("?") != trend[-1][1].rstrip("?"):
            break
        since = report
    return since
