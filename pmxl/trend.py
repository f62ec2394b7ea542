"""Trends over the reports: where each milestone was forecast at each of them, and what was kept of what was due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from pmxl.facts.history import as_day
from pmxl.facts.promises import outcome, settled
from pmxl.facts.work import work
from pmxl.model import Book, Context
from pmxl.records import NamedTuple
from pmxl.registers.schedule import Task


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


class Period(NamedTuple):
    """What was due between one report and the next, by what the former said."""

    since: date
    until: date
    kept: tuple[str, ...]
    """IDs of milestones and commitments."""
    missed: tuple[str, ...]


def kept_and_missed(book: Book, now: Context) -> list[Period]:
    """For each pair of reports that follow each other: what the first promised for the days up to the second.

    Milestones are held to what commitments are held to, and both are counted as brief and dashboard count them: see
    `pmxl.facts.promises.outcome`. A milestone promises its forecast finish. The as-of date counts as the last report.
    """
    milestones = {task.id: task for task in work(book) if task.is_milestone and task.id}
    found = []
    for since, until in pairwise([*_reports(book), now.as_of]):
        settled_by = [*_milestones(book, now, milestones, since, until), *settled(book, now, since, until)]
        kept, missed = (tuple(record for record, is_kept in settled_by if is_kept is said) for said in (True, False))
        found.append(Period(since, until, kept, missed))
    return found


def _milestones(
    book: Book, now: Context, milestones: dict[str, Task], since: date, until: date
) -> Iterator[tuple[str, bool]]:
    """The milestones of one report that were kept (True) or missed (False) by the next: ID, outcome."""
    for record, task in milestones.items():
        due = _forecast(book, record, since)
        if due is None or not since <= due <= until or _at(book, record, "percent_complete", since) == "1":
            continue
        is_last = until == now.as_of
        is_done = task.percent_complete == 1 if is_last else _at(book, record, "percent_complete", until) == "1"
        finish = task.finish if is_last else _forecast(book, record, until)
        is_given_up = finish is None or finish > due
        done_on = finish if is_done else None
        is_kept = outcome(due, until, is_done=is_done, done_on=done_on, is_given_up=is_given_up)
        if is_kept is not None:
            yield record, is_kept


def _reports(book: Book) -> list[date]:
    return book.history.reports if book.history else []


def _at(book: Book, record: str, field: str, report: date) -> str | None:
    return book.history.at(record, field, report) if book.history else None


def _forecast(book: Book, record: str, report: date) -> date | None:
    return as_day(_at(book, record, "finish", report))
