"""Trends over the reports: where each milestone was forecast at each of them, and what was kept of what was due."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.actions import ACTIONS


class Trend(NamedTuple):
    """One milestone in the milestone trend chart: a level line is on time, a rising one slips."""

    id: str
    milestone: str
    baseline: date | None
    points: tuple[tuple[date, date], ...]
    """(report, finish as forecast then), oldest first; the as-of date stands last. Done: the actual finish."""


def milestone_trend(book: Book, now: Context, *, key_only: bool = True) -> list[Trend]:
    """The forecast of each (key) milestone at each report, in the order of the sheet.

    Source: the milestone trend analysis of DIN 69900 practice. The book must have been computed.
    """
    found = []
    for task in work(book):
        if task.is_milestone and (task.key_milestone or not key_only) and task.id:
            points = {report: day for report in _reports(book) if (day := _forecast(book, task.id, report))}
            if task.finish:
                points[now.as_of] = task.finish
            found.append(Trend(task.id, task.task or "", task.baseline_finish, tuple(sorted(points.items()))))
    return found


class Kept(NamedTuple):
    """What was due between one report and the next, by what the former said."""

    since: date
    until: date
    kept: tuple[str, ...]
    """IDs of milestones and commitments."""
    missed: tuple[str, ...]


def kept_and_missed(book: Book, now: Context) -> list[Kept]:
    """For each pair of reports that follow each other: what the first promised for the days up to the second.

    A milestone is kept when it is complete at the second report, a commitment when its action is then Done; one that
    was moved on the way is missed. The as-of date counts as the last report.
    """
    milestones = {task.id: task.percent_complete == 1 for task in work(book) if task.is_milestone and task.id}
    commitments = {row.id: row.status == "Done" for row in book.of(ACTIONS) if row.id}
    found = []
    for since, until in pairwise([*_reports(book), now.as_of]):
        kept: list[str] = []
        missed: list[str] = []
        for record, done in milestones.items():
            due = _forecast(book, record, since)
            if due and since < due <= until and _at(book, record, "percent_complete", since) != "1":
                then = done if until == now.as_of else _at(book, record, "percent_complete", until) == "1"
                (kept if then else missed).append(record)
        for record, done in commitments.items():
            due = _day(_at(book, record, "due", since))
            if due and since < due <= until and _was_promised(book, record, since):
                then = done if until == now.as_of else _at(book, record, "status", until) == "Done"
                (kept if then else missed).append(record)
        found.append(Kept(since, until, tuple(kept), tuple(missed)))
    return found


def _was_promised(book: Book, record: str, report: date) -> bool:
    promised = _at(book, record, "commitment", report) == "Yes"
    return promised and _at(book, record, "status", report) not in ("Done", "Dropped")


def _reports(book: Book) -> list[date]:
    return book.history.reports if book.history else []


def _at(book: Book, record: str, field: str, report: date) -> str | None:
    return book.history.at(record, field, report) if book.history else None


def _forecast(book: Book, record: str, report: date) -> date | None:
    return _day(_at(book, record, "finish", report))


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None
